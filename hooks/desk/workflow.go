package desk

import (
	"cmp"
	"slices"
	"time"

	"otklik/hooks/actor"
	"otklik/hooks/i18n"
)

// The statuses of a task, in the order of the workflow.
const (
	StatusNew        = "new"
	StatusInProgress = "in_progress"
	StatusWaiting    = "waiting"
	StatusDone       = "done"
	StatusClosed     = "closed"
)

// taskStatus declares a status. SQL, reports and the page derive from [StatusTable]
// and [Steps] all they need of statuses.
type taskStatus struct {
	Name            string
	Open            bool   // the work has not ended
	NeedsConsultant bool   // a task in it has a consultant
	AwaitsReply     bool   // staff may owe the client a reply
	EndedAt         string // the field with the time since when the work has ended; empty while it has not
}

// StatusTable declares the statuses, in the order of the workflow.
var StatusTable = []taskStatus{
	{Name: StatusNew, Open: true, AwaitsReply: true},
	{Name: StatusInProgress, Open: true, NeedsConsultant: true, AwaitsReply: true},
	{Name: StatusWaiting, Open: true, NeedsConsultant: true},
	{Name: StatusDone, NeedsConsultant: true, EndedAt: "done_at"},
	{Name: StatusClosed, EndedAt: "closed_at"},
}

// The names of all statuses, of the open ones and of the others.
var (
	TaskStatuses  = statusesWith(func(taskStatus) bool { return true })
	OpenStatuses  = statusesWith(func(s taskStatus) bool { return s.Open })
	endedStatuses = statusesWith(func(s taskStatus) bool { return !s.Open })

	awaitingStatuses = statusesWith(func(s taskStatus) bool { return s.AwaitsReply })
)

// statusesWith returns the names of the statuses that have a property.
func statusesWith(property func(taskStatus) bool) []string {
	var names []string
	for _, s := range StatusTable {
		if property(s) {
			names = append(names, s.Name)
		}
	}
	return names
}

// taskStatusOf returns the declaration of a status, or the zero value for an
// unknown one.
func taskStatusOf(name string) taskStatus {
	for _, s := range StatusTable {
		if s.Name == name {
			return s
		}
	}
	return taskStatus{}
}

// The periods of the workflow.
const (
	ReopenPeriod     = 14 * 24 * time.Hour // how long a client may reopen a closed task
	AssessPeriod     = 14 * 24 * time.Hour // how long a client may change an assessment
	CloseDoneAfter   = 7 * 24 * time.Hour  // when a done task closes automatically
	ArchiveRetention = 30 * 24 * time.Hour // how long an archived task can be restored
	undoPeriod       = 5 * time.Minute     // how long a close, a delete or a bulk change can be undone; its letters wait so long
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

// Steps lists the allowed changes of status. Consultants take them only on their
// own tasks, and leave StatusNew by taking the task. The system, which is our own
// code, may take the steps of a superuser.
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

// workflow is the state of a task that the rules need. Times are zero where the
// field is empty.
type workflow struct {
	status, consultant string
	doneBy             string // who has set it done; empty unless it is done, or closed after that
	DoneAt, ClosedAt   time.Time
}

// refusal holds the field and the error code of a forbidden change. The zero value
// allows the change.
type refusal struct {
	field, code string
	params      i18n.Params // of the message
}

// transition checks a change of status or consultant and returns the state that
// follows from it, or else the stored one. It checks roles, and that a consultant's
// task is the consultant's own; the collection's rules have checked that a
// client's is.
func transition(who actor.Actor, stored, wanted workflow, now time.Time) (workflow, refusal) {
	if r := checkAssignment(who, stored, wanted); r.code != "" {
		return stored, r
	}
	wanted = normalize(who, stored, wanted)
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
	if wanted.doneBy != stored.doneBy && who.Role != server { // the server clears it with the account
		return stored, refusal{field: "done_by", code: "read_only"}
	}
	return timestamp(who, stored, wanted, now), refusal{}
}

// checkAssignment checks whether who may assign the task to the wanted consultant.
// The caller checks that the new consultant is a member of staff.
func checkAssignment(who actor.Actor, stored, wanted workflow) refusal {
	if wanted.consultant == stored.consultant || who.Role != actor.RoleConsultant {
		return refusal{}
	}
	switch {
	case stored.status == StatusClosed:
		return refusal{field: "consultant", code: "task_closed"}
	case stored.consultant == who.ID && wanted.status == StatusDone:
		return refusal{field: "consultant", code: "task_done"}
	case stored.consultant == who.ID:
		return refusal{}
	case stored.consultant != "":
		return refusal{field: "consultant", code: "already_taken"}
	case wanted.consultant != who.ID:
		return refusal{field: "consultant", code: "take_first"}
	}
	return refusal{}
}

// normalize derives the status from the consultant, or the consultant from the
// status, if the change sets only one of them: an open task is new exactly while
// it is unassigned. A status that was asked for stays, but for a client's reopening:
// the client doesn't choose whether somebody has the task.
func normalize(who actor.Actor, stored, wanted workflow) workflow {
	reopened := stored.ended() &&
		(wanted.status == StatusNew || wanted.status == StatusInProgress)
	statusChanged := wanted.status != stored.status
	consultantChanged := wanted.consultant != stored.consultant
	switch {
	case reopened && who.Role == actor.RoleClient && wanted.consultant == "":
		wanted.status = StatusNew
	case reopened && who.Role == actor.RoleClient:
		wanted.status = StatusInProgress
	case consultantChanged && !statusChanged && wanted.consultant != "" && stored.status == StatusNew:
		wanted.status = StatusInProgress
	case consultantChanged && !statusChanged && wanted.consultant == "" && taskStatusOf(stored.status).Open:
		wanted.status = StatusNew
	case statusChanged && !consultantChanged && wanted.status == StatusNew:
		wanted.consultant = ""
	}
	return wanted
}

// checkStep checks a change of status against [Steps] and the periods.
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

// checkConsistency checks the invariants of status and consultant.
func checkConsistency(t workflow) refusal {
	switch {
	case t.status == StatusNew && t.consultant != "":
		return refusal{field: "status", code: "new_has_nobody"}
	case t.consultant == "" && taskStatusOf(t.status).NeedsConsultant:
		return refusal{field: "consultant", code: "needs_consultant"}
	}
	return refusal{}
}

// checkTimes checks times set by hand, which the allow-lists leave to superusers:
// an existing time may be corrected, but none added or removed.
func checkTimes(stored, wanted workflow) refusal {
	switch {
	case wanted.status != stored.status: // timestamp sets them
		return refusal{}
	case wanted.DoneAt.IsZero() != stored.DoneAt.IsZero():
		return refusal{field: "done_at", code: "read_only"}
	case wanted.ClosedAt.IsZero() != stored.ClosedAt.IsZero():
		return refusal{field: "closed_at", code: "read_only"}
	}
	return refusal{}
}

// timestamp sets done_at, done_by and closed_at on entering the statuses done and
// closed, and clears them when the task is reopened. A time set by hand in the same
// change stays. A task that no member of staff has set done was done by its consultant.
func timestamp(who actor.Actor, stored, wanted workflow, now time.Time) workflow {
	switch wanted.status {
	case stored.status:
	case StatusDone:
		if wanted.doneBy = wanted.consultant; who.IsStaff() {
			wanted.doneBy = who.ID
		}
		wanted.DoneAt, wanted.ClosedAt = firstSet(wanted.DoneAt, now), time.Time{}
	case StatusClosed:
		wanted.DoneAt, wanted.ClosedAt = firstSet(wanted.DoneAt, stored.DoneAt), firstSet(wanted.ClosedAt, now)
	default:
		wanted.DoneAt, wanted.ClosedAt, wanted.doneBy = time.Time{}, time.Time{}, ""
	}
	return wanted
}

// firstSet returns the first of the times that is set.
func firstSet(a, b time.Time) time.Time {
	if a.IsZero() {
		return b
	}
	return a
}

// ended reports whether the task is done or closed.
func (t workflow) ended() bool { return slices.Contains(endedStatuses, t.status) }

// worker returns who did the work of a finished task.
func (t workflow) worker() string { return cmp.Or(t.doneBy, t.consultant) }

// FinishedAt returns when the task was done, or closed without having been done;
// zero for an open task.
func (t workflow) FinishedAt() time.Time {
	if !t.DoneAt.IsZero() {
		return t.DoneAt
	}
	return t.ClosedAt
}
