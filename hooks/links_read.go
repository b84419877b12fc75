package hooks

import (
	"net/url"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/clock"
)

// mayRead is nil while the link's person may see the task.
func mayRead(l *openLink) error {
	if l.task == nil {
		return errVoid
	}
	archived := !l.task.GetDateTime("archived_at").IsZero()
	switch l.user.GetString("role") {
	case roleManager:
		return nil
	case roleConsultant:
		if !archived {
			return nil
		}
	case roleClient:
		if !archived && l.task.GetString("client") == l.user.Id {
			return nil
		}
	}
	return errVoid
}

// showRead asks whether the mail has been read.
func showRead(_ core.App, l *openLink, _ url.Values) (*linkPage, error) {
	if err := mayRead(l); err != nil {
		return nil, err
	}
	page := l.page("read")
	page.Lines = []string{l.say("read_about")}
	page.Form = &linkForm{Button: l.say("read_button")}
	return page, nil
}

// actRead marks what the person had been told of the task when the mail was
// written; what has happened since is still news.
func actRead(tx core.App, l *openLink, _ url.Values) (*linkPage, error) {
	if err := mayRead(l); err != nil {
		return nil, err
	}
	if err := l.use(tx); err != nil {
		return nil, err
	}
	until := l.IssuedAt.Add(time.Second) // its time is in whole seconds
	rows, err := tx.FindAllRecords("notifications",
		dbx.HashExp{"user": l.user.Id, "task": l.task.Id}, dbx.NewExp("read_at = ''"), // the empty text is in the words, for the index
		dbx.NewExp("created < {:until}", dbx.Params{"until": dateTime(until)}))
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		row.Set("read_at", clock.Now(tx))
		if err := tx.SaveNoValidate(row); err != nil {
			return nil, err
		}
	}
	page := l.page("has_read")
	page.Actions = []linkAction{l.toTask()}
	return page, nil
}
