package search

import (
	"slices"
	"testing"
)

// A transaction indexes no more text than it may, whatever comes together, and one task
// at least.
func TestPortions(t *testing.T) {
	const most = portionSize
	for _, c := range []struct{ sizes, want []int }{
		{[]int{0, 0, 0}, []int{3}},
		{[]int{most / 2, most / 2, 1}, []int{2, 3}},
		{[]int{most, most, most}, []int{1, 2, 3}},
		{[]int{2 * most, 1, 1}, []int{1, 3}},
		{[]int{1, 2 * most, 1}, []int{1, 2, 3}},
		{[]int{most - 1, 1, 1}, []int{2, 3}},
	} {
		var ends []int
		for from := 0; from < len(c.sizes); from = ends[len(ends)-1] {
			ends = append(ends, portionEnd(c.sizes, from))
		}
		if !slices.Equal(ends, c.want) {
			t.Errorf("%v ends at %v, want %v", c.sizes, ends, c.want)
		}
	}
}
