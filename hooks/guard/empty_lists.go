package guard

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
	"github.com/pocketbase/pocketbase/tools/search"

	"otklik/hooks/desk"
)

// emptyListKey marks a request whose list is known to be empty.
const emptyListKey = "otklikEmptyList"

// afterThrottle runs a hook last, where PocketBase's handler would follow.
const afterThrottle = 9999

// RegisterEmptyLists answers lists that have no rows for the caller without a query:
// the rules join tasks and users for every row before they look at the caller, which
// costs a guest seconds of processor time on a desk of some years.
func RegisterEmptyLists(app core.App) {
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		limit := rateLimitOf(e)
		e.Router.Bind(&hook.Handler[*core.RequestEvent]{Id: "otklikFindEmptyList", Priority: apis.DefaultRateLimitMiddlewarePriority, Func: func(e *core.RequestEvent) error {
			if !isEmptyList(e) {
				return e.Next()
			}
			e.Set(emptyListKey, true)
			return limit(e) // PocketBase applies the limits of lists in the handler, which is not reached
		}})
		e.Router.Bind(&hook.Handler[*core.RequestEvent]{Id: "otklikEmptyList", Priority: guardPriority + 1, Func: answerEmptyList})
		return e.Next()
	})
	app.OnRecordsListRequest(desk.CollectionNames()...).Bind(&hook.Handler[*core.RecordsListRequestEvent]{Id: "otklikAnswerAtOnce", Priority: afterThrottle, Func: answerAtOnce})
}

// rateLimitOf returns PocketBase's own middleware that counts requests by address.
func rateLimitOf(e *core.ServeEvent) func(*core.RequestEvent) error {
	for _, m := range e.Router.Middlewares {
		if m.Id == apis.DefaultRateLimitMiddlewareId {
			return m.Func
		}
	}
	return (*core.RequestEvent).Next
}

// isEmptyList reports whether a request is for a list of which the caller can see no
// row. A list without a rule is left to PocketBase, which refuses it.
func isEmptyList(e *core.RequestEvent) bool {
	if e.Request.Pattern != desk.ListPattern || e.HasSuperuserAuth() {
		return false
	}
	collection, err := e.App.FindCachedCollectionByNameOrId(e.Request.PathValue("collection"))
	if err != nil || collection.ListRule == nil || *collection.ListRule == "" {
		return false
	}
	return !mayMeet(*collection.ListRule, e.Auth)
}

// answerEmptyList answers a list without rows in PocketBase's shape. It runs after
// the guard, so that a refused filter is refused here too. Filters that PocketBase
// itself refuses are left to it.
func answerEmptyList(e *core.RequestEvent) error {
	query := e.Request.URL.Query()
	if e.Get(emptyListKey) == nil || namesRequest(query) {
		return e.Next()
	}
	collection, err := e.App.FindCachedCollectionByNameOrId(e.Request.PathValue("collection"))
	if err != nil {
		return e.NotFoundError("", err)
	}
	answer, err := emptyResult(query)
	if err != nil {
		return e.BadRequestError("", err)
	}
	if err := checkExpressions(e, collection, query); err != nil {
		return e.BadRequestError("", err)
	}
	return e.JSON(http.StatusOK, answer)
}

// namesRequest reports whether a filter or sort names what only superusers may use;
// PocketBase refuses it before its query.
func namesRequest(query url.Values) bool {
	both := query.Get(search.FilterQueryParam) + query.Get(search.SortQueryParam)
	return strings.Contains(both, "@collection.") || strings.Contains(both, "@request.")
}

// emptyResult returns the page that the caller asked for, with PocketBase's defaults
// and limits.
func emptyResult(query url.Values) (*search.Result, error) {
	out := &search.Result{Items: []*core.Record{}, Page: 1, PerPage: search.DefaultPerPage}
	if raw := query.Get(search.SkipTotalQueryParam); raw != "" {
		skip, err := strconv.ParseBool(raw)
		if err != nil {
			return nil, err
		}
		if skip {
			out.TotalItems, out.TotalPages = -1, -1
		}
	}
	for name, target := range map[string]*int{search.PageQueryParam: &out.Page, search.PerPageQueryParam: &out.PerPage} {
		raw := query.Get(name)
		if raw == "" {
			continue
		}
		n, err := strconv.Atoi(raw)
		if err != nil {
			return nil, err
		}
		if n > 0 {
			*target = n
		}
	}
	out.PerPage = min(out.PerPage, search.MaxPerPage)
	return out, nil
}

// checkExpressions returns the error that PocketBase would find in the filter or the
// sort. It builds their SQL and runs none.
func checkExpressions(e *core.RequestEvent, collection *core.Collection, query url.Values) error {
	info, err := e.RequestInfo()
	if err != nil {
		return err
	}
	resolver := core.NewRecordFieldResolver(e.App, collection, info, false)
	if filter := query.Get(search.FilterQueryParam); filter != "" {
		if len(filter) > search.MaxFilterLength {
			return search.ErrFilterLengthLimit
		}
		if _, err := search.FilterData(filter).BuildExpr(resolver); err != nil {
			return err
		}
	}
	raw := query.Get(search.SortQueryParam)
	if raw == "" {
		return nil
	}
	fields := search.ParseSortFromString(raw)
	if len(fields) > search.DefaultSortExprLimit {
		return search.ErrSortExprLimit
	}
	for _, field := range fields {
		if len(field.Name) > search.MaxSortFieldLength {
			return search.ErrSortFieldLengthLimit
		}
		if _, err := field.BuildExpr(resolver); err != nil {
			return err
		}
	}
	return nil
}

// answerAtOnce answers a list that turned out empty. PocketBase delays a filtered one
// by up to half a second once an address has had three in three seconds, against
// filters as oracles; the guard refuses those, and an office behind one address
// would wait all day.
func answerAtOnce(e *core.RecordsListRequestEvent) error {
	if len(e.Records) > 0 {
		return e.Next()
	}
	return e.JSON(http.StatusOK, e.Result)
}
