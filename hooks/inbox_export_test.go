package hooks

import "github.com/pocketbase/pocketbase/core"

// Receive takes a mail in as a listener does.
func Receive(app core.App, raw string, recipients ...string) error {
	return receive(app, arrival{raw: []byte(raw), recipients: recipients, via: viaSMTP})
}

// ReceiveHeaders takes in what there is of a mail that is too big.
func ReceiveHeaders(app core.App, raw string) error {
	return receive(app, arrival{raw: []byte(raw), via: viaIMAP, tooBig: true})
}

// ReplyAddress is where an answer of the person about the task goes.
func ReplyAddress(app core.App, task *core.Record, user string) (string, error) {
	return replyAddress(app, task, user)
}
