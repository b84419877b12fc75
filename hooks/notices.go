package hooks

import (
	"slices"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// What people are told of: the values of notifications.kind.
const (
	noticeAnswer     = "answer"     // staff have written
	noticeQuestion   = "question"   // the task waits for an answer
	noticeDone       = "done"       // done, asks for a rating
	noticeClosing    = "closing"    // closes by itself in closingNotice
	noticeClosed     = "closed"     //
	noticeReceived   = "received"   // a mail has become a task
	noticeAssigned   = "assigned"   // was given the task
	noticeAnswered   = "answered"   // the client, or a colleague, has written
	noticeReopened   = "reopened"   // is to work on it again
	noticeRated      = "rated"      //
	noticeUnassigned = "unassigned" // new and nobody's for unassignedAfter
	noticeLowRating  = "low_rating" // lowRating or less
	noticeHeld       = "held"       // a mail waits for a decision
)

// The channels by which people are notified.
const (
	channelPage = "page"
	channelMail = "mail"
)

var noticeChannels = []string{channelPage, channelMail}

// noticeKind declares what people are told of. Whom an occurrence is told to is
// for the code that notifies; the table says who may hear it at all.
type noticeKind struct {
	name       string
	role       string   // the least of those it is told to: managers hear what consultants do
	mailOnly   bool     // the page shows no such notification
	words      []string // the placeholders within a sentence of its letter
	readable   bool     // its letter has a link that confirms reading: it is of the conversation
	ratable    bool     // its letter asks for a rating
	takesAlong bool     // its letter takes waiting answers along
}

// noticeKinds are in the order in which people switch them on and off.
var noticeKinds = []noticeKind{
	{name: noticeAnswer, role: roleClient, readable: true, words: []string{"actor", "number", "title", "organization", "consultant"}},
	{name: noticeQuestion, role: roleClient, readable: true, takesAlong: true, words: []string{"actor", "number", "title", "organization", "consultant"}},
	{name: noticeDone, role: roleClient, ratable: true, takesAlong: true, words: []string{"actor", "number", "title", "organization", "consultant", "until"}},
	{name: noticeClosing, role: roleClient, ratable: true, words: []string{"number", "title", "organization", "consultant", "until"}},
	{name: noticeClosed, role: roleClient, ratable: true, takesAlong: true, words: []string{"actor", "number", "title", "organization", "consultant", "until"}},
	{name: noticeReceived, role: roleClient, mailOnly: true, words: []string{"number", "title", "organization"}},
	{name: noticeAssigned, role: roleConsultant, words: []string{"actor", "number", "title", "organization", "inn", "description"}},
	{name: noticeAnswered, role: roleConsultant, readable: true, words: []string{"actor", "number", "title", "organization", "inn"}},
	{name: noticeReopened, role: roleConsultant, words: []string{"actor", "number", "title", "organization", "inn"}},
	{name: noticeRated, role: roleConsultant, words: []string{"actor", "number", "title", "organization", "inn", "rating", "review"}},
	{name: noticeUnassigned, role: roleManager, words: []string{"number", "title", "organization", "inn", "description"}},
	{name: noticeLowRating, role: roleManager, words: []string{"actor", "number", "title", "organization", "inn", "consultant", "rating", "review"}},
	{name: noticeHeld, role: roleManager, words: []string{"sender", "subject"}},
}

// noticeKindOf is what is declared of a kind; of another mail's, nothing.
func noticeKindOf(name string) noticeKind {
	for _, k := range noticeKinds {
		if k.name == name {
			return k
		}
	}
	return noticeKind{}
}

// switchedBy are the kinds that people of a role switch on and off in the page.
func switchedBy(role string) []string {
	var names []string
	for _, k := range noticeKinds {
		if !k.mailOnly && (k.role == role || role == roleManager && k.role == roleConsultant) {
			names = append(names, k.name)
		}
	}
	return names
}

// notice is one thing that happened and whom it is told to.
type notice struct {
	kind    string
	task    *core.Record // nil where it is about none
	held    *core.Record // of inbox: the mail that waits
	comment string       // the id of what was written, if anything
	actor   string       // the users id of who did it; empty is the server
	users   []string     // ids; whoever did it is passed over
}

func registerNotices(app core.App) {
	schedule(app, "otklik_tell_closing", "5 * * * *", tellClosing)
	schedule(app, "otklik_tell_unassigned", "*/5 * * * *", tellUnassigned)
}

// tellOfComment tells the other side: the client of what staff write, the
// consultant of what anybody else does.
func tellOfComment(app core.App, comment, task *core.Record) error {
	n := notice{task: task, comment: comment.Id, actor: comment.GetString("author")}
	if err := tell(app, n.to(noticeAnswer, task.GetString("client"))); err != nil {
		return err
	}
	return tell(app, n.to(noticeAnswered, task.GetString("consultant")))
}

// tellOfTask tells what a change of a task means to the people on it. What its
// client takes back at once is not told.
func tellOfTask(app core.App, t, stored *core.Record) error {
	if t.GetRaw(takingBack) != nil {
		return nil
	}
	n := notice{task: t, actor: actorBehind(t).id}
	for _, news := range tidings(lifeOf(stored), lifeOf(t), t.GetString("client")) {
		if err := tell(app, n.to(news.kind, news.user)); err != nil {
			return err
		}
	}
	return nil
}

// tiding is one person to tell of a change.
type tiding struct{ kind, user string }

// tidings are what the change of a task's life tells, and to whom.
func tidings(was, is life, client string) []tiding {
	var out []tiding
	if is.status != was.status {
		switch is.status {
		case statusWaiting:
			out = append(out, tiding{noticeQuestion, client})
		case statusDone:
			out = append(out, tiding{noticeDone, client})
		case statusClosed:
			out = append(out, tiding{noticeClosed, client})
		}
	}
	switch {
	case is.consultant == "":
	case is.consultant != was.consultant:
		out = append(out, tiding{noticeAssigned, is.consultant})
	case was.ended() && is.status == statusInProgress:
		out = append(out, tiding{noticeReopened, is.consultant})
	}
	return out
}

// tellOfAssessment tells the consultant of each assessment, and managers of a
// low rating at once. before are the words as they were; nil for a new one.
func tellOfAssessment(app core.App, a, task *core.Record, before map[string]any) error {
	n := notice{task: task, actor: a.GetString("client")}
	if err := tell(app, n.to(noticeRated, a.GetString("consultant"))); err != nil {
		return err
	}
	_, rerated := before["rating"]
	if rating := a.GetInt("rating"); rating == 0 || rating > lowRating || (before != nil && !rerated) {
		return nil
	}
	who, err := managers(app)
	if err != nil {
		return err
	}
	return tell(app, n.to(noticeLowRating, who...))
}

// managers are the ids of those who watch all tasks.
func managers(app core.App) ([]string, error) {
	var ids []string
	err := app.DB().Select("id").From("users").Where(dbx.HashExp{"role": roleManager, "blocked": false}).OrderBy("id").Column(&ids)
	return ids, err
}

// closingNotice is how long before a done task closes by itself its client is
// told.
const closingNotice = 2 * 24 * time.Hour

// tellClosing tells clients, once, that a done task is going to close.
func tellClosing(app core.App, now time.Time) error {
	return each(app, dbx.And(
		dbx.HashExp{"status": statusDone, "archived_at": ""},
		dbx.NewExp("done_at <= {:then}", dbx.Params{"then": dateTime(now.Add(closingNotice - doneClosesIn))}),
		dbx.NewExp("NOT EXISTS (SELECT 1 FROM notifications n WHERE n.task = tasks.id AND n.kind = {:closing} AND n.created >= tasks.done_at)", dbx.Params{"closing": noticeClosing}),
	), func(app core.App, t *core.Record) error {
		return tell(app, notice{kind: noticeClosing, task: t, users: []string{t.GetString("client")}})
	})
}

// unassignedAfter is how long a new task may be nobody's.
const unassignedAfter = time.Hour

// tellUnassigned tells managers, once, of a task nobody has taken.
func tellUnassigned(app core.App, now time.Time) error {
	who, err := managers(app)
	if err != nil || len(who) == 0 {
		return err
	}
	return each(app, dbx.And(
		dbx.HashExp{"status": statusNew, "archived_at": ""},
		dbx.NewExp("created <= {:then}", dbx.Params{"then": dateTime(now.Add(-unassignedAfter))}),
		dbx.NewExp("NOT EXISTS (SELECT 1 FROM notifications n WHERE n.task = tasks.id AND n.kind = {:unassigned})", dbx.Params{"unassigned": noticeUnassigned}),
	), func(app core.App, t *core.Record) error {
		return tell(app, notice{kind: noticeUnassigned, task: t, users: who})
	})
}

// to is the same happening as told to some of the people.
func (n notice) to(kind string, users ...string) notice {
	n.kind, n.users = kind, users
	return n
}

// tell writes what happened for each person it is told to: a row for the page
// and a row for the mail, in the transaction of what happened. Nobody is told of
// what they did themselves, nor who may not read it.
func tell(app core.App, n notice) error {
	return app.RunInTransaction(func(tx core.App) error {
		for _, id := range n.users {
			if id == "" || id == n.actor {
				continue
			}
			who, err := readReader(tx, id)
			if err != nil {
				return err
			}
			if who == nil || !who.mayHear(n.kind, n.task) {
				continue
			}
			if err := tellOne(tx, n, who); err != nil {
				return err
			}
		}
		return nil
	})
}

func tellOne(tx core.App, n notice, who *reader) error {
	if !noticeKindOf(n.kind).mailOnly {
		if err := writeNotification(tx, n, who); err != nil {
			return err
		}
	}
	if who.muted(n.kind, channelMail) {
		return nil
	}
	return enqueueNotice(tx, n, who)
}

// reader is what a notice needs to know of the person it goes to.
type reader struct {
	ID       string                  `db:"id"`
	Email    string                  `db:"email"`
	Name     string                  `db:"name"`
	Username string                  `db:"username"`
	Locale   string                  `db:"locale"`
	Role     string                  `db:"role"`
	Blocked  bool                    `db:"blocked"`
	Muted    types.JSONArray[string] `db:"muted"`
}

// readReader finds a person; nil if there is none any more.
func readReader(app core.App, id string) (*reader, error) {
	var found []*reader
	err := app.DB().Select("id", "email", "name", "username", "locale", "role", "blocked", "muted").
		From("users").Where(dbx.HashExp{"id": id}).All(&found)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return found[0], nil
}

// mayHear is what the rules of the collections say of whoever may read: a task
// keeps its consultant when that person is blocked or becomes a client, and is
// then no longer spoken of to them. task is nil where it is about none.
func (r *reader) mayHear(kind string, task *core.Record) bool {
	switch {
	case r.Blocked:
		return false
	case noticeKindOf(kind).role == roleManager:
		return r.Role == roleManager
	case r.Role == roleClient:
		return task != nil && task.GetString("client") == r.ID
	}
	return true
}

func (r *reader) muted(kind, channel string) bool {
	return slices.Contains(r.Muted, kind+"."+channel)
}

// called is how to call the person in a letter, in one line.
func (r *reader) called() string {
	if name := oneLine(r.Name); name != "" {
		return name
	}
	return r.Username
}

// writeNotification makes the row for the page.
func writeNotification(tx core.App, n notice, who *reader) error {
	collection, err := tx.FindCachedCollectionByNameOrId("notifications")
	if err != nil {
		return err
	}
	row := core.NewRecord(collection)
	row.Set("user", who.ID)
	row.Set("kind", n.kind)
	row.Set("comment", n.comment)
	row.Set("actor", n.actor)
	row.Set("bell", !who.muted(n.kind, channelPage))
	if n.task != nil {
		row.Set("task", n.task.Id)
	}
	return insertRow(tx, row)
}
