package reports

import (
	"slices"
	"strings"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"

	"otklik/hooks/desk"
)

// event is what happened to a task on a day. Times are as stored.
type event struct {
	at, created, doneAt string
	number              int
	status              string
	consultant, worker  string   // who has it, and who did the work
	of                  []string // the ids it is grouped by, as in Breakdowns, but for consultants
	until               string   // the end of its working minutes: of the first answer or of the work
	counted             string   // until when minutes were counted
	minutes, rating     int64
	rated               string // whose work was rated
}

// minutesOf is the working time of a task, counted for the first time.
type minutesOf struct {
	Number  int
	Until   string
	Minutes int64
}

// counting counts the facts of days from the tasks.
type counting struct {
	hours *desk.OfficeHours
	days  map[string]*dayFacts
	// answers and works are the minutes that were not stored yet.
	answers, works []minutesOf
}

// eventKind is how the tasks of a kind of event are found, and their minutes.
type eventKind struct {
	at             string // the column of its time
	until          string // the column of the end of the minutes; empty has none
	counted, value string // the columns of otklik_task_minutes
	take           func(*counting, *event, *dayFacts)
}

var eventKinds = []eventKind{
	{at: "created", until: "answered_at", counted: "answered_at", value: "answer", take: (*counting).created},
	{at: "done_at", until: "done_at", counted: "done_at", value: "work", take: (*counting).done},
	{at: "closed_at", take: (*counting).closed},
}

// countDays counts the facts of the days from one to another, 2006-01-02, both included;
// days without any are left out. Archived tasks do not count.
func countDays(app core.App, hours *desk.OfficeHours, from, to string) (*counting, error) {
	c := &counting{hours: hours, days: map[string]*dayFacts{}}
	for _, kind := range eventKinds {
		if err := c.count(app, kind, from, to); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// day returns the facts of a day, on which nothing may have happened.
func (c *counting) day(day string) *dayFacts {
	if c.days[day] == nil {
		c.days[day] = newDayFacts()
	}
	return c.days[day]
}

func (c *counting) count(app core.App, kind eventKind, from, to string) error {
	rows, err := app.DB().NewQuery(kind.sql()).Bind(dbx.Params{"from": from, "to": to + "~"}).Rows() // ~ is behind every hour
	if err != nil {
		return err
	}
	defer rows.Close()
	e := event{of: make([]string, len(Breakdowns))}
	columns := []any{&e.at, &e.number, &e.created, &e.doneAt, &e.status, &e.consultant, &e.worker, &e.until, &e.counted, &e.minutes, &e.rating, &e.rated}
	for i, b := range Breakdowns {
		if b.of != "" {
			columns = append(columns, &e.of[i])
		}
	}
	for rows.Next() {
		if err := rows.Scan(columns...); err != nil {
			return err
		}
		kind.take(c, &e, c.day(e.at[:min(len(e.at), len(time.DateOnly))]))
	}
	return rows.Err()
}

// sql selects the events of a kind in the order of their times, which indexes give.
func (k eventKind) sql() string {
	columns := []string{"t." + k.at, "t.number", "t.created", "t.done_at", "t.status", "t.consultant", desk.Worker}
	joins := ""
	if k.until == "" {
		columns = append(columns, "''", "''", "0")
	} else {
		columns = append(columns, "t."+k.until, "COALESCE(m."+k.counted+", '')", "COALESCE(m."+k.value+", 0)")
		joins = " LEFT JOIN otklik_task_minutes m ON m.number = t.number"
	}
	if k.at == "created" {
		columns = append(columns, "0", "''")
	} else {
		columns = append(columns, "COALESCE(a.rating, 0)", "COALESCE(a.consultant, '')")
		joins += " LEFT JOIN assessments a ON t.rating > 0 AND a.task = t.id"
	}
	for _, b := range Breakdowns {
		if b.of != "" {
			columns = append(columns, b.of)
		}
	}
	return "SELECT " + strings.Join(columns, ", ") + " FROM tasks t" + joins +
		" WHERE t." + k.at + " >= {:from} AND t." + k.at + " < {:to} AND t." + k.at + " != '' AND +t.archived_at = '' ORDER BY t." + k.at + ", t.number"
}

func (c *counting) created(e *event, f *dayFacts) {
	answered := uint32(0)
	if e.until != "" {
		answered = c.minutes(e, &c.answers) + 1
	}
	c.add(f, seriesCreated, e, e.consultant, answered)
	if slices.Contains(desk.OpenStatuses, e.status) {
		c.add(f, seriesOpen, e, e.consultant, 0)
	}
}

func (c *counting) done(e *event, f *dayFacts) {
	c.add(f, seriesDone, e, e.worker, c.minutes(e, &c.works)+1)
	c.ended(e, f)
}

func (c *counting) closed(e *event, f *dayFacts) {
	c.add(f, seriesClosed, e, e.consultant, 0)
	if e.doneAt == "" {
		c.add(f, seriesEnded, e, e.worker, 0)
		c.ended(e, f)
	}
}

// ended counts the rating of a task whose work ended.
func (c *counting) ended(e *event, f *dayFacts) {
	if e.rating > 0 && e.rating <= desk.HighestRating {
		c.add(f, seriesRated, e, e.rated, uint32(e.rating))
	}
}

func (c *counting) add(f *dayFacts, series int, e *event, who string, value uint32) {
	for i, b := range Breakdowns {
		if b.of == "" {
			e.of[i] = who
		}
	}
	f.add(series, quarterOfDay(e.at), value, e.of)
}

// minutes returns the stored working minutes of an event, or counts them and notes that
// they are to be stored.
func (c *counting) minutes(e *event, counted *[]minutesOf) uint32 {
	if e.counted == e.until {
		return uint32(e.minutes)
	}
	from, err := time.Parse(types.DefaultDateLayout, e.created)
	until, errUntil := time.Parse(types.DefaultDateLayout, e.until)
	if err != nil || errUntil != nil {
		return 0 // SQL typed into the dashboard wrote something else
	}
	minutes := max(0, int64(c.hours.Between(from, until)/time.Minute))
	*counted = append(*counted, minutesOf{e.number, e.until, minutes})
	return uint32(minutes)
}

// quarterOfDay returns the quarter of an hour of the day of a stored time.
func quarterOfDay(at string) uint32 {
	parsed, err := time.Parse(types.DefaultDateLayout, at)
	if err != nil {
		return 0
	}
	return uint32(parsed.Hour()*60+parsed.Minute()) / quarter
}
