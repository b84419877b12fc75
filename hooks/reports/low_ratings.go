package reports

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/actor"
	"otklik/hooks/desk"
	"otklik/hooks/problem"
	"otklik/hooks/query"
	"otklik/hooks/records"
)

// lowPage is the response of GET /api/desk/low: unanswered ratings of up to 3, the
// oldest first. Next is the after parameter of the following page, empty on the
// last; Total is the length of the whole list.
type lowPage struct {
	Items []*lowItem `json:"items"`
	Next  string     `json:"next"`
	Total int        `json:"total"`
}

// lowItem is one low rating with its task. Rated is the time when it was given or
// last changed. ID is the assessment's: POST /api/desk/low/{id}/answered removes it
// from the list, DELETE puts it back.
type lowItem struct {
	ID             string `db:"id" json:"id"`
	Rating         int    `db:"rating" json:"rating"`
	Comment        string `db:"comment" json:"comment"`
	Rated          string `db:"rated" json:"rated"`
	Task           string `db:"task" json:"task"`
	Number         int    `db:"number" json:"number"`
	Title          string `db:"title" json:"title"`
	Status         string `db:"status" json:"status"`
	Client         string `db:"client" json:"client"`
	ClientName     string `db:"client_name" json:"client_name"`
	Organization   string `db:"organization" json:"organization"`
	Consultant     string `db:"consultant" json:"consultant"`
	ConsultantName string `db:"consultant_name" json:"consultant_name"`
}

// lowRated is the condition of a low rating. [desk.LowRating] is written out as in
// idx_assessments_low: with a parameter SQLite could not use that partial index.
var lowRated = "rating > 0 AND rating <= " + strconv.Itoa(desk.LowRating)

// lowUnanswered is the condition of the assessments a that await an answer.
var lowUnanswered = "a." + strings.ReplaceAll(lowRated, "AND ", "AND a.") + " AND a.answered_at = ''"

const (
	lowColumns = `SELECT a.id, a.rating, a.comment, a.updated AS rated, t.id AS task, t.number, t.title, t.status, t.client,
		COALESCE(NULLIF(c.name, ''), c.username, '') AS client_name, COALESCE(p.organization, '') AS organization,
		a.consultant, COALESCE(NULLIF(s.name, ''), s.username, '') AS consultant_name`
	// lowFrom names the index, because SQLite would otherwise choose the index of
	// ratings and read all low ratings ever given.
	lowFrom  = " FROM assessments a INDEXED BY idx_assessments_low JOIN tasks t ON t.id = a.task"
	lowJoins = ` LEFT JOIN users c ON c.id = t.client
		LEFT JOIN profiles p ON p.id = t.profile
		LEFT JOIN users s ON s.id = a.consultant`
	lowOrder = " ORDER BY a.updated, a.id"
)

// RegisterLowRatings binds the routes and hooks of the list of low ratings.
func RegisterLowRatings(app core.App) {
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		signedIn := apis.RequireAuth("users", core.CollectionNameSuperusers)
		e.Router.GET("/api/desk/low", serveLow).Bind(signedIn).BindFunc(actor.RequireOverseer).BindFunc(query.StopWithClient)
		e.Router.POST("/api/desk/low/{assessment}/answered", answerLow).Bind(signedIn).BindFunc(actor.RequireOverseer).BindFunc(records.NoBody)
		e.Router.DELETE("/api/desk/low/{assessment}/answered", undoAnswerLow).Bind(signedIn).BindFunc(actor.RequireOverseer)
		return e.Next()
	})
	app.OnRecordCreate("assessments").BindFunc(keepAnswered)
	app.OnRecordUpdate("assessments").BindFunc(keepAnswered)
}

// serveLow answers GET /api/desk/low?after=&limit=.
func serveLow(e *core.RequestEvent) error {
	values := e.Request.URL.Query()
	limit, err := query.Integer(values, "limit", desk.QueueLimit, 1, desk.QueueMaxLimit, "queue_limit")
	if err != nil {
		return e.BadRequestError("", err)
	}
	after, err := parseLowCursor(values)
	if err != nil {
		return e.BadRequestError("", err)
	}
	var page lowPage
	if page.Items, err = ReadLow(e.App, after, limit+1); err != nil {
		return err
	}
	if len(page.Items) > limit {
		page.Items = page.Items[:limit]
		page.Next = page.Items[limit-1].Cursor().String()
	}
	if page.Total, err = CountLow(e.App); err != nil {
		return err
	}
	return e.JSON(http.StatusOK, page)
}

// LowCursor is a position in the list of low ratings. It does not depend on the
// rating, which may be answered or removed before the next page is requested. The
// zero value is the start of the list.
type LowCursor struct{ rated, id string }

// Cursor returns the position of a rating in the list.
func (l *lowItem) Cursor() LowCursor { return LowCursor{l.Rated, l.ID} }

// String returns the after parameter of the page that follows.
func (p LowCursor) String() string { return p.rated + "|" + p.id }

func parseLowCursor(values url.Values) (p LowCursor, err error) {
	text := values.Get("after")
	if text == "" {
		return p, nil
	}
	ok := false
	if p.rated, p.id, ok = strings.Cut(text, "|"); !ok {
		return p, problem.FieldError("after", "validation_invalid_value")
	}
	return p, nil
}

// ReadLow returns at most limit low ratings after a position.
func ReadLow(app core.App, after LowCursor, limit int) ([]*lowItem, error) {
	items := []*lowItem{}
	err := app.DB().NewQuery(lowColumns + lowFrom + lowJoins + " WHERE " + lowUnanswered + " AND +t.archived_at = '' AND (a.updated, a.id) > ({:rated}, {:id})" + lowOrder + " LIMIT {:limit}").
		Bind(dbx.Params{"rated": after.rated, "id": after.id, "limit": limit}).All(&items)
	return items, err
}

// CountLow counts the low ratings that await an answer: all of them by their index, but
// those of archived tasks, which are few.
func CountLow(app core.App) (n int, err error) {
	err = app.DB().NewQuery("SELECT (SELECT COUNT(*) FROM assessments a INDEXED BY idx_assessments_low WHERE " + lowUnanswered + ") - " +
		"(SELECT COUNT(*) FROM tasks t INDEXED BY idx_tasks_archived JOIN assessments a ON a.task = t.id WHERE t.archived_at != '' AND t." +
		strings.ReplaceAll(lowRated, "AND ", "AND t.") + " AND " + lowUnanswered + ")").Row(&n)
	return n, err
}
