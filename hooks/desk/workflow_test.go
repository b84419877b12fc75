package desk

import (
	"testing"
	"time"

	"otklik/hooks/actor"
)

var (
	now  = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	past = now.Add(-time.Hour)
	long = now.Add(-15 * 24 * time.Hour)
)

// The actors of the tables: the client, the task's consultant, another one, a
// manager, a superuser and the server itself.
var actors = map[string]actor.Actor{
	"client": {ID: "c", Role: actor.RoleClient}, "own": {ID: "k", Role: actor.RoleConsultant}, "other": {ID: "o", Role: actor.RoleConsultant},
	"manager": {ID: "m", Role: actor.RoleManager}, "superuser": {ID: "", Role: actor.RoleSuperuser}, "system": {ID: "", Role: actor.RoleSystem},
}

// stateOf returns a consistent state in a status.
func stateOf(status string, at time.Time) workflow {
	t := workflow{status: status}
	if status != StatusNew {
		t.consultant = "k"
	}
	if status == StatusDone {
		t.DoneAt = at
	}
	if status == StatusClosed {
		t.DoneAt, t.ClosedAt = at, at
	}
	return t
}

// TestTransitionsByRole pins each change of status: which roles may make it, and
// the error code for the others.
func TestTransitionsByRole(t *testing.T) {
	const no, step, taken, first = "bad_transition", "not_your_step", "not_your_task", "take_first"
	for _, row := range []struct {
		from, to                                       string
		client, own, other, manager, superuser, system string
	}{
		{StatusNew, StatusInProgress, step, first, first, "needs_consultant", "needs_consultant", "needs_consultant"},
		{StatusNew, StatusWaiting, no, no, no, no, no, no},
		{StatusNew, StatusDone, no, no, no, no, no, no},
		{StatusNew, StatusClosed, "", step, step, "", "", ""},
		{StatusInProgress, StatusNew, step, "", taken, "", "", ""},
		{StatusInProgress, StatusWaiting, step, "", taken, "", "", ""},
		{StatusInProgress, StatusDone, step, "", taken, "", "", ""},
		{StatusInProgress, StatusClosed, "", step, step, "", "", ""},
		{StatusWaiting, StatusNew, step, "", taken, "", "", ""},
		{StatusWaiting, StatusInProgress, step, "", taken, "", "", ""},
		{StatusWaiting, StatusDone, step, "", taken, "", "", ""},
		{StatusWaiting, StatusClosed, "", step, step, "", "", ""},
		{StatusDone, StatusWaiting, no, no, no, no, no, no},
		{StatusDone, StatusInProgress, "", "", taken, "", "", ""},
		{StatusDone, StatusClosed, "", step, step, "", "", ""},
		{StatusClosed, StatusWaiting, no, no, no, no, no, no},
		{StatusClosed, StatusDone, no, no, no, no, no, no},
		{StatusClosed, StatusInProgress, "", step, step, "", "", ""},
	} {
		for _, c := range []struct{ who, want string }{{"client", row.client}, {"own", row.own}, {"other", row.other}, {"manager", row.manager}, {"superuser", row.superuser}, {"system", row.system}} {
			stored := stateOf(row.from, past)
			wanted := stored
			wanted.status = row.to
			got, refused := transition(actors[c.who], stored, wanted, now)
			if refused.code != c.want {
				t.Errorf("%s from %s to %s: %q, want %q", c.who, row.from, row.to, refused.code, c.want)
			}
			if refused.code == "" && got.status != row.to {
				t.Errorf("%s from %s to %s ended in %s", c.who, row.from, row.to, got.status)
			}
			if refused.code != "" && got != stored {
				t.Errorf("%s from %s to %s was refused and changed %v", c.who, row.from, row.to, got)
			}
		}
	}
}

func TestAssignments(t *testing.T) {
	for _, c := range []struct {
		name, who, status, from, to string
		code, end                   string
	}{
		{"takes an unassigned task", "other", StatusNew, "", "o", "", StatusInProgress},
		{"assigns an unassigned task to another", "other", StatusNew, "", "k", "take_first", ""},
		{"hands over their own task", "own", StatusInProgress, "k", "o", "", StatusInProgress},
		{"releases their own task", "own", StatusWaiting, "k", "", "", StatusNew},
		{"takes another's task", "other", StatusInProgress, "k", "o", "already_taken", ""},
		{"hands over a closed task", "own", StatusClosed, "k", "o", "task_closed", ""},
		{"manager assigns", "manager", StatusNew, "", "o", "", StatusInProgress},
		{"manager reassigns a task", "manager", StatusWaiting, "k", "o", "", StatusWaiting},
		{"manager releases a done task", "manager", StatusDone, "k", "", "needs_consultant", ""},
	} {
		stored := stateOf(c.status, past)
		stored.consultant = c.from
		wanted := stored
		wanted.consultant = c.to
		got, refused := transition(actors[c.who], stored, wanted, now)
		if refused.code != c.code || (c.code == "" && (got.status != c.end || got.consultant != c.to)) {
			t.Errorf("%s: %v %q", c.name, got, refused.code)
		}
	}
}

func TestTimestamps(t *testing.T) {
	stored := stateOf(StatusInProgress, past)
	wanted := stored
	wanted.status = StatusDone
	done, _ := transition(actors["own"], stored, wanted, now)
	if !done.DoneAt.Equal(now) || !done.ClosedAt.IsZero() {
		t.Errorf("done: %v", done)
	}
	wanted = done
	wanted.status = StatusClosed
	closed, _ := transition(actors["client"], done, wanted, now.Add(time.Hour))
	if !closed.DoneAt.Equal(now) || !closed.ClosedAt.Equal(now.Add(time.Hour)) {
		t.Errorf("closed: %v", closed)
	}
	wanted = closed
	wanted.status = StatusInProgress
	again, _ := transition(actors["client"], closed, wanted, now.Add(2*time.Hour))
	if !again.DoneAt.IsZero() || !again.ClosedAt.IsZero() || again.consultant != "k" {
		t.Errorf("reopened: %v", again)
	}
}

func doneBy(who string, w workflow) workflow {
	w.doneBy = who
	return w
}

// A superuser can correct an existing time, but not add or remove one.
func TestTimesSetByHand(t *testing.T) {
	work, done, closed := stateOf(StatusInProgress, past), stateOf(StatusDone, past), stateOf(StatusClosed, past)
	for _, c := range []struct {
		name           string
		stored, wanted workflow
		code           string
	}{
		{"moved", done, stateOf(StatusDone, long), ""},
		{"both moved", closed, stateOf(StatusClosed, long), ""},
		{"added", work, workflow{status: StatusInProgress, consultant: "k", DoneAt: long}, "read_only"},
		{"removed", done, workflow{status: StatusDone, consultant: "k"}, "read_only"},
		{"open, yet closed", done, workflow{status: StatusDone, consultant: "k", DoneAt: past, ClosedAt: past}, "read_only"},
		{"with the step", work, stateOf(StatusDone, long), ""},
		{"done by another", doneBy("k", done), doneBy("j", done), "read_only"},
	} {
		got, refused := transition(actors["superuser"], c.stored, c.wanted, now)
		want := c.wanted
		want.doneBy = got.doneBy // see [timestamp]
		if refused.code != c.code || (c.code == "" && got != want) {
			t.Errorf("%s: %v %q, want %v %q", c.name, got, refused.code, want, c.code)
		}
	}
}

func TestReopenPeriod(t *testing.T) {
	for _, c := range []struct {
		who  string
		at   time.Time
		code string
	}{{"client", past, ""}, {"client", long, "reopen_expired"}, {"manager", long, ""}, {"superuser", long, ""}} {
		stored := stateOf(StatusClosed, c.at)
		wanted := stored
		wanted.status = StatusInProgress
		if _, refused := transition(actors[c.who], stored, wanted, now); refused.code != c.code {
			t.Errorf("%s after %s: %q", c.who, now.Sub(c.at), refused.code)
		}
	}
}
