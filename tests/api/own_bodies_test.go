package api

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// ownWrites are all routes of ours that take a body or none, with a caller who may use
// them and a body that they would read.
var ownWrites = []struct{ pattern, who, url, body string }{
	{"/api/tasks/{id}/presence", "anna", "/api/tasks/" + id("work") + "/presence", `"state":"open"`},
	{"/api/desk/letters/preview", "root", "/api/desk/letters/preview", `"kind":"answer"`},
	{"/api/desk/letters/test", "root", "/api/desk/letters/test", `"kind":"answer"`},
	{"/api/otklik/mailbox/check", "root", "/api/otklik/mailbox/check", ""},
	{"/api/desk/mail/retry", "root", "/api/desk/mail/retry", ""},
	{"/accept", "boss", "/api/desk/inbox/nothing/accept", `"task":"x"`},
	{"/refuse", "boss", "/api/desk/inbox/nothing/refuse", ""},
	{"/reopen", "boss", "/api/desk/inbox/nothing/reopen", ""},
	{"/api/notifications/read", "olga", "/api/notifications/read", `"all":true`},
	{"/api/desk/tasks/{id}/undo", "olga", "/api/desk/tasks/" + id("work") + "/undo", ""},
	{"/api/desk/bulk", "anna", "/api/desk/bulk", `"ids":["` + id("work") + `"],"change":{"status":"done"}`},
	{"/api/desk/thanks", "anna", "/api/desk/thanks", `"ids":["` + id("work") + `"]`},
	{"/api/desk/bulk/undo", "anna", "/api/desk/bulk/undo", `"undo":"x"`},
	{"/api/desk/staff", "boss", "/api/desk/staff", `"username":"newone","email":"newone@example.com"`},
	{"/api/desk/canned/{id}/use", "anna", "/api/desk/canned/nothing/use", ""},
	{"/api/desk/low/{assessment}/answered", "boss", "/api/desk/low/nothing/answered", ""},
	{"/api/desk/sessions/end", "olga", "/api/desk/sessions/end", ""}, // the last of olga's
	{"/api/desk/sessions/sign-out", "root", "/api/desk/sessions/sign-out", ""},
}

// ownFiles are the routes of ours whose body is a file of another program, which has
// more in it than we read.
var ownFiles = []string{"/api/desk/calendar"}

// Our own routes refuse what they would not read, like those of collections, and do
// nothing then.
func TestOwnRoutesRefuseUnknownFields(t *testing.T) {
	d := newDeskOn(t, newsApp(t))
	for _, c := range ownWrites {
		t.Run(c.pattern, func(t *testing.T) {
			with := func(more string) string { return "{" + strings.Trim(c.body+","+more, ",") + "}" }
			for name, body := range map[string]string{"tittle": with(`"tittle":1`), "": with(`"":1`), "Ids": with(`"Ids":["x"]`), "ALL": with(`"ALL":true`), "collectionId": with(`"collectionId":"x"`)} {
				d.want(400, c.who, "POST", c.url, body, `"`+name+`":{"code":"unknown_field"`)
			}
			d.want(400, c.who, "POST", c.url, with(`"a":1,"a":1`), `"request":{"code":"json_duplicate"`)
			d.want(400, c.who, "POST", c.url, `["x"]`, `"code":"`)
			form, kind := formOf(t, [][2]string{{"tittle", "x"}})
			d.check(d.ask(c.who, "POST", c.url+"?other=1", form, "Content-Type", kind), 400, `"tittle":{"code":"unknown_field"`)
			if got := d.ask(c.who, "POST", c.url, with("")); strings.Contains(got.body, "unknown_field") || strings.Contains(got.body, "bad_request") {
				t.Errorf("what it reads is refused: %d %s", got.status, got.body)
			}
		})
	}
}

var ownWrite = regexp.MustCompile(`\.(?:POST|PATCH|PUT)\("([^"]+)"`)

// The table above has every route of ours.
func TestOwnRoutesAreAllTried(t *testing.T) {
	err := filepath.WalkDir("../../hooks", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		for _, found := range ownWrite.FindAllStringSubmatch(string(text), -1) {
			if !slices.Contains(ownFiles, found[1]) && !slices.ContainsFunc(ownWrites, func(c struct{ pattern, who, url, body string }) bool { return c.pattern == found[1] }) {
				t.Errorf("%s: nobody tries %s", path, found[1])
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
