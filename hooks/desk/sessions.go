package desk

import (
	"net/http"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"

	"otklik/hooks/actor"
	"otklik/hooks/jobs"
	"otklik/hooks/records"
)

// realtimeOwner is the key under which a realtime connection keeps the id of its
// user: PocketBase drops its own record as soon as the token is invalid.
const realtimeOwner = "otklikOwner"

// RegisterSessions ends sessions and connections that are no longer valid.
func RegisterSessions(app core.App) {
	app.OnRealtimeSubscribeRequest().BindFunc(recordOwner)
	app.OnRecordAuthRequest().BindFunc(startSession)
	app.OnFileTokenRequest().BindFunc(bindFileToken)
	jobs.ScheduleRemoval(app, "otklik_forget_sessions", "17 4 * * *", forgetSessions)
	app.OnRecordUpdate("users").BindFunc(renewTokenKey)
	app.OnRecordAfterUpdateSuccess("users").BindFunc(dropConnections)
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.Router.POST("/api/desk/sessions/end", endSessions).Bind(apis.RequireAuth("users")).BindFunc(records.NoBody)
		e.Router.POST("/api/desk/sessions/sign-out", signOut).Bind(apis.RequireAuth()).BindFunc(records.NoBody)
		e.Router.Bind(&hook.Handler[*core.RequestEvent]{Id: "otklikSessions", Priority: sessionsPriority, Func: refuseEnded})
		return e.Next()
	})
}

// renewTokenKey ends all sessions of a user who is blocked or whose role changes:
// the auth rule stops only the next log-in, and issued tokens would stay valid.
func renewTokenKey(e *core.RecordEvent) error {
	old := e.Record.Original()
	blocked := e.Record.GetBool("blocked") && !old.GetBool("blocked")
	if blocked || e.Record.GetString("role") != old.GetString("role") {
		e.Record.RefreshTokenKey()
	}
	return e.Next()
}

// recordOwner stores the user of a connection, and closes the connection if the
// token has become invalid during the request: [dropConnections] may have run
// before the connection had an owner, and it would keep its former rights. While the
// database can't be read, the connection stays as it is.
func recordOwner(e *core.RealtimeSubscribeRequestEvent) error {
	if e.Auth == nil {
		return e.Next()
	}
	e.Client.Set(realtimeOwner, e.Auth.Id)
	session := sessionOf(requestToken(e.RequestEvent))
	e.Client.Set(realtimeSession, session.id)
	current, err := e.App.FindRecordById(e.Auth.Collection(), e.Auth.Id)
	if err := records.IgnoreNotFound(err); err != nil {
		return err
	}
	ended, err := session.hasEnded(e.App)
	if err != nil {
		return err
	}
	if ended || current == nil || current.TokenKey() != e.Auth.TokenKey() {
		e.App.SubscriptionsBroker().Unregister(e.Client.Id())
		return e.UnauthorizedError("", nil)
	}
	return e.Next()
}

// dropConnections closes a user's realtime connections when the token key changes.
func dropConnections(e *core.RecordEvent) error {
	if e.Record.TokenKey() == e.Record.Original().TokenKey() {
		return e.Next()
	}
	broker := e.App.SubscriptionsBroker()
	for _, c := range broker.Clients() {
		if auth, _ := c.Get(realtimeOwner).(string); auth == e.Record.Id {
			broker.Unregister(c.Id())
		}
	}
	return e.Next()
}

// endSessions signs the caller out everywhere, this session included.
func endSessions(e *core.RequestEvent) error {
	me, err := e.App.FindRecordById("users", e.Auth.Id)
	if err != nil {
		return e.NotFoundError("", err)
	}
	me.RefreshTokenKey()
	actor.SetActor(me, actor.Of(e.Auth))
	if err := e.App.Save(me); err != nil {
		return err
	}
	return e.NoContent(http.StatusNoContent)
}
