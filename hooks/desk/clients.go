package desk

import (
	"net/http"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/actor"
	"otklik/hooks/query"
	"otklik/hooks/text"
)

// clientsLimit is the length of the list, which has no pages: whoever does not
// see the client there types on.
const clientsLimit = 8

// RegisterClients serves the search for a client by words.
func RegisterClients(app core.App) {
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.Router.GET("/api/desk/clients", serveClients).Bind(apis.RequireAuth("users")).BindFunc(actor.RequireManager).BindFunc(query.StopWithClient)
		return e.Next()
	})
}

// clientItem is a client as a manager finds one for a mail.
type clientItem struct {
	ID           string `db:"id" json:"id"`
	Username     string `db:"username" json:"username"`
	Name         string `db:"name" json:"name"`
	Email        string `db:"email" json:"email"`
	Organization string `db:"organization" json:"organization"`
	INN          string `db:"inn" json:"inn"`
	Blocked      bool   `db:"blocked" json:"blocked"`
}

// clientsPage is the first eight of the clients; More says that there are others.
type clientsPage struct {
	Items []clientItem `json:"items"`
	More  bool         `json:"more"`
}

// PersonMatch finds the people u, with their profiles p, who have words in their
// nick, name or address, or in the name or the INN of their organisation.
const PersonMatch = `(u.username LIKE {:words} ESCAPE '\' OR u.name LIKE {:words} ESCAPE '\' OR u.email LIKE {:words} ESCAPE '\'
	OR p.organization LIKE {:words} ESCAPE '\' OR p.inn LIKE {:words} ESCAPE '\')`

// PersonMatchParams are the parameters of [PersonMatch].
func PersonMatchParams(words string) dbx.Params {
	return dbx.Params{"words": "%" + query.EscapeLike(words) + "%"}
}

// serveClients answers GET /api/desk/clients?q= with the clients whose nick,
// name, address, organisation or INN has the words. The filters of the records
// API do not look into addresses. With all=1 the blocked are among them, and no
// words find the first eight of all.
func serveClients(e *core.RequestEvent) error {
	page := clientsPage{Items: []clientItem{}}
	words := text.Tidy(e.Request.URL.Query().Get("q"))
	all := e.Request.URL.Query().Get("all") == "1"
	if words == "" && !all {
		return e.JSON(http.StatusOK, page)
	}
	err := e.App.DB().NewQuery(`SELECT u.id, u.username, u.name, u.email, p.organization, p.inn, u.blocked
		FROM users u JOIN profiles p ON p.user = u.id
		WHERE u.role = {:role} AND (u.blocked = 0 OR {:all}) AND ` + PersonMatch + `
		ORDER BY u.email = {:exact} DESC, p.organization, u.username LIMIT {:limit}`).
		Bind(PersonMatchParams(words)).Bind(dbx.Params{"role": actor.RoleClient, "exact": words, "limit": clientsLimit + 1, "all": all}).All(&page.Items)
	if err != nil {
		return err
	}
	if page.More = len(page.Items) > clientsLimit; page.More {
		page.Items = page.Items[:clientsLimit]
	}
	return e.JSON(http.StatusOK, page)
}
