package query

import (
	"strconv"
	"strings"
)

// Quote is a list of values that are known to be plain words.
func Quote(words []string) string { return "('" + strings.Join(words, "', '") + "')" }

// JoinInts writes numbers with commas between them.
func JoinInts(numbers []int) string {
	out := make([]string, len(numbers))
	for i, n := range numbers {
		out[i] = strconv.Itoa(n)
	}
	return strings.Join(out, ", ")
}

// EscapeLike makes a text stand for itself in a pattern of LIKE with ESCAPE
// '\'.
func EscapeLike(s string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s)
}
