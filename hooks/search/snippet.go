package search

import (
	"html"
	"strings"
	"unicode/utf8"
)

// The length of a snippet in bytes, some 25 Russian words, and how much of it
// stands before the first hit.
const (
	snippetLength = 320
	snippetBefore = 80
)

// Highlight is a text, HTML-escaped, with the words of a question in <mark>. False
// if it has none.
func Highlight(text string, terms []Term) (string, bool) {
	var out strings.Builder
	at, hit := 0, false
	for _, w := range splitWords(text) {
		if !anyHas(terms, w) {
			continue
		}
		hit = true
		out.WriteString(html.EscapeString(text[at:w.from]))
		out.WriteString("<mark>" + html.EscapeString(text[w.from:w.to]) + "</mark>")
		at = w.to
	}
	out.WriteString(html.EscapeString(text[at:]))
	return out.String(), hit
}

func anyHas(terms []Term, w word) bool {
	for _, t := range terms {
		if t.has(w) {
			return true
		}
	}
	return false
}

// Snippet is the part of a text around the first word of a question in it,
// marked; empty if there is none.
func Snippet(text string, terms []Term) string {
	for _, w := range splitWords(text) {
		if anyHas(terms, w) {
			from, to := min(w.from, cutAt(text, w.from-snippetBefore)), cutAt(text, max(w.to, w.from-snippetBefore+snippetLength))
			if to-from > 2*snippetLength { // no blank anywhere near
				to = cutLetter(text, from+snippetLength)
			}
			part := strings.Join(strings.Fields(text[from:to]), " ")
			if from > 0 {
				part = "… " + part
			}
			if to < len(text) {
				part += " …"
			}
			out, _ := Highlight(part, terms)
			return out
		}
	}
	return ""
}

// cutLetter moves a place in a text forward to where a letter begins.
func cutLetter(text string, at int) int {
	for at < len(text) && !utf8.RuneStart(text[at]) {
		at++
	}
	return at
}

// cutAt moves a place in a text forward to the next blank, so that no word is
// cut; the ends are places too.
func cutAt(text string, at int) int {
	if at <= 0 {
		return 0
	}
	for at < len(text) {
		r, size := utf8.DecodeRuneInString(text[at:])
		if r == ' ' || r == '\n' {
			return at
		}
		at += size
	}
	return len(text)
}
