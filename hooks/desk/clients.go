package desk

import (
	"net/http"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/actor"
	"otklik/hooks/query"
	"otklik/hooks/search"
	"otklik/hooks/text"
)

// clientsLimit is the greatest number of clients found. The list has no pages:
// the user narrows the query instead.
const clientsLimit = 8

// RegisterClients serves the search for clients.
func RegisterClients(app core.App) {
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.Router.GET("/api/desk/clients", serveClients).Bind(apis.RequireAuth("users")).BindFunc(actor.RequireManager).BindFunc(query.StopWithClient)
		return e.Next()
	})
}

// clientItem is a client in the search result.
type clientItem struct {
	ID           string `db:"id" json:"id"`
	Username     string `db:"username" json:"username"`
	Name         string `db:"name" json:"name"`
	Email        string `db:"email" json:"email"`
	Organization string `db:"organization" json:"organization"`
	INN          string `db:"inn" json:"inn"`
	Blocked      bool   `db:"blocked" json:"blocked"`
}

// clientsPage holds the first [clientsLimit] clients; More is set if there are
// others.
type clientsPage struct {
	Items []clientItem `json:"items"`
	More  bool         `json:"more"`
}

// PersonMatch is the SQL condition that finds users u, with their profiles p, by
// a part of the username, name or e-mail address, or of the organisation's name
// or INN.
const PersonMatch = `(u.username LIKE {:words} ESCAPE '\' OR u.name LIKE {:words} ESCAPE '\' OR u.email LIKE {:words} ESCAPE '\'
	OR p.organization LIKE {:words} ESCAPE '\' OR p.inn LIKE {:words} ESCAPE '\'
	OR {:digits} != '' AND (p.inn = {:digits} OR p.kpp = {:digits} OR ` + phoneAsDigits + ` LIKE '%' || {:digits} || '%'))`

// phoneAsDigits is the SQL of the phone of a profile p without what is written between
// its digits.
const phoneAsDigits = `replace(replace(replace(replace(replace(replace(p.phone, ' ', ''), char(160), ''), '-', ''), '(', ''), ')', ''), '+', '')`

// PersonMatchParams returns the parameters of [PersonMatch] for a search text.
func PersonMatchParams(words string) dbx.Params {
	return dbx.Params{"words": "%" + query.EscapeLike(words) + "%", "digits": search.NumberOf(words)}
}

// serveClients answers GET /api/desk/clients?q= with the clients that
// [PersonMatch] finds; filters of the records API can't search e-mail addresses.
// all=1 includes blocked clients, and makes an empty q match every client.
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
