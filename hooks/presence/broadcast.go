package presence

import (
	"cmp"
	"encoding/json"
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/subscriptions"

	"otklik/hooks/actor"
	"otklik/hooks/records"
)

// person is one person who has the task open.
type person struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Client bool   `json:"client"`
	typing bool
}

// audience lists who has a task open, as one person may see it. N grows: of two
// messages the one with the larger N is newer.
type audience struct {
	N      int64    `json:"n"`
	Open   []person `json:"open"`
	Typing []person `json:"typing"`
	people []person // everyone, before visibleTo
}

// read collects who has a task open, without those who may no longer see it.
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

// visibleTo returns the audience as one person may see it: staff see everyone else,
// a client sees only staff who are typing an answer.
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

// broadcast sends the audience of a task to all subscribers who may see the task.
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

// send checks the present permissions of the connection's owner, because anyone may
// subscribe to any topic.
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
	client.Send(subscriptions.Message{Name: presenceTopic(task.Id), Data: data})
}
