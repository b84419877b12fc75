// Package presence owns who has a task open or is typing, and broadcasts it to
// those who see the same task.
package presence

import (
	"net/http"
	"time"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/subscriptions"

	"otklik/hooks/actor"
	"otklik/hooks/problem"
	"otklik/hooks/records"
)

// The states that a page announces for a task. Typing a note is not announced: the
// state is open then.
const (
	presenceOpen   = "open"
	presenceTyping = "typing"
	presenceLeft   = "left"
)

// Register binds the route and the realtime hooks of presence.
func Register(app core.App) {
	p := newPresence(app)
	app.OnRealtimeConnectRequest().BindFunc(p.connected)
	app.OnRealtimeSubscribeRequest().BindFunc(p.subscribed)
	app.OnTerminate().BindFunc(p.clear)
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.Router.POST("/api/tasks/{id}/presence", p.announce).Bind(apis.RequireAuth("users"))
		return e.Next()
	})
}

// presenceTopic is the realtime topic of a task's presence. A subscription gives no
// permission: each message is built for its recipient.
func presenceTopic(task string) string { return "presence/" + task }

// announcement is the body of a request. Connection is the id of the caller's
// realtime connection, if any: the announcement then ends with the connection or
// with its subscription to the topic.
type announcement struct {
	State      string `json:"state"`
	Connection string `json:"connection"`
}

// announce records that the caller has a task open, is typing an answer, or has
// left. It responds with the audience visible to the caller.
func (p *presence) announce(e *core.RequestEvent) error {
	now := time.Now()
	if !p.allow(e.Auth.Id, now) {
		return e.TooManyRequestsError("", nil)
	}
	task, err := e.App.FindRecordById("tasks", e.Request.PathValue("id"))
	if err != nil || !records.MayView(e.App, task, e.Auth) {
		return e.NotFoundError("", err)
	}
	body := announcement{}
	if err := records.ReadBody(e, &body); err != nil {
		return err
	}
	at := session{task: task.Id, user: e.Auth.Id, connection: body.Connection}
	client, err := p.check(body, at)
	if err != nil {
		return e.BadRequestError("", err)
	}
	if p.join(at, body.State, now) {
		p.broadcast(task.Id)
	}
	if client != nil && client.IsDiscarded() {
		p.leave(body.Connection, nil) // closed meanwhile
	}
	return e.JSON(http.StatusOK, p.read(task).visibleTo(actor.Of(e.Auth)))
}

// check validates an announcement and returns its connection, nil if it has none.
// The connection must be the caller's own and subscribed to the topic, so that the
// limit of subscriptions also limits sessions.
func (p *presence) check(body announcement, at session) (subscriptions.Client, error) {
	switch body.State {
	case presenceOpen, presenceTyping, presenceLeft:
	default:
		return nil, problem.FieldError("state", "validation_invalid_value")
	}
	if body.Connection == "" {
		return nil, nil
	}
	client, err := p.app.SubscriptionsBroker().ClientById(body.Connection)
	if err != nil || connectionOwner(client) != at.user || !client.HasSubscription(presenceTopic(at.task)) {
		return nil, problem.FieldError("connection", "validation_invalid_value")
	}
	return client, nil
}

// connectionOwner returns the users id of a realtime connection; empty for a guest
// or a superuser.
func connectionOwner(client subscriptions.Client) string {
	auth, _ := client.Get(apis.RealtimeClientAuthKey).(*core.Record)
	if auth == nil || auth.IsSuperuser() {
		return ""
	}
	return auth.Id
}

// connected ends the sessions of a connection when it closes.
func (p *presence) connected(e *core.RealtimeConnectRequestEvent) error {
	defer func() { p.leave(e.Client.Id(), nil) }()
	return e.Next()
}

// subscribed ends the sessions of a connection for topics it no longer subscribes
// to.
func (p *presence) subscribed(e *core.RealtimeSubscribeRequestEvent) error {
	err := e.Next()
	p.leave(e.Client.Id(), func(at session) bool {
		return at.user == connectionOwner(e.Client) && e.Client.HasSubscription(presenceTopic(at.task))
	})
	return err
}
