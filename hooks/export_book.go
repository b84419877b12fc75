package hooks

import (
	"strings"
	"time"
	"unicode"
)

// book is a file of sheets with rows of cells: strings, whole numbers, numbers,
// times by the firm's clock, dates, and nil for what is empty.
type book interface {
	Sheet(title string, columns []string) error
	Row(cells []any) error
	Finish() error // writes what has not been written yet
	Close()        // gives back what it has taken, finished or not
}

// date is a day without a time.
type date time.Time

// harmless is a text that no program takes for a formula: one that begins as
// such gets an apostrophe. What a program may pass over before it counts as not
// there: blanks, marks of order, signs of control; and the wide forms of the
// signs are the same signs.
func harmless(text string) string {
	begun := strings.TrimLeftFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r)
	})
	if begun == "" {
		return text
	}
	if strings.ContainsAny(text[:1], "\t\r\n") || strings.ContainsRune("=+-@＝＋－＠﹢﹣﹦﹫", []rune(begun)[0]) {
		return "'" + text
	}
	return text
}

// cleaned are the cells with their texts made harmless.
func cleaned(cells []any) []any {
	out := make([]any, len(cells))
	for i, cell := range cells {
		out[i] = cell
		if text, ok := cell.(string); ok {
			out[i] = harmless(text)
		}
	}
	return out
}
