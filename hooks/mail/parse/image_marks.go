package parse

import (
	"strings"
	"unicode/utf8"
)

// The mark «[cid:…]» stands for an image in a text converted from HTML.
const (
	markStart = "[cid:"
	maxMark   = 300 // characters of a Content-ID in a mark
)

// nextMark finds the first mark of a text: its Content-ID and where it begins and
// ends. start is -1 if there is none.
func nextMark(text string) (cid string, start, end int) {
	for at := 0; ; {
		found := strings.Index(text[at:], markStart)
		if found < 0 {
			return "", -1, -1
		}
		start = at + found
		at = start + len(markStart)
		rest := text[at:min(len(text), at+utf8.UTFMax*maxMark)]
		if length := strings.IndexAny(rest, "]\n"); length > 0 && rest[length] == ']' && utf8.RuneCountInString(rest[:length]) <= maxMark {
			return rest[:length], start, at + length + 1
		}
	}
}

// marks say where the images of a mail stand in its HTML.
type marks struct {
	all, shown map[string]int // the first place of each Content-ID; shown is the part above the history
	closing    int            // where the sign-off ends in the shown part; -1 for none
}

func imageMarks(html string, kind threadKind) marks {
	shown, _ := cut(html, kind)
	m := marks{all: placesOf(html), shown: placesOf(shown), closing: -1}
	if at := closing.FindStringSubmatchIndex(shown); at != nil {
		m.closing = at[3]
	}
	return m
}

// placesOf returns where each Content-ID is marked first.
func placesOf(text string) map[string]int {
	places := map[string]int{}
	for at := 0; ; {
		cid, start, end := nextMark(text[at:])
		if start < 0 {
			return places
		}
		if _, repeated := places[cid]; !repeated {
			places[cid] = at + start
		}
		at += end
	}
}

// inHistory reports whether an image stands in the history alone.
func (m marks) inHistory(cid string) bool {
	_, marked := m.all[cid]
	_, shown := m.shown[cid]
	return marked && !shown
}

// inSignature reports whether an image stands below the sign-off.
func (m marks) inSignature(cid string) bool {
	at, shown := m.shown[cid]
	return shown && m.closing >= 0 && m.closing <= at
}

// nameCids replaces the marks of a text by the names of the files, and removes those
// of images that are left out.
func nameCids(text string, names map[string]string) string {
	cid, start, end := nextMark(text)
	if start < 0 {
		return text
	}
	var out strings.Builder
	for start >= 0 {
		out.WriteString(text[:start])
		if name := names[cid]; name != "" {
			out.WriteString("[" + name + "]")
		}
		text = text[end:]
		cid, start, end = nextMark(text)
	}
	out.WriteString(text)
	return strings.Trim(tidy(out.String()), "\n")
}
