package desk

import (
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/mails"

	"otklik/hooks/actor"
	"otklik/hooks/problem"
)

// invitationPeriod is how long the link of an invitation is valid. It is longer
// than that of a password reset, because an invited person is not waiting for
// the mail.
const invitationPeriod = 7 * 24 * time.Hour

// Invited is the key of a user record whose password-reset mail is an invitation.
const Invited = "@invited"

// CreateAccount creates an account on behalf of another person, with a random
// password. more holds errors of the companion data; they are merged with the
// errors of the account.
func CreateAccount(tx core.App, by actor.Actor, fields map[string]any, more error) (*core.Record, error) {
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

// InviteByMail sends the mail by which a person chooses the first password.
// Following its link proves ownership of the address.
func InviteByMail(tx core.App, person *core.Record) error {
	person.SetRaw(Invited, true)
	return mails.SendRecordPasswordReset(tx, person)
}

// InvitationToken returns a password-reset token valid for [invitationPeriod].
func InvitationToken(person *core.Record) (string, error) {
	collection := *person.Collection() // a copy of our own: the original is shared
	collection.PasswordResetToken.Duration = int64(invitationPeriod / time.Second)
	lasting := core.NewRecord(&collection)
	lasting.Id = person.Id
	lasting.SetEmail(person.Email())
	lasting.SetTokenKey(person.TokenKey())
	return lasting.NewPasswordResetToken()
}
