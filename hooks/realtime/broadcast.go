package realtime

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/picker"
	"github.com/pocketbase/pocketbase/tools/router"
	"github.com/pocketbase/pocketbase/tools/subscriptions"
)

// The parameters of a subscription's options.
const (
	expandParam = "expand"
	fieldsParam = "fields"
)

// parcel is a message on its way to a stream.
type parcel struct {
	to      *stream
	message subscriptions.Message
}

// listener is a subscription to the record of an event.
type listener struct {
	stream *stream
	person string
	topic  topic
}

func (b *broadcaster) created(e *core.ModelEvent) error {
	b.broadcast(e.App, "create", e.Model)
	return e.Next()
}

func (b *broadcaster) updated(e *core.ModelEvent) error {
	if e.Model.TableName() == usersCollection {
		b.people.forget()
	}
	b.broadcast(e.App, "update", e.Model)
	return e.Next()
}

// deleting chooses the readers of a deletion while the record and those that it
// refers to are there: outside of the transaction, which may have removed them.
func (b *broadcaster) deleting(e *core.ModelEvent) error {
	if record := recordOf(e.App, e.Model); record != nil {
		if parcels := b.parcels(b.app, newEvent(b.app, "delete", record)); len(parcels) > 0 {
			b.pending.Store(keyOf(e.Model), parcels)
		}
	}
	return e.Next()
}

// deleted sends what [broadcaster.deleting] has prepared.
func (b *broadcaster) deleted(e *core.ModelEvent) error {
	if e.Model.TableName() == usersCollection {
		b.people.forget()
	}
	if parcels, ok := b.pending.LoadAndDelete(keyOf(e.Model)); ok {
		deliver(parcels.([]parcel))
	}
	return e.Next()
}

// kept drops the messages of a deletion that has failed.
func (b *broadcaster) kept(e *core.ModelErrorEvent) error {
	b.pending.Delete(keyOf(e.Model))
	return e.Next()
}

func keyOf(m core.Model) string {
	id, _ := m.PK().(string)
	return m.TableName() + "/" + id
}

// recordOf returns the record of a model; nil for one that is none, such as a
// setting or a line of the log.
func recordOf(app core.App, m core.Model) *core.Record {
	switch r := m.(type) {
	case *core.Record:
		return r
	case core.RecordProxy:
		return r.ProxyRecord()
	}
	if m.TableName() == core.LogsTableName {
		return nil
	}
	collection, err := app.FindCachedCollectionByNameOrId(m.TableName())
	id, ok := m.PK().(string)
	if err != nil || !ok {
		return nil
	}
	record, err := app.FindRecordById(collection, id)
	if err != nil {
		return nil
	}
	return record
}

func (b *broadcaster) broadcast(app core.App, action string, m core.Model) {
	if record := recordOf(app, m); record != nil {
		deliver(b.parcels(app, newEvent(app, action, record)))
	}
}

func deliver(parcels []parcel) {
	for _, p := range parcels {
		p.to.Send(p.message)
	}
}

// parcels returns the messages of an event to all who may see its record.
func (b *broadcaster) parcels(app core.App, e *event) []parcel {
	listeners := listenersOf(app, e.record)
	if len(listeners) == 0 {
		return nil
	}
	var ids []string
	for _, l := range listeners {
		ids = append(ids, l.person)
	}
	slices.Sort(ids)
	rows, err := b.people.present(app, slices.Compact(ids))
	if err != nil {
		app.Logger().Error("Failed to read the subscribers of an event", "error", err)
		return nil
	}
	mail := newMail(e)
	var parcels []parcel
	for _, l := range listeners {
		who := rows[l.person]
		if who == nil || !mail.mayRead(l.topic, who) {
			continue
		}
		if data := mail.text(l.topic, who); data != nil {
			parcels = append(parcels, parcel{l.stream, subscriptions.Message{Name: l.topic.name, Data: data}})
		}
	}
	return parcels
}

// listenersOf returns the subscriptions to a record.
func listenersOf(app core.App, record *core.Record) []listener {
	var found []listener
	for _, client := range app.SubscriptionsBroker().Clients() {
		s, ours := client.(*stream)
		if !ours {
			continue
		}
		topics := s.about(record.Collection().Id, record.Id)
		if len(topics) == 0 {
			continue
		}
		auth, _ := s.Get(apis.RealtimeClientAuthKey).(*core.Record)
		if auth == nil {
			continue // the session has ended
		}
		for _, t := range topics {
			found = append(found, listener{s, auth.Id, t})
		}
	}
	return found
}

// mail holds what has been decided and written for one event, because subscribers
// have much in common.
type mail struct {
	*event
	allowed map[string]bool
	texts   map[string][]byte
}

func newMail(e *event) *mail {
	return &mail{event: e, allowed: map[string]bool{}, texts: map[string][]byte{}}
}

// mayRead reports whether the rule for a topic lets somebody see the record: the list
// rule for all records, the view rule for one. A rule that can't be decided in memory
// is asked.
func (m *mail) mayRead(t topic, who *core.Record) bool {
	of := m.record.Collection()
	text, key := of.ListRule, "list/"+who.Id
	if t.record != "" {
		text, key = of.ViewRule, "view/"+who.Id
	}
	if may, known := m.allowed[key]; known {
		return may
	}
	switch m.decide(text, who) {
	case yes:
		m.allowed[key] = true
	case no:
		m.allowed[key] = false
	default:
		info := &core.RequestInfo{Context: core.RequestInfoContextRealtime, Method: http.MethodGet, Query: t.options.Query, Headers: t.options.Headers, Auth: who}
		may, err := m.app.CanAccessRecord(m.record, info, text)
		return may && err == nil // not kept: the rule may depend on the options
	}
	return m.allowed[key]
}

// text returns the message for somebody; nil if it can't be written. It is the same
// for all of a role, unless it has records that the reader may see or not, or an
// address.
func (m *mail) text(t topic, who *core.Record) []byte {
	reader := who.GetString("role")
	expand, fields := t.options.Query[expandParam], t.options.Query[fieldsParam]
	if expand != "" || m.record.Collection().IsAuth() {
		reader = who.Id
	}
	key := reader + "\x00" + expand + "\x00" + fields
	data, known := m.texts[key]
	if !known {
		var err error
		if data, err = m.write(expand, fields, who); err != nil {
			m.app.Logger().Error("Failed to write an event", "collection", m.record.Collection().Name, "record", m.record.Id, "error", err)
		}
		m.texts[key] = data
	}
	return data
}

// write returns the event in the form of PocketBase's, with the record as the API
// shows it to the reader.
func (m *mail) write(expand, fields string, who *core.Record) ([]byte, error) {
	record := m.record.Fresh()
	query := url.Values{expandParam: {expand}}
	request := &http.Request{Method: http.MethodGet, URL: &url.URL{RawQuery: query.Encode()}, Header: http.Header{}, Body: http.NoBody}
	asked := &core.RequestEvent{App: m.app, Auth: who, Event: router.Event{Request: request}}
	asked.Set(core.RequestEventKeyInfoContext, core.RequestInfoContextRealtime)
	if err := apis.EnrichRecord(asked, record); err != nil {
		return nil, err
	}
	shown := any(record)
	if fields != "" {
		picked, err := picker.Pick(record, fields)
		if err != nil {
			return nil, err
		}
		shown = picked
	}
	return json.Marshal(struct {
		Record any    `json:"record"`
		Action string `json:"action"`
	}{shown, m.action})
}
