package pb_migrations

import (
	"slices"

	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// Consultants are notified of responses that are due soon, managers of overdue ones.
func init() {
	m.Register(func(app core.App) error {
		found, err := find(app, "users", "notifications", "mail_templates")
		if err != nil {
			return err
		}
		users, notifications, templates := found[0], found[1], found[2]
		kind := notifications.Fields.GetByName("kind").(*core.SelectField)
		kind.Values = addBefore(addBefore(kind.Values, "unassigned", "due_soon"), "low_rating", "overdue")
		muted := users.Fields.GetByName("muted").(*core.SelectField)
		for _, channel := range noticeChannels {
			muted.Values = addBefore(addBefore(muted.Values, "unassigned.page", "due_soon."+channel), "low_rating.page", "overdue."+channel)
		}
		muted.MaxSelect = len(muted.Values)
		for _, c := range []*core.Collection{users, notifications} {
			if err := app.Save(c); err != nil {
				return err
			}
		}
		for _, t := range dueTexts {
			r := core.NewRecord(templates)
			r.Load(map[string]any{"kind": t.kind, "locale": t.locale, "subject": t.subject, "body": t.body})
			if err := app.Save(r); err != nil {
				return err
			}
		}
		return nil
	}, nil)
}

// addBefore returns the values with a new one before another.
func addBefore(values []string, other, value string) []string {
	return slices.Insert(slices.Clone(values), slices.Index(values, other), value)
}

var dueTexts = []mailText{
	{"due_soon", "ru", "Скоро срок ответа: {title} [№ {number}]", `До обещанного срока ответа в задаче № {number} «{title}» меньше получаса.

{organization}, ИНН {inn}

{button}`},
	{"due_soon", "en", "An answer is due soon: {title} [№ {number}]", `The answer promised in task № {number} “{title}” is due in less than half an hour.

{organization}, INN {inn}

{button}`},
	{"overdue", "ru", "Срок ответа вышел: {title} [№ {number}]", `Обещанный срок ответа в задаче № {number} «{title}» вышел.

{organization}, ИНН {inn}

Консультант: {consultant}

{button}`},
	{"overdue", "en", "An answer is overdue: {title} [№ {number}]", `The answer promised in task № {number} “{title}” is overdue.

{organization}, INN {inn}

Consultant: {consultant}

{button}`},
}
