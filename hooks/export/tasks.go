package export

import (
	"slices"

	"github.com/pocketbase/dbx"

	"otklik/hooks/desk"
	"otklik/hooks/query"
	"otklik/hooks/search"
)

// exportBatch is the number of rows read at once, which bounds the memory.
const exportBatch = 1000

// exportTask is a row of the export of tasks.
type exportTask struct {
	Row          int    `db:"row_id"`
	Number       int    `db:"number"`
	Title        string `db:"title"`
	Description  string `db:"description"`
	Status       string `db:"status"`
	Priority     string `db:"priority"`
	Category     string `db:"category"`
	Organization string `db:"organization"`
	INN          string `db:"inn"`
	Client       string `db:"client_name"`
	Consultant   string `db:"consultant_name"`
	Created      string `db:"created"`
	AnsweredAt   string `db:"answered_at"`
	DueAt        string `db:"due_at"`
	LastAt       string `db:"last_at"`
	LastBy       string `db:"last_by"`
	DoneAt       string `db:"done_at"`
	ClosedAt     string `db:"closed_at"`
	Rating       int    `db:"rating"`
	Comment      string `db:"comment"`
	ArchivedAt   string `db:"archived_at"`
	ArchivedBy   string `db:"archived_by"`
}

const exportColumns = `SELECT t.rowid AS row_id, t.number, t.title, t.description, t.status, t.priority, COALESCE(g.name, '') AS category,
	COALESCE(p.organization, '') AS organization, COALESCE(p.inn, '') AS inn,
	COALESCE(NULLIF(c.name, ''), c.username, '') AS client_name, COALESCE(NULLIF(s.name, ''), s.username, '') AS consultant_name,
	t.created, t.answered_at, t.due_at, t.last_at, t.last_by, t.done_at, t.closed_at, COALESCE(a.rating, 0) AS rating, COALESCE(a.comment, '') AS comment,
	t.archived_at, CASE t.archived_at WHEN '' THEN '' ELSE COALESCE((SELECT COALESCE(NULLIF(d.name, ''), d.username) FROM history h LEFT JOIN users d ON d.id = h.actor
		WHERE h.task = t.id AND h.event = 'archived' ORDER BY h.created DESC LIMIT 1), '') END AS archived_by`

// prepareTasks exports the tasks that the queue lists for the same filters. A
// client gets the client's own tasks with the columns visible to clients.
func (x *job) prepareTasks() (int, func() error, error) {
	q, err := x.taskQuery()
	if err != nil {
		return 0, nil, err
	}
	client := ""
	if !x.who.IsInsider() {
		client = x.who.ID
	}
	if err := q.FindWords(search.New(x.app, client)); err != nil {
		return 0, nil, err
	}
	rows, err := x.taskRows(q)
	return len(rows), func() error { return x.tasks(rows, q.View == desk.ViewArchived) }, err
}

// taskRows returns the rowids of the list in its order: 8 MB for a million tasks.
// Read up front, the list stays the same while it is written.
func (x *job) taskRows(q desk.QueueQuery) (rows []int, err error) {
	for _, p := range q.Segments() {
		var found []int
		params := dbx.Params{}
		if err := x.app.DB().NewQuery("SELECT r FROM (" + q.IDs(p, params) + ")").Bind(params).Column(&found); err != nil {
			return nil, err
		}
		rows = append(rows, found...)
	}
	return rows, nil
}

// taskQuery parses the parameters of the queue, without its paging. For a client
// only status and q count.
func (x *job) taskQuery() (desk.QueueQuery, error) {
	values := map[string][]string{}
	for name, value := range x.values {
		if name != "after" && name != "offset" && name != "limit" && (x.who.IsInsider() || name == "status" || name == "q") {
			values[name] = value
		}
	}
	if !x.who.IsInsider() && x.values.Get("status") == "" {
		values["view"] = []string{desk.ViewAll}
	}
	q, err := desk.ReadQueueQuery(values, x.who, x.hours, x.now)
	if !x.who.IsInsider() {
		q.Client = x.who.ID
	}
	return q, err
}

// tasks writes the tasks batch by batch; archived ones also have the time and the
// author of the archiving.
func (x *job) tasks(rows []int, archived bool) error {
	columns := []string{"number", "title", "status", "priority", "category", "consultant", "created", "done_at", "closed_at", "rating", "comment", "description"}
	cells := x.ownTask
	if x.who.IsInsider() {
		columns = []string{"number", "title", "status", "priority", "category", "organization", "inn", "client", "consultant",
			"created", "answered_at", "due_at", "last_at", "last_by", "done_at", "closed_at", "rating", "comment", "description"}
		cells = x.anyTask
	}
	if archived {
		columns = append([]string{"number", "archived_at", "archived_by"}, columns[1:]...)
		cells = x.archivedTask
	}
	if err := x.header("tasks", columns...); err != nil {
		return err
	}
	for chunk := range slices.Chunk(rows, exportBatch) {
		batch, err := x.taskBatch(chunk)
		if err != nil {
			return err
		}
		for _, row := range chunk {
			if t := batch[row]; t != nil { // one may have been removed meanwhile
				if err := x.row(cells(t)...); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (x *job) taskBatch(rows []int) (map[int]*exportTask, error) {
	var found []*exportTask
	err := x.app.DB().NewQuery(exportColumns + " FROM tasks t " + desk.QueueJoins + " LEFT JOIN assessments a ON a.task = t.id LEFT JOIN categories g ON g.id = t.category WHERE t.rowid IN (" + query.JoinInts(rows) + ")").All(&found)
	batch := make(map[int]*exportTask, len(found))
	for _, t := range found {
		batch[t.Row] = t
	}
	return batch, err
}

func (x *job) ownTask(t *exportTask) []any {
	status := t.Status
	if status == desk.StatusWaiting {
		status += "_own" // the desk waits for the reader
	}
	return []any{t.Number, t.Title, x.localized(status), x.localized(t.Priority), t.Category, t.Consultant,
		x.day(t.Created), x.day(t.DoneAt), x.day(t.ClosedAt), nonZero(t.Rating), t.Comment, t.Description}
}

func (x *job) anyTask(t *exportTask) []any {
	return []any{t.Number, t.Title, x.localized(t.Status), x.localized(t.Priority), t.Category, t.Organization, t.INN, t.Client, t.Consultant,
		x.day(t.Created), x.day(t.AnsweredAt), x.day(t.DueAt), x.day(t.LastAt), x.localized(t.LastBy), x.day(t.DoneAt), x.day(t.ClosedAt), nonZero(t.Rating), t.Comment, t.Description}
}

func (x *job) archivedTask(t *exportTask) []any {
	return append([]any{t.Number, x.day(t.ArchivedAt), t.ArchivedBy}, x.anyTask(t)[1:]...)
}

// nonZero returns a cell that is empty for zero.
func nonZero(n int) any {
	if n == 0 {
		return nil
	}
	return n
}
