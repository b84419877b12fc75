package parse

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/jhillyerd/enmime/v2"
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
	all, shown map[string]place // by Content-ID; shown is the part above the history
	closing    int              // where the sign-off ends in the shown part; -1 for none
	lastWord   int              // where the last word stands in the shown part; -1 for none
	behind     int              // how many images stand behind it
	isHTML     bool             // the mail has HTML
}

// place is where a Content-ID is marked first.
type place struct {
	at      int
	inWords bool // words stand on the same line
}

func imageMarks(html string, kind threadKind) marks {
	shown, _ := cut(html, kind)
	m := marks{all: placesOf(html), shown: placesOf(shown), closing: -1, lastWord: lastWordOf(shown), isHTML: html != ""}
	for _, p := range m.shown {
		if p.at > m.lastWord && !p.inWords {
			m.behind++
		}
	}
	if at := closing().FindStringSubmatchIndex(shown); at != nil {
		m.closing = at[3]
	}
	return m
}

// placesOf returns where each Content-ID is marked first.
func placesOf(text string) map[string]place {
	places := map[string]place{}
	at := 0
	for line := range strings.Lines(text) {
		inWords := lastWordOf(line) >= 0
		for from := 0; ; {
			cid, start, end := nextMark(line[from:])
			if start < 0 {
				break
			}
			if _, repeated := places[cid]; !repeated {
				places[cid] = place{at + from + start, inWords}
			}
			from += end
		}
		at += len(line)
	}
	return places
}

// lastWordOf returns where the last letter or digit outside of marks stands; -1 if
// there is none.
func lastWordOf(text string) int {
	last, from := -1, 0
	for {
		_, start, end := nextMark(text[from:])
		words := text[from:]
		if start >= 0 {
			words = words[:start]
		}
		if at := strings.LastIndexFunc(words, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }); at >= 0 {
			last = from + at
		}
		if start < 0 {
			return last
		}
		from += end
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
	return shown && m.closing >= 0 && m.closing <= at.at
}

// mostBehind is how many small images may stand behind the last word and be content: more
// are the icons of a footer.
const mostBehind = 2

// belongsToWords reports whether an image stands among words or above some, or is all
// that the mail says.
func (m marks) belongsToWords(cid string) bool {
	at, shown := m.shown[cid]
	if !shown {
		return !m.isHTML
	}
	return at.inWords || m.lastWord < 0 || at.at < m.lastWord || m.behind <= mostBehind
}

// losesPictures reports whether a plain text says nothing of the pictures that stand in
// the words of the HTML beside it.
func (c *collected) losesPictures(plain, rich string) bool {
	if !strings.Contains(rich, markStart) || strings.Contains(plain, markStart) || strings.Contains(plain, "[image: ") {
		return false
	}
	m := imageMarks(rich, answer)
	for cid := range m.shown {
		if data, found := c.pictureOf[cid]; found && !decoration(data, m, cid) {
			return true
		}
	}
	return false
}

// findPictures finds the attached pictures by their Content-ID.
func (c *collected) findPictures(p *enmime.Part) {
	if id := contentID(p); id != "" && p.FirstChild == nil && strings.HasPrefix(p.ContentType, "image/") {
		c.pictureOf[id] = p.Content
	}
	for child := p.FirstChild; child != nil; child = child.NextSibling {
		c.findPictures(child)
	}
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
