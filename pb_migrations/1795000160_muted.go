package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// noticeKinds are what people are told of: the client first, then the
// consultant, then managers.
var noticeKinds = []string{
	"answer", "question", "done", "closing", "closed", "received",
	"assigned", "answered", "reopened", "rated",
	"unassigned", "low_rating", "held",
}

// noticeChannels are how people are told: in the page and by mail.
var noticeChannels = []string{"page", "mail"}

// muted is what a person does not want to hear of, as kind.channel; everything
// else is told.
func init() {
	m.Register(func(app core.App) error {
		users, err := app.FindCollectionByNameOrId("users")
		if err != nil {
			return err
		}
		var values []string
		for _, kind := range noticeKinds {
			for _, channel := range noticeChannels {
				values = append(values, kind+"."+channel)
			}
		}
		users.Fields.Add(&core.SelectField{
			Name: "muted", MaxSelect: len(values), Values: values,
			Help: "О чём человек просил не сообщать: событие и способ, page — на странице, mail — письмом.",
		})
		return app.Save(users)
	}, nil)
}
