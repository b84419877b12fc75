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

// OfficeHours holds the working hours of the firm on the production calendar, and the
// response targets in working time, by priority.
type OfficeHours struct {
	*worktime.Schedule
	targets map[string]time.Duration
}

// hoursCache holds the office hours last read from schedule and calendar, nil after a
// change.
// changes counts the changes, so that hours read before a change aren't stored
// after it.
type hoursCache struct {
	sync.Mutex
	hours   *OfficeHours
	changes int
}

// hoursCacheKey is the key of the cache in the application's store.
const hoursCacheKey = "otklikOfficeHours"

func hoursCacheOf(app core.App) *hoursCache {
	return app.Store().GetOrSet(hoursCacheKey, func() any { return &hoursCache{} }).(*hoursCache)
}

func (k *hoursCache) get() (hours *OfficeHours, changes int) {
	k.Lock()
	defer k.Unlock()
	return k.hours, k.changes
}

// store keeps hours, unless the schedule has changed since changes was read.
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
	registerDueRecount(app)
}

// refuseSchedule keeps exactly one record of schedule.
func refuseSchedule(e *core.RecordRequestEvent) error {
	return e.BadRequestError(problem.Sentence("schedule_is_one"), problem.FieldError("timezone", "schedule_is_one"))
}

// validateSchedule names the invalid part of a schedule. It also refuses a week
// without working hours: nothing would ever be due, and every due time would be
// zero.
func validateSchedule(e *core.RecordEvent) error {
	_, err := parseHours(e.Record, nil)
	switch {
	case err == nil && !strings.Contains(e.Record.GetString("week"), ":"): // every time has a colon
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

func parseHours(r *core.Record, days worktime.Calendar) (*worktime.Schedule, error) {
	return worktime.Parse(r.GetString("timezone"), []byte(r.GetString("week")), []byte(r.GetString("exceptions")), days)
}

// ReadHours returns the current office hours, from the cache if possible.
func ReadHours(app core.App) (*OfficeHours, error) {
	cache := hoursCacheOf(app)
	hours, changes := cache.get()
	if hours != nil {
		return hours, nil
	}
	r := &core.Record{}
	if err := app.RecordQuery("schedule").Limit(1).One(r); err != nil {
		return nil, err
	}
	days, _, err := readCalendar(app)
	if err != nil {
		return nil, err
	}
	schedule, err := parseHours(r, days)
	if err != nil {
		return nil, err
	}
	hours = &OfficeHours{schedule, map[string]time.Duration{}}
	for _, priority := range Priorities {
		hours.targets[priority] = time.Duration(r.GetFloat("target_"+priority) * float64(time.Hour))
	}
	cache.store(hours, changes)
	return hours, nil
}

// Due returns when the response to a question asked at from is due, in UTC.
func (h *OfficeHours) Due(from time.Time, priority string) time.Time {
	return h.Add(from, h.targets[priority]).UTC()
}

// Midnight returns when a day begins. Where daylight saving time starts at
// midnight, the day begins with its first existing hour.
func Midnight(year int, month time.Month, day int, in *time.Location) time.Time {
	at := time.Date(year, month, day, 0, 0, 0, 0, in)
	if at.Hour() > 12 { // time.Date returned an hour of the previous day
		_, at = at.ZoneBounds()
	}
	return at
}

// AddDate returns the beginning of the day that lies months and days after from.
func AddDate(from time.Time, months, days int) time.Time {
	return Midnight(from.Year(), from.Month()+time.Month(months), from.Day()+days, from.Location())
}

// ParseDay parses a date and returns when that day begins in the firm's time zone.
func ParseDay(text string, hours *OfficeHours) (time.Time, error) {
	day, err := time.Parse(time.DateOnly, text)
	return Midnight(day.Year(), day.Month(), day.Day(), hours.Location()), err
}
