package pb_migrations

import (
	"testing"

	"github.com/pocketbase/pocketbase/core"
)

// deskBefore returns a desk of the version before a migration. RunAllMigrations
// updates it.
func deskBefore(t *testing.T, migration string) core.App {
	t.Helper()
	before := core.MigrationsList{}
	before.Copy(core.SystemMigrations)
	for _, one := range core.AppMigrations.Items() {
		if one.File < migration {
			before.Add(one)
		}
	}
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: t.TempDir()})
	if err := app.Bootstrap(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = app.ClearBootstrap() })
	if _, err := core.NewMigrationsRunner(app, before).Up(); err != nil {
		t.Fatal(err)
	}
	return app
}
