package text

import (
	"strings"
	"unicode"
)

// Fold returns the text in lower case with ё replaced by е, for comparison.
func Fold(s string) string { return strings.Map(FoldRune, s) }

// FoldRune is [Fold] for one letter.
func FoldRune(r rune) rune {
	if r = unicode.ToLower(r); r == 'ё' {
		return 'е'
	}
	return r
}
