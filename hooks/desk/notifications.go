package desk

import (
	"slices"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"

	"otklik/hooks/actor"
	"otklik/hooks/jobs"
	"otklik/hooks/records"
	"otklik/hooks/text"
)

// What people are told of: the values of notifications.kind.
const (
	KindAnswer     = "answer"     // staff have written
	kindQuestion   = "question"   // the task waits for an answer
	kindDone       = "done"       // done, asks for a rating
	kindClosing    = "closing"    // closes by itself in ClosingWarning
	KindClosed     = "closed"     //
	KindReceived   = "received"   // a mail has become a task
	kindAssigned   = "assigned"   // was given the task
	KindAnswered   = "answered"   // the client, or a colleague, has written
	kindReopened   = "reopened"   // is to work on it again
	KindRated      = "rated"      //
	kindUnassigned = "unassigned" // new and nobody's for UnassignedAfter
	KindLowRating  = "low_rating" // LowRating or less
	KindHeld       = "held"       // a mail waits for a decision
)

// The channels by which people are notified.
const (
	channelPage = "page"
	channelMail = "mail"
)

// NoticeChannels are the ways in which people are notified.
var NoticeChannels = []string{channelPage, channelMail}

// notificationKind declares what people are told of. Whom an occurrence is told to is
// for the code that notifies; the table says who may hear it at all.
type notificationKind struct {
	Name            string
	role            string   // the least of those it is told to: managers hear what consultants do
	mailOnly        bool     // the page shows no such notification
	Placeholders    []string // the placeholders within a sentence of its letter
	Readable        bool     // its letter has a link that confirms reading: it is of the conversation
	Ratable         bool     // its letter asks for a rating
	collectsAnswers bool     // its letter takes waiting answers along
}

// NotificationKinds are in the order in which people switch them on and off.
var NotificationKinds = []notificationKind{
	{Name: KindAnswer, role: actor.RoleClient, Readable: true, Placeholders: []string{"actor", "number", "title", "organization", "consultant"}},
	{Name: kindQuestion, role: actor.RoleClient, Readable: true, collectsAnswers: true, Placeholders: []string{"actor", "number", "title", "organization", "consultant"}},
	{Name: kindDone, role: actor.RoleClient, Ratable: true, collectsAnswers: true, Placeholders: []string{"actor", "number", "title", "organization", "consultant", "until"}},
	{Name: kindClosing, role: actor.RoleClient, Ratable: true, Placeholders: []string{"number", "title", "organization", "consultant", "until"}},
	{Name: KindClosed, role: actor.RoleClient, Ratable: true, collectsAnswers: true, Placeholders: []string{"actor", "number", "title", "organization", "consultant", "until"}},
	{Name: KindReceived, role: actor.RoleClient, mailOnly: true, Placeholders: []string{"number", "title", "organization"}},
	{Name: kindAssigned, role: actor.RoleConsultant, Placeholders: []string{"actor", "number", "title", "organization", "inn", "description"}},
	{Name: KindAnswered, role: actor.RoleConsultant, Readable: true, Placeholders: []string{"actor", "number", "title", "organization", "inn"}},
	{Name: kindReopened, role: actor.RoleConsultant, Placeholders: []string{"actor", "number", "title", "organization", "inn"}},
	{Name: KindRated, role: actor.RoleConsultant, Placeholders: []string{"actor", "number", "title", "organization", "inn", "rating", "review"}},
	{Name: kindUnassigned, role: actor.RoleManager, Placeholders: []string{"number", "title", "organization", "inn", "description"}},
	{Name: KindLowRating, role: actor.RoleManager, Placeholders: []string{"actor", "number", "title", "organization", "inn", "consultant", "rating", "review"}},
	{Name: KindHeld, role: actor.RoleManager, Placeholders: []string{"sender", "subject"}},
}

// NotificationKindOf is what is declared of a kind; of another mail's, nothing.
func NotificationKindOf(name string) notificationKind {
	for _, k := range NotificationKinds {
		if k.Name == name {
			return k
		}
	}
	return notificationKind{}
}

// SwitchableBy are the kinds that people of a role switch on and off in the page.
func SwitchableBy(role string) []string {
	var names []string
	for _, k := range NotificationKinds {
		if !k.mailOnly && (k.role == role || role == actor.RoleManager && k.role == actor.RoleConsultant) {
			names = append(names, k.Name)
		}
	}
	return names
}

// Notification is one thing that happened and whom it is told to.
type Notification struct {
	Kind    string
	Task    *core.Record // nil where it is about none
	Held    *core.Record // of inbox: the mail that waits
	comment string       // the id of what was written, if anything
	actor   string       // the users id of who did it; empty is the server
	Users   []string     // ids; whoever did it is passed over
}

// RegisterNotifications schedules the notifications that time brings about.
func RegisterNotifications(app core.App) {
	jobs.Schedule(app, "otklik_tell_closing", "5 * * * *", notifyClosing)
	jobs.Schedule(app, "otklik_tell_unassigned", "*/5 * * * *", notifyUnassigned)
}

// notifyOfComment tells the other side: the client of what staff write, the
// consultant of what anybody else does.
func notifyOfComment(app core.App, comment, task *core.Record) error {
	n := Notification{Task: task, comment: comment.Id, actor: comment.GetString("author")}
	if err := Notify(app, n.addressedTo(KindAnswer, task.GetString("client"))); err != nil {
		return err
	}
	return Notify(app, n.addressedTo(KindAnswered, task.GetString("consultant")))
}

// notifyOfTask tells what a change of a task means to the people on it. What its
// client takes back at once is not told.
func notifyOfTask(app core.App, t, stored *core.Record) error {
	if t.GetRaw(revertingKey) != nil {
		return nil
	}
	n := Notification{Task: t, actor: actor.OfRecord(t).ID}
	for _, news := range notificationsFor(WorkflowOf(stored), WorkflowOf(t), t.GetString("client")) {
		if err := Notify(app, n.addressedTo(news.kind, news.user)); err != nil {
			return err
		}
	}
	return nil
}

// addressedKind is one person to tell of a change.
type addressedKind struct{ kind, user string }

// notificationsFor are what the change of a task's life tells, and to whom.
func notificationsFor(was, is workflow, client string) []addressedKind {
	var out []addressedKind
	if is.status != was.status {
		switch is.status {
		case StatusWaiting:
			out = append(out, addressedKind{kindQuestion, client})
		case StatusDone:
			out = append(out, addressedKind{kindDone, client})
		case StatusClosed:
			out = append(out, addressedKind{KindClosed, client})
		}
	}
	switch {
	case is.consultant == "":
	case is.consultant != was.consultant:
		out = append(out, addressedKind{kindAssigned, is.consultant})
	case was.ended() && is.status == StatusInProgress:
		out = append(out, addressedKind{kindReopened, is.consultant})
	}
	return out
}

// notifyOfAssessment tells the consultant of each assessment, and managers of a
// low rating at once. before are the words as they were; nil for a new one.
func notifyOfAssessment(app core.App, a, task *core.Record, before map[string]any) error {
	n := Notification{Task: task, actor: a.GetString("client")}
	if err := Notify(app, n.addressedTo(KindRated, a.GetString("consultant"))); err != nil {
		return err
	}
	_, rerated := before["rating"]
	if rating := a.GetInt("rating"); rating == 0 || rating > LowRating || (before != nil && !rerated) {
		return nil
	}
	who, err := ManagerIDs(app)
	if err != nil {
		return err
	}
	return Notify(app, n.addressedTo(KindLowRating, who...))
}

// ManagerIDs are the ids of those who watch all tasks.
func ManagerIDs(app core.App) ([]string, error) {
	var ids []string
	err := app.DB().Select("id").From("users").Where(dbx.HashExp{"role": actor.RoleManager, "blocked": false}).OrderBy("id").Column(&ids)
	return ids, err
}

// ClosingWarning is how long before a done task closes by itself its client is
// told.
const ClosingWarning = 2 * 24 * time.Hour

// notifyClosing tells clients, once, that a done task is going to close.
func notifyClosing(app core.App, now time.Time) error {
	return jobs.EachTask(app, dbx.And(
		dbx.HashExp{"status": StatusDone, "archived_at": ""},
		dbx.NewExp("done_at <= {:then}", dbx.Params{"then": records.DateTime(now.Add(ClosingWarning - CloseDoneAfter))}),
		dbx.NewExp("NOT EXISTS (SELECT 1 FROM notifications n WHERE n.task = tasks.id AND n.kind = {:closing} AND n.created >= tasks.done_at)", dbx.Params{"closing": kindClosing}),
	), func(app core.App, t *core.Record) error {
		return Notify(app, Notification{Kind: kindClosing, Task: t, Users: []string{t.GetString("client")}})
	})
}

// UnassignedAfter is how long a new task may be nobody's.
const UnassignedAfter = time.Hour

// notifyUnassigned tells managers, once, of a task nobody has taken.
func notifyUnassigned(app core.App, now time.Time) error {
	who, err := ManagerIDs(app)
	if err != nil || len(who) == 0 {
		return err
	}
	return jobs.EachTask(app, dbx.And(
		dbx.HashExp{"status": StatusNew, "archived_at": ""},
		dbx.NewExp("created <= {:then}", dbx.Params{"then": records.DateTime(now.Add(-UnassignedAfter))}),
		dbx.NewExp("NOT EXISTS (SELECT 1 FROM notifications n WHERE n.task = tasks.id AND n.kind = {:unassigned})", dbx.Params{"unassigned": kindUnassigned}),
	), func(app core.App, t *core.Record) error {
		return Notify(app, Notification{Kind: kindUnassigned, Task: t, Users: who})
	})
}

// addressedTo is the same happening as told to some of the people.
func (n Notification) addressedTo(kind string, users ...string) Notification {
	n.Kind, n.Users = kind, users
	return n
}

// Notify writes what happened for each person it is told to: a row for the page
// and a row for the mail, in the transaction of what happened. Nobody is told of
// what they did themselves, nor who may not read it.
func Notify(app core.App, n Notification) error {
	return app.RunInTransaction(func(tx core.App) error {
		for _, id := range n.Users {
			if id == "" || id == n.actor {
				continue
			}
			who, err := FindReader(tx, id)
			if err != nil {
				return err
			}
			if who == nil || !who.MayReceive(n.Kind, n.Task) {
				continue
			}
			if err := notifyReader(tx, n, who); err != nil {
				return err
			}
		}
		return nil
	})
}

func notifyReader(tx core.App, n Notification, who *Reader) error {
	if !NotificationKindOf(n.Kind).mailOnly {
		if err := writeNotification(tx, n, who); err != nil {
			return err
		}
	}
	if who.hasMuted(n.Kind, channelMail) {
		return nil
	}
	return enqueueNotification(tx, n, who)
}

// Reader is what a notice needs to know of the person it goes to.
type Reader struct {
	ID       string                  `db:"id"`
	Email    string                  `db:"email"`
	Name     string                  `db:"name"`
	Username string                  `db:"username"`
	Locale   string                  `db:"locale"`
	Role     string                  `db:"role"`
	Blocked  bool                    `db:"blocked"`
	Muted    types.JSONArray[string] `db:"muted"`
}

// FindReader finds a person; nil if there is none any more.
func FindReader(app core.App, id string) (*Reader, error) {
	var found []*Reader
	err := app.DB().Select("id", "email", "name", "username", "locale", "role", "blocked", "muted").
		From("users").Where(dbx.HashExp{"id": id}).All(&found)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return found[0], nil
}

// MayReceive is what the rules of the collections say of whoever may read: a task
// keeps its consultant when that person is blocked or becomes a client, and is
// then no longer spoken of to them. task is nil where it is about none.
func (r *Reader) MayReceive(kind string, task *core.Record) bool {
	switch {
	case r.Blocked:
		return false
	case NotificationKindOf(kind).role == actor.RoleManager:
		return r.Role == actor.RoleManager
	case r.Role == actor.RoleClient:
		return task != nil && task.GetString("client") == r.ID
	}
	return true
}

func (r *Reader) hasMuted(kind, channel string) bool {
	return slices.Contains(r.Muted, kind+"."+channel)
}

// DisplayName is how to call the person in a letter, in one line.
func (r *Reader) DisplayName() string {
	if name := text.OneLine(r.Name); name != "" {
		return name
	}
	return r.Username
}

// writeNotification makes the row for the page.
func writeNotification(tx core.App, n Notification, who *Reader) error {
	collection, err := tx.FindCachedCollectionByNameOrId("notifications")
	if err != nil {
		return err
	}
	row := core.NewRecord(collection)
	row.Set("user", who.ID)
	row.Set("kind", n.Kind)
	row.Set("comment", n.comment)
	row.Set("actor", n.actor)
	row.Set("bell", !who.hasMuted(n.Kind, channelPage))
	if n.Task != nil {
		row.Set("task", n.Task.Id)
	}
	return records.Insert(tx, row)
}
