package desk

import (
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/records"
)

// reminderMonth is when the days off of the next year have been decreed: the
// government has published them in September or October.
const reminderMonth = time.November

// remindAgainAfter is how long managers are not reminded again.
const remindAgainAfter = 7*24*time.Hour - time.Hour // the job's turns are not exactly a week apart

// remindOfCalendar notifies managers once a week in [reminderMonth] while the next
// year has no production calendar.
func remindOfCalendar(app core.App, now time.Time) error {
	hours, err := ReadHours(app)
	if err != nil {
		return err
	}
	today := now.In(hours.Location())
	all, _, err := readCalendar(app)
	if err != nil || today.Month() != reminderMonth || all.Has(today.Year()+1) {
		return err
	}
	reminded, err := app.CountRecords("notifications", dbx.HashExp{"kind": KindCalendar},
		dbx.NewExp("created > {:then}", dbx.Params{"then": records.DateTime(now.Add(-remindAgainAfter))}))
	if err != nil || reminded > 0 {
		return err
	}
	who, err := ManagerIDs(app)
	if err != nil {
		return err
	}
	return Notify(app, Notification{Kind: KindCalendar, Users: who})
}
