package api

import (
	"context"
	"database/sql"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/dbx"
)

// Office hours read before a change are not cached after it.
func TestOldHoursAreNotKept(t *testing.T) {
	d := newDesk(t)
	d.workAlways()
	r, err := d.app.FindFirstRecordByFilter("schedule", "")
	if err != nil {
		t.Fatal(err)
	}
	db := d.app.ConcurrentDB().(*dbx.DB)
	d.app.Store().Remove("otklikOfficeHours") // a change reads them again at once
	changed := false
	db.QueryLogFunc = func(_ context.Context, _ time.Duration, sql string, _ *sql.Rows, _ error) {
		if !changed && strings.Contains(sql, "FROM `schedule`") {
			changed = true
			d.want(200, "boss", "PATCH", records("schedule")+"/"+r.Id, `{"target_high":1}`)
		}
	}
	d.want(200, "boss", "GET", "/api/desk/log", "")
	db.QueryLogFunc = nil
	made := d.want(200, "olga", "POST", records("tasks"), `{"title":"Срочно","priority":"high"}`).decode(t)
	if task, _ := d.app.FindRecordById("tasks", made["id"].(string)); !changed || dueIn(task) != time.Hour {
		t.Errorf("changed %v, due in %v", changed, dueIn(task))
	}
}
