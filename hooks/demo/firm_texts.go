package demo

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

// firmTexts fills the slots in the texts of one task. A slot has the same value in
// all of them, as in a real conversation.
type firmTexts struct {
	rand  *rand.Rand
	at    time.Time
	words map[string]string
}

func (t *firmTexts) of(texts []string) string { return t.fill(texts[t.rand.IntN(len(texts))]) }

// fill replaces the slots of a text.
func (t *firmTexts) fill(text string) string {
	if !strings.Contains(text, "{") {
		return text
	}
	var out strings.Builder
	for {
		before, rest, found := strings.Cut(text, "{")
		out.WriteString(before)
		if !found {
			return out.String()
		}
		slot, after, _ := strings.Cut(rest, "}")
		out.WriteString(t.word(slot))
		text = after
	}
}

func (t *firmTexts) word(slot string) string {
	word, ok := t.words[slot]
	if !ok {
		word = t.invent(slot)
		t.words[slot] = word
	}
	return word
}

func (t *firmTexts) invent(slot string) string {
	if words, ok := firmSlots[slot]; ok {
		return words[t.rand.IntN(len(words))]
	}
	switch slot {
	case "month":
		return monthBefore(t.at)
	case "year":
		return strconv.Itoa(t.at.Year() - t.rand.IntN(2))
	case "date":
		return t.at.AddDate(0, 0, t.rand.IntN(20)-12).Format("02.01.2006")
	case "num":
		return strconv.Itoa(1 + t.rand.IntN(99_999))
	case "sum":
		return fmt.Sprintf("%d %03d", 1+t.rand.IntN(900), t.rand.IntN(1000))
	case "days":
		return strconv.Itoa(2 + t.rand.IntN(8))
	case "release":
		return fmt.Sprintf("3.0.%d.%d", 100+t.rand.IntN(90), 1+t.rand.IntN(40))
	case "firm":
		name, _, _ := firmOrganization(t.rand.IntN(20_000))
		return name
	}
	return ""
}
