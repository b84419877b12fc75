package text

import (
	"strings"
	"unicode"
)

// Fold makes texts equal that differ in case, or in ё and е, alone.
func Fold(s string) string { return strings.Map(FoldRune, s) }

// FoldRune is [Fold] of one letter.
func FoldRune(r rune) rune {
	if r = unicode.ToLower(r); r == 'ё' {
		return 'е'
	}
	return r
}
