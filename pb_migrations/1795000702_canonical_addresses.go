package pb_migrations

import (
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
	"golang.org/x/net/idna"
)

// Accounts hold an address in one form: the domain in lower case and in letters. Of two
// accounts of one mailbox the second stays as it is, for an administrator to decide.
func init() {
	m.Register(func(app core.App) error {
		var rows []struct {
			ID    string `db:"id"`
			Email string `db:"email"`
		}
		if err := app.DB().Select("id", "email").From("users").OrderBy("created", "id").All(&rows); err != nil {
			return err
		}
		taken := map[string]bool{}
		for _, row := range rows {
			taken[row.Email] = true
		}
		for _, row := range rows {
			local, domain, _ := strings.Cut(row.Email, "@")
			ascii, err := idna.Lookup.ToASCII(strings.TrimRight(strings.ToLower(domain), "."))
			if err != nil {
				continue
			}
			letters, err := idna.Lookup.ToUnicode(ascii)
			canonical := local + "@" + letters
			if err != nil || row.Email == "" || canonical == row.Email || taken[canonical] {
				continue
			}
			taken[canonical] = true
			if _, err := app.DB().Update("users", dbx.Params{"email": canonical}, dbx.HashExp{"id": row.ID}).Execute(); err != nil {
				return err
			}
		}
		return nil
	}, nil)
}
