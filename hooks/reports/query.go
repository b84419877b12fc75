package reports

import (
	"cmp"
	"net/url"
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

// reportQuery is what a report is asked of.
type reportQuery struct {
	from, to     time.Time // the first and the last day
	before       time.Time // the first day of the period that it is compared with
	beforeEnd    time.Time // when that is over: where this one begins, or earlier
	consultant   string    // a users id; "none" is nobody; empty is all
	organization string    // the id of a profile
	category     string    // an id, none, or all
	priorities   []string
	now          time.Time

	WholeTables bool // all rows of the tables, not as many as the page has
}

// ReadQuery reads from, to, consultant, organization, priority and
// category. Without from and to it is the present calendar month; without one of
// them, the one day that is given.
func ReadQuery(values url.Values, hours *desk.OfficeHours, now time.Time) (q reportQuery, err error) {
	today := now.In(hours.Location())
	q = reportQuery{consultant: values.Get("consultant"), organization: values.Get("organization"), category: values.Get("category"), now: now}
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
	q.before, q.beforeEnd = periodBefore(q.from, q.to)
	q.priorities, err = query.List(values, "priority", desk.Priorities)
	return q, err
}

// daysBetween counts the days of a calendar from one to another, both included.
func daysBetween(from, to time.Time) int {
	utc := func(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC) }
	return int(utc(to).Sub(utc(from))/(24*time.Hour)) + 1
}

// periodBefore is what a period is compared with: whole calendar months with as
// many before; a month, quarter or year that has only begun, and a week from its
// Monday, with the same days of the one before, for a Thursday is no Sunday; any
// other with as many days before.
func periodBefore(from, to time.Time) (before, end time.Time) {
	after := desk.AddDate(to, 0, 1)
	months := 12*(to.Year()-from.Year()) + int(to.Month()-from.Month()) + 1
	switch days := daysBetween(from, to); {
	case from.Day() == 1 && after.Day() == 1:
		return desk.AddDate(from, -months, 0), from
	case from.Day() == 1 && days > 1:
		back := monthsBack(from.Month(), months)
		return desk.AddDate(from, -back, 0), sameDayBefore(after, back)
	case from.Weekday() == time.Monday && days > 1 && days < 7:
		return desk.AddDate(from, 0, -7), desk.AddDate(after, 0, -7)
	default:
		return desk.AddDate(from, 0, -days), from
	}
}

// monthsBack is how long what begins with a month is, if it is a month, quarter
// or year of which so many months have begun.
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

// sameDayBefore is the same day so many months before; of a shorter month, when
// it is over.
func sameDayBefore(day time.Time, months int) time.Time {
	then := desk.AddDate(day, -months, 0)
	if then.Day() != day.Day() {
		return desk.AddDate(then, 0, 1-then.Day())
	}
	return then
}

// end is when the period is over.
func (q reportQuery) end() time.Time { return desk.AddDate(q.to, 0, 1) }

// where are the filters beside the period. The plus keeps SQLite from finding
// the tasks by them: they are found by their times, or as the open ones.
func (q reportQuery) where(params dbx.Params) (where string) {
	for _, f := range []struct{ column, value string }{{"consultant", q.consultant}, {"profile", q.organization}, {"category", q.category}} {
		if f.value == "none" {
			where += " AND +t." + f.column + " = ''"
		} else if f.value != "" {
			params[f.column] = f.value
			where += " AND +t." + f.column + " = {:" + f.column + "}"
		}
	}
	if len(q.priorities) > 0 {
		where += " AND t.priority IN " + query.Quote(q.priorities)
	}
	return where
}
