package desk

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/list"

	"otklik/hooks/actor"
	"otklik/hooks/query"
	"otklik/hooks/search"
	"otklik/hooks/text"
)

// The numbers of tasks in one answer, and the greatest offset: no more tasks than
// search.Candidates are ranked.
const (
	searchLimit     = 20
	SearchMaxLimit  = 50
	searchMaxOffset = search.Candidates - SearchMaxLimit
)

// hitsRead limits the bytes of the tasks' texts that are read for snippets in one
// answer: some threads are very long.
const hitsRead = 1 << 20

// RegisterSearch serves the search of tasks.
func RegisterSearch(app core.App) {
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.Router.GET("/api/desk/search", serveSearch).Bind(apis.RequireAuth("users", core.CollectionNameSuperusers)).BindFunc(query.StopWithClient)
		return e.Next()
	})
}

// foundTask is a found task as its client sees it.
type foundTask struct {
	ID             string `json:"id"`
	Number         int    `json:"number"`
	Title          string `json:"title"`
	Status         string `json:"status"`
	Created        string `json:"created"`
	ConsultantName string `json:"consultant_name"`
	hit
}

// foundItem is a found task as staff see it.
type foundItem struct {
	*queueItem
	hit
}

// hit is the place in a task where the query was found. Title and snippet are
// escaped HTML with the matches in <mark>.
type hit struct {
	TitleMarked string `json:"title_marked"`
	Snippet     string `json:"snippet"`
	Where       string `json:"where"` // number, title, description, comment, note, organization or client
	Answer      string `json:"answer,omitempty"`
}

// serveSearch answers GET /api/desk/search?q=&status=&limit=&offset=&mode= with
// {items, more}: the tasks that the caller may see, best first. more reports that
// a next page can be requested; indexing, while it is made anew, how far the index is.
// With mode=similar the items are the client's own
// tasks that have some of the words, each with the last answer of staff.
func serveSearch(e *core.RequestEvent) error {
	who := actor.Of(e.Auth)
	if e.Auth.GetBool("blocked") {
		return e.ForbiddenError("", nil)
	}
	q, err := readSearchQuery(e.Request.URL.Query(), who)
	if err != nil {
		return e.BadRequestError("", err)
	}
	client := ""
	if who.Role == actor.RoleClient {
		client = who.ID
	}
	find, reader := search.New(e.App, client), searchReader{e.App, client}
	ask := find.Search
	if q.similar {
		ask = find.Similar
	}
	end := q.offset + q.limit
	most := end + 1
	if len(q.statuses) > 0 {
		most = searchMaxOffset + q.limit // the filter by status leaves some of them
	}
	numbers, terms, err := ask(q.words, most)
	if err != nil {
		return err
	}
	if numbers, err = reader.ofStatus(numbers, q.statuses); err != nil {
		return err
	}
	items, err := reader.items(numbers[min(q.offset, len(numbers)):min(end, len(numbers))], terms, q.similar)
	if err != nil {
		return err
	}
	answer := map[string]any{"items": items, "more": len(numbers) > end && end <= searchMaxOffset}
	indexing, err := search.ReadProgress(e.App)
	if indexing != nil {
		answer["indexing"] = indexing
	}
	if err != nil {
		return err
	}
	return e.JSON(http.StatusOK, answer)
}

// searchQuery holds the parameters of [serveSearch].
type searchQuery struct {
	words         string
	limit, offset int
	statuses      []string
	similar       bool // some of the words are enough: for a client who writes a new task
}

func readSearchQuery(values url.Values, who actor.Actor) (q searchQuery, err error) {
	q.words = text.Tidy(values.Get("q"))
	if q.limit, err = query.Integer(values, "limit", searchLimit, 1, SearchMaxLimit, "search_limit"); err != nil {
		return q, err
	}
	if q.offset, err = query.Integer(values, "offset", 0, 0, searchMaxOffset, "search_offset"); err != nil {
		return q, err
	}
	if q.statuses, err = query.List(values, "status", TaskStatuses); err != nil {
		return q, err
	}
	modes, err := query.List(values, "mode", []string{"similar"})
	q.similar = len(modes) > 0 && who.Role == actor.RoleClient
	return q, err
}

// searchReader reads the found tasks: any task for staff, only the client's own if
// client is set.
type searchReader struct {
	app    core.App
	client string
}

// ofStatus keeps the numbers of tasks in one of the statuses; without statuses it
// keeps all.
func (s searchReader) ofStatus(numbers []int, statuses []string) ([]int, error) {
	if len(statuses) == 0 || len(numbers) == 0 {
		return numbers, nil
	}
	var kept []int
	err := s.app.DB().Select("number").From("tasks").Where(dbx.HashExp{"number": list.ToInterfaceSlice(numbers), "status": list.ToInterfaceSlice(statuses)}).Column(&kept)
	return slices.DeleteFunc(numbers, func(n int) bool { return !slices.Contains(kept, n) }), err
}

// items returns the found tasks with their hits.
func (s searchReader) items(numbers []int, terms []search.Term, withAnswer bool) ([]any, error) {
	items := make([]any, 0, len(numbers))
	ids, err := s.idsOf(numbers)
	if err != nil {
		return nil, err
	}
	rows, err := queueRows(s.app, ids)
	if err != nil {
		return nil, err
	}
	left := hitsRead
	for _, row := range rows {
		h, err := s.hit(row, terms, &left)
		if err != nil {
			return nil, err
		}
		if s.client == "" {
			items = append(items, foundItem{row, h})
			continue
		}
		if withAnswer {
			if h.Answer, err = s.answer(row.ID); err != nil {
				return nil, err
			}
		}
		items = append(items, foundTask{row.ID, row.Number, row.Title, row.Status, row.Created, row.ConsultantName, h})
	}
	return items, nil
}

// idsOf returns the ids of tasks by number, in that order. It checks the client
// again on the tasks themselves.
func (s searchReader) idsOf(numbers []int) ([]string, error) {
	if len(numbers) == 0 {
		return nil, nil
	}
	var rows []struct {
		ID     string `db:"id"`
		Number int    `db:"number"`
	}
	where := "number IN (" + query.JoinInts(numbers) + ") AND archived_at = ''"
	if s.client != "" {
		where += " AND client = {:client}"
	}
	if err := s.app.DB().NewQuery("SELECT id, number FROM tasks WHERE " + where).Bind(dbx.Params{"client": s.client}).All(&rows); err != nil {
		return nil, err
	}
	byNumber := make(map[int]string, len(rows))
	for _, r := range rows {
		byNumber[r.Number] = r.ID
	}
	ids := make([]string, 0, len(rows))
	for _, n := range numbers {
		if id := byNumber[n]; id != "" {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// hit finds the terms in a task: in the title, then in its texts, then in its
// organisation and its person. The snippet comes from the texts even if the title matches.
func (s searchReader) hit(row *queueItem, terms []search.Term, left *int) (hit, error) {
	h := hit{Where: "number"}
	var inTitle bool
	if h.TitleMarked, inTitle = search.Highlight(row.Title, terms); inTitle {
		h.Where = "title"
	}
	err := s.eachText(row.ID, left, func(t searchText) bool {
		if h.Snippet = search.Snippet(t.Body, terms); h.Snippet != "" && !inTitle {
			h.Where = t.Kind
		}
		return h.Snippet == ""
	})
	if err != nil || h.Snippet != "" {
		return h, err
	}
	if h.Snippet = search.Snippet(row.Organization+", ИНН "+row.INN, terms); h.Snippet != "" && !inTitle {
		h.Where = "organization"
	}
	if h.Snippet == "" && s.client == "" {
		err = s.personHit(row.Client, terms, &h, inTitle)
	}
	return h, err
}

// personHit finds the terms in what the client of a task is found by.
func (s searchReader) personHit(client string, terms []search.Term, h *hit, inTitle bool) error {
	about, err := search.PersonText(s.app, client)
	if err != nil {
		return err
	}
	if h.Snippet = search.Snippet(about, terms); h.Snippet != "" && !inTitle {
		h.Where = "client"
	}
	return nil
}

// answerLength is the limit of a similar task's answer, in characters.
const answerLength = 300

// answer returns the last comment of staff on a task, clipped to [answerLength].
func (s searchReader) answer(task string) (string, error) {
	var bodies []string
	err := s.app.DB().Select("body").From("comments").Where(dbx.NewExp("task = {:task} AND author != {:client}", dbx.Params{"task": task, "client": s.client})).
		OrderBy("created DESC").Limit(1).Column(&bodies)
	if err != nil || len(bodies) == 0 {
		return "", err
	}
	if runes := []rune(bodies[0]); len(runes) > answerLength {
		return string(runes[:answerLength]) + "…", nil
	}
	return bodies[0], nil
}

// searchText is one text of a task.
type searchText struct {
	Kind string `db:"kind"`
	Body string `db:"body"`
}

// eachText calls yield with the texts of a task that the caller may read: the
// description, the comments, newest first, and the notes. It stops when yield
// returns false or no bytes are left to be read.
func (s searchReader) eachText(task string, left *int, yield func(searchText) bool) error {
	notes := ""
	if s.client == "" {
		notes = " UNION ALL SELECT 'note', body, 2, created FROM notes WHERE task = {:task}"
	}
	rows, err := s.app.DB().NewQuery(`SELECT kind, body FROM (
			SELECT 'description' AS kind, description AS body, 0 AS rank, '' AS at FROM tasks WHERE id = {:task}
			UNION ALL SELECT 'comment', body, 1, created FROM comments WHERE task = {:task}` + notes + `
		) ORDER BY rank, at DESC`).Bind(dbx.Params{"task": task}).Rows()
	if err != nil {
		return err
	}
	defer rows.Close()
	for *left > 0 && rows.Next() {
		var t searchText
		if err := rows.Scan(&t.Kind, &t.Body); err != nil {
			return err
		}
		if *left -= len(t.Body); !yield(t) {
			return nil
		}
	}
	return rows.Err()
}
