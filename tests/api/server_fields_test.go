package api

import (
	"testing"
)

// What only the server writes is refused by name when an administrator changes it, and
// passes unchanged, as the dashboard sends it.
func TestTableServerFields(t *testing.T) {
	t.Parallel()
	kept := newDesk(t).keep()
	const moment = `"2020-01-01 00:00:00.000Z"`
	for _, c := range []struct{ collection, name, field, value string }{
		{"tasks", "work", "created", moment}, {"tasks", "work", "due_at", moment}, {"tasks", "work", "due_at", `""`}, {"tasks", "work", "answered_at", moment},
		{"tasks", "done", "done_by", `"` + id("igor") + `"`}, {"tasks", "work", "number", "77"}, {"tasks", "work", "created", `"yesterday"`}, {"tasks", "work", "created", `""`},
		{"users", "olga", "created", moment}, {"profiles", "orgolga", "created", moment}, {"comments", "olgaword", "created", moment},
		{"assessments", "shutrate", "consultant", `"` + id("igor") + `"`}, {"assessments", "shutrate", "client", `"` + id("ivan") + `"`}, {"assessments", "shutrate", "created", moment},
	} {
		t.Run(c.collection+" "+c.field+" "+c.value, func(t *testing.T) {
			d := kept.restored(t)
			if c.field == "due_at" && c.value == `""` {
				d.answers("olga", c.name, "Вопрос")
			}
			row, err := d.app.FindFirstRecordByFilter(c.collection, "id != ''")
			if r, named := d.app.FindRecordById(c.collection, id(c.name)); named == nil {
				row, err = r, nil
			}
			if err != nil {
				t.Fatal(err)
			}
			path, was := records(c.collection)+"/"+row.Id, row.GetString(c.field)
			d.want(400, "root", "PATCH", path, `{"`+c.field+`":`+c.value+`}`, `"`+c.field+`":{"code":"read_only"`)
			after, err := d.app.FindRecordById(c.collection, row.Id)
			if err != nil || after.GetString(c.field) != was {
				t.Errorf("%s is %q, was %q, %v", c.field, after.GetString(c.field), was, err)
			}
			whole := d.want(200, "root", "GET", path, "").body
			d.want(200, "root", "PATCH", path, whole)
		})
	}
	d := kept.restored(t)
	d.want(400, "olga", "PATCH", record("users", "olga"), `{"created":`+moment+`}`, `"created":{"code":"read_only"`)
}
