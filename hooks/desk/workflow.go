package desk

import (
	"slices"
	"time"

	"otklik/hooks/actor"
	"otklik/hooks/i18n"
)

// The statuses of a task, in the order of its life.
const (
	StatusNew        = "new"
	StatusInProgress = "in_progress"
	StatusWaiting    = "waiting"
	StatusDone       = "done"
	StatusClosed     = "closed"
)

// taskStatus declares a status. All that SQL, reports and the page know of
// statuses comes from this table and from steps.
type taskStatus struct {
	Name            string
	Open            bool // the work has not ended
	NeedsConsultant bool // a task in it is somebody's
	AwaitsReply     bool // staff may owe the client a reply
}

// StatusTable declares the statuses, in the order of a task's life.
var StatusTable = []taskStatus{
	{Name: StatusNew, Open: true, AwaitsReply: true},
	{Name: StatusInProgress, Open: true, NeedsConsultant: true, AwaitsReply: true},
	{Name: StatusWaiting, Open: true, NeedsConsultant: true},
	{Name: StatusDone, NeedsConsultant: true},
	{Name: StatusClosed},
}

// The names of all statuses, of the open ones and of the others.
var (
	TaskStatuses  = statusesWith(func(taskStatus) bool { return true })
	OpenStatuses  = statusesWith(func(s taskStatus) bool { return s.Open })
	endedStatuses = statusesWith(func(s taskStatus) bool { return !s.Open })
)

// statusesWith are the names of the statuses that have a property.
func statusesWith(property func(taskStatus) bool) []string {
	var names []string
	for _, s := range StatusTable {
		if property(s) {
			names = append(names, s.Name)
		}
	}
	return names
}

// taskStatusOf is what is declared of a status; of an unknown one, nothing.
func taskStatusOf(name string) taskStatus {
	for _, s := range StatusTable {
		if s.Name == name {
			return s
		}
	}
	return taskStatus{}
}

// The periods of a task's life.
const (
	ReopenPeriod     = 14 * 24 * time.Hour // a client may reopen what was closed
	AssessPeriod     = 14 * 24 * time.Hour // a client may change an assessment
	CloseDoneAfter   = 7 * 24 * time.Hour  // a done task closes by itself
	ArchiveRetention = 30 * 24 * time.Hour // an archived task can be restored
	UndoPeriod       = 5 * time.Minute     // a client may take back a close or a delete
)

// step is one allowed change of status.
type step struct {
	From, To string
	Who      []string
}

var (
	workers = []string{actor.RoleConsultant, actor.RoleManager, actor.RoleSuperuser}
	closers = []string{actor.RoleClient, actor.RoleManager, actor.RoleSuperuser}
	anyone  = []string{actor.RoleClient, actor.RoleConsultant, actor.RoleManager, actor.RoleSuperuser}
	server  = actor.RoleSystem
)

// Steps is the life of a task. Consultants take them on their own tasks only,
// and leave StatusNew by taking the task. The system may do what the dashboard
// may: it is our own code.
var Steps = []step{
	{StatusNew, StatusInProgress, workers},
	{StatusNew, StatusClosed, closers},
	{StatusInProgress, StatusNew, workers},
	{StatusInProgress, StatusWaiting, workers},
	{StatusInProgress, StatusDone, workers},
	{StatusInProgress, StatusClosed, closers},
	{StatusWaiting, StatusNew, workers},
	{StatusWaiting, StatusInProgress, workers},
	{StatusWaiting, StatusDone, workers},
	{StatusWaiting, StatusClosed, closers},
	{StatusDone, StatusNew, closers},
	{StatusDone, StatusInProgress, anyone},
	{StatusDone, StatusClosed, closers},
	{StatusClosed, StatusNew, closers},
	{StatusClosed, StatusInProgress, closers},
}

// workflow is what the rules of a task's life need to know of it. Times are zero
// where the field is empty.
type workflow struct {
	status, consultant string
	DoneAt, ClosedAt   time.Time
}

// refusal says why a change is not allowed: the field it stands beside and the
// code of the reason. The zero value is consent.
type refusal struct {
	field, code string
	params      i18n.Params // of the sentence
}

// transition judges a change of status or consultant and fills in what follows from
// it. It knows the roles and not whether the task is the caller's: the rules of
// the collection have seen to the client, and own tasks of a consultant are
// those with the consultant's id.
func transition(who actor.Actor, stored, wanted workflow, now time.Time) (workflow, refusal) {
	if r := checkAssignment(who, stored, wanted); r.code != "" {
		return stored, r
	}
	wanted = normalize(stored, wanted)
	if wanted.status != stored.status {
		if r := checkStep(who, stored, wanted, now); r.code != "" {
			return stored, r
		}
	}
	if r := checkConsistency(wanted); r.code != "" {
		return stored, r
	}
	if r := checkTimes(stored, wanted); r.code != "" {
		return stored, r
	}
	return timestamp(stored, wanted, now), refusal{}
}

// checkAssignment judges who may give the task to whom. Whether the new consultant
// exists and works here is for the caller to check.
func checkAssignment(who actor.Actor, stored, wanted workflow) refusal {
	if wanted.consultant == stored.consultant || who.Role != actor.RoleConsultant {
		return refusal{}
	}
	switch {
	case stored.status == StatusClosed:
		return refusal{field: "consultant", code: "task_closed"}
	case stored.consultant == who.ID:
		return refusal{}
	case stored.consultant != "":
		return refusal{field: "consultant", code: "already_taken"}
	case wanted.consultant != who.ID:
		return refusal{field: "consultant", code: "take_first"}
	}
	return refusal{}
}

// normalize makes the status follow the consultant and the other way round, where
// the caller named only one: an open task is new exactly while nobody has it.
func normalize(stored, wanted workflow) workflow {
	reopened := stored.ended() &&
		(wanted.status == StatusNew || wanted.status == StatusInProgress)
	statusNamed := wanted.status != stored.status
	consultantNamed := wanted.consultant != stored.consultant
	switch {
	case reopened && wanted.consultant == "":
		wanted.status = StatusNew
	case reopened:
		wanted.status = StatusInProgress
	case consultantNamed && !statusNamed && wanted.consultant != "" && stored.status == StatusNew:
		wanted.status = StatusInProgress
	case consultantNamed && !statusNamed && wanted.consultant == "" && taskStatusOf(stored.status).Open:
		wanted.status = StatusNew
	case statusNamed && !consultantNamed && wanted.status == StatusNew:
		wanted.consultant = ""
	}
	return wanted
}

// checkStep judges the change of status.
func checkStep(who actor.Actor, stored, wanted workflow, now time.Time) refusal {
	at := slices.IndexFunc(Steps, func(s step) bool { return s.From == stored.status && s.To == wanted.status })
	if at < 0 {
		return refusal{field: "status", code: "bad_transition"}
	}
	role := who.Role
	if role == server {
		role = actor.RoleSuperuser
	}
	if !slices.Contains(Steps[at].Who, role) {
		return refusal{field: "status", code: "not_your_step"}
	}
	switch {
	case role == actor.RoleConsultant && stored.consultant == "" && wanted.consultant == "":
		return refusal{field: "status", code: "take_first"}
	case role == actor.RoleConsultant && stored.consultant != who.ID && wanted.consultant != who.ID:
		return refusal{field: "status", code: "not_your_task"}
	case role == actor.RoleClient && stored.status == StatusClosed && now.Sub(stored.ClosedAt) > ReopenPeriod:
		return refusal{"status", "reopen_expired", i18n.Days(ReopenPeriod)}
	}
	return refusal{}
}

// checkConsistency holds what is true of every task at rest.
func checkConsistency(t workflow) refusal {
	switch {
	case t.status == StatusNew && t.consultant != "":
		return refusal{field: "status", code: "new_has_nobody"}
	case t.consultant == "" && taskStatusOf(t.status).NeedsConsultant:
		return refusal{field: "consultant", code: "needs_consultant"}
	}
	return refusal{}
}

// checkTimes judges times set by hand, which the allow-lists leave to superusers:
// one that is there may be put right, none made up or wiped away.
func checkTimes(stored, wanted workflow) refusal {
	switch {
	case wanted.status != stored.status: // stamp sees to them
		return refusal{}
	case wanted.DoneAt.IsZero() != stored.DoneAt.IsZero():
		return refusal{field: "done_at", code: "read_only"}
	case wanted.ClosedAt.IsZero() != stored.ClosedAt.IsZero():
		return refusal{field: "closed_at", code: "read_only"}
	}
	return refusal{}
}

// timestamp sets the times that go with the statuses: done_at on entering done, and
// gone once the task is back at work; closed_at likewise. One that was set by
// hand in the same change stays.
func timestamp(stored, wanted workflow, now time.Time) workflow {
	switch wanted.status {
	case stored.status:
	case StatusDone:
		wanted.DoneAt, wanted.ClosedAt = firstSet(wanted.DoneAt, now), time.Time{}
	case StatusClosed:
		wanted.DoneAt, wanted.ClosedAt = firstSet(wanted.DoneAt, stored.DoneAt), firstSet(wanted.ClosedAt, now)
	default:
		wanted.DoneAt, wanted.ClosedAt = time.Time{}, time.Time{}
	}
	return wanted
}

// firstSet is the first of the times that is set.
func firstSet(a, b time.Time) time.Time {
	if a.IsZero() {
		return b
	}
	return a
}

// ended is true once the work on a task has come to an end.
func (t workflow) ended() bool { return slices.Contains(endedStatuses, t.status) }

// FinishedAt is when the work on a task ended: done, or closed without having
// been done. Zero while it goes on.
func (t workflow) FinishedAt() time.Time {
	if !t.DoneAt.IsZero() {
		return t.DoneAt
	}
	return t.ClosedAt
}
