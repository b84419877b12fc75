package api

import "testing"

// A status that was asked for is stored as asked, or refused. Only a client who
// reopens a task does not choose whether somebody has it.
func TestStatusIsStoredAsAsked(t *testing.T) {
	d := newDesk(t).keep()
	nobodys := func(d *desk) { d.want(200, "root", "PATCH", record("tasks", "new"), `{"status":"closed"}`) }
	for _, c := range []struct {
		who, task, body string
		before          func(*desk)
		status          int
		want            string // the status then, or the code
	}{
		{"boss", "done", `{"status":"new"}`, nil, 200, "new"},
		{"root", "done", `{"status":"new"}`, nil, 200, "new"},
		{"root", "shut", `{"status":"new"}`, nil, 200, "new"},
		{"root", "done", `{"status":"new","consultant":""}`, nil, 200, "new"},
		{"root", "shut", `{"status":"new","consultant":""}`, nil, 200, "new"},
		{"boss", "shut", `{"status":"new","consultant":""}`, nil, 200, "new"},
		{"boss", "done", `{"status":"in_progress"}`, nil, 200, "in_progress"},
		{"boss", "shut", `{"status":"in_progress"}`, nil, 200, "in_progress"},
		{"anna", "done", `{"status":"in_progress"}`, nil, 200, "in_progress"},
		{"anna", "done", `{"status":"new"}`, nil, 400, "not_your_step"},
		{"root", "done", `{"status":"in_progress","consultant":""}`, nil, 400, "needs_consultant"},
		{"root", "done", `{"status":"waiting"}`, nil, 400, "bad_transition"},
		{"root", "shut", `{"status":"new","consultant":"` + id("igor") + `"}`, nil, 400, "new_has_nobody"},
		{"boss", "new", `{"status":"in_progress"}`, nobodys, 400, "needs_consultant"},
		{"root", "new", `{"status":"in_progress"}`, nobodys, 400, "needs_consultant"},
		{"boss", "new", `{"status":"new"}`, nobodys, 200, "new"},
		{"boss", "new", `{"status":"in_progress","consultant":"` + id("igor") + `"}`, nobodys, 200, "in_progress"},
		{"olga", "done", `{"status":"new"}`, nil, 200, "in_progress"},
		{"olga", "shut", `{"status":"new"}`, nil, 200, "in_progress"},
		{"olga", "new", `{"status":"in_progress"}`, nobodys, 200, "new"},
	} {
		t.Run(c.who+" "+c.task+" "+c.body, func(t *testing.T) {
			d := d.restored(t)
			if c.before != nil {
				c.before(d)
			}
			if c.status != 200 {
				d.want(400, c.who, "PATCH", record("tasks", c.task), c.body, `"code":"`+c.want+`"`)
				return
			}
			got := d.want(200, c.who, "PATCH", record("tasks", c.task), c.body, `"status":"`+c.want+`"`).decode(t)
			if open := c.want == "new" || c.want == "in_progress"; open && (got["done_at"] != "" || got["closed_at"] != "") || c.want == "new" && got["consultant"] != "" {
				t.Errorf("the task is %v", got)
			}
		})
	}
	d.want(400, "root", "POST", records("tasks"), `{"title":"Новая задача",`+refTo("client", "olga")+`,"status":"new",`+refTo("consultant", "anna")+"}", "new_has_nobody")
}
