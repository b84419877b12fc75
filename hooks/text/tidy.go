// Package text owns plain operations on text: tidying, one line, clipping, case
// folding.
package text

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Tidy trims a text, brings it to NFC, and takes out what is no text: invalid
// UTF-8, zero bytes and carriage returns.
func Tidy(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD") // forms bring any bytes
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.ReplaceAll(s, "\x00", "")
	return norm.NFC.String(strings.TrimFunc(s, isInvisible))
}

// isInvisible is true of blanks, and of marks of no width that would make a name
// of nothing.
func isInvisible(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) }
