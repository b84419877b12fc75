package pb_migrations

import (
	"testing"
	"time"
)

// What clients said on closed tasks waits for staff only where the client could still
// reopen the task.
func TestOldWordsOnClosedTasksDoNotWait(t *testing.T) {
	app := deskBefore(t, "1795000611_answered_closed.go")
	stored := func(daysAgo int) string {
		return time.Now().UTC().AddDate(0, 0, -daysAgo).Format("2006-01-02 15:04:05.000Z")
	}
	tasks := []struct {
		id           string
		closed, said int // days ago
		want         string
	}{{"old", 20, 16, ""}, {"fresh", 5, 2, "client"}, {"before", 20, 21, "client"}}
	for n, task := range tasks {
		_, err := app.DB().NewQuery("INSERT INTO tasks (id, number, title, status, client, last_by, last_at, closed_at) VALUES ({:id}, {:n}, 'т', 'closed', 'client', 'client', {:said}, {:closed})").
			Bind(map[string]any{"id": task.id, "n": n + 1, "said": stored(task.said), "closed": stored(task.closed)}).Execute()
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := app.RunAllMigrations(); err != nil {
		t.Fatal(err)
	}
	for _, task := range tasks {
		var got string
		if err := app.DB().NewQuery("SELECT last_by FROM tasks WHERE id = '" + task.id + "'").Row(&got); err != nil || got != task.want {
			t.Errorf("%s: last by %q, want %q; %v", task.id, got, task.want, err)
		}
	}
}
