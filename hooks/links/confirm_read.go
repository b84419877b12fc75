package links

import (
	"net/url"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/actor"
	"otklik/hooks/clock"
	"otklik/hooks/records"
)

// mayRead returns nil if the link's user may read the task.
func mayRead(l *openedLink) error {
	if l.task == nil {
		return errInvalid
	}
	archived := !l.task.GetDateTime("archived_at").IsZero()
	switch l.user.GetString("role") {
	case actor.RoleManager:
		return nil
	case actor.RoleConsultant:
		if !archived {
			return nil
		}
	case actor.RoleClient:
		if !archived && l.task.GetString("client") == l.user.Id {
			return nil
		}
	}
	return errInvalid
}

// showRead asks whether the mail has been read.
func showRead(_ core.App, l *openedLink, _ url.Values) (*linkPage, error) {
	if err := mayRead(l); err != nil {
		return nil, err
	}
	page := l.page("read")
	page.Lines = []string{l.text("read_about")}
	page.Form = &linkForm{Button: l.text("read_button")}
	return page, nil
}

// actRead marks the notifications of the task as read that existed when the mail
// was composed; later ones stay unread.
func actRead(tx core.App, l *openedLink, _ url.Values) (*linkPage, error) {
	if err := mayRead(l); err != nil {
		return nil, err
	}
	if err := l.markUsed(tx); err != nil {
		return nil, err
	}
	until := l.IssuedAt.Add(time.Second) // the claim has whole seconds
	rows, err := tx.FindAllRecords("notifications",
		dbx.HashExp{"user": l.user.Id, "task": l.task.Id}, dbx.NewExp("read_at = ''"), // the literal '' is the condition of the partial index
		dbx.NewExp("created < {:until}", dbx.Params{"until": records.DateTime(until)}))
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
	page.Actions = []linkAction{l.taskAction()}
	return page, nil
}
