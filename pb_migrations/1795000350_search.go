package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// Two tables of the server's own for the search, which no API reaches.
// otklik_search is a full-text index with a row for each task that is not
// deleted, by its number, because the rowids of other tables may change; it
// keeps no texts. The words come to it as stems, made by the hooks; it only
// parts them at the blanks. otklik_words are all stems it has had.
//
// Existing tasks are indexed by the program when it starts: the stems are not
// for SQL to make.
func init() {
	m.Register(func(app core.App) error {
		_, err := app.DB().NewQuery(`
			CREATE VIRTUAL TABLE otklik_search USING fts5(
				title, body, talk, notes, org, who,
				content='', contentless_delete=1, detail=column, tokenize='ascii'
			);
			CREATE TABLE otklik_words (word TEXT PRIMARY KEY NOT NULL) WITHOUT ROWID;
		`).Execute()
		return err
	}, nil)
}
