package query

import (
	"strconv"
	"strings"
)

// Quote is a list of values that are known to be plain words.
func Quote(words []string) string { return "('" + strings.Join(words, "', '") + "')" }

func JoinInts(numbers []int) string {
	out := make([]string, len(numbers))
	for i, n := range numbers {
		out[i] = strconv.Itoa(n)
	}
	return strings.Join(out, ", ")
}

func EscapeLike(s string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s)
}
