package api

import (
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/mail/inbox"
	"otklik/hooks/signing"
)

// receiveMail receives a mail as a listener does.
func receiveMail(app core.App, raw string, recipients ...string) error {
	return inbox.Receive(app, inbox.Arrival{Raw: []byte(raw), EnvelopeTo: recipients, Via: inbox.ViaSMTP})
}

// receiveHeaders receives the headers of a mail that is too big.
func receiveHeaders(app core.App, raw string) error {
	return inbox.Receive(app, inbox.Arrival{Raw: []byte(raw), Via: inbox.ViaIMAP, TooBig: true})
}

// replyAddressOf returns the address for the person's replies about the task.
func replyAddressOf(app core.App, task *core.Record, user string) (string, error) {
	return signing.ReplyAddress(app, task, user)
}
