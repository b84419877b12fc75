package pb_migrations

import (
	"strings"

	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// History tells of exports too: who took what, how much of it and by which filters.
// Those lines are for managers, as those of people and settings are.
func init() {
	m.Register(func(app core.App) error {
		history, err := app.FindCollectionByNameOrId("history")
		if err != nil {
			return err
		}
		event := history.Fields.GetByName("event").(*core.SelectField)
		event.Values = append(event.Values, "exported")
		for _, rule := range []**string{&history.ListRule, &history.ViewRule} {
			if *rule == nil {
				continue // the administrator has locked it
			}
			narrower := strings.Replace(**rule, `event != "settings"`, `event != "settings" && event != "exported"`, 1)
			*rule = &narrower
		}
		return app.Save(history)
	}, nil)
}
