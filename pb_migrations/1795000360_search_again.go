package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// The stems of nouns have changed: the index is emptied, and the program fills it
// when it starts.
func init() {
	m.Register(func(app core.App) error {
		_, err := app.DB().NewQuery(`
			INSERT INTO otklik_search (otklik_search) VALUES ('delete-all');
			DELETE FROM otklik_words;
		`).Execute()
		return err
	}, nil)
}
