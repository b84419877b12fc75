package desk

import (
	"strconv"
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// queueItem is one task as the queue shows it.
type queueItem struct {
	ID             string `db:"id" json:"id"`
	Number         int    `db:"number" json:"number"`
	Title          string `db:"title" json:"title"`
	Status         string `db:"status" json:"status"`
	Priority       string `db:"priority" json:"priority"`
	Created        string `db:"created" json:"created"`
	Updated        string `db:"updated" json:"updated"`
	ArchivedAt     string `db:"archived_at" json:"archived_at"`
	Rev            int    `db:"rev" json:"rev"`
	Client         string `db:"client" json:"client"`
	ClientName     string `db:"client_name" json:"client_name"`
	Username       string `db:"username" json:"username"`
	Profile        string `db:"profile" json:"profile"`
	Organization   string `db:"organization" json:"organization"`
	INN            string `db:"inn" json:"inn"`
	Category       string `db:"category" json:"category"`
	Consultant     string `db:"consultant" json:"consultant"`
	ConsultantName string `db:"consultant_name" json:"consultant_name"`
	Rating         int    `db:"rating" json:"rating"`
	LastBy         string `db:"last_by" json:"last_by"` // client, staff or empty
	LastAt         string `db:"last_at" json:"last_at"`
	AnsweredAt     string `db:"answered_at" json:"answered_at"`
	DoneAt         string `db:"done_at" json:"done_at"`
	ClosedAt       string `db:"closed_at" json:"closed_at"`
	DueAt          string `db:"due_at" json:"due_at"`
}

const (
	queueColumns = `SELECT t.id, t.number, t.title, t.status, t.priority, t.created, t.updated, t.archived_at, t.rev, t.client,
		COALESCE(c.name, '') AS client_name, COALESCE(c.username, '') AS username, t.profile,
		COALESCE(p.organization, '') AS organization, COALESCE(p.inn, '') AS inn,
		t.consultant, COALESCE(NULLIF(s.name, ''), s.username, '') AS consultant_name, t.rating,
		t.category, t.last_by, t.last_at, t.answered_at, t.done_at, t.closed_at, t.due_at`
	// QueueJoins joins the tables that the columns of the queue come from.
	QueueJoins = `LEFT JOIN users c ON c.id = t.client
		LEFT JOIN profiles p ON p.id = t.profile
		LEFT JOIN users s ON s.id = t.consultant`
)

// queueRows reads tasks by id, in the order of ids; unknown ids are left out.
func queueRows(app core.App, ids []string) ([]*queueItem, error) {
	if len(ids) == 0 {
		return []*queueItem{}, nil
	}
	var rows []*queueItem
	params := dbx.Params{}
	names := make([]string, len(ids))
	for i, id := range ids {
		name := "id" + strconv.Itoa(i)
		names[i], params[name] = "{:"+name+"}", id
	}
	if err := app.DB().NewQuery(queueColumns + " FROM tasks t " + QueueJoins + " WHERE t.id IN (" + strings.Join(names, ", ") + ")").Bind(params).All(&rows); err != nil {
		return nil, err
	}
	byID := make(map[string]*queueItem, len(rows))
	for _, row := range rows {
		byID[row.ID] = row
	}
	items := make([]*queueItem, 0, len(rows))
	for _, id := range ids {
		if row := byID[id]; row != nil {
			items = append(items, row)
		}
	}
	return items, nil
}
