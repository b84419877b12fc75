package api

import (
	"strings"
	"testing"

	"github.com/pocketbase/pocketbase/core"
)

// A client's reply quotes our letter with its links; the rating link must not reach
// the consultant, who could rate in the client's name.
func TestQuotedLinksAreRedacted(t *testing.T) {
	d := newDesk(t)
	link := "https://desk.firma.example" + d.link("rate", "olga", "done", "done")
	key := link[strings.LastIndexByte(link, '/')+1:]
	broken := "> " + link[:76] + "\r\n> " + link[76:152] + "=\n>> " + link[152:] + "?r=5"
	c, err := d.app.FindCollectionByNameOrId("comments")
	if err != nil {
		t.Fatal(err)
	}
	for _, quoted := range []string{"★★★★★ Отлично: " + link + "?r=5\nстрока", broken, "<" + link + ">"} {
		word := core.NewRecord(c)
		word.Load(map[string]any{"task": id("done"), "author": id("olga"), "body": "Спасибо\n" + quoted, "quoted": quoted})
		if err := d.app.Save(word); err != nil {
			t.Fatal(err)
		}
		got := d.want(200, "anna", "GET", records("comments")+"/"+word.Id, "", "Спасибо", "/links/rate/…")
		for at := 40; at+24 < len(key); at += 24 {
			if strings.Contains(got.body, key[at:at+20]) {
				t.Errorf("a piece of the link is there: %s", got.body)
				break
			}
		}
	}
	d.want(200, "olga", "POST", records("comments"), `{"task":"`+id("done")+`","body":"Смотрите `+link+` там"}`, `Смотрите https://desk.firma.example/links/rate/… там`)
	d.want(200, "olga", "POST", records("comments"), `{"task":"`+id("done")+`","body":"пишет <desk+4-ABCDEFGHabcdefgh@firma.example>, 2+2-3@x"}`, `desk+4-…@firma.example>, 2+2-3@x`)
	d.want(200, "olga", "POST", records("tasks"), `{"title":"Ссылка","description":"`+link+`"}`, `/links/rate/…"`)
}
