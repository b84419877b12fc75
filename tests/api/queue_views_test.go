package api

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"otklik/hooks/search"
)

// queue requests a page and returns its task numbers.
func (d *desk) queue(who, query string) (numbers []int, page map[string]any) {
	d.Helper()
	page = d.want(200, who, "GET", "/api/desk/queue?"+query, "").decode(d)
	for _, item := range page["items"].([]any) {
		numbers = append(numbers, int(item.(map[string]any)["number"].(float64)))
	}
	return numbers, page
}

// numbers returns the numbers of the tasks found by plain SQL.
func (d *desk) numbers(where, order string) (numbers []int) {
	d.Helper()
	if err := d.app.DB().NewQuery("SELECT number FROM tasks WHERE " + where + " ORDER BY " + order).Column(&numbers); err != nil {
		d.Fatal(err)
	}
	return numbers
}

// manyTasks fills the desk with tasks of every kind, past the hooks.
func (d *desk) manyTasks(n int) {
	d.Helper()
	_, err := d.app.DB().NewQuery(`WITH RECURSIVE i(x) AS (SELECT 100 UNION ALL SELECT x + 1 FROM i WHERE x < ` + strconv.Itoa(99+n) + `)
		INSERT INTO tasks (id, number, title, status, priority, client, profile, consultant, created, updated, archived_at, done_at, closed_at, due_at, last_by, last_at, answered_at, idempotency_key, rev, category)
		SELECT printf('many%011d', x), x, 'Задача ' || x, s, CASE x % 3 WHEN 0 THEN 'high' WHEN 1 THEN 'normal' ELSE 'low' END,
			'` + id("olga") + `', '` + id("orgolga") + `', CASE WHEN s = 'new' THEN '' WHEN x % 2 THEN '` + id("anna") + `' ELSE '` + id("igor") + `' END,
			printf('2026-%02d-%02d 10:00:00.000Z', 1 + x % 11, 1 + x % 28), '2026-01-01 00:00:00.000Z',
			CASE x % 13 WHEN 0 THEN '2026-11-01 00:00:00.000Z' ELSE '' END,
			CASE WHEN s = 'done' OR (s = 'closed' AND x % 3) THEN printf('2026-%02d-%02d 12:00:00.000Z', 2 + x % 10, 1 + x % 28) ELSE '' END,
			CASE WHEN s = 'closed' THEN printf('2026-%02d-%02d 15:00:00.000Z', 2 + x % 10, 1 + x % 28) ELSE '' END,
			CASE WHEN s IN ('new', 'in_progress') AND x % 4 THEN printf('2026-%02d-%02d 09:00:00.000Z', 1 + x % 12, 1 + x % 28) ELSE '' END,
			CASE x % 3 WHEN 0 THEN 'client' WHEN 1 THEN 'staff' ELSE '' END, '', '', '', 1, CASE x % 5 WHEN 0 THEN '` + id("print") + `' ELSE '' END
		FROM (SELECT x, CASE x % 7 WHEN 0 THEN 'new' WHEN 1 THEN 'in_progress' WHEN 2 THEN 'waiting' WHEN 3 THEN 'done' ELSE 'closed' END AS s FROM i)`).Execute()
	if err != nil {
		d.Fatal(err)
	}
	d.app.Cron().Remove("otklik_close_done") // what has been done for so long stays done
	for _, job := range d.app.Cron().Jobs() {
		if job.Id() == "otklik_recount" {
			job.Run()
		}
	}
}

const (
	kept = "archived_at = '' AND "
	open = "status IN ('new', 'in_progress', 'waiting') AND "
	said = "last_by = 'client' AND (status IN ('in_progress', 'waiting') OR (status = 'done' AND last_at > done_at))"
)

// Every view and filter in every order agrees with plain SQL, page by page without
// gaps or duplicates, and so does the total.
func TestTableQueueViews(t *testing.T) {
	d := newDesk(t)
	d.manyTasks(300)
	at := time.Now().UTC().Format("'2006-01-02 15:04:05.000Z'")
	for _, c := range []struct{ query, where string }{
		{"", kept + strings.TrimSuffix(open, " AND ")},
		{"view=done", kept + "status = 'done'"},
		{"view=done&consultant=me", kept + "status = 'done' AND consultant = '" + id("anna") + "'"},
		{"view=mine", kept + open + "consultant = '" + id("anna") + "'"},
		{"view=unassigned", kept + open + "consultant = ''"},
		{"view=waiting", kept + "status = 'waiting'"},
		{"view=answered", kept + said},
		{"view=overdue", kept + "due_at != '' AND due_at < " + at},
		{"view=all", "archived_at = ''"},
		{"view=overdue&consultant=" + id("igor"), kept + "due_at != '' AND due_at < " + at + " AND consultant = '" + id("igor") + "'"},
		{"view=answered&consultant=me", kept + said + " AND consultant = '" + id("anna") + "'"},
		{"view=all&priority=high,low", kept + "priority IN ('high', 'low')"},
		{"view=all&organization=" + id("orgivan"), kept + "profile = '" + id("orgivan") + "'"},
		{"status=all&client=" + id("ivan"), kept + "client = '" + id("ivan") + "'"},
		{"view=all&created=2026-03-01..2026-03-31", kept + "created >= '2026-02-28 21:00' AND created < '2026-03-31 21:00'"},
		{"view=all&created=..2026-03-31", kept + "created < '2026-03-31 21:00'"},
		{"view=all&done=2026-05-01..", kept + "done_at >= '2026-04-30 21:00'"},
		{"view=all&done=2026-05-10..2026-05-10", kept + "done_at >= '2026-05-09 21:00' AND done_at < '2026-05-10 21:00'"},
		{"view=all&closed=2026-05-01..2026-05-31", kept + "closed_at >= '2026-04-30 21:00' AND closed_at < '2026-05-31 21:00'"},
		{"view=all&finished=2026-05-01..2026-05-31", kept + "((done_at >= '2026-04-30 21:00' AND done_at < '2026-05-31 21:00')" +
			" OR (done_at = '' AND closed_at >= '2026-04-30 21:00' AND closed_at < '2026-05-31 21:00'))"},
		{"view=all&client=" + id("olga"), kept + "client = '" + id("olga") + "'"},
		{"view=all&organization=" + id("orgolga"), kept + "client = '" + id("olga") + "'"},
		{"view=all&category=" + id("print"), kept + "category = '" + id("print") + "'"},
		{"category=none&status=new,done", kept + "category = '' AND status IN ('new', 'done')"},
		{"view=answered&status=waiting", kept + "consultant != '' AND last_by = 'client' AND status = 'waiting'"},
		{"view=mine&status=done", kept + "consultant = '" + id("anna") + "' AND status = 'done'"},
		{"view=overdue&created=2026-03-01..", kept + "due_at != '' AND due_at < " + at + " AND created >= '2026-02-28 21:00'"},
		{"status=closed", kept + "status = 'closed'"},
		{"view=mine&status=closed", kept + "status = 'closed' AND consultant = '" + id("anna") + "'"},
		{"view=all&rating=1,2", kept + "id IN (SELECT task FROM assessments WHERE rating IN (1, 2))"},
	} {
		for _, row := range []struct{ sort, order string }{
			{"newest", "number DESC"}, {"oldest", "number"},
			{"due", "CASE due_at WHEN '' THEN '9' ELSE due_at END, number DESC"},
			{"urgent", "CASE priority WHEN 'high' THEN 0 WHEN 'normal' THEN 1 ELSE 2 END, number DESC"},
		} {
			found := c.where
			for _, days := range []string{"created", "done"} {
				if strings.HasPrefix(c.query, "view=all&"+days+"=") && strings.HasPrefix(row.order, "number") {
					column := map[string]string{"created": "created", "done": "done_at"}[days]
					row.order = strings.Replace(row.order, "number", column, 1) + ", " + row.order
				}
			}
			if row.sort == "due" || row.sort == "urgent" {
				found += " AND status != 'closed'"
			}
			want := d.numbers(found, row.order)
			var got []int
			for next := ""; ; {
				numbers, page := d.queue("anna", c.query+"&limit=23&sort="+row.sort+next)
				got = append(got, numbers...)
				if next == "" && page["total"] != float64(len(want)) {
					t.Errorf("%s by %s: total %v, want %d", c.query, row.sort, page["total"], len(want))
				}
				if page["next"] == "" || len(got) > len(want) {
					break
				}
				next = "&after=" + page["next"].(string)
			}
			if fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("%s by %s:\n got %v\nwant %v", c.query, row.sort, got, want)
			}
			if numbers, _ := d.queue("anna", c.query+"&offset=7&limit=5&sort="+row.sort); len(want) > 7 && fmt.Sprint(numbers) != fmt.Sprint(want[7:min(12, len(want))]) {
				t.Errorf("%s by %s from 7: %v, want %v", c.query, row.sort, numbers, want[7:min(12, len(want))])
			}
		}
	}
}

// The word "open" means the same number wherever it is told: in the list, the counts
// of statuses, the report, the people and the cards of clients.
func TestOpenIsOneNumber(t *testing.T) {
	d := newDesk(t)
	d.manyTasks(300)
	want := len(d.numbers(kept+strings.TrimSuffix(open, " AND "), "number"))
	list := d.want(200, "boss", "GET", "/api/desk/queue?limit=1", "").decode(t)
	counts := list["counts"].(map[string]any)
	people := 0
	for _, p := range d.want(200, "boss", "GET", "/api/desk/staff", "").decode(t)["items"].([]any) {
		people += int(p.(map[string]any)["open"].(float64))
	}
	for where, got := range map[string]int{
		"the list":     int(list["total"].(float64)),
		"the statuses": int(counts["new"].(float64) + counts["in_progress"].(float64) + counts["waiting"].(float64)),
		"the report":   d.report("").Backlog.N,
		"the people":   people + int(counts["unassigned"].(float64)),
	} {
		if got != want {
			t.Errorf("%s: %d open tasks, want %d", where, got, want)
		}
	}
	if _, done := d.queue("boss", "view=done&limit=1"); done["total"] != counts["done"] {
		t.Errorf("the view of done tasks has %v, the count is %v", done["total"], counts["done"])
	}
}

// The oldest breach stands first unless another order is asked for.
func TestOverdueBeginsWithTheOldest(t *testing.T) {
	d := newDesk(t)
	d.manyTasks(300)
	late := kept + "due_at != '' AND due_at < '" + time.Now().UTC().Format("2006-01-02 15:04:05.000Z") + "'"
	for _, c := range []struct{ query, where, order string }{
		{"view=overdue", late, "due_at, number DESC"}, {"view=overdue&sort=newest", late, "number DESC"},
		{"view=unassigned", kept + "status = 'new'", "number DESC"},
	} {
		want := d.numbers(c.where, c.order)
		if got, _ := d.queue("anna", c.query+"&limit=200"); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s:\n got %v\nwant %v", c.query, got, want)
		}
	}
}

// The counts of the views equal the lengths of their lists, whichever view is open.
func TestQueueCounts(t *testing.T) {
	d := newDesk(t)
	d.manyTasks(300)
	_, all := d.queue("anna", "view=all")
	for _, view := range []string{"mine", "unassigned", "answered", "overdue", "done"} {
		if _, page := d.queue("anna", "view="+view); fmt.Sprint(page["counts"]) != fmt.Sprint(all["counts"]) {
			t.Errorf("in %s: %v, want %v", view, page["counts"], all["counts"])
		}
	}
	for _, consultant := range []string{"", "me", "none", id("igor")} {
		_, page := d.queue("anna", "consultant="+consultant)
		for view, n := range page["counts"].(map[string]any) {
			query := "consultant=" + consultant + "&view=" + view
			switch view {
			case "mine", "unassigned":
				query = "view=" + view
			case "new", "in_progress", "closed":
				query = "consultant=" + consultant + "&status=" + view
			}
			numbers, list := d.queue("anna", query+"&limit=200")
			if list["total"] != n || (list["next"] == "" && float64(len(numbers)) != n) {
				t.Errorf("%s is said to be %v, has a total of %v and %d tasks", query, n, list["total"], len(numbers))
			}
		}
	}
}

// Only managers see deleted tasks.
func TestQueueArchived(t *testing.T) {
	d := newDesk(t)
	d.want(400, "anna", "GET", "/api/desk/queue?view=archived", "", `"view":{"code":"validation_invalid_value"`)
	for _, who := range []string{"boss", "root"} {
		if numbers, page := d.queue(who, "view=archived"); len(numbers) != 1 || numbers[0] != d.task("gone").GetInt("number") || page["total"] != 1.0 {
			t.Errorf("%s sees %v of %v", who, numbers, page["total"])
		}
	}
}

func TestQueueRefuses(t *testing.T) {
	d := newDesk(t)
	for _, bad := range []string{"view=x", "sort=x", "priority=x", "rating=0", "rating=6", "created=x", "created=2026-13-01..", "done=2026-01-01", "closed=x..", "finished=..x", "answered=no", "offset=-1", "after=0", "limit=201"} {
		name, _, _ := strings.Cut(bad, "=")
		d.want(400, "anna", "GET", "/api/desk/queue?"+bad, "", `"`+name+`":{"code":`)
	}
	d.want(403, "olga", "GET", "/api/desk/queue", "")
	d.want(401, "", "GET", "/api/desk/queue", "")
	if _, err := d.app.DB().NewQuery("UPDATE users SET blocked = TRUE WHERE id = '" + id("anna") + "'").Execute(); err != nil { // below the hooks: the token lives
		t.Fatal(err)
	}
	d.want(403, "anna", "GET", "/api/desk/queue", "")
}

// An administrator has no tasks of their own: the view mine is empty.
func TestQueueOfAnAdministrator(t *testing.T) {
	d := newDesk(t)
	for _, query := range []string{"view=mine", "view=all&consultant=me"} {
		if numbers, page := d.queue("root", query); len(numbers) != 0 || page["total"] != float64(0) {
			t.Errorf("%s has %v", query, page["total"])
		}
	}
	d.want(200, "boss", "GET", "/api/desk/queue?sort=due&offset=9223372036854775807&after=9223372036854775807", "", `"items":[]`)
}

// A page far into a long list has the same tasks as SQL with an offset, newest and oldest
// first, for any statuses, over gaps in the numbers.
func TestPagesFarIntoTheQueue(t *testing.T) {
	d := newDesk(t)
	d.manyTasks(5000)
	if _, err := d.app.DB().NewQuery("DELETE FROM tasks WHERE number BETWEEN 1500 AND 3700; UPDATE tasks SET status = 'closed' WHERE number BETWEEN 200 AND 1300").Execute(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ query, where string }{
		{"view=all", "1"}, {"", "status IN ('new', 'in_progress', 'waiting')"}, {"status=closed,done", "status IN ('closed', 'done')"},
	} {
		for sort, order := range map[string]string{"newest": "number DESC", "oldest": "number"} {
			total := d.count("tasks", "archived_at = '' AND "+c.where)
			for _, offset := range []int{0, 1023, 1024, 1025, 1100, 1500, total / 2, total - 3, total, total + 5000} {
				var want []int
				if err := d.app.DB().NewQuery("SELECT number FROM tasks WHERE archived_at = '' AND " + c.where + " ORDER BY " + order + " LIMIT 7 OFFSET " + strconv.Itoa(offset)).Column(&want); err != nil {
					t.Fatal(err)
				}
				got, page := d.queue("boss", c.query+"&sort="+sort+"&limit=7&offset="+strconv.Itoa(offset))
				if fmt.Sprint(got) != fmt.Sprint(want) || page["total"] != float64(total) {
					t.Errorf("%s %s from %d: %v of %v, want %v of %d", c.query, sort, offset, got, page["total"], want, total)
				}
			}
		}
	}
}

// Words alone page through what the search finds as SQL would.
func TestPagesOfWords(t *testing.T) {
	d := newDesk(t)
	d.manyTasks(1300)
	if _, err := d.app.DB().NewQuery("UPDATE tasks SET title = 'Самовар ' || number WHERE number % 3 = 0 AND number >= 100").Execute(); err != nil {
		t.Fatal(err)
	}
	if err := search.IndexAll(d.app); err != nil {
		t.Fatal(err)
	}
	var all []int
	if err := d.app.DB().NewQuery("SELECT number FROM tasks WHERE title LIKE 'Самовар%' AND archived_at = '' ORDER BY number DESC").Column(&all); err != nil || len(all) < 300 {
		t.Fatal(len(all), err)
	}
	for _, offset := range []int{0, 50, len(all) - 10, len(all), len(all) + 50} {
		from := min(offset, len(all))
		got, page := d.queue("anna", "view=all&limit=20&q="+url.QueryEscape("самовар")+"&offset="+strconv.Itoa(offset))
		if want := all[from:min(from+20, len(all))]; fmt.Sprint(got) != fmt.Sprint(want) || page["total"] != float64(len(all)) || (page["next"] == "") != (from+20 >= len(all)) {
			t.Errorf("from %d: %v of %v, next %v; want %v", offset, got, page["total"], page["next"], want)
		}
	}
	if got, page := d.queue("anna", "view=all&limit=5&q="+url.QueryEscape("задача")); len(got) != 5 || page["total"] != float64(min(1000, d.count("tasks", "title LIKE 'Задача %' AND archived_at = ''"))) {
		t.Errorf("a common word: %v of %v", got, page["total"])
	}
	if got, _ := d.queue("anna", "view=all&limit=5&q=300"); len(got) == 0 || !slices.Contains(got, 300) {
		t.Errorf("a number: %v", got)
	}
}
