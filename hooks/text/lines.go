package text

import "strings"

// Clip shortens a text to a number of runes, with an ellipsis at the end, and
// removes what [Plain] does.
func Clip(s string, runes int) string {
	s = Plain(s)
	if len(s) <= runes {
		return s
	}
	if r := []rune(s); len(r) > runes {
		return string(r[:runes-1]) + "…"
	}
	return s
}

// OneLine replaces each run of white space, line breaks included, by one space.
func OneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
