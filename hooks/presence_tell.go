package hooks

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/routine"
	"github.com/pocketbase/pocketbase/tools/subscriptions"
)

// present is one person at a task.
type present struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Client bool   `json:"client"`
	typing bool
}

// gathering is who is at a task, as one person is told. N grows: of two
// messages the one with the larger is newer.
type gathering struct {
	N      int64     `json:"n"`
	Open   []present `json:"open"`
	Typing []present `json:"typing"`
	people []present
}

// mayView is the rule of the collection, asked for one person.
func mayView(app core.App, record, user *core.Record) bool {
	info := &core.RequestInfo{Context: core.RequestInfoContextRealtime, Method: http.MethodGet, Auth: user}
	ok, _ := app.CanAccessRecord(record, info, record.Collection().ViewRule)
	return ok
}

// read gathers who is at a task; who may no longer see it is passed over.
func (p *presence) read(task *core.Record) gathering {
	users, turn := p.at(task.Id, time.Now())
	found := gathering{N: turn}
	for id, typing := range users {
		u, err := p.app.FindRecordById("users", id)
		if err != nil || !mayView(p.app, task, u) {
			continue
		}
		found.people = append(found.people, present{
			ID: id, Name: cmp.Or(u.GetString("name"), u.GetString("username")),
			Client: u.GetString("role") == roleClient, typing: typing,
		})
	}
	slices.SortFunc(found.people, func(a, b present) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	return found
}

// seenBy is what one person is told: staff of everybody else, a client only of
// staff who are writing an answer.
func (g gathering) seenBy(who actor) gathering {
	g.Open, g.Typing = []present{}, []present{}
	for _, one := range g.people {
		if one.ID == who.id {
			continue
		}
		if who.staff() {
			g.Open = append(g.Open, one)
		}
		if one.typing && (who.staff() || !one.Client) {
			g.Typing = append(g.Typing, one)
		}
	}
	return g
}

// tell sends everybody who listens, and may see the task, what they are told.
func (p *presence) tell(id string) {
	task, err := p.app.FindRecordById("tasks", id)
	if err != nil {
		return // removed meanwhile
	}
	found := p.read(task)
	for _, client := range p.app.SubscriptionsBroker().Clients() {
		if client.HasSubscription(presenceTopic(id)) {
			p.send(client, task, found)
		}
	}
}

// send judges the person behind a connection as they are now: the name of a
// topic can be anybody's.
func (p *presence) send(client subscriptions.Client, task *core.Record, found gathering) {
	owner := connectionOwner(client)
	if owner == "" {
		return
	}
	user, err := p.app.FindRecordById("users", owner)
	if err != nil || !mayView(p.app, task, user) {
		return
	}
	data, err := json.Marshal(found.seenBy(actorOf(user)))
	if err != nil {
		p.app.Logger().Error("presence", "error", err)
		return
	}
	routine.FireAndForget(func() {
		client.Send(subscriptions.Message{Name: presenceTopic(task.Id), Data: data})
	})
}
