package hooks

import (
	"slices"
	"time"

	"otklik/hooks/i18n"
)

// The statuses of a task, in the order of its life.
const (
	statusNew        = "new"
	statusInProgress = "in_progress"
	statusWaiting    = "waiting"
	statusDone       = "done"
	statusClosed     = "closed"
)

// taskStatus declares a status. All that SQL, reports and the page know of
// statuses comes from this table and from steps.
type taskStatus struct {
	name            string
	open            bool // the work has not ended
	needsConsultant bool // a task in it is somebody's
	awaitsReply     bool // staff may owe the client a reply
}

var statusTable = []taskStatus{
	{name: statusNew, open: true, awaitsReply: true},
	{name: statusInProgress, open: true, needsConsultant: true, awaitsReply: true},
	{name: statusWaiting, open: true, needsConsultant: true},
	{name: statusDone, needsConsultant: true},
	{name: statusClosed},
}

// The names of all statuses, of the open ones and of the others.
var (
	taskStatuses  = statusesWith(func(taskStatus) bool { return true })
	openStatuses  = statusesWith(func(s taskStatus) bool { return s.open })
	endedStatuses = statusesWith(func(s taskStatus) bool { return !s.open })
)

// statusesWith are the names of the statuses that have a property.
func statusesWith(property func(taskStatus) bool) []string {
	var names []string
	for _, s := range statusTable {
		if property(s) {
			names = append(names, s.name)
		}
	}
	return names
}

// taskStatusOf is what is declared of a status; of an unknown one, nothing.
func taskStatusOf(name string) taskStatus {
	for _, s := range statusTable {
		if s.name == name {
			return s
		}
	}
	return taskStatus{}
}

// The periods of a task's life.
const (
	reopenPeriod = 14 * 24 * time.Hour // a client may reopen what was closed
	assessPeriod = 14 * 24 * time.Hour // a client may change an assessment
	doneClosesIn = 7 * 24 * time.Hour  // a done task closes by itself
	archiveKeeps = 30 * 24 * time.Hour // an archived task can be restored
	undoPeriod   = 5 * time.Minute     // a client may take back a close or a delete
)

// step is one allowed change of status.
type step struct {
	from, to string
	who      []string
}

var (
	workers = []string{roleConsultant, roleManager, roleSuperuser}
	closers = []string{roleClient, roleManager, roleSuperuser}
	anyone  = []string{roleClient, roleConsultant, roleManager, roleSuperuser}
	server  = roleSystem
)

// steps is the life of a task. Consultants take them on their own tasks only,
// and leave statusNew by taking the task. The system may do what the dashboard
// may: it is our own code.
var steps = []step{
	{statusNew, statusInProgress, workers},
	{statusNew, statusClosed, closers},
	{statusInProgress, statusNew, workers},
	{statusInProgress, statusWaiting, workers},
	{statusInProgress, statusDone, workers},
	{statusInProgress, statusClosed, closers},
	{statusWaiting, statusNew, workers},
	{statusWaiting, statusInProgress, workers},
	{statusWaiting, statusDone, workers},
	{statusWaiting, statusClosed, closers},
	{statusDone, statusNew, closers},
	{statusDone, statusInProgress, anyone},
	{statusDone, statusClosed, closers},
	{statusClosed, statusNew, closers},
	{statusClosed, statusInProgress, closers},
}

// life is what the rules of a task's life need to know of it. Times are zero
// where the field is empty.
type life struct {
	status, consultant string
	doneAt, closedAt   time.Time
}

// refusal says why a change is not allowed: the field it stands beside and the
// code of the reason. The zero value is consent.
type refusal struct {
	field, code string
	params      i18n.Params // of the sentence
}

// live judges a change of status or consultant and fills in what follows from
// it. It knows the roles and not whether the task is the caller's: the rules of
// the collection have seen to the client, and own tasks of a consultant are
// those with the consultant's id.
func live(who actor, stored, wanted life, now time.Time) (life, refusal) {
	if r := assign(who, stored, wanted); r.code != "" {
		return stored, r
	}
	wanted = follow(stored, wanted)
	if wanted.status != stored.status {
		if r := advance(who, stored, wanted, now); r.code != "" {
			return stored, r
		}
	}
	if r := consistent(wanted); r.code != "" {
		return stored, r
	}
	if r := retime(stored, wanted); r.code != "" {
		return stored, r
	}
	return stamp(stored, wanted, now), refusal{}
}

// assign judges who may give the task to whom. Whether the new consultant
// exists and works here is for the caller to check.
func assign(who actor, stored, wanted life) refusal {
	if wanted.consultant == stored.consultant || who.role != roleConsultant {
		return refusal{}
	}
	switch {
	case stored.status == statusClosed:
		return refusal{field: "consultant", code: "task_closed"}
	case stored.consultant == who.id:
		return refusal{}
	case stored.consultant != "":
		return refusal{field: "consultant", code: "already_taken"}
	case wanted.consultant != who.id:
		return refusal{field: "consultant", code: "take_first"}
	}
	return refusal{}
}

// follow makes the status follow the consultant and the other way round, where
// the caller named only one: an open task is new exactly while nobody has it.
func follow(stored, wanted life) life {
	reopened := stored.ended() &&
		(wanted.status == statusNew || wanted.status == statusInProgress)
	statusNamed := wanted.status != stored.status
	consultantNamed := wanted.consultant != stored.consultant
	switch {
	case reopened && wanted.consultant == "":
		wanted.status = statusNew
	case reopened:
		wanted.status = statusInProgress
	case consultantNamed && !statusNamed && wanted.consultant != "" && stored.status == statusNew:
		wanted.status = statusInProgress
	case consultantNamed && !statusNamed && wanted.consultant == "" && taskStatusOf(stored.status).open:
		wanted.status = statusNew
	case statusNamed && !consultantNamed && wanted.status == statusNew:
		wanted.consultant = ""
	}
	return wanted
}

// advance judges the change of status.
func advance(who actor, stored, wanted life, now time.Time) refusal {
	at := slices.IndexFunc(steps, func(s step) bool { return s.from == stored.status && s.to == wanted.status })
	if at < 0 {
		return refusal{field: "status", code: "bad_transition"}
	}
	role := who.role
	if role == server {
		role = roleSuperuser
	}
	if !slices.Contains(steps[at].who, role) {
		return refusal{field: "status", code: "not_your_step"}
	}
	switch {
	case role == roleConsultant && stored.consultant == "" && wanted.consultant == "":
		return refusal{field: "status", code: "take_first"}
	case role == roleConsultant && stored.consultant != who.id && wanted.consultant != who.id:
		return refusal{field: "status", code: "not_your_task"}
	case role == roleClient && stored.status == statusClosed && now.Sub(stored.closedAt) > reopenPeriod:
		return refusal{"status", "reopen_expired", i18n.Days(reopenPeriod)}
	}
	return refusal{}
}

// consistent holds what is true of every task at rest.
func consistent(t life) refusal {
	switch {
	case t.status == statusNew && t.consultant != "":
		return refusal{field: "status", code: "new_has_nobody"}
	case t.consultant == "" && taskStatusOf(t.status).needsConsultant:
		return refusal{field: "consultant", code: "needs_consultant"}
	}
	return refusal{}
}

// retime judges times set by hand, which the allow-lists leave to superusers:
// one that is there may be put right, none made up or wiped away.
func retime(stored, wanted life) refusal {
	switch {
	case wanted.status != stored.status: // stamp sees to them
		return refusal{}
	case wanted.doneAt.IsZero() != stored.doneAt.IsZero():
		return refusal{field: "done_at", code: "read_only"}
	case wanted.closedAt.IsZero() != stored.closedAt.IsZero():
		return refusal{field: "closed_at", code: "read_only"}
	}
	return refusal{}
}

// stamp sets the times that go with the statuses: done_at on entering done, and
// gone once the task is back at work; closed_at likewise. One that was set by
// hand in the same change stays.
func stamp(stored, wanted life, now time.Time) life {
	switch wanted.status {
	case stored.status:
	case statusDone:
		wanted.doneAt, wanted.closedAt = either(wanted.doneAt, now), time.Time{}
	case statusClosed:
		wanted.doneAt, wanted.closedAt = either(wanted.doneAt, stored.doneAt), either(wanted.closedAt, now)
	default:
		wanted.doneAt, wanted.closedAt = time.Time{}, time.Time{}
	}
	return wanted
}

// either is the first of the times that is set.
func either(a, b time.Time) time.Time {
	if a.IsZero() {
		return b
	}
	return a
}

// ended is true once the work on a task has come to an end.
func (t life) ended() bool { return slices.Contains(endedStatuses, t.status) }

// finished is when the work on a task ended: done, or closed without having
// been done. Zero while it goes on.
func (t life) finished() time.Time {
	if !t.doneAt.IsZero() {
		return t.doneAt
	}
	return t.closedAt
}
