package presence

import (
	"cmp"
	"encoding/json"
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/routine"
	"github.com/pocketbase/pocketbase/tools/subscriptions"

	"otklik/hooks/actor"
	"otklik/hooks/records"
)

// person is one person at a task.
type person struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Client bool   `json:"client"`
	typing bool
}

// audience is who is at a task, as one person is told. N grows: of two
// messages the one with the larger is newer.
type audience struct {
	N      int64    `json:"n"`
	Open   []person `json:"open"`
	Typing []person `json:"typing"`
	people []person
}

// read gathers who is at a task; who may no longer see it is passed over.
func (p *presence) read(task *core.Record) audience {
	users, turn := p.peopleAt(task.Id, time.Now())
	found := audience{N: turn}
	for id, typing := range users {
		u, err := p.app.FindRecordById("users", id)
		if err != nil || !records.MayView(p.app, task, u) {
			continue
		}
		found.people = append(found.people, person{
			ID: id, Name: cmp.Or(u.GetString("name"), u.GetString("username")),
			Client: u.GetString("role") == actor.RoleClient, typing: typing,
		})
	}
	slices.SortFunc(found.people, func(a, b person) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	return found
}

// visibleTo is what one person is told: staff of everybody else, a client only of
// staff who are writing an answer.
func (g audience) visibleTo(who actor.Actor) audience {
	g.Open, g.Typing = []person{}, []person{}
	for _, one := range g.people {
		if one.ID == who.ID {
			continue
		}
		if who.IsStaff() {
			g.Open = append(g.Open, one)
		}
		if one.typing && (who.IsStaff() || !one.Client) {
			g.Typing = append(g.Typing, one)
		}
	}
	return g
}

// broadcast sends everybody who listens, and may see the task, what they are told.
func (p *presence) broadcast(id string) {
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
func (p *presence) send(client subscriptions.Client, task *core.Record, found audience) {
	owner := connectionOwner(client)
	if owner == "" {
		return
	}
	user, err := p.app.FindRecordById("users", owner)
	if err != nil || !records.MayView(p.app, task, user) {
		return
	}
	data, err := json.Marshal(found.visibleTo(actor.Of(user)))
	if err != nil {
		p.app.Logger().Error("presence", "error", err)
		return
	}
	routine.FireAndForget(func() {
		client.Send(subscriptions.Message{Name: presenceTopic(task.Id), Data: data})
	})
}
