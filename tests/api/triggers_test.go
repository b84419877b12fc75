package api

import (
	"testing"

	"github.com/pocketbase/pocketbase/core"
)

// An administrator adds a field to tasks, renames and drops it: what the table's triggers
// keep stays right.
func TestTriggersSurviveFields(t *testing.T) {
	d := newDesk(t)
	change := func(what string, work func(c *core.Collection)) {
		t.Helper()
		for _, name := range []string{"tasks", "comments", "assessments"} {
			c, err := d.app.FindCollectionByNameOrId(name)
			if err != nil {
				t.Fatal(err)
			}
			work(c)
			if err := d.app.Save(c); err != nil {
				t.Fatalf("%s of %s: %v", what, name, err)
			}
		}
		d.want(200, "olga", "POST", records("tasks"), `{"title":"После: `+what+`"}`)
		d.want(200, "olga", "PATCH", record("tasks", "new"), `{"title":"Тема: `+what+`"}`)
		d.want(200, "anna", "POST", records("comments"), `{"task":"`+id("work")+`","body":"Ответ"}`)
		if n := d.countsThatDiffer(t); n != 0 {
			t.Errorf("%d counters differ after %s", n, what)
		}
	}
	change("a field", func(c *core.Collection) { c.Fields.Add(&core.TextField{Name: "cost_center"}) })
	change("another name", func(c *core.Collection) { c.Fields.GetByName("cost_center").SetName("department") })
	change("no field", func(c *core.Collection) { c.Fields.RemoveByName("department") })
}
