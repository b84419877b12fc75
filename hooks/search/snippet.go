package search

import (
	"html"
	"strings"
	"unicode/utf8"
)

// The length of a snippet in bytes, about 25 Russian words, and the part of it
// before the first match.
const (
	snippetLength = 320
	snippetBefore = 80
)

// Highlight returns the text, HTML-escaped, with the words that match in <mark>,
// and whether there are any.
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

// Snippet returns the part of a text around its first match, highlighted; empty if
// nothing matches.
func Snippet(text string, terms []Term) string {
	for _, w := range splitWords(text) {
		if anyHas(terms, w) {
			from, to := min(w.from, cutAt(text, w.from-snippetBefore)), cutAt(text, max(w.to, w.from-snippetBefore+snippetLength))
			if to-from > 2*snippetLength { // no space near the cut
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

// cutLetter moves a byte offset forward to the start of a rune.
func cutLetter(text string, at int) int {
	for at < len(text) && !utf8.RuneStart(text[at]) {
		at++
	}
	return at
}

// cutAt moves a byte offset forward to the next space or end of line, so that no
// word is cut. It stays within the text.
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
