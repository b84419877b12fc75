package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// otklik_people has the words that people are found by, for the search of staff. Numbers
// written in groups are indexed in one piece too: the index is emptied, and the program
// fills both when it starts.
func init() {
	m.Register(func(app core.App) error {
		_, err := app.DB().NewQuery(`
			CREATE TABLE otklik_people (word TEXT NOT NULL, user TEXT NOT NULL, PRIMARY KEY (word, user)) WITHOUT ROWID;
			CREATE INDEX idx_otklik_people_user ON otklik_people (user);
			INSERT INTO otklik_search (otklik_search) VALUES ('delete-all');
			DELETE FROM otklik_words;
		`).Execute()
		return err
	}, nil)
}
