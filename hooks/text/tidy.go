// Package text owns plain operations on text: tidying, one line, clipping, case
// folding.
package text

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Tidy trims a text and normalises it: NFC, valid UTF-8, line feeds for CRLF, no
// characters that change how others are shown.
func Tidy(s string) string { return strings.TrimFunc(norm.NFC.String(Plain(s)), isInvisible) }

// Plain removes from a text what no reader types: bytes that are not UTF-8 and their
// replacement character, control characters such as zero bytes and the escapes of
// terminals, and the overrides of direction that show a text backwards. Line feeds
// stand for CRLF.
func Plain(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\t':
			return r
		case r == '\r':
			return '\n'
		case unicode.IsControl(r), r == unicode.ReplacementChar, isDirectional(r):
			return -1
		}
		return r
	}, s)
}

// isDirectional reports the embeddings, overrides and isolates of Unicode. The plain
// marks of direction, which show nothing backwards, are not among them.
func isDirectional(r rune) bool { return r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 }

// isInvisible reports white space and format characters: a name of zero-width
// characters would look empty.
func isInvisible(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) }
