package text

import (
	"strings"
	"unicode"
)

func Fold(s string) string { return strings.Map(FoldRune, s) }

func FoldRune(r rune) rune {
	if r = unicode.ToLower(r); r == 'ё' {
		return 'е'
	}
	return r
}
