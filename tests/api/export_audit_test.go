package api

import (
	"strings"
	"testing"
)

// An export of staff leaves a line in the log: who, what, how much and by which filters.
// Managers read it; a client's own list is the client's affair.
func TestExportsAreLogged(t *testing.T) {
	d := newDesk(t)
	for _, c := range []struct{ who, query, want string }{
		{"boss", "what=people&format=csv", `"about":"Люди"`},
		{"boss", "what=people&format=xlsx&role=client&q=olga", `"filters":{"q":"olga","role":"client"}`},
		{"anna", "what=tasks&format=csv&view=all&status=new", `"what":"tasks"`},
		{"anna", "what=tasks&format=csv&progress=abcdefgh12345678", `"filters":{}`},
		{"root", "what=staff&format=csv", `"actor":""`},
		{"boss", "what=report&format=csv&from=2026-01-01&to=2026-01-31", `"from":"2026-01-01"`},
		{"boss", "what=low&format=csv", `"what":"low"`},
		{"boss", "what=log&format=csv&event=created", `"event":"created"`},
	} {
		before := d.count("history", "event = 'exported'")
		total := d.want(200, c.who, "GET", "/api/desk/export?"+c.query, "").header.Get("X-Total-Rows")
		if n := d.count("history", "event = 'exported'"); n != before+1 {
			t.Errorf("%s %s: %d lines more", c.who, c.query, n-before)
		}
		line := d.want(200, "boss", "GET", "/api/desk/log?event=exported&limit=1", "", c.want)
		if total != "" && !strings.Contains(line.body, `"rows":`+total) {
			t.Errorf("%s: %s rows are not in %s", c.query, total, line.body)
		}
		if c.who != "root" && !strings.Contains(line.body, `"actor":"`+id(c.who)+`"`) {
			t.Errorf("%s is not in %s", c.who, line.body)
		}
	}
	lines := d.count("history", "event = 'exported'")
	d.want(200, "olga", "GET", "/api/desk/export?what=tasks&format=csv", "")
	d.want(403, "anna", "GET", "/api/desk/export?what=people&format=csv", "")
	d.want(400, "boss", "GET", "/api/desk/export?what=people&format=pdf", "")
	if n := d.count("history", "event = 'exported'"); n != lines {
		t.Errorf("%d lines of what was not exported", n-lines)
	}
	d.want(200, "anna", "GET", records("history")+"?filter=event='exported'", "", `"items":[]`)
	d.want(200, "boss", "GET", records("history")+"?filter=event='exported'", "", `"what":"people"`)
}
