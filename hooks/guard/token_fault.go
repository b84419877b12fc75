package guard

import (
	"strings"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"

	"otklik/hooks/problem"
)

// RegisterTokenFaults tells a failure to look a token up from a token that is not
// valid. PocketBase takes the caller for a guest in both cases, and the page would
// sign people out while the database can't be read.
func RegisterTokenFaults(app core.App) {
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.Router.Bind(&hook.Handler[*core.RequestEvent]{Id: "otklikTokenFault", Priority: apis.DefaultLoadAuthTokenMiddlewarePriority + 1, Func: checkTokenFault})
		return e.Next()
	})
}

func checkTokenFault(e *core.RequestEvent) error {
	token := e.Request.Header.Get("Authorization")
	if e.Auth != nil || token == "" {
		return e.Next()
	}
	if scheme, rest, found := strings.Cut(token, " "); found && strings.EqualFold(scheme, "Bearer") {
		token = rest
	}
	if _, err := e.App.FindAuthRecordByToken(token, core.TokenTypeAuth); problem.IsFault(err) {
		return err
	}
	return e.Next()
}
