package desk

import (
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/problem"
	"otklik/hooks/worktime"
)

// OfficeHours is when the firm works, and how much working time it takes at
// most to answer, by priority.
type OfficeHours struct {
	*worktime.Schedule
	targets map[string]time.Duration
}

// hoursCache are those last read of schedule, nil since it was changed; changes
// says how often that was: what was read before a change is not kept after it.
type hoursCache struct {
	sync.Mutex
	hours   *OfficeHours
	changes int
}

// hoursCacheKey is where an application keeps them.
const hoursCacheKey = "otklikOfficeHours"

func hoursCacheOf(app core.App) *hoursCache {
	return app.Store().GetOrSet(hoursCacheKey, func() any { return &hoursCache{} }).(*hoursCache)
}

func (k *hoursCache) get() (hours *OfficeHours, changes int) {
	k.Lock()
	defer k.Unlock()
	return k.hours, k.changes
}

// store keeps hours that were read after so many changes.
func (k *hoursCache) store(hours *OfficeHours, changes int) {
	k.Lock()
	defer k.Unlock()
	if k.changes == changes {
		k.hours = hours
	}
}

func (k *hoursCache) forget() {
	k.Lock()
	defer k.Unlock()
	k.hours, k.changes = nil, k.changes+1
}

// RegisterSchedule binds the rules of the office hours.
func RegisterSchedule(app core.App) {
	app.OnRecordCreateRequest("schedule").BindFunc(refuseSchedule)
	app.OnRecordDeleteRequest("schedule").BindFunc(refuseSchedule)
	app.OnRecordValidate("schedule").BindFunc(validateSchedule)
	app.OnRecordAfterUpdateSuccess("schedule").BindFunc(func(e *core.RecordEvent) error {
		hoursCacheOf(e.App).forget()
		return e.Next()
	})
}

// refuseSchedule keeps the schedule the one record it is.
func refuseSchedule(e *core.RecordRequestEvent) error {
	return e.BadRequestError(problem.Sentence("schedule_is_one"), problem.FieldError("timezone", "schedule_is_one"))
}

// validateSchedule says which part of a schedule can't be read, or is of no use:
// without an hour in the week nothing would ever be due, and every time be zero.
func validateSchedule(e *core.RecordEvent) error {
	_, err := parseHours(e.Record)
	switch {
	case err == nil && !strings.Contains(e.Record.GetString("week"), ":"): // as every time has
		return problem.Merge(problem.FieldError("week", "schedule_no_hours"), e.Next())
	case errors.Is(err, worktime.ErrTimezone):
		return problem.Merge(problem.FieldError("timezone", "schedule_timezone"), e.Next())
	case errors.Is(err, worktime.ErrWeek):
		return problem.Merge(problem.FieldError("week", "schedule_week"), e.Next())
	case errors.Is(err, worktime.ErrExceptions):
		return problem.Merge(problem.FieldError("exceptions", "schedule_exceptions"), e.Next())
	}
	return e.Next()
}

func parseHours(r *core.Record) (*worktime.Schedule, error) {
	return worktime.Parse(r.GetString("timezone"), []byte(r.GetString("week")), []byte(r.GetString("exceptions")))
}

// ReadHours are the office hours as they are set now.
func ReadHours(app core.App) (*OfficeHours, error) {
	kept := hoursCacheOf(app)
	hours, changes := kept.get()
	if hours != nil {
		return hours, nil
	}
	r := &core.Record{}
	if err := app.RecordQuery("schedule").Limit(1).One(r); err != nil {
		return nil, err
	}
	schedule, err := parseHours(r)
	if err != nil {
		return nil, err
	}
	hours = &OfficeHours{schedule, map[string]time.Duration{}}
	for _, priority := range Priorities {
		hours.targets[priority] = time.Duration(r.GetFloat("target_"+priority) * float64(time.Hour))
	}
	kept.store(hours, changes)
	return hours, nil
}

// Due is when a question asked at from is to be answered.
func (h *OfficeHours) Due(from time.Time, priority string) time.Time {
	return h.Add(from, h.targets[priority]).UTC()
}

// Midnight is when a day begins. Where the clocks are put on at midnight it has
// none, and begins with the first hour it has.
func Midnight(year int, month time.Month, day int, in *time.Location) time.Time {
	at := time.Date(year, month, day, 0, 0, 0, 0, in)
	if at.Hour() > 12 { // an hour of the day before
		_, at = at.ZoneBounds()
	}
	return at
}

// AddDate is when the day begins that lies so many months and days after another.
func AddDate(from time.Time, months, days int) time.Time {
	return Midnight(from.Year(), from.Month()+time.Month(months), from.Day()+days, from.Location())
}

// ParseDay reads a day of the firm's calendar, and says when it begins.
func ParseDay(text string, hours *OfficeHours) (time.Time, error) {
	day, err := time.Parse(time.DateOnly, text)
	return Midnight(day.Year(), day.Month(), day.Day(), hours.Location()), err
}
