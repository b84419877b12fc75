package api

import (
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/mail/inbox"
	"otklik/hooks/signing"
)

// receiveMail takes a mail in as a listener does.
func receiveMail(app core.App, raw string, recipients ...string) error {
	return inbox.Receive(app, inbox.Arrival{Raw: []byte(raw), EnvelopeTo: recipients, Via: inbox.ViaSMTP})
}

// receiveHeaders takes in what there is of a mail that is too big.
func receiveHeaders(app core.App, raw string) error {
	return inbox.Receive(app, inbox.Arrival{Raw: []byte(raw), Via: inbox.ViaIMAP, TooBig: true})
}

// replyAddressOf is where an answer of the person about the task goes.
func replyAddressOf(app core.App, task *core.Record, user string) (string, error) {
	return signing.ReplyAddress(app, task, user)
}
