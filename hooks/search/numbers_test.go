package search

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// Every way of writing a number finds the others, in a text and in a query.
func TestTableNumbersInGroups(t *testing.T) {
	for _, same := range [][]string{
		{"+7 (495) 120-11-01", "8 495 120 11 01", "84951201101", "8(495)1201101", "4951201101", "495 120-11-01", "7-495-120-11-01", "8\u00a0495\u00a0120\u00a011\u00a001"},
		{"40702810938000060001", "40702 810 9 3800 0060001", "4070 2810 9380 0006 0001", "40702.810.9.3800.0060001"},
		{"18210102010011000110", "182 1 01 02010 01 1000 110", "182 10102010011000 110"},
		{"770401001", "7704 01 001", "7704-01-001"},
		{"1250000", "1 250 000", "1\u202f250\u202f000", "1.250.000", "1'250'000", "1,250,000"},
	} {
		for _, question := range same {
			terms, _ := termsOf(question)
			if len(terms) != 1 {
				t.Errorf("%q is %d terms", question, len(terms))
				continue
			}
			for _, text := range same {
				about := "Оплата на " + text + " не прошла"
				indexed := stems(about)
				if !slices.ContainsFunc(terms[0].stems, func(s string) bool { return slices.Contains(indexed, s) }) {
					t.Errorf("%q does not find %q", question, about)
				}
				if Snippet(about, terms) == "" {
					t.Errorf("%q is not marked in %q", question, about)
				}
			}
		}
	}
}

// Numbers beside each other that make no number are found by themselves.
func TestNumbersBesideEachOther(t *testing.T) {
	terms, _ := termsOf("счёт 15 2026")
	indexed := stems("Счёт 15 от 3 марта 2026")
	for _, group := range terms[1].groups {
		if !slices.Contains(indexed, group[0]) {
			t.Errorf("%v is not in %v", group, indexed)
		}
	}
	if got := len(stems("15, 2026; 16\n2027")); got != 4 {
		t.Errorf("a list makes %d words", got)
	}
}

// A table of numbers costs in proportion to its length, and makes a bounded number of
// others.
func TestTableOfNumbers(t *testing.T) {
	count := func(n int) int {
		var text strings.Builder
		for i := range n {
			fmt.Fprint(&text, 10+i%90, " ")
		}
		made := 0
		for _, w := range splitWords(text.String()) {
			made += len(w.numbers)
		}
		return made
	}
	if once, twice := count(20_000), count(40_000); twice > once || once > mostNumbers*mostGroups*2 {
		t.Errorf("%d numbers, and %d of a text of double length", once, twice)
	}
}

func TestNumberOf(t *testing.T) {
	for question, want := range map[string]string{
		"+7 (495) 120-11-01": "4951201101", "8 495 120 11 01": "4951201101", "770401001": "770401001", "120-11": "12011",
		"": "", "12": "", "Ольга": "", "ООО 120-11-01": "", "120-11-01 Ольга": "",
	} {
		if got := NumberOf(question); got != want {
			t.Errorf("%q: %q, want %q", question, got, want)
		}
	}
}
