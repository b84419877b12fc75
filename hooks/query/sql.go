package query

import (
	"strconv"
	"strings"
)

// Quote returns an SQL list of values. It does not escape them: they must be known
// to have no quotes.
func Quote(values []string) string { return "('" + strings.Join(values, "', '") + "')" }

// JoinInts returns the numbers separated by commas.
func JoinInts(numbers []int) string {
	out := make([]string, len(numbers))
	for i, n := range numbers {
		out[i] = strconv.Itoa(n)
	}
	return strings.Join(out, ", ")
}

// EscapeLike escapes a text for a literal match in a LIKE pattern with ESCAPE '\'.
func EscapeLike(s string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s)
}
