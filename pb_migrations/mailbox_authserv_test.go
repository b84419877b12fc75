package pb_migrations

import (
	"os"
	"testing"

	"github.com/pocketbase/pocketbase/core"
)

// A desk that receives mail goes on to accept it as before; another believes nobody.
func TestDeskWithMailAcceptsUnverified(t *testing.T) {
	const tested = "1795000420_mailbox_authserv.go"
	before := core.MigrationsList{}
	before.Copy(core.SystemMigrations)
	for _, one := range core.AppMigrations.Items() {
		if one.File < tested {
			before.Add(one)
		}
	}
	older := t.TempDir()
	open := func(folder string, list core.MigrationsList) core.App {
		app := core.NewBaseApp(core.BaseAppConfig{DataDir: folder})
		if err := app.Bootstrap(); err != nil {
			t.Fatal(err)
		}
		if _, err := core.NewMigrationsRunner(app, list).Up(); err != nil {
			t.Fatal(err)
		}
		return app
	}
	if err := open(older, before).ClearBootstrap(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, before string
		want         bool
	}{
		{"a new desk", "address = ''", false},
		{"with an address", "address = 'desk@firma.example'", true},
		{"with IMAP", "imap = TRUE", true},
	} {
		folder := t.TempDir()
		if err := os.CopyFS(folder, os.DirFS(older)); err != nil {
			t.Fatal(err)
		}
		app := open(folder, before)
		if _, err := app.DB().NewQuery("UPDATE mailbox SET " + c.before).Execute(); err != nil {
			t.Fatal(err)
		}
		if err := app.RunAllMigrations(); err != nil {
			t.Fatal(err)
		}
		mailbox, err := app.FindFirstRecordByFilter("mailbox", "id != ''")
		if err != nil {
			t.Fatal(err)
		}
		if mailbox.GetBool("accept_unverified") != c.want || mailbox.GetString("authserv") != "" {
			t.Errorf("%s: accept_unverified %v, authserv %q", c.name, mailbox.GetBool("accept_unverified"), mailbox.GetString("authserv"))
		}
		if err := app.ClearBootstrap(); err != nil {
			t.Fatal(err)
		}
	}
}
