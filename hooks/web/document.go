package web

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"net/http"
	"sync/atomic"

	"github.com/pocketbase/pocketbase/core"
)

// document is the finished HTML of a view. It holds as long as the site record and
// its collection are those that it was made from.
type document struct {
	asset      *Asset
	saves      uint64           // see [countSiteSaves]; the count before the record was read
	collection *core.Collection // of the site record; PocketBase replaces it when it changes
}

// countSiteSaves counts the changes of the site record, each after its commit: a
// document made from what was read before the commit has an older count.
func countSiteSaves(app core.App) *atomic.Uint64 {
	saves := &atomic.Uint64{}
	count := func(e *core.RecordEvent) error {
		saves.Add(1)
		return e.Next()
	}
	app.OnRecordAfterCreateSuccess("site").BindFunc(count)
	app.OnRecordAfterUpdateSuccess("site").BindFunc(count)
	app.OnRecordAfterDeleteSuccess("site").BindFunc(count)
	return saves
}

// documentOf returns the document of a view. Two requests may make it at once; both
// are right, and one of them is kept.
func (p *bundledPage) documentOf(app core.App, v *view) *Asset {
	saves := p.saves.Load()
	collection, err := app.FindCachedCollectionByNameOrId("site")
	if err != nil {
		return p.makeDocument(v.first, v.head)
	}
	if kept := v.document.Load(); kept != nil && kept.saves == saves && kept.collection == collection {
		return kept.asset
	}
	data, err := siteData(app, collection)
	if err != nil {
		return p.makeDocument(v.first, v.head) // the page then requests the record
	}
	asset := p.makeDocument(v.first, v.head+data)
	v.document.Store(&document{asset: asset, saves: saves, collection: collection})
	return asset
}

// makeDocument returns the document with the beginning and the end of its head,
// compressed here and not by the build, which doesn't know the site.
func (p *bundledPage) makeDocument(first, last string) *Asset {
	body := []byte(p.open + first + p.start + last + p.rest)
	asset := NewAsset(htmlType, body)
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, _ = w.Write(body) // cannot fail: it writes to memory
	_ = w.Close()
	asset.forms["gzip"] = inMemory(packed.Bytes())
	return asset
}

// siteData returns the site record, as the API would return it to a guest, in a data
// block that browsers do not run. It saves the first view a request. It is empty if
// guests may not read the site.
func siteData(app core.App, collection *core.Collection) (string, error) {
	if collection.ListRule == nil || *collection.ListRule != "" {
		return "", nil
	}
	record := core.NewRecord(collection)
	if err := app.RecordQuery(collection).Limit(1).One(record); err != nil {
		return "", err
	}
	if err := enrichForGuest(app, record); err != nil {
		return "", err
	}
	data, err := json.Marshal(record)
	if err != nil {
		return "", err
	}
	return `<script type="application/json" id="site">` + string(data) + "</script>\n", nil // encoding/json escapes < and >
}

// enrichForGuest runs the hooks that hide or add fields of a record before a guest
// gets it.
func enrichForGuest(app core.App, record *core.Record) error {
	event := &core.RecordEnrichEvent{App: app, RequestInfo: &core.RequestInfo{
		Method: http.MethodGet, Context: core.RequestInfoContextDefault,
		Query: map[string]string{}, Headers: map[string]string{}, Body: map[string]any{},
	}}
	event.Record = record
	return app.OnRecordEnrich().Trigger(event, (*core.RecordEnrichEvent).Next)
}
