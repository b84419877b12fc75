package inbox

import (
	"slices"
	"strings"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/actor"
	"otklik/hooks/clock"
	"otklik/hooks/mail/parse"
	"otklik/hooks/records"
	"otklik/hooks/signing"
	"otklik/hooks/text"
)

// addresses returns all recipients of the mail. Those of the envelope come first,
// because only mail servers write them.
func (in *incoming) addresses() []string {
	var out []string
	for _, a := range append(slices.Clone(in.EnvelopeTo), in.Recipients...) {
		if a = text.CanonicalDomain(strings.ToLower(a)); !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	return out[:min(len(out), proofsTried)]
}

// proofs returns the Message-IDs that the mail refers to, the nearest first.
func (in *incoming) proofs() []string {
	out := slices.Clone(in.InReplyTo)
	for _, id := range slices.Backward(in.References) {
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out[:min(len(out), proofsTried)]
}

// proofsTried limits the addresses and Message-IDs that are checked per mail.
const proofsTried = 50

// replyTarget is what a mail answers: the task, and the user to whom the answered
// mail was sent. Both are empty without a proof.
type replyTarget struct {
	task   *core.Record
	user   string
	marked bool // an address contained a task number and a token, valid or not
}

// findReplyTarget looks for our reply token in the addresses, then for one of our
// Message-IDs in ids.
func findReplyTarget(app core.App, addresses, ids []string) (replyTarget, error) {
	var target replyTarget
	for _, address := range addresses {
		number, token, ok := signing.ParseReplyAddress(address)
		if !ok {
			continue
		}
		target.marked = true
		if err := target.findByToken(app, number, token); err != nil || target.task != nil {
			return target, err
		}
	}
	for _, id := range ids {
		if outboxID, ok := signing.ParseMessageID(app, id); ok {
			if err := target.findByMessageID(app, outboxID); err != nil || target.task != nil {
				return target, err
			}
		}
	}
	return target, nil
}

// findByToken finds the task by number, and the user whose token it is.
func (target *replyTarget) findByToken(app core.App, number int, token string) error {
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
			target.task, target.user = task, user
		}
	}
	return nil
}

// possibleRecipients returns the ids of all users who may have been sent a mail
// about a task.
func possibleRecipients(app core.App, task *core.Record) ([]string, error) {
	var ids []string
	err := app.DB().NewQuery(`SELECT id FROM users WHERE id = {:client} OR role IN ({:consultant}, {:manager})
			UNION SELECT user FROM outbox WHERE task = {:task} AND user != ''`).
		Bind(dbx.Params{"client": task.GetString("client"), "task": task.Id, "consultant": actor.RoleConsultant, "manager": actor.RoleManager}).Column(&ids)
	return ids, err
}

// findByMessageID finds the task and the user of a sent mail, if the mail was
// about a task.
func (target *replyTarget) findByMessageID(app core.App, outboxID string) error {
	sent, err := app.FindRecordById("outbox", outboxID)
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
	target.task, target.user = task, sent.GetString("user")
	return nil
}

// facts returns the sender's user, nil for a stranger, and the facts that the
// verdict depends on.
func (in *incoming) facts(tx core.App, row *core.Record, target replyTarget) (*core.Record, mailFacts, error) {
	f := mailFacts{
		unreadable: in.unreadable, tooBig: in.TooBig, sameID: row.GetRaw(duplicateKey) != nil, auto: in.Auto,
		empty: parse.IsBlank(in.Body) && len(in.Files) == 0, untitled: !hasWords(in.Title()), marked: target.marked, proved: target.task != nil,
	}
	f.senderCheck, f.acceptUnverified = in.sender, in.acceptUnverified
	var err error
	if f.flood, err = in.floods(tx, row, target, clock.Now(tx)); err != nil {
		return nil, f, err
	}
	person, err := in.person(tx, target)
	if err != nil || person == nil {
		return nil, f, err
	}
	f.known, f.sameSender = true, strings.EqualFold(person.Email(), in.From)
	f.blocked, f.verified, f.role = person.GetBool("blocked"), person.Verified(), person.GetString("role")
	if target.task != nil {
		f.archived = !target.task.GetDateTime("archived_at").IsZero()
		f.mayRead = f.role != actor.RoleClient || target.task.GetString("client") == person.Id
	}
	if over, err := in.exceedsQuota(tx, person); err != nil || over {
		f.flood = true
		return person, f, err
	}
	profiles, err := tx.CountRecords("profiles", dbx.HashExp{"user": person.Id})
	f.profile = profiles > 0
	return person, f, err
}

// person returns the user named by the proof, or else the user with the sender's
// address; nil for a stranger.
func (in *incoming) person(tx core.App, target replyTarget) (*core.Record, error) {
	var person *core.Record
	var err error
	switch {
	case target.user != "":
		person, err = tx.FindRecordById("users", target.user)
	case in.From != "":
		person, err = tx.FindAuthRecordByEmail("users", in.From)
	}
	if err != nil {
		return nil, records.IgnoreNotFound(err)
	}
	return person, nil
}

// The limits against a flood from one address, and against automatic mails that
// aren't marked as such: they have the same text each time.
const (
	floodMails  = 20
	floodPeriod = 10 * time.Minute
	sameMails   = 5
	samePeriod  = 24 * time.Hour
)

// floods reports whether the sender has sent too many mails. Proved answers are
// counted apart, and mails that our mail server vouches for without those that it does
// not, so that a stranger who forges an address can't use up the user's limit.
func (in *incoming) floods(tx core.App, row *core.Record, target replyTarget, now time.Time) (bool, error) {
	answers := dbx.Expression(dbx.HashExp{"comment": ""})
	same := dbx.HashExp{"content": row.GetString("content")}
	if target.task != nil {
		answers = dbx.Not(answers)
		same["task"] = target.task.Id
	} else {
		same["subject"] = row.GetString("subject")
	}
	if in.sender.vouched {
		answers = dbx.And(answers, dbx.NotIn("reason", heldNotAuthentic, heldFlood))
	}
	sender := dbx.HashExp{"sender": row.GetString("sender")}
	n, err := tx.CountRecords("inbox", sender, answers, createdAfter(now.Add(-floodPeriod)))
	if err != nil || n >= floodMails {
		return true, err
	}
	n, err = tx.CountRecords("inbox", sender, answers, same, createdAfter(now.Add(-samePeriod)))
	if err != nil || n >= sameMails {
		return true, err
	}
	return false, nil
}
