package pb_migrations

import (
	"testing"
)

// History tells who did the tasks that are done already.
func TestDoneByIsReadFromHistory(t *testing.T) {
	app := deskBefore(t, "1795000600_done_by.go")
	if _, err := app.NonconcurrentDB().NewQuery(`
		INSERT INTO users (id, username, email, password, tokenKey, role) VALUES ('anna', 'anna', 'a@x', '', 'a', 'consultant'), ('igor', 'igor', 'i@x', '', 'i', 'consultant');
		INSERT INTO tasks (id, number, title, status, client, consultant, done_at) VALUES
			('handed', 1, '', 'done', 'olga', 'igor', '2026-02-01'), ('system', 2, '', 'closed', 'olga', 'igor', '2026-02-01'), ('again', 3, '', 'done', 'olga', 'igor', '2026-02-01'),
			('bare', 4, '', 'done', 'olga', 'igor', '2026-02-01'), ('open', 5, '', 'new', 'olga', '', ''), ('gone', 6, '', 'done', 'olga', 'igor', '2026-02-01');
		INSERT INTO history (id, task, actor, event, before, after, created) VALUES
			('1', 'handed', 'anna', 'status', '{"status":"in_progress"}', '{"status":"done"}', '2026-02-01'), ('2', 'handed', 'boss', 'assigned', '{"consultant":"anna"}', '{"consultant":"igor"}', '2026-02-02'),
			('3', 'system', '', 'status', '{"status":"in_progress"}', '{"status":"done"}', '2026-02-01'), ('4', 'system', '', 'assigned', '{"consultant":"anna"}', '{"consultant":"igor"}', '2026-02-02'),
			('5', 'again', 'anna', 'status', '{}', '{"status":"done"}', '2026-01-01'), ('6', 'again', 'olga', 'status', '{}', '{"status":"in_progress"}', '2026-01-02'), ('7', 'again', 'igor', 'status', '{}', '{"status":"done"}', '2026-02-01'),
			('8', 'gone', 'nobody', 'status', '{}', '{"status":"done"}', '2026-02-01')`).Execute(); err != nil {
		t.Fatal(err)
	}
	if err := app.RunAllMigrations(); err != nil {
		t.Fatal(err)
	}
	for task, want := range map[string]string{"handed": "anna", "system": "anna", "again": "igor", "bare": "igor", "open": "", "gone": "igor"} {
		var got string
		if err := app.DB().NewQuery("SELECT done_by FROM tasks WHERE id = {:id}").Bind(map[string]any{"id": task}).Row(&got); err != nil || got != want {
			t.Errorf("%s: %q, %v; want %q", task, got, err, want)
		}
	}
}
