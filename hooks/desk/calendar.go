package desk

import (
	"errors"

	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/calendar"
	"otklik/hooks/i18n"
	"otklik/hooks/problem"
)

// RegisterCalendar binds the rules of the production calendar and serves it.
func RegisterCalendar(app core.App) {
	app.OnRecordValidate("calendar").BindFunc(validateCalendar)
	app.OnServe().BindFunc(serveCalendarRoutes)
}

// validateCalendar names the invalid part of a year.
func validateCalendar(e *core.RecordEvent) error {
	if _, err := yearOf(e.Record); err != nil {
		field, code := calendarProblem(err)
		return problem.Merge(problem.FieldErrorWith(field, code, calendarYears), e.Next())
	}
	return e.Next()
}

// calendarYears are the parameters of the messages about years.
var calendarYears = i18n.Params{"first": calendar.FirstYear, "last": calendar.LastYear}

// calendarProblem returns the field that an error of package calendar is about, and
// its code.
func calendarProblem(err error) (field, code string) {
	switch {
	case errors.Is(err, calendar.ErrYear):
		return "year", "calendar_year"
	case errors.Is(err, calendar.ErrWeekends):
		return "months", "calendar_weekends"
	case errors.Is(err, calendar.ErrTransitions):
		return "transitions", "calendar_transitions"
	case errors.Is(err, calendar.ErrFile):
		return "file", "calendar_file"
	}
	return "months", "calendar_months"
}

// yearOf parses a record of calendar.
func yearOf(r *core.Record) (*calendar.Year, error) {
	table := calendar.Table{Year: r.GetInt("year"), Transitions: []calendar.Transition{}}
	if err := r.UnmarshalJSONField("months", &table.Months); err != nil {
		return nil, calendar.ErrMonths
	}
	if text := r.GetString("transitions"); text != "" && text != "null" {
		if err := r.UnmarshalJSONField("transitions", &table.Transitions); err != nil {
			return nil, calendar.ErrTransitions
		}
	}
	return calendar.New(table)
}

// readCalendar returns the calendar with the firm's own years, and the ids of their
// records by year. A record that SQL has made invalid counts for nothing.
func readCalendar(app core.App) (*calendar.Calendar, map[int]string, error) {
	var rows []*core.Record
	if err := app.RecordQuery("calendar").All(&rows); err != nil {
		return nil, nil, err
	}
	var years []*calendar.Year
	own := map[int]string{}
	for _, r := range rows {
		if year, err := yearOf(r); err == nil {
			years = append(years, year)
			own[year.Table.Year] = r.Id
		}
	}
	return calendar.With(years...), own, nil
}
