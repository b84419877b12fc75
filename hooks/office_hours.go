package hooks

import (
	"errors"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/worktime"
)

// officeHours is when the firm works, and how much working time it takes at
// most to answer, by priority.
type officeHours struct {
	*worktime.Schedule
	targets map[string]time.Duration
}

// officeHoursKey is where an application keeps what it has read of schedule.
const officeHoursKey = "otklikOfficeHours"

func registerSchedule(app core.App) {
	app.OnRecordCreateRequest("schedule").BindFunc(refuseSchedule)
	app.OnRecordDeleteRequest("schedule").BindFunc(refuseSchedule)
	app.OnRecordValidate("schedule").BindFunc(validateSchedule)
	app.OnRecordAfterUpdateSuccess("schedule").BindFunc(func(e *core.RecordEvent) error {
		e.App.Store().Remove(officeHoursKey)
		return e.Next()
	})
}

// refuseSchedule keeps the schedule the one record it is.
func refuseSchedule(e *core.RecordRequestEvent) error {
	return e.BadRequestError(messages["schedule_is_one"].Russian, wrong("timezone", "schedule_is_one"))
}

// validateSchedule says which part of a schedule can't be read.
func validateSchedule(e *core.RecordEvent) error {
	_, err := parseHours(e.Record)
	switch {
	case errors.Is(err, worktime.ErrTimezone):
		return merge(wrong("timezone", "schedule_timezone"), e.Next())
	case errors.Is(err, worktime.ErrWeek):
		return merge(wrong("week", "schedule_week"), e.Next())
	case errors.Is(err, worktime.ErrExceptions):
		return merge(wrong("exceptions", "schedule_exceptions"), e.Next())
	}
	return e.Next()
}

func parseHours(r *core.Record) (*worktime.Schedule, error) {
	return worktime.Parse(r.GetString("timezone"), []byte(r.GetString("week")), []byte(r.GetString("exceptions")))
}

// readHours are the office hours as they are set now.
func readHours(app core.App) (*officeHours, error) {
	if kept, ok := app.Store().Get(officeHoursKey).(*officeHours); ok {
		return kept, nil
	}
	r := &core.Record{}
	if err := app.RecordQuery("schedule").Limit(1).One(r); err != nil {
		return nil, err
	}
	schedule, err := parseHours(r)
	if err != nil {
		return nil, err
	}
	h := &officeHours{schedule, map[string]time.Duration{}}
	for _, priority := range []string{"high", "normal", "low"} {
		h.targets[priority] = time.Duration(r.GetFloat("target_"+priority) * float64(time.Hour))
	}
	app.Store().Set(officeHoursKey, h)
	return h, nil
}

// due is when a question asked at from is to be answered.
func (h *officeHours) due(from time.Time, priority string) time.Time {
	return h.Add(from, h.targets[priority]).UTC()
}

// midnight is when a day begins. Where the clocks are put on at midnight it has
// none, and begins with the first hour it has.
func midnight(year int, month time.Month, day int, in *time.Location) time.Time {
	at := time.Date(year, month, day, 0, 0, 0, 0, in)
	if at.Hour() > 12 { // an hour of the day before
		_, at = at.ZoneBounds()
	}
	return at
}

// onward is when the day begins that lies so many months and days after another.
func onward(from time.Time, months, days int) time.Time {
	return midnight(from.Year(), from.Month()+time.Month(months), from.Day()+days, from.Location())
}

// readDay reads a day of the firm's calendar, and says when it begins.
func readDay(text string, hours *officeHours) (time.Time, error) {
	day, err := time.Parse(time.DateOnly, text)
	return midnight(day.Year(), day.Month(), day.Day(), hours.Location()), err
}
