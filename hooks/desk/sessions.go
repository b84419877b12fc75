package desk

import (
	"net/http"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/actor"
)

// realtimeOwner is where a realtime connection keeps the id of the person who
// subscribed: PocketBase forgets its own note of it as soon as the token dies.
const realtimeOwner = "otklikOwner"

// RegisterSessions ends sessions and connections that are no longer valid.
func RegisterSessions(app core.App) {
	app.OnRealtimeSubscribeRequest().BindFunc(recordOwner)
	app.OnRecordUpdate("users").BindFunc(renewTokenKey)
	app.OnRecordAfterUpdateSuccess("users").BindFunc(dropConnections)
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.Router.POST("/api/desk/sessions/end", endSessions).Bind(apis.RequireAuth("users"))
		return e.Next()
	})
}

// renewTokenKey ends all sessions of a person who was blocked or whose role
// changed: authRule stops only the next log-in, a token at hand would live on.
func renewTokenKey(e *core.RecordEvent) error {
	old := e.Record.Original()
	blocked := e.Record.GetBool("blocked") && !old.GetBool("blocked")
	if blocked || e.Record.GetString("role") != old.GetString("role") {
		e.Record.RefreshTokenKey()
	}
	return e.Next()
}

// recordOwner notes whose a connection is, and closes it again where the token
// died while the request was under way: the one who was to drop it may have
// looked before it had an owner, and it would live on with the rights of then.
func recordOwner(e *core.RealtimeSubscribeRequestEvent) error {
	if e.Auth == nil {
		return e.Next()
	}
	e.Client.Set(realtimeOwner, e.Auth.Id)
	now, err := e.App.FindRecordById(e.Auth.Collection(), e.Auth.Id)
	if err != nil || now.TokenKey() != e.Auth.TokenKey() {
		e.App.SubscriptionsBroker().Unregister(e.Client.Id())
		return e.UnauthorizedError("", err)
	}
	return e.Next()
}

// dropConnections closes the realtime connections whose token has just died.
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
