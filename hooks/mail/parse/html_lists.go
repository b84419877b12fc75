package parse

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// list is an open list: the sign of its next item.
type list struct {
	kind string // as in the type attribute of ol: 1, a, A, i or I; empty for bullets
	next int
}

func (r *htmlReader) list(t html.Token) {
	if len(r.items) == 0 {
		r.breakLine()
	}
	if len(r.items) == 20 {
		return
	}
	opened := list{}
	if t.DataAtom == atom.Ol {
		opened = list{kind: "1", next: numberOf(attr(t, "start"), 1)}
		if kind := attr(t, "type"); len(kind) == 1 && strings.Contains("aAiI", kind) {
			opened.kind = kind
		}
	}
	r.items = append(r.items, opened)
}

// numberOf returns a number of a list; otherwise if it isn't valid.
func numberOf(text string, otherwise int) int {
	if n, err := strconv.Atoi(strings.TrimSpace(text)); err == nil && n > -1_000_000 && n < 1_000_000 {
		return n
	}
	return otherwise
}

func (r *htmlReader) item(t html.Token) {
	r.breakLine()
	last := len(r.items) - 1
	indent := strings.Repeat("  ", max(0, last))
	if last < 0 || r.items[last].kind == "" {
		r.line.WriteString(indent + "• ")
		return
	}
	l := &r.items[last]
	l.next = numberOf(attr(t, "value"), l.next)
	r.line.WriteString(indent + l.sign() + ". ")
	l.next++
}

// sign returns the number of the next item. Letters and Roman numerals have no zero.
func (l list) sign() string {
	text := ""
	switch {
	case l.next < 1 || l.next > 3999:
	case strings.EqualFold(l.kind, "a"):
		for n := l.next; n > 0; n = (n - 1) / 26 {
			text = string(rune('a'+(n-1)%26)) + text
		}
	case strings.EqualFold(l.kind, "i"):
		text = roman(l.next)
	}
	switch {
	case text == "":
		return strconv.Itoa(l.next)
	case l.kind == "A" || l.kind == "I":
		return strings.ToUpper(text)
	}
	return text
}

func roman(n int) string {
	values := []int{1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1}
	signs := []string{"m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"}
	text := ""
	for i, value := range values {
		for ; n >= value; n -= value {
			text += signs[i]
		}
	}
	return text
}
