package desk

import (
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/actor"
)

// Export describes what somebody exports.
type Export struct {
	Name    string            // of the list, for people
	What    string            // its name in the request
	Format  string            // xlsx or csv
	Rows    int               // their number
	Filters map[string]string // the other parameters of the request
}

// RecordExport writes the line of history of an export.
func RecordExport(app core.App, who actor.Actor, x Export) error {
	after := map[string]any{"what": x.What, "format": x.Format, "rows": x.Rows, "filters": x.Filters}
	return app.RunInTransaction(func(tx core.App) error {
		return writeHistory(tx, historyLine{who, eventExported, nil, after, map[string]any{"about": x.Name}})
	})
}
