package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// The reports are made of the facts of each day, UTC. Triggers mark the days of which
// something changes, in the transaction of the change; the program counts them again
// behind it, and a report itself counts those that are still marked. All days from
// counted_from on are counted: none at first. otklik_task_minutes holds the working
// minutes of a task as they were counted first, with the time that they lead to, and
// otklik_report_ids the numbers that stand for ids in the facts.
func init() {
	m.Register(func(app core.App) error {
		_, err := app.DB().NewQuery(reportDays()).Execute()
		return err
	}, nil)
}

func reportDays() string {
	mark := func(days string) string {
		return `INSERT INTO otklik_report_marks (day) ` + days + ` ON CONFLICT (day) DO NOTHING;`
	}
	days := func(row, when string) (sql string) {
		for _, column := range []string{"created", "done_at", "closed_at"} {
			at := row + "." + column
			sql += mark(`SELECT substr(` + at + `, 1, 10) WHERE ` + at + ` != ''` + when)
		}
		return sql
	}
	moved := func(column string) string { return " AND NEW." + column + " != OLD." + column }
	// What was is marked too, if it was another day.
	update := days("NEW", "") +
		mark(`SELECT substr(OLD.created, 1, 10) WHERE OLD.created != ''`+moved("created")) +
		mark(`SELECT substr(OLD.done_at, 1, 10) WHERE OLD.done_at != ''`+moved("done_at")) +
		mark(`SELECT substr(OLD.closed_at, 1, 10) WHERE OLD.closed_at != ''`+moved("closed_at"))
	rated := func(task string) string {
		return mark(`SELECT substr(done_at, 1, 10) FROM tasks WHERE id IN (`+task+`) AND done_at != ''`) +
			mark(`SELECT substr(closed_at, 1, 10) FROM tasks WHERE id IN (`+task+`) AND closed_at != '' AND done_at = ''`)
	}
	return `
		CREATE TABLE otklik_report_days (day TEXT PRIMARY KEY, totals BLOB NOT NULL, parts BLOB NOT NULL) WITHOUT ROWID;
		CREATE TABLE otklik_report_ids (breakdown TEXT NOT NULL, n INTEGER NOT NULL, id TEXT NOT NULL, PRIMARY KEY (breakdown, id), UNIQUE (breakdown, n)) WITHOUT ROWID;
		CREATE TABLE otklik_report_marks (day TEXT PRIMARY KEY) WITHOUT ROWID;
		CREATE TABLE otklik_report_state (version INTEGER NOT NULL, counted_from TEXT NOT NULL);
		INSERT INTO otklik_report_state (version, counted_from) VALUES (0, '');
		CREATE TABLE otklik_task_minutes (
			number INTEGER PRIMARY KEY,
			answered_at TEXT NOT NULL DEFAULT '', answer INTEGER NOT NULL DEFAULT 0,
			done_at TEXT NOT NULL DEFAULT '', work INTEGER NOT NULL DEFAULT 0
		);
		CREATE TRIGGER otklik_task_reported AFTER INSERT ON tasks BEGIN ` + days("NEW", "") + ` END;
		CREATE TRIGGER otklik_task_rereported
		AFTER UPDATE OF created, status, priority, category, profile, consultant, done_by, answered_at, done_at, closed_at, archived_at ON tasks
		WHEN OLD.status != NEW.status OR OLD.priority != NEW.priority OR OLD.category != NEW.category OR OLD.profile != NEW.profile
			OR OLD.consultant != NEW.consultant OR OLD.done_by != NEW.done_by OR OLD.created != NEW.created OR OLD.answered_at != NEW.answered_at
			OR OLD.done_at != NEW.done_at OR OLD.closed_at != NEW.closed_at OR (OLD.archived_at = '') != (NEW.archived_at = '') BEGIN
			` + update + ` END;
		CREATE TRIGGER otklik_task_unreported AFTER DELETE ON tasks BEGIN
			DELETE FROM otklik_task_minutes WHERE number = OLD.number; ` + days("OLD", "") + ` END;
		CREATE TRIGGER otklik_rating_reported AFTER INSERT ON assessments WHEN NEW.rating != 0 BEGIN ` + rated("NEW.task") + ` END;
		CREATE TRIGGER otklik_rating_rereported AFTER UPDATE OF task, rating, consultant ON assessments
		WHEN OLD.task != NEW.task OR OLD.rating != NEW.rating OR OLD.consultant != NEW.consultant BEGIN ` + rated("OLD.task, NEW.task") + ` END;
		CREATE TRIGGER otklik_rating_unreported AFTER DELETE ON assessments WHEN OLD.rating != 0 BEGIN ` + rated("OLD.task") + ` END;`
}
