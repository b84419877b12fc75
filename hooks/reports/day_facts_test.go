package reports

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// someFacts are facts with values of all widths.
func someFacts() *dayFacts {
	f := newDayFacts()
	for i := range uint32(300) {
		who := fmt.Sprint("consultant", i%7)
		f.add(seriesCreated, i/4, i%3*100, []string{who, fmt.Sprint("organization", i), "high", ""})
		f.add(seriesDone, i/4, 70_000+i, []string{who, "Организация", "low", "налоги"})
		if i%50 == 0 {
			f.add(seriesRated, i/4, 1+i/50%5, []string{"", "", "", ""})
		}
	}
	return f
}

// numbered gives the ids of facts numbers that are not their positions.
func numbered(f *dayFacts) (numbers []map[string]uint32) {
	for b, list := range f.ids {
		numbers = append(numbers, map[string]uint32{})
		for i, id := range list.ids {
			numbers[b][id] = uint32(300*b + 2*i + 1)
		}
	}
	return numbers
}

// Facts are read as they were stored, with and without their parts.
func TestFactsAreReadAsStored(t *testing.T) {
	for name, f := range map[string]*dayFacts{"some": someFacts(), "none": newDayFacts()} {
		totals, parts := f.encode(numbered(f))
		read := newDayFacts()
		for range 2 { // the columns are used again
			if err := read.decode(totals, parts); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			for i, s := range read.series {
				want := f.series[i]
				if !slices.Equal(s.quarters, want.quarters) || !slices.Equal(s.values, want.values) {
					t.Errorf("%s: the totals of series %d are %v %v", name, i, s.quarters, s.values)
				}
				for b := range Breakdowns {
					for at, number := range s.of[b] {
						if number != 300*uint32(b)+2*want.of[b][at]+1 {
							t.Errorf("%s: series %d by %s has %d at %d", name, i, Breakdowns[b].Name, number, at)
						}
					}
				}
			}
		}
		if err := read.decode(totals, nil); err != nil || len(read.series[seriesDone].quarters) != len(f.series[seriesDone].quarters) || len(read.series[seriesDone].of[0]) > 0 {
			t.Errorf("%s: the totals alone: %v", name, err)
		}
	}
}

// Damaged facts are an error, wherever they are cut off or changed, and never more.
func TestDamagedFacts(t *testing.T) {
	f := someFacts()
	totals, parts := f.encode(numbered(f))
	read := newDayFacts()
	for n := range totals {
		if read.decode(totals[:n], parts) == nil {
			t.Fatalf("totals of %d bytes of %d are read", n, len(totals))
		}
	}
	for n := range parts {
		if n > 0 && read.decode(totals, parts[:n]) == nil {
			t.Fatalf("parts of %d bytes of %d are read", n, len(parts))
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		changed, of := slices.Clone(totals), slices.Clone(parts)
		changed[random.IntN(len(changed))], of[random.IntN(len(of))] = byte(random.Uint32()), byte(random.Uint32())
		if read.decode(changed, of) != nil {
			continue
		}
		for _, rating := range read.series[seriesRated].values {
			if rating < 1 || rating > 5 {
				t.Fatalf("a rating of %d", rating)
			}
		}
	}
}

// A filter keeps the entries that it accepts, in all columns.
func TestKeep(t *testing.T) {
	f := someFacts()
	accepts := make([][]bool, len(Breakdowns))
	for b, ids := range [][]string{{"consultant3"}, nil, {"high", "normal"}, {""}} {
		for _, id := range f.ids[b].ids {
			if ids != nil {
				accepts[b] = append(accepts[b], slices.Contains(ids, id))
			}
		}
	}
	f.keep(accepts)
	s := f.series[seriesCreated]
	if len(s.values) != 43 || len(f.series[seriesDone].values)+len(f.series[seriesRated].values) != 0 {
		t.Fatalf("%d entries", len(s.values))
	}
	for i := range s.values {
		nth := uint32(3 + 7*i)
		who, organization := f.ids[0].ids[s.of[0][i]], f.ids[1].ids[s.of[1][i]]
		if s.quarters[i] != nth/4 || s.values[i] != nth%3*100 || who != "consultant3" || organization != fmt.Sprint("organization", nth) {
			t.Errorf("entry %d is %d %d %s %s", i, s.quarters[i], s.values[i], who, organization)
		}
	}
	f.keep([][]bool{{}, nil, nil, nil}) // an id that no stored facts have
	if len(f.series[seriesCreated].values) != 0 {
		t.Error("entries are left")
	}
}

// Median and percentile are the same, however many minutes there are and however they are
// sorted.
func TestTimeOf(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for _, c := range []struct {
		n    int
		most uint32
	}{{1, 10}, {2, 10}, {9, 5}, {10, 1000}, {manyMinutes - 1, 100}, {manyMinutes, 100}, {manyMinutes + 1, 5000}, {manyMinutes, 1 << 31}, {100_001, 200_000}} {
		minutes := make([]uint32, c.n)
		for i := range minutes {
			minutes[i] = random.Uint32N(c.most)
		}
		sorted := slices.Sorted(slices.Values(minutes))
		want := reportTime{c.n, (float64(sorted[(c.n-1)/2]) + float64(sorted[c.n/2])) / 2, 0}
		for i, m := range sorted {
			if 10*(i+1) >= 9*c.n {
				want.P90 = float64(m)
				break
			}
		}
		if got := timeOf(slices.Clone(minutes)); !reflect.DeepEqual(got, want) {
			t.Errorf("%d minutes up to %d: %+v, want %+v", c.n, c.most, got, want)
		}
	}
	if got := timeOf(nil); got != (reportTime{}) {
		t.Errorf("of none: %+v", got)
	}
}
