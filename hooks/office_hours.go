package hooks

import (
	"errors"
	"strings"
	"sync"
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

// keptHours are those last read of schedule, nil since it was changed; changes
// says how often that was: what was read before a change is not kept after it.
type keptHours struct {
	sync.Mutex
	hours   *officeHours
	changes int
}

// officeHoursKey is where an application keeps them.
const officeHoursKey = "otklikOfficeHours"

func keptHoursOf(app core.App) *keptHours {
	return app.Store().GetOrSet(officeHoursKey, func() any { return &keptHours{} }).(*keptHours)
}

func (k *keptHours) get() (hours *officeHours, changes int) {
	k.Lock()
	defer k.Unlock()
	return k.hours, k.changes
}

// keep keeps hours that were read after so many changes.
func (k *keptHours) keep(hours *officeHours, changes int) {
	k.Lock()
	defer k.Unlock()
	if k.changes == changes {
		k.hours = hours
	}
}

func (k *keptHours) forget() {
	k.Lock()
	defer k.Unlock()
	k.hours, k.changes = nil, k.changes+1
}

func registerSchedule(app core.App) {
	app.OnRecordCreateRequest("schedule").BindFunc(refuseSchedule)
	app.OnRecordDeleteRequest("schedule").BindFunc(refuseSchedule)
	app.OnRecordValidate("schedule").BindFunc(validateSchedule)
	app.OnRecordAfterUpdateSuccess("schedule").BindFunc(func(e *core.RecordEvent) error {
		keptHoursOf(e.App).forget()
		return e.Next()
	})
}

// refuseSchedule keeps the schedule the one record it is.
func refuseSchedule(e *core.RecordRequestEvent) error {
	return e.BadRequestError(sentence("schedule_is_one"), wrong("timezone", "schedule_is_one"))
}

// validateSchedule says which part of a schedule can't be read, or is of no use:
// without an hour in the week nothing would ever be due, and every time be zero.
func validateSchedule(e *core.RecordEvent) error {
	_, err := parseHours(e.Record)
	switch {
	case err == nil && !strings.Contains(e.Record.GetString("week"), ":"): // as every time has
		return merge(wrong("week", "schedule_no_hours"), e.Next())
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
	kept := keptHoursOf(app)
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
	hours = &officeHours{schedule, map[string]time.Duration{}}
	for _, priority := range priorities {
		hours.targets[priority] = time.Duration(r.GetFloat("target_"+priority) * float64(time.Hour))
	}
	kept.keep(hours, changes)
	return hours, nil
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
