package desk

import (
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/mails"

	"otklik/hooks/actor"
	"otklik/hooks/problem"
)

// InvitationLasts is how long the link of an invitation is good: whoever is
// invited waits for no mail, as the one does who has forgotten a password.
const InvitationLasts = 7 * 24 * time.Hour

// Invited marks a person whose mail about a password is an invitation.
const Invited = "@invited"

// MakeAccount keeps a person whom somebody else registers: with a password that
// nobody knows. more are the errors of what comes along.
func MakeAccount(tx core.App, by actor.Actor, fields map[string]any, more error) (*core.Record, error) {
	collection, err := tx.FindCachedCollectionByNameOrId("users")
	if err != nil {
		return nil, err
	}
	person := core.NewRecord(collection)
	person.Load(fields)
	person.SetRandomPassword()
	actor.SetActor(person, by)
	if err := problem.Merge(checkUser(tx, person), more); err != nil {
		return nil, err
	}
	return person, tx.Save(person)
}

// InviteByMail sends the mail by which a person chooses the first password;
// whoever can follow it owns the address.
func InviteByMail(tx core.App, person *core.Record) error {
	person.SetRaw(Invited, true)
	return mails.SendRecordPasswordReset(tx, person)
}

// InvitationToken is a token for a new password that lasts longer than usual.
func InvitationToken(person *core.Record) (string, error) {
	collection := *person.Collection() // a copy of our own: the original is shared
	collection.PasswordResetToken.Duration = int64(InvitationLasts / time.Second)
	lasting := core.NewRecord(&collection)
	lasting.Id = person.Id
	lasting.SetEmail(person.Email())
	lasting.SetTokenKey(person.TokenKey())
	return lasting.NewPasswordResetToken()
}
