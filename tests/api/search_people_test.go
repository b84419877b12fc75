package api

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// foundBy returns the names of the tasks that a query finds, in the search and in the
// queue.
func (d *desk) foundBy(who, q string) (searched, queued []string) {
	d.Helper()
	searched, _ = d.search(who, q)
	if who != "olga" && who != "ivan" {
		page := d.want(200, who, "GET", "/api/desk/queue?view=all&limit=200&q="+url.QueryEscape(q), "").decode(d)
		for _, item := range page["items"].([]any) {
			queued = append(queued, strings.TrimRight(item.(map[string]any)["id"].(string), "0"))
		}
	}
	slices.Sort(searched)
	slices.Sort(queued)
	return searched, queued
}

// personDesk gives Ivan a name, a nick, an address and a phone that no text has.
func personDesk(t *testing.T) *desk {
	t.Helper()
	d := newDesk(t)
	d.want(200, "root", "PATCH", record("users", "ivan"), `{"name":"Светлана Зайцева","email":"buh.zaytseva@romashka.example"}`)
	d.want(200, "ivan", "PATCH", record("profiles", "orgivan"), `{"phone":"+7 (495) 120-11-01","contact":"Пётр Кедров","kpp":"770401001"}`)
	return d
}

// Staff find the tasks of a person by the name in any form, the nick, the address and
// the phone in any way of writing; clients find no others by them.
func TestTablePeopleAreFound(t *testing.T) {
	d := personDesk(t)
	ivans := []string{"ivandone", "ivannew"}
	for _, q := range []string{
		"Светлана", "светлана зайцева", "Зайцевой", "Зайцева Светлана", "ivan", "zaytseva", "buh.zaytseva@romashka.example", "BUH.ZAYTSEVA@romashka.example", "buh.zaytseva@rom",
		"4951201101", "84951201101", "8 495 120 11 01", "+7 495 120-11-01", "495 1201101", "120-11-01", "Кедров", "770401001", "7704 01 001", "зайц", "cdtnkfyf",
	} {
		searched, queued := d.foundBy("anna", q)
		if !slices.Equal(searched, ivans) || !slices.Equal(queued, ivans) {
			t.Errorf("%q: the search finds %v, the queue %v", q, searched, queued)
		}
		if searched, _ := d.foundBy("olga", q); len(searched) > 0 {
			t.Errorf("a client finds %v by %q", searched, q)
		}
	}
	if searched, _ := d.foundBy("anna", "Светлана "+ivanSecret); !slices.Equal(searched, ivans) {
		t.Errorf("with a word of the task: %v", searched)
	}
	if searched, _ := d.foundBy("anna", "Светлана приветствую"); slices.Contains(searched, "work") {
		t.Errorf("with a word of nobody's task: %v", searched)
	}
	d.want(200, "anna", "GET", "/api/desk/search?q="+url.QueryEscape("Зайцева"), "", `"where":"client"`, `<mark>Зайцева</mark>`)
}

// The words of a person follow the record.
func TestWordsOfPeopleFollow(t *testing.T) {
	d := personDesk(t)
	for _, c := range []struct{ who, path, body, gone, come string }{
		{"root", record("users", "ivan"), `{"name":"Мария Котова"}`, "Зайцева Светлана", "Котова"},
		{"root", record("users", "ivan"), `{"email":"kotova@example.com"}`, "romashka", "kotova@example.com"},
		{"ivan", record("profiles", "orgivan"), `{"phone":"8-800-555-35-35"}`, "4951201101", "88005553535"},
	} {
		d.want(200, c.who, "PATCH", c.path, c.body)
		if searched, _ := d.foundBy("anna", c.gone); len(searched) > 0 {
			t.Errorf("%s: %q still finds %v", c.body, c.gone, searched)
		}
		if searched, _ := d.foundBy("anna", c.come); len(searched) != 2 {
			t.Errorf("%s: %q finds %v", c.body, c.come, searched)
		}
	}
}

// A change of a person costs the same however many tasks there are.
func TestWordsOfAPersonAreBounded(t *testing.T) {
	d := personDesk(t)
	rows := func() (before, after int) {
		before = d.count("otklik_people", "user = '"+id("olga")+"'")
		d.want(200, "root", "PATCH", record("users", "olga"), fmt.Sprintf(`{"name":"Ольга %d"}`, d.count("tasks", "TRUE")))
		return before, d.count("otklik_people", "user = '"+id("olga")+"'")
	}
	rows()
	_, few := rows()
	d.manyTasks(300)
	if _, many := rows(); many != few {
		t.Errorf("%d words, and %d with 300 tasks", few, many)
	}
}

// Digits in texts find each other whoever asks and whatever way they are written.
func TestDigitsInTexts(t *testing.T) {
	d := newDesk(t)
	d.answers("olga", "work", "Счёт 40702 810 9 3800 0060001, КБК 18210102010011000110, сумма 1 250 000,50, КПП 7704 01001")
	for _, q := range []string{"40702810938000060001", "4070 2810 9380 0006 0001", "182 1 01 02010 01 1000 110", "1250000", "1 250 000", "1250000,50", "770401001", "сумма 1250000", "40702810938"} {
		for _, who := range []string{"anna", "boss", "olga"} {
			if who == "olga" && q == "40702810938" {
				continue // the beginning of a number in groups
			}
			if searched, _ := d.foundBy(who, q); !slices.Equal(searched, []string{"work"}) {
				t.Errorf("%s finds %v by %q", who, searched, q)
			}
		}
		if searched, _ := d.foundBy("ivan", q); len(searched) > 0 {
			t.Errorf("ivan finds %v by %q", searched, q)
		}
	}
	d.want(200, "olga", "PATCH", record("profiles", "orgolga"), `{"phone":"+7 (495) 120-11-01"}`)
	for _, q := range []string{"84951201101", "495 120 1101", "4951201101"} {
		d.want(200, "boss", "GET", "/api/desk/clients?q="+url.QueryEscape(q), "", `"username":"olga"`)
	}
}
