package pb_migrations

import (
	"slices"

	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// Managers are notified in November that there is no production calendar of the next
// year.
func init() {
	m.Register(func(app core.App) error {
		found, err := find(app, "users", "notifications", "mail_templates")
		if err != nil {
			return err
		}
		users, notifications, templates := found[0], found[1], found[2]
		muted := users.Fields.GetByName("muted").(*core.SelectField)
		for _, channel := range noticeChannels {
			muted.Values = append(slices.Clone(muted.Values), "calendar."+channel)
		}
		muted.MaxSelect = len(muted.Values)
		kind := notifications.Fields.GetByName("kind").(*core.SelectField)
		kind.Values = append(slices.Clone(kind.Values), "calendar")
		for _, c := range []*core.Collection{users, notifications} {
			if err := app.Save(c); err != nil {
				return err
			}
		}
		for _, t := range calendarTexts {
			r := core.NewRecord(templates)
			r.Load(map[string]any{"kind": t.kind, "locale": t.locale, "subject": t.subject, "body": t.body})
			if err := app.Save(r); err != nil {
				return err
			}
		}
		return nil
	}, nil)
}

var calendarTexts = []mailText{
	{"calendar", "ru", "Нет производственного календаря на {year} год", `Здравствуйте, {name}!

Производственного календаря на {year} год ещё нет. Пока его нет, выходными считаются субботы, воскресенья и праздники по статье 112, без переносов и коротких дней: клиенту может быть обещан ответ в выходной.

Загрузите файл или отметьте дни в настройках, на это хватит минуты.

{button}`},
	{"calendar", "en", "There is no production calendar of {year}", `Hello {name},

There is no production calendar of {year} yet. Until there is, Saturdays, Sundays and the holidays of article 112 are off, none moved and no day shortened: a client may be promised an answer on a day off.

Load a file or mark the days in the settings, it takes a minute.

{button}`},
}
