package api

import (
	"fmt"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	rules "otklik/hooks/desk"
)

// queriesOf returns the SELECTs that a request runs on a collection's own rows.
func (d *desk) queriesOf(hear func(func(string)), who, address, collection string) []string {
	d.Helper()
	var found []string
	var lock sync.Mutex
	hear(func(query string) {
		lock.Lock()
		defer lock.Unlock()
		if strings.Contains(query, "FROM `"+collection+"`") {
			found = append(found, query)
		}
	})
	defer hear(nil)
	d.want(200, who, "GET", address, "")
	return found
}

// Lists that have no row for the caller are answered without a query, in the shape
// of PocketBase's own.
func TestListsWithoutRowsRunNoQuery(t *testing.T) {
	d, hear := newLoggedDesk(t)
	for _, name := range rules.CollectionNames() {
		if name == "site" {
			continue
		}
		collection, err := d.app.FindCollectionByNameOrId(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, who := range []string{"", "vera"} {
			for _, address := range []string{records(name), records(collection.Id) + "?skipTotal=1&sort=-id", records(name) + "?filter=" + url.QueryEscape(`id != "x"`)} {
				own := 0
				if who != "" && name == "users" {
					own = 2 // the token's owner, here and by PocketBase
				}
				if got := d.queriesOf(hear, who, address, name); len(got) > own {
					t.Errorf("%q of %s: %s", who, address, got)
				}
			}
		}
	}
	for _, name := range []string{"notes", "inbox", "canned_answers"} {
		if got := d.queriesOf(hear, "olga", records(name), name); len(got) > 0 {
			t.Errorf("a client of %s: %s", name, got)
		}
	}
}

// The empty list is that of a caller who sees rows but filters all out.
func TestEmptyListsLookTheSame(t *testing.T) {
	d := newDesk(t)
	for _, query := range []string{"", "?page=3", "?page=-1&perPage=0", "?perPage=5000", "?perPage=7&skipTotal=true", "?skipTotal=0&fields=page,items", "?page=x", "?perPage=x", "?skipTotal=x",
		"?sort=nothing", "?sort=-number,@random", "?filter=nothing%3D1", "?filter=number%3E", "?filter=@collection.notes.id%3D1", "?sort=" + strings.Repeat("number,", 9) + "id"} {
		guest := d.ask("", "GET", records("tasks")+query, "")
		join := "?"
		if query != "" {
			join = query + "&"
		}
		if !strings.Contains(query, "filter") {
			join += "filter=" + url.QueryEscape(`id = "none"`)
		}
		root := d.ask("root", "GET", records("tasks")+join, "")
		if guest.status != root.status && guest.status != 403 || guest.status == 200 && !reflect.DeepEqual(guest.decode(t), root.decode(t)) {
			t.Errorf("%s: %d %s, want %d %s", query, guest.status, guest.body, root.status, root.body)
		}
	}
	d.want(404, "", "GET", records("nothing"), "")
	d.want(403, "", "GET", records("outbox"), "")
}

// A client's lists search by an index; none reads a whole table.
func TestClientsListsUseAnIndex(t *testing.T) {
	d, hear := newLoggedDesk(t)
	for name := range rules.ClientFields {
		if small := map[string]bool{"site": true, "staff": true, "categories": true, "schedule": true}; small[name] {
			continue
		}
		for _, query := range []string{"", "?sort=-created", "?sort=-created&filter=" + url.QueryEscape(`id != ""`), "?skipTotal=1&perPage=500&sort=id"} {
			queries := d.queriesOf(hear, "olga", records(name)+query, name)
			if len(queries) == 0 {
				t.Fatalf("no query was seen for %s%s", name, query)
			}
			for _, q := range queries {
				for _, step := range d.planOf(q) {
					if strings.HasPrefix(step, "SCAN "+name) {
						t.Errorf("%s%s reads the whole table: %s\n\t%s", name, query, step, q)
					}
				}
			}
		}
	}
}

func (d *desk) planOf(query string) []string {
	d.Helper()
	var plan []struct {
		Detail string `db:"detail"`
	}
	if err := d.app.DB().NewQuery("EXPLAIN QUERY PLAN " + query).All(&plan); err != nil {
		d.Fatal(query, err)
	}
	var steps []string
	for _, step := range plan {
		steps = append(steps, step.Detail)
	}
	return steps
}

// PocketBase delays the empty filtered lists of one address, by a quarter of a second
// on average; ours are answered at once.
func TestEmptyListsAreNotDelayed(t *testing.T) {
	d := newDesk(t)
	const lists = 40
	begun := time.Now()
	for i := range lists {
		req := httptest.NewRequest("GET", records("tasks")+"?filter="+url.QueryEscape(fmt.Sprintf("number = %d", 1000+i)), nil)
		req.RemoteAddr = "192.0.2.7:1"
		req.Header.Set("Authorization", token(d, d.app, "olga"))
		rec := httptest.NewRecorder()
		d.mux.ServeHTTP(rec, req)
		d.check(response{rec.Code, rec.Header(), rec.Body.String()}, 200, `"totalItems":0`)
	}
	if took := time.Since(begun); took > lists*125*time.Millisecond {
		t.Errorf("%d empty lists took %s", lists, took)
	}
}

// Every collection that has a list for people is known to be one, and every field of
// it is known to clients or is not, on purpose.
func TestFieldsOfClientsAreDecided(t *testing.T) {
	d := newDesk(t)
	collections, err := d.app.FindAllCollections()
	if err != nil {
		t.Fatal(err)
	}
	closed := map[string]string{ // of staff, or of the server alone
		"users": "tokenKey", "profiles": strings.Join(rules.FactFields, " "), "tasks": "idempotency_key due_from", "assessments": "answered_at answered_by",
	}
	for _, c := range collections {
		if c.System || c.ListRule == nil {
			continue
		}
		if !strings.Contains(" "+strings.Join(rules.CollectionNames(), " ")+" ", " "+c.Name+" ") {
			t.Errorf("%s is not among desk.CollectionNames", c.Name)
		}
		fields, ours := rules.ClientFields[c.Name]
		for _, f := range c.Fields {
			if ours && strings.Contains(" "+strings.Join(fields, " ")+" ", " "+f.GetName()+" ") == strings.Contains(" "+closed[c.Name]+" ", " "+f.GetName()+" ") {
				t.Errorf("%s.%s: list it in desk.ClientFields, or in this test as closed to clients", c.Name, f.GetName())
			}
		}
	}
}

// A list has its exact total unless it is asked to leave it out.
func TestTotalUnlessSkipped(t *testing.T) {
	d := newDesk(t)
	d.want(200, "olga", "GET", records("tasks")+"?perPage=2", "", `"totalItems":5`, `"totalPages":3`)
	d.want(200, "olga", "GET", records("tasks")+"?perPage=2&skipTotal=true", "", `"totalItems":-1`)
}

// A list of all tasks has the length that PocketBase counts, for everybody who sees it,
// without counting.
func TestTotalsOfAllTasks(t *testing.T) {
	d, hear := newLoggedDesk(t)
	d.manyTasks(300)
	for _, who := range []string{"olga", "anna", "boss", "root"} {
		counted := d.want(200, who, "GET", records("tasks")+"?perPage=20&filter="+url.QueryEscape("id != ''"), "").decode(t)
		for _, query := range []string{"?perPage=20", "?perPage=20&sort=-number&page=2&fields=id", "?perPage=20&filter="} {
			list := d.want(200, who, "GET", records("tasks")+query, "").decode(t)
			if list["totalItems"] != counted["totalItems"] || list["totalPages"] != counted["totalPages"] {
				t.Errorf("%s: %s has %v items on %v pages, want %v on %v", who, query, list["totalItems"], list["totalPages"], counted["totalItems"], counted["totalPages"])
			}
		}
		if list := d.want(200, who, "GET", records("tasks")+"?skipTotal=1", "").decode(t); list["totalItems"] != -1.0 {
			t.Errorf("%s: a list without a total has %v", who, list["totalItems"])
		}
		for _, query := range d.queriesOf(hear, who, records("tasks")+"?perPage=20", "tasks") {
			if who != "olga" && strings.Contains(query, "COUNT(") {
				t.Errorf("%s counts: %s", who, query)
			}
		}
	}
	if n, m := d.want(200, "anna", "GET", records("tasks"), "").decode(t)["totalItems"], d.want(200, "boss", "GET", records("tasks"), "").decode(t)["totalItems"]; n == m {
		t.Errorf("a consultant sees as many as a manager: %v", n)
	}
}
