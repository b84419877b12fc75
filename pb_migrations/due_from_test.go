package pb_migrations

import (
	"testing"
)

// An older desk learns from when each owed answer is counted, counts it again by the
// calendar, and loses the exceptions that the calendar knows.
func TestOlderDeskLearnsFromWhenAnswersAreOwed(t *testing.T) {
	app := deskBefore(t, "1795000500_calendar.go")
	if _, err := app.DB().NewQuery(`
		INSERT INTO tasks (id, number, title, status, client, created, due_at) VALUES
			('new', 1, 'т', 'new', 'client', '2026-11-01 10:00:00.000Z', '2026-11-02 10:00:00.000Z'),
			('asked', 2, 'т', 'in_progress', 'client', '2026-11-01 10:00:00.000Z', '2026-11-02 10:00:00.000Z'),
			('back', 3, 'т', 'in_progress', 'client', '2026-11-01 10:00:00.000Z', '2026-11-02 10:00:00.000Z'),
			('nothing', 4, 'т', 'waiting', 'client', '2026-11-01 10:00:00.000Z', '');
		INSERT INTO comments (id, task, author, created) VALUES
			('a', 'new', 'client', '2026-11-01 11:00:00.000Z'),
			('b', 'asked', 'client', '2026-11-01 11:00:00.000Z'), ('c', 'asked', 'staff', '2026-11-01 12:00:00.000Z'),
			('d', 'asked', 'client', '2026-11-01 13:00:00.000Z'), ('e', 'asked', 'client', '2026-11-01 14:00:00.000Z'),
			('f', 'back', 'staff', '2026-11-01 12:00:00.000Z');
		INSERT INTO history (id, task, event, "before", created) VALUES
			('a', 'back', 'status', '{"status":"new"}', '2026-11-01 15:00:00.000Z'),
			('b', 'back', 'status', '{"status":"done"}', '2026-11-01 16:00:00.000Z'),
			('c', 'new', 'edited', '{"title":"done"}', '2026-11-01 17:00:00.000Z');
		UPDATE schedule SET exceptions = '{"01-01":[],"03-08":[["10:00","12:00"]],"2026-12-31":[],"06-12":[]}';
	`).Execute(); err != nil {
		t.Fatal(err)
	}
	if err := app.RunAllMigrations(); err != nil {
		t.Fatal(err)
	}
	for task, want := range map[string]string{"new": "2026-11-01 10:00:00.000Z", "asked": "2026-11-01 13:00:00.000Z", "back": "2026-11-01 16:00:00.000Z", "nothing": ""} {
		var got string
		if err := app.DB().NewQuery("SELECT due_from FROM tasks WHERE id = '" + task + "'").Row(&got); err != nil || got != want {
			t.Errorf("%s: from %q, want %q; %v", task, got, want, err)
		}
	}
	var pending int
	var exceptions string
	if err := app.DB().NewQuery("SELECT (SELECT COUNT(*) FROM otklik_due_recount), exceptions FROM schedule").Row(&pending, &exceptions); err != nil {
		t.Fatal(err)
	}
	if pending != 1 || exceptions != `{"03-08":[["10:00","12:00"]],"2026-12-31":[]}` {
		t.Errorf("%d recounts, the exceptions are %s", pending, exceptions)
	}
}
