package realtime

import (
	"maps"
	"slices"
	"strings"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/search"
	"github.com/pocketbase/pocketbase/tools/subscriptions"
)

// topic is a subscription to the records of a collection.
type topic struct {
	name    string // as subscribed, options included
	record  string // the id of the only record; empty for all
	options subscriptions.SubscriptionOptions
}

// parseTopic returns a subscription that the broadcaster serves, and the id of its
// collection. PocketBase serves the others: of guests and superusers, for whom no
// rule or a simple one is asked; with a filter, which only SQL can tell; and topics
// that are no collections'.
func parseTopic(app core.App, name string, options subscriptions.SubscriptionOptions, auth *core.Record) (topic, string, bool) {
	if auth == nil || auth.Collection().Name != usersCollection || options.Query[search.FilterQueryParam] != "" {
		return topic{}, "", false
	}
	path, _, _ := strings.Cut(name, "?")
	of, record, _ := strings.Cut(path, "/")
	collection, err := app.FindCachedCollectionByNameOrId(of)
	if err != nil || (of != collection.Name && of != collection.Id) || strings.HasSuffix(path, "/") {
		return topic{}, "", false
	}
	if record == "*" {
		record = ""
	}
	return topic{name: name, record: record, options: options}, collection.Id, true
}

// Topics returns the names of a client's subscriptions to a record, for messages
// about it that are not PocketBase's.
func Topics(client subscriptions.Client, record *core.Record) []string {
	of := record.Collection()
	if s, ours := client.(*stream); ours {
		client = s.DefaultClient
	}
	return slices.Collect(maps.Keys(client.Subscriptions(of.Name+"/*?", of.Name+"/"+record.Id+"?", of.Id+"/*?", of.Id+"/"+record.Id+"?")))
}
