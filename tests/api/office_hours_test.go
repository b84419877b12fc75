package api

import (
	"strings"
	"testing"
	"time"
)

// Office hours read before a change are not cached after it.
func TestOldHoursAreNotKept(t *testing.T) {
	d, hear := newLoggedDesk(t)
	d.workAlways()
	r, err := d.app.FindFirstRecordByFilter("schedule", "")
	if err != nil {
		t.Fatal(err)
	}
	d.app.Store().Remove("otklikOfficeHours") // a change reads them again at once
	changed := false
	hear(func(sql string) {
		if !changed && strings.Contains(sql, "FROM `schedule`") {
			changed = true
			d.want(200, "boss", "PATCH", records("schedule")+"/"+r.Id, `{"target_high":1}`)
		}
	})
	d.want(200, "boss", "GET", "/api/desk/log", "")
	hear(nil)
	made := d.want(200, "olga", "POST", records("tasks"), `{"title":"Срочно","priority":"high"}`).decode(t)
	if task, _ := d.app.FindRecordById("tasks", made["id"].(string)); !changed || dueIn(task) != time.Hour {
		t.Errorf("changed %v, due in %v", changed, dueIn(task))
	}
}
