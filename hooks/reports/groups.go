package reports

import (
	"cmp"
	"slices"

	"github.com/pocketbase/pocketbase/core"
)

// groups count the groups of a breakdown. A group has an id, or until it is named, the
// number of its id in the stored facts.
type groups struct {
	breakdown breakdown
	tallies   []tally
	numbers   []uint32 // 0 of an id that no stored facts have
	ids       []string // valid where named
	named     []bool

	byNumber []uint32          // positions, plus one
	byID     map[string]uint32 // positions of those that were met by their ids
}

func newGroups(b breakdown) *groups { return &groups{breakdown: b, byID: map[string]uint32{}} }

func (g *groups) add() uint32 {
	g.tallies, g.numbers = append(g.tallies, tally{}), append(g.numbers, 0)
	g.ids, g.named = append(g.ids, ""), append(g.named, false)
	return uint32(len(g.tallies) - 1)
}

// ofNumber returns the group of the number of an id.
func (g *groups) ofNumber(number uint32) uint32 {
	if int(number) >= len(g.byNumber) {
		g.byNumber = append(g.byNumber, make([]uint32, int(number)+1-len(g.byNumber))...)
	}
	if g.byNumber[number] == 0 {
		at := g.add()
		g.numbers[at], g.byNumber[number] = number, at+1
	}
	return g.byNumber[number] - 1
}

// ofID returns the group of an id and its number, 0 if it has none.
func (g *groups) ofID(id string, number uint32) uint32 {
	at, known := g.byID[id]
	switch {
	case known:
		return at
	case number > 0:
		at = g.ofNumber(number)
	default:
		at = g.add()
	}
	g.ids[at], g.named[at], g.byID[id] = id, true, at
	return at
}

// count counts entries of a series in their groups.
func (g *groups) count(series int, of, values []uint32) {
	for _, group := range of {
		g.tallies[group].n[series]++
	}
	if series == seriesRated {
		for i, group := range of {
			g.tallies[group].ratings[values[i]-1]++
		}
	}
}

// mostFirst returns the groups by created and done tasks, the most first.
func (g *groups) mostFirst() []uint32 {
	order := make([]uint32, len(g.tallies))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(a, b uint32) int {
		x, y := &g.tallies[a].n, &g.tallies[b].n
		return cmp.Or(cmp.Compare(y[seriesCreated], x[seriesCreated]), cmp.Compare(y[seriesDone], x[seriesDone]), cmp.Compare(g.numbers[a], g.numbers[b]), cmp.Compare(a, b))
	})
	return order
}

// name sets the ids of groups.
func (g *groups) name(app core.App, which []uint32) error {
	var numbers []uint32
	for _, at := range which {
		if !g.named[at] {
			numbers = append(numbers, g.numbers[at])
		}
	}
	if len(numbers) == 0 {
		return nil
	}
	ids, err := idsOf(app, g.breakdown, numbers)
	for _, at := range which {
		if !g.named[at] {
			g.ids[at], g.named[at] = ids[g.numbers[at]], true
		}
	}
	return err
}
