package text

import "strings"

// Clip shortens a text to what a field holds.
func Clip(s string, runes int) string {
	s = strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "?")
	if len(s) <= runes {
		return s
	}
	if r := []rune(s); len(r) > runes {
		return string(r[:runes-1]) + "…"
	}
	return s
}

// OneLine makes runs of blanks, line breaks included, one space.
func OneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
