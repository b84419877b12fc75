package parse

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// inlineMarks are the marks of words that mean something else without them: «~» around
// struck ones, «^» before an exponent. A mark is written with the first word, so that
// none stands around nothing.
type inlineMarks struct {
	open      map[atom.Atom][]inlineKind // open elements by their name
	struck    int                        // how many of them strike
	isWritten bool                       // the «~» before the struck words of this line is written
	hasGap    bool                       // a space is due behind the struck words so far
	raised    bool                       // the next word is an exponent
}

type inlineKind int8

const (
	plainWords inlineKind = iota
	struckWords
	raisedWords
)

// inlineElements are the elements that may strike or raise words. The style of others
// isn't looked at.
var inlineElements = map[atom.Atom]inlineKind{
	atom.S: struckWords, atom.Del: struckWords, atom.Strike: struckWords, atom.Sup: raisedWords,
	atom.Span: plainWords, atom.Font: plainWords, atom.B: plainWords, atom.Strong: plainWords, atom.I: plainWords, atom.Em: plainWords,
	atom.U: plainWords, atom.A: plainWords, atom.Div: plainWords,
}

var (
	strikes = pattern(`text-decoration(-line)?:[^;]{0,40}line-through`)
	raises  = pattern(`vertical-align:super`)
)

func (r *htmlReader) openInline(t html.Token) {
	kind, known := inlineElements[t.DataAtom]
	if !known {
		return
	}
	if style := attr(t, "style"); style != "" && kind == plainWords {
		switch style = squeeze(style); {
		case strikes().MatchString(style):
			kind = struckWords
		case raises().MatchString(style):
			kind = raisedWords
		}
	}
	if r.inline.open == nil {
		r.inline.open = map[atom.Atom][]inlineKind{}
	}
	r.inline.open[t.DataAtom] = append(r.inline.open[t.DataAtom], kind)
	switch kind {
	case struckWords:
		r.inline.struck++
	case raisedWords:
		r.inline.raised = true
	}
}

func (r *htmlReader) closeInline(name atom.Atom) {
	open := r.inline.open[name]
	if len(open) == 0 {
		return
	}
	kind := open[len(open)-1]
	r.inline.open[name] = open[:len(open)-1]
	switch kind {
	case struckWords:
		if r.inline.struck--; r.inline.struck == 0 {
			r.pauseStrike()
		}
	case raisedWords:
		r.inline.raised = false
	}
}

// beginInline writes the marks that belong before words.
func (r *htmlReader) beginInline(words string) {
	if strings.Trim(words, " \t"+hardSpace) == "" {
		return
	}
	if r.inline.hasGap {
		r.inline.hasGap = false
		r.space()
	}
	if r.inline.struck > 0 && !r.inline.isWritten {
		r.inline.isWritten = true
		r.line.WriteByte('~')
	}
	if r.inline.raised {
		if r.inline.raised = false; !r.isBlankLine() {
			r.line.WriteByte('^')
		}
	}
}

// pauseStrike writes the mark behind the struck words of a line.
func (r *htmlReader) pauseStrike() {
	if !r.inline.isWritten {
		return
	}
	r.inline.isWritten = false
	r.line.WriteByte('~')
	if r.inline.hasGap {
		r.inline.hasGap = false
		r.space()
	}
}

// gap writes a space. Behind struck words it waits for the next word, or for the mark.
func (r *htmlReader) gap() {
	if r.inline.isWritten {
		r.inline.hasGap = true
		return
	}
	r.space()
}
