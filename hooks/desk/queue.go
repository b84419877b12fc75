package desk

import (
	"net/http"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/actor"
	"otklik/hooks/clock"
	"otklik/hooks/query"
	"otklik/hooks/search"
)

// RegisterQueue serves the queue of tasks.
func RegisterQueue(app core.App) {
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.Router.GET("/api/desk/queue", serveQueue).Bind(apis.RequireAuth("users", core.CollectionNameSuperusers)).BindFunc(actor.RequireStaff).BindFunc(query.StopWithClient)
		return e.Next()
	})
}

// queuePage is one page of the queue. Next is the cursor of the next page, empty
// on the last. Total is the length of the whole list, see [CountedUpTo].
type queuePage struct {
	Items  []*queueItem   `json:"items"`
	Next   string         `json:"next"`
	Total  int            `json:"total"`
	Counts map[string]int `json:"counts"`
	// Indexing is set while words are searched in an index that is being made anew.
	Indexing *search.Progress `json:"indexing,omitempty"`
}

// serveQueue answers GET /api/desk/queue for staff; [ReadQueueQuery] lists the
// parameters.
func serveQueue(e *core.RequestEvent) error {
	who := actor.Of(e.Auth)
	hours, err := ReadHours(e.App)
	if err != nil {
		return err
	}
	q, err := ReadQueueQuery(e.Request.URL.Query(), who, hours, clock.Now(e.App))
	if err != nil {
		return e.BadRequestError("", err)
	}
	if err := q.FindWords(search.New(e.App, "")); err != nil {
		return err
	}
	page, err := readQueuePage(e.App, q, who)
	if err != nil {
		return err
	}
	if q.words != "" {
		if page.Indexing, err = search.ReadProgress(e.App); err != nil {
			return err
		}
	}
	return e.JSON(http.StatusOK, page)
}

// readQueuePage reads one row more than a page, to know whether another
// follows.
func readQueuePage(app core.App, q QueueQuery, who actor.Actor) (page queuePage, err error) {
	if page.Items, err = queueItems(app, q, q.limit+1); err != nil {
		return page, err
	}
	if len(page.Items) > q.limit {
		page.Items = page.Items[:q.limit]
		page.Next = q.next(page.Items[q.limit-1])
	}
	counters, counts, err := readCounters(app, q)
	if err != nil {
		return page, err
	}
	queueCounts(q, who.ID, counters, counts)
	page.Counts = counts
	page.Total, err = queueTotal(app, q, page, counters)
	return page, err
}

// queueItems reads the tasks of a page in order, continuing in the next segment
// where one ends.
func queueItems(app core.App, q QueueQuery, limit int) ([]*queueItem, error) {
	if err := q.skipBlocks(app); err != nil {
		return nil, err
	}
	items, offset := []*queueItem{}, q.offset
	for _, p := range q.Segments() {
		found, err := segmentItems(app, q, p, limit-len(items), offset)
		if err != nil {
			return nil, err
		}
		if items = append(items, found...); len(items) == limit {
			break
		}
		if len(found) > 0 || offset == 0 {
			offset = 0
			continue
		}
		n, err := countSegment(app, q, p)
		if err != nil {
			return nil, err
		}
		offset -= n
	}
	return items, nil
}

// segmentItems reads tasks of a segment. The inner query selects the page by the
// indexes alone; only its rows are joined with the names.
func segmentItems(app core.App, q QueueQuery, p segment, limit, offset int) (items []*queueItem, err error) {
	params := dbx.Params{"limit": limit, "offset": offset}
	err = app.DB().NewQuery("WITH page AS (" + q.IDs(p, params) + " LIMIT {:limit} OFFSET {:offset}) " + queueColumns +
		" FROM page JOIN tasks t ON t.rowid = page.r " + QueueJoins + " ORDER BY " + q.order(p)).Bind(params).All(&items)
	return items, err
}
