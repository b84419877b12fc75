package hooks

import (
	"cmp"
	"net/url"
	"strings"
	"time"

	"github.com/pocketbase/dbx"
)

// reportMaxDays is the longest period: three years.
const reportMaxDays = 3*365 + 1

// reportQuery is what a report is asked of.
type reportQuery struct {
	from, to     time.Time // the first and the last day
	before       time.Time // the first day of the period before, which ends where this one begins
	consultant   string    // a users id; "none" is nobody; empty is all
	organization string    // the id of a profile
	category     string    // an id, none, or all
	priorities   []string
	now          time.Time
}

// readReportQuery reads from, to, consultant, organization, priority and
// category. Without from and to it is the present calendar month; without one of
// them, the one day that is given.
func readReportQuery(values url.Values, hours *officeHours, now time.Time) (q reportQuery, err error) {
	today := now.In(hours.Location())
	q = reportQuery{consultant: values.Get("consultant"), organization: values.Get("organization"), category: values.Get("category"), now: now}
	q.from = midnight(today.Year(), today.Month(), 1, hours.Location())
	q.to = onward(q.from, 1, -1)
	from, to := values.Get("from"), values.Get("to")
	if from != "" || to != "" {
		if q.from, err = readDay(cmp.Or(from, to), hours); err != nil {
			return q, wrong("from", "validation_invalid_value")
		}
		if q.to, err = readDay(cmp.Or(to, from), hours); err != nil {
			return q, wrong("to", "validation_invalid_value")
		}
	}
	switch days := daysBetween(q.from, q.to); {
	case days < 1:
		return q, wrong("to", "report_backwards")
	case days > reportMaxDays:
		return q, wrong("to", "report_too_long")
	}
	q.before = periodBefore(q.from, q.to)
	q.priorities, err = listed(values, "priority", priorities)
	return q, err
}

// daysBetween counts the days of a calendar from one to another, both included.
func daysBetween(from, to time.Time) int {
	utc := func(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC) }
	return int(utc(to).Sub(utc(from))/(24*time.Hour)) + 1
}

// periodBefore is the first day of the period that a period is compared with:
// as many calendar months if it is whole ones, else as many days.
func periodBefore(from, to time.Time) time.Time {
	end := onward(to, 0, 1)
	if from.Day() == 1 && end.Day() == 1 {
		return onward(from, -(12*(end.Year()-from.Year()) + int(end.Month()-from.Month())), 0)
	}
	return onward(from, 0, -daysBetween(from, to))
}

// end is when the period is over.
func (q reportQuery) end() time.Time { return onward(q.to, 0, 1) }

// where are the filters beside the period. The plus keeps SQLite from finding
// the tasks by them: they are found by their times, or as the open ones.
func (q reportQuery) where(params dbx.Params) (where string) {
	for column, value := range map[string]string{"consultant": q.consultant, "profile": q.organization, "category": q.category} {
		if value == "none" {
			where += " AND +t." + column + " = ''"
		} else if value != "" {
			params[column] = value
			where += " AND +t." + column + " = {:" + column + "}"
		}
	}
	if len(q.priorities) > 0 {
		where += " AND t.priority IN ('" + strings.Join(q.priorities, "', '") + "')" // of the three known ones
	}
	return where
}
