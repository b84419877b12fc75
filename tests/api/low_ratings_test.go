package api

import (
	"fmt"
	"net/url"
	"testing"
	"time"
)

// low returns the low ratings that await an answer.
func (d *desk) low(query string) (ids []string, page map[string]any) {
	d.Helper()
	page = d.want(200, "boss", "GET", "/api/desk/low?"+query, "").decode(d)
	for _, item := range page["items"].([]any) {
		ids = append(ids, item.(map[string]any)["id"].(string))
	}
	return ids, page
}

func (d *desk) wantLow(why string, want ...string) {
	d.Helper()
	got, page := d.low("")
	if fmt.Sprint(got) != fmt.Sprint(want) || page["total"] != float64(len(want)) {
		d.Errorf("%s: %v of %v, want %v", why, got, page["total"], want)
	}
}

// A low rating awaits an answer until staff comment on the task or a manager marks it
// as answered. A changed rating awaits an answer again.
func TestLowRatings(t *testing.T) {
	d := newDesk(t)
	ivan := id("ivanrate")
	d.wantLow("at first", ivan)
	_, page := d.low("")
	item := page["items"].([]any)[0].(map[string]any)
	for _, c := range []struct {
		name string
		want any
	}{
		{"rating", 2.0}, {"comment", ivanSecret}, {"task", id("ivandone")}, {"number", float64(d.task("ivandone").GetInt("number"))}, {"status", "done"},
		{"client_name", "Ivan"}, {"organization", "ООО «Яндекс»"}, {"consultant", id("igor")}, {"consultant_name", "Igor"},
	} {
		if item[c.name] != c.want {
			t.Errorf("%s is %v, want %v", c.name, item[c.name], c.want)
		}
	}
	comment := func(who string) {
		t.Helper()
		d.want(200, who, "POST", records("comments"), `{"task":"`+id("ivandone")+`","body":"Слово"}`)
	}
	d.want(200, "ivan", "PATCH", record("assessments", "ivanrate"), `{"comment":"И вот почему"}`)
	comment("ivan")
	d.wantLow("after words of the client", ivan)
	comment("igor")
	d.wantLow("once staff have written")
	if n := d.count("assessments", "answered_by = '"+id("igor")+"' AND answered_at != ''"); n != 1 {
		t.Errorf("%d are answered by Igor, want 1", n)
	}
	d.want(200, "ivan", "PATCH", record("assessments", "ivanrate"), `{"comment":"Всё равно"}`)
	d.wantLow("with other words")
	d.want(200, "ivan", "PATCH", record("assessments", "ivanrate"), `{"rating":1}`)
	d.wantLow("with another rating", ivan)
	d.want(204, "boss", "POST", "/api/desk/low/"+ivan+"/answered", "")
	d.want(204, "boss", "POST", "/api/desk/low/"+ivan+"/answered", "")
	d.wantLow("once a manager says so")
	d.want(403, "igor", "DELETE", "/api/desk/low/"+ivan+"/answered", "")
	d.want(204, "boss", "DELETE", "/api/desk/low/"+ivan+"/answered", "")
	d.wantLow("after a slip of the manager's", ivan)
	d.want(204, "boss", "DELETE", "/api/desk/low/"+ivan+"/answered", "")
	d.want(404, "boss", "DELETE", "/api/desk/low/"+id("nobody")+"/answered", "")
	d.want(204, "boss", "POST", "/api/desk/low/"+ivan+"/answered", "")
	d.want(200, "ivan", "PATCH", record("assessments", "ivanrate"), `{"rating":5}`)
	d.wantLow("with a good rating")
	d.want(404, "boss", "POST", "/api/desk/low/"+ivan+"/answered", "")
	d.want(404, "boss", "POST", "/api/desk/low/"+id("shutrate")+"/answered", "")
}

// Only the server sets who answered, and only staff see it.
func TestLowIsHidden(t *testing.T) {
	d := newDesk(t)
	answered := `{"rating":3,"answered_at":"2026-01-01 00:00:00.000Z","answered_by":"` + id("boss") + `"}`
	d.want(400, "ivan", "PATCH", record("assessments", "ivanrate"), answered, `"answered_at":{"code":"unknown_field"`, `"answered_by":{"code":"unknown_field"`)
	d.wantLow("after the client", id("ivanrate"))
	d.want(200, "root", "PATCH", record("assessments", "ivanrate"), answered)
	d.wantLow("after root", id("ivanrate"))
	d.want(204, "root", "POST", "/api/desk/low/"+id("ivanrate")+"/answered", "")
	if got := d.want(200, "ivan", "GET", record("assessments", "ivanrate"), "").decode(t); got["answered_at"] != nil || got["answered_by"] != nil {
		t.Errorf("the client sees %v", got)
	}
	d.want(400, "ivan", "GET", records("assessments")+"?filter=(answered_at!='')", "")
}

// The oldest rating comes first, page by page; ratings of deleted tasks are left out.
func TestLowPages(t *testing.T) {
	d := newDesk(t)
	for i, name := range []string{"work", "wait", "new", "gone", "veranew"} {
		if _, err := d.app.DB().NewQuery("INSERT INTO assessments (id, task, client, rating, created, updated) VALUES ({:id}, {:task}, {:client}, 1, {:at}, {:at})").
			Bind(map[string]any{"id": id("low" + name), "task": id(name), "client": d.task(name).GetString("client"), "at": time.Date(2026, 1, 9-i, 0, 0, 0, 0, time.UTC).Format("2006-01-02 15:04:05.000Z")}).Execute(); err != nil {
			t.Fatal(err)
		}
	}
	d.wantLow("all", id("lowveranew"), id("lownew"), id("lowwait"), id("lowwork"), id("ivanrate"))
	first, page := d.low("limit=2")
	d.want(204, "boss", "POST", "/api/desk/low/"+first[1]+"/answered", "")
	if _, err := d.app.DB().NewQuery("DELETE FROM assessments WHERE id = '" + first[1] + "'").Execute(); err != nil { // with its client, say
		t.Fatal(err)
	}
	rest, last := d.low("limit=50&after=" + url.QueryEscape(page["next"].(string)))
	if fmt.Sprint(rest) != fmt.Sprint([]string{id("lowwait"), id("lowwork"), id("ivanrate")}) || last["next"] != "" {
		t.Errorf("the next page is %v, and then %v", rest, last["next"])
	}
	d.want(400, "boss", "GET", "/api/desk/low?limit=0", "", `"limit":{"code":"queue_limit"`)
	d.want(400, "boss", "GET", "/api/desk/low?after=x", "", `"after":{"code":"validation_invalid_value"`)
}
