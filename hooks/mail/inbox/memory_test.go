package inbox

import (
	"runtime"
	"strings"
	"testing"
)

// Headers of double the length cost about double the memory, in every shape that a
// sender can lengthen: copies that grow with the square would cost four times as
// much. Memory is counted, for time is not the same twice.
func TestTableHeadersTakeLinearMemory(t *testing.T) {
	const size = 60_000
	repeat := func(shape string, n int) string { return strings.Repeat(shape, n/len(shape)) }
	for _, c := range []struct {
		name string
		mail func(n int) string
	}{
		{"results", func(n int) string { return "Authentication-Results: mx" + repeat("; spf=pass", n) }},
		{"empty results of a long server", func(n int) string { return "Authentication-Results: " + repeat("a", n/2) + repeat(";", n/2) }},
		{"headers", func(n int) string { return repeat("Authentication-Results: mx; dmarc=fail\r\n", n) }},
		{"folded lines", func(n int) string { return "Authentication-Results: mx;" + repeat("\r\n a", n) }},
		{"comments", func(n int) string { return "Authentication-Results: mx; " + repeat("(", n/2) + repeat(")", n/2) }},
		{"open comments", func(n int) string { return "Authentication-Results: mx; " + repeat("(a) (", n) }},
		{"quotes", func(n int) string { return "Authentication-Results: mx; " + repeat("\"a;\" ", n) }},
		{"equals signs", func(n int) string { return "Authentication-Results: mx; spf" + repeat(" = ", n) }},
		{"parameters", func(n int) string { return "Authentication-Results: mx; spf=pass" + repeat(" a=b", n) }},
	} {
		cost := func(n int) uint64 {
			raw := []byte(c.mail(n))
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			checkSender(raw, "mx", "olga@client.test")
			runtime.ReadMemStats(&after)
			return after.TotalAlloc - before.TotalAlloc
		}
		if once, twice := cost(size), cost(2*size); twice > 3*once {
			t.Errorf("%s: %d bytes for %d, %d for double", c.name, once, size, twice)
		}
	}
}
