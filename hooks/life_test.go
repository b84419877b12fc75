package hooks

import (
	"testing"
	"time"
)

var (
	now  = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	past = now.Add(-time.Hour)
	long = now.Add(-15 * 24 * time.Hour)
)

// The people of the tables: the client, the task's consultant, another one, a
// manager, the administrator and the server itself.
var persons = map[string]actor{
	"client": {"c", roleClient}, "own": {"k", roleConsultant}, "other": {"o", roleConsultant},
	"manager": {"m", roleManager}, "superuser": {"", roleSuperuser}, "system": {"", roleSystem},
}

// stateOf is a task at rest in a status.
func stateOf(status string, at time.Time) life {
	t := life{status: status}
	if status != statusNew {
		t.consultant = "k"
	}
	if status == statusDone {
		t.doneAt = at
	}
	if status == statusClosed {
		t.doneAt, t.closedAt = at, at
	}
	return t
}

// TestLifeByRole is the drawing of the design: from each status to each other,
// who may and with what reason the others may not.
func TestLifeByRole(t *testing.T) {
	const no, step, taken, first = "bad_transition", "not_your_step", "not_your_task", "take_first"
	for _, row := range []struct {
		from, to                                       string
		client, own, other, manager, superuser, system string
	}{
		{statusNew, statusInProgress, step, first, first, "needs_consultant", "needs_consultant", "needs_consultant"},
		{statusNew, statusWaiting, no, no, no, no, no, no},
		{statusNew, statusDone, no, no, no, no, no, no},
		{statusNew, statusClosed, "", step, step, "", "", ""},
		{statusInProgress, statusNew, step, "", taken, "", "", ""},
		{statusInProgress, statusWaiting, step, "", taken, "", "", ""},
		{statusInProgress, statusDone, step, "", taken, "", "", ""},
		{statusInProgress, statusClosed, "", step, step, "", "", ""},
		{statusWaiting, statusNew, step, "", taken, "", "", ""},
		{statusWaiting, statusInProgress, step, "", taken, "", "", ""},
		{statusWaiting, statusDone, step, "", taken, "", "", ""},
		{statusWaiting, statusClosed, "", step, step, "", "", ""},
		{statusDone, statusWaiting, no, no, no, no, no, no},
		{statusDone, statusInProgress, "", "", taken, "", "", ""},
		{statusDone, statusClosed, "", step, step, "", "", ""},
		{statusClosed, statusWaiting, no, no, no, no, no, no},
		{statusClosed, statusDone, no, no, no, no, no, no},
		{statusClosed, statusInProgress, "", step, step, "", "", ""},
	} {
		for who, want := range map[string]string{"client": row.client, "own": row.own, "other": row.other, "manager": row.manager, "superuser": row.superuser, "system": row.system} {
			stored := stateOf(row.from, past)
			wanted := stored
			wanted.status = row.to
			got, refused := live(persons[who], stored, wanted, now)
			if refused.code != want {
				t.Errorf("%s from %s to %s: %q, want %q", who, row.from, row.to, refused.code, want)
			}
			if refused.code == "" && got.status != row.to {
				t.Errorf("%s from %s to %s ended in %s", who, row.from, row.to, got.status)
			}
			if refused.code != "" && got != stored {
				t.Errorf("%s from %s to %s was refused and changed %v", who, row.from, row.to, got)
			}
		}
	}
}

func TestLifeOfConsultants(t *testing.T) {
	for _, c := range []struct {
		name, who, status, from, to string
		code, end                   string
	}{
		{"takes a free one", "other", statusNew, "", "o", "", statusInProgress},
		{"gives a free one to another", "other", statusNew, "", "k", "take_first", ""},
		{"hands the own over", "own", statusInProgress, "k", "o", "", statusInProgress},
		{"gives the own back", "own", statusWaiting, "k", "", "", statusNew},
		{"grabs another's", "other", statusInProgress, "k", "o", "already_taken", ""},
		{"moves a closed one", "own", statusClosed, "k", "o", "task_closed", ""},
		{"manager assigns", "manager", statusNew, "", "o", "", statusInProgress},
		{"manager moves another's", "manager", statusWaiting, "k", "o", "", statusWaiting},
		{"manager frees a done one", "manager", statusDone, "k", "", "needs_consultant", ""},
	} {
		stored := stateOf(c.status, past)
		stored.consultant = c.from
		wanted := stored
		wanted.consultant = c.to
		got, refused := live(persons[c.who], stored, wanted, now)
		if refused.code != c.code || (c.code == "" && (got.status != c.end || got.consultant != c.to)) {
			t.Errorf("%s: %v %q", c.name, got, refused.code)
		}
	}
}

func TestLifeStamps(t *testing.T) {
	stored := stateOf(statusInProgress, past)
	wanted := stored
	wanted.status = statusDone
	done, _ := live(persons["own"], stored, wanted, now)
	if !done.doneAt.Equal(now) || !done.closedAt.IsZero() {
		t.Errorf("done: %v", done)
	}
	wanted = done
	wanted.status = statusClosed
	closed, _ := live(persons["client"], done, wanted, now.Add(time.Hour))
	if !closed.doneAt.Equal(now) || !closed.closedAt.Equal(now.Add(time.Hour)) {
		t.Errorf("closed: %v", closed)
	}
	wanted = closed
	wanted.status = statusInProgress
	again, _ := live(persons["client"], closed, wanted, now.Add(2*time.Hour))
	if !again.doneAt.IsZero() || !again.closedAt.IsZero() || again.consultant != "k" {
		t.Errorf("reopened: %v", again)
	}
}

// What a superuser sets by hand: a time that is there can be put right.
func TestLifeTimesByHand(t *testing.T) {
	work, done, closed := stateOf(statusInProgress, past), stateOf(statusDone, past), stateOf(statusClosed, past)
	for name, c := range map[string]struct {
		stored, wanted life
		code           string
	}{
		"moved":            {done, stateOf(statusDone, long), ""},
		"both moved":       {closed, stateOf(statusClosed, long), ""},
		"made up":          {work, life{status: statusInProgress, consultant: "k", doneAt: long}, "read_only"},
		"wiped away":       {done, life{status: statusDone, consultant: "k"}, "read_only"},
		"open, yet closed": {done, life{status: statusDone, consultant: "k", doneAt: past, closedAt: past}, "read_only"},
		"with the step":    {work, stateOf(statusDone, long), ""},
	} {
		got, refused := live(persons["superuser"], c.stored, c.wanted, now)
		if want := c.wanted; refused.code != c.code || (c.code == "" && got != want) {
			t.Errorf("%s: %v %q, want %v %q", name, got, refused.code, want, c.code)
		}
	}
}

func TestReopenPeriod(t *testing.T) {
	for _, c := range []struct {
		who  string
		at   time.Time
		code string
	}{{"client", past, ""}, {"client", long, "reopen_expired"}, {"manager", long, ""}, {"superuser", long, ""}} {
		stored := stateOf(statusClosed, c.at)
		wanted := stored
		wanted.status = statusInProgress
		if _, refused := live(persons[c.who], stored, wanted, now); refused.code != c.code {
			t.Errorf("%s after %s: %q", c.who, now.Sub(c.at), refused.code)
		}
	}
}
