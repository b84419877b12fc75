package reports

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pocketbase/dbx"

	"otklik/hooks/desk"
	"otklik/hooks/i18n"
	"otklik/hooks/problem"
	"otklik/hooks/query"
)

// The longest period of a report.
const (
	reportMaxYears = 3
	reportMaxDays  = reportMaxYears*365 + 1
)

// noneAsked is the filter of tasks without a consultant or a category.
const noneAsked = "none"

// reportQuery is the period and the filters of a report.
type reportQuery struct {
	from, to  time.Time // the first and the last day
	before    time.Time // the first day of the period it is compared with
	beforeEnd time.Time // the end of that period, exclusive: from, or earlier
	now       time.Time
	// asked are the ids that count, by the column of a breakdown; none is all, and an
	// empty id is for tasks without one.
	asked map[string][]string

	WholeTables bool // all rows of the tables, without the limit of the page
}

// ReadQuery parses from, to, unit, consultant, organization, priority and category.
// Without from and to the period is the current calendar month; with one of them,
// that day. A unit says that the period is the beginning of a week, a month, a quarter
// or a year, which decides what it is compared with; it is ignored with other days.
func ReadQuery(values url.Values, hours *desk.OfficeHours, now time.Time) (q reportQuery, err error) {
	today := now.In(hours.Location())
	q = reportQuery{now: now, asked: map[string][]string{}}
	q.from = desk.Midnight(today.Year(), today.Month(), 1, hours.Location())
	q.to = desk.AddDate(q.from, 1, -1)
	from, to := values.Get("from"), values.Get("to")
	if from != "" || to != "" {
		if q.from, err = desk.ParseDay(cmp.Or(from, to), hours); err != nil {
			return q, problem.FieldError("from", "validation_invalid_value")
		}
		if q.to, err = desk.ParseDay(cmp.Or(to, from), hours); err != nil {
			return q, problem.FieldError("to", "validation_invalid_value")
		}
	}
	switch days := daysBetween(q.from, q.to); {
	case days < 1:
		return q, problem.FieldError("to", "report_backwards")
	case days > reportMaxDays:
		return q, problem.FieldErrorWith("to", "report_too_long", i18n.Params{"years": reportMaxYears})
	}
	unit := values.Get("unit")
	if unit != "" && !slices.Contains(units, unit) {
		return q, problem.FieldError("unit", "validation_invalid_value")
	}
	q.before, q.beforeEnd = periodBefore(q.from, q.to, unit)
	for _, name := range []string{"consultant", "organization", "category"} {
		if id := values.Get(name); id == noneAsked {
			q.asked[name] = []string{""}
		} else if id != "" {
			q.asked[name] = []string{id}
		}
	}
	q.asked["priority"], err = query.List(values, "priority", desk.Priorities)
	return q, err
}

// daysBetween counts the calendar days from one day to another, both included.
func daysBetween(from, to time.Time) int {
	utc := func(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC) }
	return int(utc(to).Sub(utc(from))/(24*time.Hour)) + 1
}

// The parts of the calendar that a period can be the beginning of, see [ReadQuery].
const (
	unitWeek    = "week"
	unitMonth   = "month"
	unitQuarter = "quarter"
	unitYear    = "year"
)

// units lists the parts of the calendar.
var units = []string{unitWeek, unitMonth, unitQuarter, unitYear}

// unitMonths are the lengths of the units that are made of months.
var unitMonths = map[string]int{unitMonth: 1, unitQuarter: 3, unitYear: 12}

const (
	weekDays           = 7
	fridayBeforeMonday = 3 // in days
)

// periodBefore returns the period to compare with, its end exclusive. Whole months,
// and an unfinished month, quarter or year, are compared with the same days of the
// one before; an unfinished week too, so that weekdays match weekdays. A single day
// is compared with the day before, a Monday with Friday. Any other period is compared
// with as many days before. The unit tells apart what the days alone don't: a Monday
// and the week that has begun on it.
func periodBefore(from, to time.Time, unit string) (before, end time.Time) {
	after := desk.AddDate(to, 0, 1)
	days := daysBetween(from, to)
	months := 12*(to.Year()-from.Year()) + int(to.Month()-from.Month()) + 1
	if !beginsUnit(from, days, months, unit) {
		unit = ""
	}
	switch back := unitMonths[unit]; {
	case back > 0:
		return desk.AddDate(from, -back, 0), sameDayBefore(after, back)
	case days == 1 && unit == "":
		back := 1
		if from.Weekday() == time.Monday {
			back = fridayBeforeMonday
		}
		return desk.AddDate(from, 0, -back), desk.AddDate(after, 0, -back)
	case from.Day() == 1 && unit == "":
		back := monthsBack(from.Month(), months)
		return desk.AddDate(from, -back, 0), sameDayBefore(after, back)
	case from.Weekday() == time.Monday && days < weekDays:
		return desk.AddDate(from, 0, -weekDays), desk.AddDate(after, 0, -weekDays)
	default:
		return desk.AddDate(from, 0, -days), from
	}
}

// beginsUnit reports whether a period is the beginning of a unit, or all of it.
func beginsUnit(from time.Time, days, months int, unit string) bool {
	if unit == unitWeek {
		return from.Weekday() == time.Monday && days <= weekDays
	}
	length := unitMonths[unit]
	return length > 0 && from.Day() == 1 && int(from.Month()-1)%length == 0 && months <= length
}

// monthsBack returns the length in months of the period that starts with the month
// first and of which begun months have started: a month, a quarter, a year, or
// begun months.
func monthsBack(first time.Month, begun int) int {
	switch {
	case begun == 1:
		return 1
	case begun <= 3 && first%3 == 1:
		return 3
	case begun <= 12 && first == time.January:
		return 12
	}
	return begun
}

// sameDayBefore returns the same day some months before, or the first of the next
// month if that month is shorter.
func sameDayBefore(day time.Time, months int) time.Time {
	then := desk.AddDate(day, -months, 0)
	if then.Day() != day.Day() {
		return desk.AddDate(then, 0, 1-then.Day())
	}
	return then
}

// end returns the end of the period, exclusive.
func (q reportQuery) end() time.Time { return desk.AddDate(q.to, 0, 1) }

// byBreakdown returns the ids that count in each of [Breakdowns]; none where all do.
func (q reportQuery) byBreakdown() [][]string {
	asked := make([][]string, len(Breakdowns))
	for i, b := range Breakdowns {
		asked[i] = q.asked[b.Column]
	}
	return asked
}

// where returns the filters other than the period as SQL, of tasks t that a consultant
// has. The unary plus keeps SQLite from using their indexes: that of open tasks serves
// better.
func (q reportQuery) where(params dbx.Params) (where string) {
	for _, b := range Breakdowns {
		names := make([]string, len(q.asked[b.Column]))
		for i, id := range q.asked[b.Column] {
			name := b.Column + strconv.Itoa(i)
			params[name], names[i] = id, "{:"+name+"}"
		}
		if len(names) > 0 {
			where += " AND +" + cmp.Or(b.of, "t.consultant") + " IN (" + strings.Join(names, ", ") + ")"
		}
	}
	return where
}
