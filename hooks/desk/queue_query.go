package desk

import (
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pocketbase/dbx"

	"otklik/hooks/actor"
	"otklik/hooks/problem"
	"otklik/hooks/query"
	"otklik/hooks/records"
	"otklik/hooks/text"
)

// The length of a page of the queue.
const (
	QueueLimit    = 50
	QueueMaxLimit = 200
)

// The views of the queue: what a consultant or a manager looks at.
const (
	viewMine       = "mine"       // open, of the caller
	viewUnassigned = "unassigned" // open, nobody's
	viewWaiting    = "waiting"    // for the client
	viewAnswered   = "answered"   // open, with somebody, the client spoke last
	ViewOverdue    = "overdue"    // open, an answer was due before now
	ViewAll        = "all"        // whatever the status
	ViewArchived   = "archived"   // deleted by clients; for managers
)

// The orders of the queue. Those by due and by urgency leave out closed tasks,
// of which neither is true.
const (
	sortNewest = "newest"
	sortOldest = "oldest"
	sortDue    = "due"    // what is due first, first; then what is not due
	sortUrgent = "urgent" // high priority first
)

var (
	queueViews = []string{"", viewMine, viewUnassigned, viewWaiting, viewAnswered, ViewOverdue, ViewAll, ViewArchived}
	queueSorts = []string{sortNewest, sortOldest, sortDue, sortUrgent}
)

// QueueQuery is what the caller asks for.
type QueueQuery struct {
	View          string
	statuses      []string
	statusAsked   bool   // and not those of the view
	consultant    string // a users id; "none" is nobody; empty is all
	asked         string // the same before the view had its say
	category      string // an id; "none" is without
	priorities    []string
	ratings       []int
	profile       string
	Client        string
	created, done period
	closed        period
	finished      period // done, or closed without having been done
	answered      bool   // only those that staff has answered
	words         string
	found         []int // the numbers of the tasks with the words, if they were looked up
	sort          string
	after         int // the number the page before ended with; 0 is from the start
	offset, limit int
	now           time.Time
}

// period is the time from, and before; zero is open.
type period struct{ from, before time.Time }

// ReadQueueQuery reads what is asked of the queue:
//
//	view        one of the views; empty is what is not closed
//	status      some of the statuses instead, or all
//	consultant  a users id, me, or none
//	priority    low, normal, high
//	category    the id of one, or none
//	rating      of 1 to 5
//	organization, client   the id of a profile, of a user
//	created, done, closed, finished
//	            days of the firm's calendar, from..to, either may be empty
//	answered    yes for those that staff has answered, whenever that was
//	q           words of the task or its organisation, an INN or a number
//	sort        newest, oldest, due, urgent; some days are in the order of the days
//	after       the next of the page before; offset: how many to pass over
//	limit       at most 200
//
// Lists are separated by commas. Errors are beside the name of the parameter.
func ReadQueueQuery(values url.Values, who actor.Actor, hours *OfficeHours, now time.Time) (QueueQuery, error) {
	get := values.Get
	q := QueueQuery{
		View: get("view"), consultant: get("consultant"), profile: get("organization"), Client: get("client"),
		category: get("category"), words: text.Tidy(get("q")), sort: get("sort"), now: now,
	}
	if q.consultant == "me" {
		q.consultant = who.OwnID()
	}
	q.asked = q.consultant
	if q.sort == "" {
		q.sort = sortNewest
	}
	switch {
	case !slices.Contains(queueViews, q.View), q.View == ViewArchived && who.Role == actor.RoleConsultant:
		return q, problem.FieldError("view", "validation_invalid_value")
	case !slices.Contains(queueSorts, q.sort):
		return q, problem.FieldError("sort", "validation_invalid_value")
	}
	for _, read := range []func(*QueueQuery, url.Values, *OfficeHours) error{readStatuses, readPriorities, readRatings, readPeriods, readAnswered, readPage} {
		if err := read(&q, values, hours); err != nil {
			return q, err
		}
	}
	q.applyView(who)
	return q, nil
}

func readStatuses(q *QueueQuery, values url.Values, _ *OfficeHours) (err error) {
	if values.Get("status") == "all" {
		q.statuses = TaskStatuses
		return nil
	}
	q.statuses, err = query.List(values, "status", TaskStatuses)
	return err
}

func readPriorities(q *QueueQuery, values url.Values, _ *OfficeHours) (err error) {
	q.priorities, err = query.List(values, "priority", Priorities)
	return err
}

func readRatings(q *QueueQuery, values url.Values, _ *OfficeHours) error {
	var known []string
	for n := range HighestRating {
		known = append(known, strconv.Itoa(n+1))
	}
	found, err := query.List(values, "rating", known)
	for _, s := range found {
		n, _ := strconv.Atoi(s) // one of the known ones
		q.ratings = append(q.ratings, n)
	}
	return err
}

func readPeriods(q *QueueQuery, values url.Values, hours *OfficeHours) (err error) {
	for _, days := range []struct {
		name string
		into *period
	}{{"created", &q.created}, {"done", &q.done}, {"closed", &q.closed}, {"finished", &q.finished}} {
		if *days.into, err = readPeriod(values, days.name, hours); err != nil {
			return err
		}
	}
	return nil
}

func readAnswered(q *QueueQuery, values url.Values, _ *OfficeHours) error {
	found, err := query.List(values, "answered", []string{"yes"})
	q.answered = len(found) > 0
	return err
}

// readPeriod reads days, from..to, both of them included.
func readPeriod(values url.Values, name string, hours *OfficeHours) (p period, err error) {
	text := values.Get(name)
	if text == "" {
		return p, nil
	}
	from, to, ok := strings.Cut(text, "..")
	if !ok {
		return p, problem.FieldError(name, "validation_invalid_value")
	}
	if from != "" {
		if p.from, err = ParseDay(from, hours); err != nil {
			return p, problem.FieldError(name, "validation_invalid_value")
		}
	}
	if to != "" {
		if p.before, err = ParseDay(to, hours); err != nil {
			return p, problem.FieldError(name, "validation_invalid_value")
		}
		p.before = AddDate(p.before, 0, 1)
	}
	return p, nil
}

func readPage(q *QueueQuery, values url.Values, _ *OfficeHours) (err error) {
	if q.after, err = query.Integer(values, "after", 0, 1, math.MaxInt, "validation_invalid_value"); err != nil {
		return err
	}
	if q.offset, err = query.Integer(values, "offset", 0, 0, math.MaxInt, "validation_invalid_value"); err != nil {
		return err
	}
	if q.limit, err = query.Integer(values, "limit", QueueLimit, 1, QueueMaxLimit, "queue_limit"); err != nil {
		return err
	}
	if q.counting() {
		q.offset, q.after = min(q.offset, math.MaxInt-q.after)+q.after, 0
	}
	return nil
}

// applyView turns a view into the statuses and the consultant it is of.
func (q *QueueQuery) applyView(who actor.Actor) {
	if q.statusAsked = len(q.statuses) > 0; !q.statusAsked {
		q.statuses = notClosed(TaskStatuses)
		switch q.View {
		case viewMine:
			q.statuses = OpenStatuses
		case viewUnassigned:
			q.statuses = []string{StatusNew}
		case viewWaiting:
			q.statuses = []string{StatusWaiting}
		case ViewAll:
			q.statuses = TaskStatuses
		}
	}
	if q.View == viewMine {
		q.consultant = who.OwnID()
	}
	if q.sort == sortDue || q.sort == sortUrgent {
		q.statuses = notClosed(q.statuses)
	}
}

// notClosed are those of the statuses that are not closed.
func notClosed(statuses []string) []string {
	return slices.DeleteFunc(slices.Clone(statuses), func(s string) bool { return s == StatusClosed })
}

// counting is true of lists whose next is how many tasks have been seen.
func (q QueueQuery) counting() bool {
	return q.sort == sortDue || q.sort == sortUrgent || q.byTime() != ""
}

// next is the address of the page after one that ends with item.
func (q QueueQuery) next(item *queueItem) string {
	if q.counting() {
		return strconv.Itoa(q.offset + q.limit)
	}
	return strconv.Itoa(item.Number)
}

// plain is true of a list that the counters know the length of.
func (q QueueQuery) plain() bool {
	only, index := q.Only()
	return only+index == "" && !q.answered && len(q.priorities)+len(q.ratings) == 0 && q.category+q.words == "" && q.periods() == [4]period{}
}

func (q QueueQuery) periods() [4]period { return [4]period{q.created, q.done, q.closed, q.finished} }

// finishedAt is when the work on a task ended, see [life.finished].
const finishedAt = "CASE t.done_at WHEN '' THEN t.closed_at ELSE t.done_at END"

func (p period) where(column, name string, params dbx.Params) (where string) {
	if !p.from.IsZero() {
		params[name+"From"] = records.StoredTime(p.from)
		where += " AND " + column + " >= {:" + name + "From}"
	}
	if !p.before.IsZero() {
		params[name+"Before"] = records.StoredTime(p.before)
		where += " AND " + column + " < {:" + name + "Before} AND " + column + " != ''"
	}
	return where
}
