// Package presence owns who has a task open or is typing, and tells those who
// see the same task.
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

// What a person says of a task. Writing a note is said to nobody: a page has
// the task merely open then.
const (
	presenceOpen   = "open"
	presenceTyping = "typing"
	presenceLeft   = "left"
)

// Register serves and broadcasts who has a task open.
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

// presenceTopic is what a page subscribes to in order to be told who else has
// the task open. The name gives nobody a right: each message is made for the
// person it goes to.
func presenceTopic(task string) string { return "presence/" + task }

// announcement is the body of a request. Connection is the caller's realtime
// connection, if there is one: the announcement then ends with it, or with its
// subscription to the topic.
type announcement struct {
	State      string `json:"state"`
	Connection string `json:"connection"`
}

// announce notes that the caller has a task open, writes an answer, or has
// left. It answers with who else is there, as far as the caller is told.
func (p *presence) announce(e *core.RequestEvent) error {
	now := time.Now()
	if !p.allow(e.Auth.Id, now) {
		return e.TooManyRequestsError("", nil)
	}
	task, err := e.App.FindRecordById("tasks", e.Request.PathValue("id"))
	if err != nil || !records.MayView(e.App, task, e.Auth) {
		return e.NotFoundError("", nil)
	}
	said := announcement{}
	if err := e.BindBody(&said); err != nil {
		return e.BadRequestError("", err)
	}
	at := session{task: task.Id, user: e.Auth.Id, connection: said.Connection}
	client, err := p.check(said, at)
	if err != nil {
		return e.BadRequestError("", err)
	}
	if p.join(at, said.State, now) {
		p.broadcast(task.Id)
	}
	if client != nil && client.IsDiscarded() {
		p.leave(said.Connection, nil) // it was closed meanwhile
	}
	return e.JSON(http.StatusOK, p.read(task).visibleTo(actor.Of(e.Auth)))
}

// check finds the connection, which must be the caller's own and listen to the
// topic, so that nobody can hold more than it may subscribe to.
func (p *presence) check(said announcement, at session) (subscriptions.Client, error) {
	switch said.State {
	case presenceOpen, presenceTyping, presenceLeft:
	default:
		return nil, problem.FieldError("state", "validation_invalid_value")
	}
	if said.Connection == "" {
		return nil, nil
	}
	client, err := p.app.SubscriptionsBroker().ClientById(said.Connection)
	if err != nil || connectionOwner(client) != at.user || !client.HasSubscription(presenceTopic(at.task)) {
		return nil, problem.FieldError("connection", "validation_invalid_value")
	}
	return client, nil
}

// connectionOwner is the users id behind a realtime connection; empty is a
// guest or a superuser.
func connectionOwner(client subscriptions.Client) string {
	auth, _ := client.Get(apis.RealtimeClientAuthKey).(*core.Record)
	if auth == nil || auth.IsSuperuser() {
		return ""
	}
	return auth.Id
}

// connected ends what was announced through a connection once it closes.
func (p *presence) connected(e *core.RealtimeConnectRequestEvent) error {
	defer func() { p.leave(e.Client.Id(), nil) }()
	return e.Next()
}

// subscribed ends what was announced for topics that are no longer listened to.
func (p *presence) subscribed(e *core.RealtimeSubscribeRequestEvent) error {
	err := e.Next()
	p.leave(e.Client.Id(), func(at session) bool {
		return at.user == connectionOwner(e.Client) && e.Client.HasSubscription(presenceTopic(at.task))
	})
	return err
}
