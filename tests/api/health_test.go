package api

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	rules "otklik/hooks/desk"
	"otklik/hooks/probe"
	"otklik/hooks/sqlite"
)

// The health is that of the desk: it fails with the reason while changes can't be
// kept, and is well again without a restart.
func TestHealth(t *testing.T) {
	t.Parallel()
	d := newHastyDesk(t)
	file := filepath.Join(d.app.DataDir(), "data.db")
	ask := func(status int, parts ...string) {
		t.Helper()
		time.Sleep(probe.Period + 50*time.Millisecond) // a check is good for as long
		d.want(status, "", "GET", "/api/health", "", parts...)
	}
	d.want(200, "", "GET", "/api/health", "", `"code":200`)
	d.want(200, "root", "GET", "/api/health", "", `"canBackup"`)

	d.run("PRAGMA legacy_alter_table = ON")
	d.run("ALTER TABLE otklik_numbers RENAME TO x_numbers")
	ask(503, `"code":"health_tables"`)
	if got := d.ask("", "GET", "/api/health", "", "Accept-Language", "en"); got.status != 503 || got.header.Get("Retry-After") == "" {
		t.Errorf("%d %v", got.status, got.header)
	}
	d.run("ALTER TABLE x_numbers RENAME TO otklik_numbers")

	d.run("CREATE TABLE kept AS SELECT * FROM _collections WHERE name IN ('notes', 'outbox')")
	for _, name := range []string{"notes", "outbox"} {
		d.run("DELETE FROM _collections WHERE name = '" + name + "'")
		ask(503, `"code":"health_tables"`)
		d.run("INSERT INTO _collections SELECT * FROM kept WHERE name = '" + name + "'")
	}

	other, err := sqlite.Connect(file)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	lock, err := other.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := lock.NewQuery("DELETE FROM lockouts").Execute(); err != nil {
		t.Fatal(err)
	}
	ask(503, `"code":"health_busy"`)
	if err := lock.Rollback(); err != nil {
		t.Fatal(err)
	}

	if err := os.Rename(file, file+".moved"); err != nil {
		t.Fatal(err)
	}
	ask(503, `"code":"health_replaced"`)
	if err := os.Rename(file+".moved", file); err != nil {
		t.Fatal(err)
	}
	ask(200)
}

// The check knows every table and collection of ours.
func TestHealthKnowsTheTables(t *testing.T) {
	d := newDesk(t)
	var tables []string
	if err := d.app.DB().NewQuery(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'otklik%' AND name NOT LIKE 'otklik_search_%' ORDER BY name`).Column(&tables); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(tables, probe.Tables) {
		t.Errorf("probe.Tables are %v, want %v", probe.Tables, tables)
	}
	var collections []string
	if err := d.app.DB().NewQuery(`SELECT name FROM _collections WHERE NOT system ORDER BY name`).Column(&collections); err != nil {
		t.Fatal(err)
	}
	if known := slices.Sorted(slices.Values(slices.Concat(rules.CollectionNames(), rules.SuperuserCollections))); !slices.Equal(known, collections) {
		t.Errorf("known are the collections %v, want %v", known, collections)
	}
}
