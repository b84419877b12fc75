package inbox

import (
	"slices"
	"strings"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/actor"
	"otklik/hooks/clock"
	"otklik/hooks/records"
	"otklik/hooks/signing"
)

// addresses are all the mail was sent to: those of the envelope first, for
// nobody but a mail server writes them.
func (in *incoming) addresses() []string {
	var out []string
	for _, a := range append(slices.Clone(in.EnvelopeTo), in.Recipients...) {
		if a = strings.ToLower(a); !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	return out[:min(len(out), proofsTried)]
}

// proofs are the Message-IDs that may be of ours, the nearest first.
func (in *incoming) proofs() []string {
	out := slices.Clone(in.InReplyTo)
	for _, id := range slices.Backward(in.References) {
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out[:min(len(out), proofsTried)]
}

// proofsTried bounds the work a mail can make.
const proofsTried = 50

// replyTarget is what a mail answers: the task, and the person that the mail it
// answers was sent to. Both are empty where there is no proof.
type replyTarget struct {
	task   *core.Record
	user   string
	marked bool // an address carried a number and a token, right or wrong
}

// findReplyTarget looks for a token of ours in the addresses, then for a Message-ID
// of ours in what the mail refers to.
func findReplyTarget(app core.App, addresses, ids []string) (replyTarget, error) {
	var a replyTarget
	for _, address := range addresses {
		number, token, ok := signing.ParseReplyAddress(address)
		if !ok {
			continue
		}
		a.marked = true
		if err := a.findByToken(app, number, token); err != nil || a.task != nil {
			return a, err
		}
	}
	for _, id := range ids {
		if outbox, ours := signing.ParseMessageID(app, id); ours {
			if err := a.findByMessageID(app, outbox); err != nil || a.task != nil {
				return a, err
			}
		}
	}
	return a, nil
}

// findByToken finds whose token of the task it is.
func (a *replyTarget) findByToken(app core.App, number int, token string) error {
	task, err := app.FindFirstRecordByData("tasks", "number", number)
	if err != nil {
		return records.IgnoreNotFound(err)
	}
	people, err := possibleRecipients(app, task)
	if err != nil {
		return err
	}
	key, err := signing.Key(app, "reply")
	if err != nil {
		return err
	}
	for _, user := range people {
		if signing.SameSignature(token, signing.ReplyTokenWith(key, task.Id, user)) {
			a.task, a.user = task, user
		}
	}
	return nil
}

// possibleRecipients are all who may have been sent a mail about a task.
func possibleRecipients(app core.App, task *core.Record) ([]string, error) {
	var ids []string
	err := app.DB().NewQuery(`SELECT id FROM users WHERE id = {:client} OR role IN ({:consultant}, {:manager})
			UNION SELECT user FROM outbox WHERE task = {:task} AND user != ''`).
		Bind(dbx.Params{"client": task.GetString("client"), "task": task.Id, "consultant": actor.RoleConsultant, "manager": actor.RoleManager}).Column(&ids)
	return ids, err
}

// findByMessageID finds the task and the person of a mail of ours; one about no task is
// no answer to any.
func (a *replyTarget) findByMessageID(app core.App, outbox string) error {
	sent, err := app.FindRecordById("outbox", outbox)
	if err != nil {
		return records.IgnoreNotFound(err)
	}
	if sent.GetString("task") == "" || sent.GetString("user") == "" {
		return nil
	}
	task, err := app.FindRecordById("tasks", sent.GetString("task"))
	if err != nil {
		return records.IgnoreNotFound(err)
	}
	a.task, a.user = task, sent.GetString("user")
	return nil
}

// facts finds who has written, and all that the verdict depends on.
func (in *incoming) facts(tx core.App, row *core.Record, a replyTarget) (*core.Record, mailFacts, error) {
	f := mailFacts{
		unreadable: in.unreadable, tooBig: in.TooBig, sameID: row.GetRaw(duplicateKey) != nil, auto: in.Auto,
		empty: strings.TrimSpace(in.Body) == "" && len(in.Files) == 0, marked: a.marked, proved: a.task != nil,
	}
	f.dmarcFails, f.spfFails = failsAuthentication(in.Raw)
	var err error
	if f.flood, err = in.floods(tx, row, a, clock.Now(tx)); err != nil {
		return nil, f, err
	}
	person, err := in.person(tx, a)
	if err != nil || person == nil {
		return nil, f, err
	}
	f.known, f.sameSender = true, strings.EqualFold(person.Email(), in.From)
	f.blocked, f.verified, f.role = person.GetBool("blocked"), person.Verified(), person.GetString("role")
	if a.task != nil {
		f.archived = !a.task.GetDateTime("archived_at").IsZero()
		f.mayRead = f.role != actor.RoleClient || a.task.GetString("client") == person.Id
	}
	profiles, err := tx.CountRecords("profiles", dbx.HashExp{"user": person.Id})
	f.profile = profiles > 0
	return person, f, err
}

// person is whom the proof names, else whose address it is; nil is a stranger.
func (in *incoming) person(tx core.App, a replyTarget) (*core.Record, error) {
	var person *core.Record
	var err error
	switch {
	case a.user != "":
		person, err = tx.FindRecordById("users", a.user)
	case in.From != "":
		person, err = tx.FindAuthRecordByEmail("users", in.From)
	}
	if err != nil {
		return nil, records.IgnoreNotFound(err)
	}
	return person, nil
}

// The guard against a flood from one address, and against a machine that does
// not say that it is one: it writes the same each time.
const (
	floodMails  = 20
	floodPeriod = 10 * time.Minute
	sameMails   = 5
	samePeriod  = 24 * time.Hour
)

// floods is true of the next mail of a sender who has sent too many. Answers
// that were proved are counted apart: whoever only forges an address can't use
// up what is the person's own.
func (in *incoming) floods(tx core.App, row *core.Record, a replyTarget, now time.Time) (bool, error) {
	answers := dbx.Expression(dbx.HashExp{"comment": ""})
	same := dbx.HashExp{"body": row.GetString("body")}
	if a.task != nil {
		answers = dbx.Not(answers)
		same["task"] = a.task.Id
	} else {
		same["subject"] = row.GetString("subject")
	}
	sender := dbx.HashExp{"sender": row.GetString("sender")}
	n, err := tx.CountRecords("inbox", sender, answers, createdAfter(now.Add(-floodPeriod)))
	if err != nil || n >= floodMails {
		return true, err
	}
	n, err = tx.CountRecords("inbox", sender, answers, same, createdAfter(now.Add(-samePeriod)))
	return n >= sameMails, err
}
