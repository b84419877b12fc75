// Package text owns plain operations on text: tidying, one line, clipping, case
// folding.
package text

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Tidy trims a text and normalises it: NFC, valid UTF-8, line feeds for CRLF, no
// zero bytes.
func Tidy(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD") // forms may send any bytes
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.ReplaceAll(s, "\x00", "")
	return norm.NFC.String(strings.TrimFunc(s, isInvisible))
}

// isInvisible reports white space and format characters: a name of zero-width
// characters would look empty.
func isInvisible(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) }
