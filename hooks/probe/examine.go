package probe

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/problem"
	"otklik/hooks/sqlite"
)

const (
	// writeTimeout is how long the write of a check may take. Changes of people wait
	// for about as long.
	writeTimeout = 8 * time.Second
	// fileSize is the size in bytes of the file that a check writes beside the
	// attachments: the database may have room of its own on a full disk.
	fileSize = 64 << 10
)

// Tables are ours that are no collections.
var Tables = []string{
	"otklik_block_counts", "otklik_client_counts", "otklik_counts", "otklik_due_recount", "otklik_ended_sessions", "otklik_health", "otklik_index_marks", "otklik_index_state",
	"otklik_job_failures", "otklik_job_turns", "otklik_keys", "otklik_links", "otklik_numbers", "otklik_people", "otklik_report_days", "otklik_report_ids", "otklik_report_marks", "otklik_report_state", "otklik_search", "otklik_task_minutes", "otklik_uploads", "otklik_warnings", "otklik_words",
}

// examine tries what the desk needs, and returns the code and the cause of what fails.
func (p *probe) examine(app core.App) (code string, err error) {
	now, err := os.Stat(filepath.Join(app.DataDir(), sqlite.Database))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "health_replaced", err
	case err != nil:
		return codeOf(err, "health_storage"), err
	case !os.SameFile(now, p.database):
		return "health_replaced", fmt.Errorf("%s is another file than at the start", now.Name())
	}
	if err := writeFile(app.DataDir()); err != nil {
		return codeOf(err, "health_storage"), err
	}
	missing, err := p.missingTables(app)
	if err != nil {
		return codeOf(err, "health_database"), err
	}
	if len(missing) > 0 {
		return "health_tables", fmt.Errorf("missing: %s", strings.Join(missing, ", "))
	}
	if err := writeRow(app); err != nil {
		return codeOf(err, "health_database"), err
	}
	return "", nil
}

// codeOf tells a full disk and a locked database from other failures.
func codeOf(err error, other string) string {
	switch problem.FaultCode(err) {
	case "disk_full":
		return "health_full"
	case "busy":
		return "health_busy"
	}
	return other
}

// writeFile writes a file where the attachments are, and removes it.
func writeFile(folder string) (err error) {
	if storage := filepath.Join(folder, core.LocalStorageDirName); isFolder(storage) {
		folder = storage
	}
	f, err := os.CreateTemp(folder, ".otklik-health-*")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close(), os.Remove(f.Name())) }()
	_, err = f.Write(make([]byte, fileSize))
	return err
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// missingTables returns the collections of ours, the tables of collections and our
// tables beside them that are not there. A collection without its row is lost however
// whole its table is: its routes answer 404.
func (p *probe) missingTables(app core.App) ([]string, error) {
	var collections, tables []string
	if err := app.ConcurrentDB().NewQuery(`SELECT name FROM _collections`).Column(&collections); err != nil {
		return nil, err
	}
	if err := app.ConcurrentDB().NewQuery(`SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')`).Column(&tables); err != nil {
		return nil, err
	}
	return append(lacking(p.collections, collections), lacking(slices.Concat(collections, Tables), tables)...), nil
}

// lacking returns the names that are not present.
func lacking(names, present []string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool { return slices.Contains(present, name) })
}

// writeRow writes the row of the check, as a change of a person would be written.
func writeRow(app core.App) error {
	ctx, cancel := context.WithTimeout(context.Background(), writeTimeout)
	defer cancel()
	_, err := app.NonconcurrentDB().NewQuery(`INSERT INTO otklik_health (id, written) VALUES (1, {:now}) ON CONFLICT (id) DO UPDATE SET written = {:now}`).
		Bind(dbx.Params{"now": time.Now().UTC().Format(time.RFC3339)}).WithContext(ctx).Execute()
	return err
}
