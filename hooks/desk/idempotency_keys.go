package desk

import (
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/clock"
	"otklik/hooks/records"
)

// keyRetention is how long the key of a created record is remembered: much longer
// than any client repeats a request.
const keyRetention = 30 * 24 * time.Hour

// createOnceByKey creates one record for all requests of a caller with the same key.
// The key is written in the transaction of the record: concurrent requests wait for
// each other, and a failed create frees the key.
func createOnceByKey(e *core.RecordRequestEvent) error {
	key, err := idempotencyKey(e)
	if err != nil {
		return err
	}
	if key == "" {
		return e.Next()
	}
	return records.RequestInTransaction(e, func() error {
		caller := keyCaller(e)
		first, err := findCreated(e.App, e.Collection, caller, key)
		if err != nil {
			return err
		}
		if first != nil && mayReplay(e, first) {
			return replayCreate(e, first)
		}
		if err := e.Next(); err != nil {
			return err
		}
		_, err = e.App.DB().NewQuery("INSERT OR REPLACE INTO otklik_keys (collection, caller, key, record, created) VALUES ({:collection}, {:caller}, {:key}, {:record}, {:now})").
			Bind(dbx.Params{"collection": e.Collection.Name, "caller": caller, "key": key, "record": e.Record.Id, "now": records.StoredTime(clock.Now(e.App))}).Execute()
		return err
	})
}

// keyCaller returns whose key it is. Guests have no id: they are told apart by the
// username that they register.
func keyCaller(e *core.RecordRequestEvent) string {
	if e.Auth != nil {
		return e.Auth.Id
	}
	registered := core.NewRecord(e.Collection)
	registered.Set("username", e.Record.GetString("username"))
	normalizeUser(registered)
	return "guest " + registered.GetString("username")
}

// mayReplay reports whether the answer of the first request may be given. A guest
// shows to be the same one by the password of the registered user.
func mayReplay(e *core.RecordRequestEvent, first *core.Record) bool {
	if e.Auth != nil {
		return true
	}
	sent, ok := e.Record.GetRaw(core.FieldNamePassword).(*core.PasswordFieldValue)
	return ok && first.ValidatePassword(sent.Plain)
}

// findCreated finds the record created with a key; nil if there is none or it no
// longer exists.
func findCreated(app core.App, collection *core.Collection, caller, key string) (*core.Record, error) {
	var found []*core.Record
	err := app.RecordQuery(collection).InnerJoin("otklik_keys k", dbx.NewExp("k.record = [["+collection.Name+".id]]")).
		AndWhere(dbx.HashExp{"k.collection": collection.Name, "k.caller": caller, "k.key": key}).Limit(1).All(&found)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return found[0], nil
}

// forgetKeys deletes the keys older than [keyRetention].
func forgetKeys(app core.App, now time.Time) error {
	_, err := app.NonconcurrentDB().NewQuery("DELETE FROM otklik_keys WHERE created < {:then}").
		Bind(dbx.Params{"then": records.DateTime(now.Add(-keyRetention))}).Execute()
	return err
}
