package bench

import (
	"strings"
	"testing"
	"testing/fstest"

	"otklik/hooks"
)

// BenchmarkDocument gets the document of a view, as the first request of a visit does.
func BenchmarkDocument(b *testing.B) {
	s := oursWith(b, hooks.Config{Page: fstest.MapFS{
		"index.html": {Data: []byte("<!doctype html><html><head><title>Отклик</title></head><body>" + strings.Repeat("<i>Загрузка</i>", 50) + "</body></html>")},
		"routes.json": {Data: []byte(`[{"pattern":"/tasks","scripts":["assets/tasks-1.js"],"styles":["assets/tasks-1.css"]},
			{"pattern":"/","scripts":[],"styles":[]},{"pattern":"","scripts":[],"styles":[]}]`)},
	}})
	b.ReportAllocs()
	for b.Loop() {
		s.ask("", "GET", "/tasks", "")
	}
}
