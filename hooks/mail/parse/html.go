package parse

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// htmlReader converts HTML to plain text in one pass over its tokens. It needs no
// tree and no recursion, so no mail is nested too deep or too broken for it.
type htmlReader struct {
	out      strings.Builder
	line     strings.Builder
	blanks   int    // how many bytes at the start of line are known to be blank
	blank    int    // empty lines at the end of out
	quotes   int    // open blockquotes that quote
	blocks   []bool // all open blockquotes: whether they quote or only indent
	pre      int    // open pre elements
	items    []list // open lists
	skipName string // the name of a hidden element
	skipped  int    // open elements of that name
	link     string
	linkFrom int
	cells    int
	tables   []bool // open tables: whether they hold data or are only layout
	hides    bool   // whether elements hidden by their style are left out
	alts     bool   // whether the words of pictures from elsewhere are text
	inline   inlineMarks
}

// hardSpace stands for &nbsp;: a line that holds only one is an intended blank line.
const hardSpace = "\ue001"

// htmlText converts the HTML of a mail to its visible text, with "> " before
// blockquotes and a [historyMark] where the history begins.
func htmlText(source string) string {
	text := readHTML(source, &htmlReader{blank: 2, hides: true})
	if strings.TrimSpace(text) == "" { // a style that hides the whole text is a mistake
		text = readHTML(source, &htmlReader{blank: 2, alts: true})
	}
	return text
}

func readHTML(source string, r *htmlReader) string {
	tokens := html.NewTokenizer(strings.NewReader(source))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			r.breakLine()
			return r.out.String()
		case html.TextToken:
			r.text(string(tokens.Text()))
		case html.StartTagToken, html.SelfClosingTagToken:
			r.open(tokens.Token())
		case html.EndTagToken:
			r.close(tokens.Token())
		}
	}
}

func (r *htmlReader) text(raw string) {
	if r.skipName != "" {
		return
	}
	text := strings.ReplaceAll(strings.ReplaceAll(raw, "\u00a0", hardSpace), "\u202f", hardSpace)
	text = clean(text)
	if r.pre > 0 {
		for i, line := range strings.Split(text, "\n") {
			if i > 0 {
				r.newLine()
			}
			r.beginInline(line)
			r.line.WriteString(line)
		}
		return
	}
	words := strings.Join(strings.Fields(text), " ")
	if text != "" && strings.TrimLeft(text, " \t\n") != text {
		r.gap()
	}
	r.beginInline(words)
	r.line.WriteString(words)
	if words != "" && strings.TrimRight(text, " \t\n") != text {
		r.gap()
	}
}

func (r *htmlReader) space() {
	if s := r.line.String(); s != "" && !strings.HasSuffix(s, " ") {
		r.line.WriteByte(' ')
	}
}

// breakLine ends the line unless it is blank. In a table cell it writes a space
// instead.
func (r *htmlReader) breakLine() {
	switch {
	case r.inCell():
		r.space()
	case !r.isBlankLine():
		r.newLine()
	default:
		r.resetLine()
	}
}

func (r *htmlReader) isBlankLine() bool {
	line := r.line.String()
	words := strings.TrimLeftFunc(line[r.blanks:], unicode.IsSpace)
	r.blanks = len(line) - len(words)
	return words == ""
}

func (r *htmlReader) resetLine() {
	r.line.Reset()
	r.blanks = 0
}

// newLine ends the line, even if it is empty.
func (r *htmlReader) newLine() {
	r.pauseStrike()
	text := strings.ReplaceAll(r.line.String(), hardSpace, " ")
	line := strings.TrimRight(text, " \t")
	if line == "--" && strings.HasSuffix(text, " ") {
		line = "-- "
	}
	r.resetLine()
	if r.linkFrom = 0; line == "" {
		r.blank++
	} else {
		r.blank = 0
	}
	if r.quotes > 0 {
		r.out.WriteString(strings.TrimRight(strings.Repeat(">", min(r.quotes, 20))+" "+line, " "))
	} else {
		r.out.WriteString(line)
	}
	r.out.WriteByte('\n')
}

// paragraph ends the line and leaves one empty line.
func (r *htmlReader) paragraph() {
	r.breakLine()
	if r.blank == 0 && !r.inCell() {
		r.newLine()
	}
}

// history marks the beginning of the history.
func (r *htmlReader) history() {
	r.tables = nil
	r.breakLine()
	r.out.WriteString(historyMark + "\n")
}

func (r *htmlReader) open(t html.Token) {
	if r.skipName != "" {
		if t.Data == r.skipName && t.Type == html.StartTagToken {
			r.skipped++
		}
		return
	}
	if r.hidden(t) && t.Type == html.StartTagToken {
		r.skipName, r.skipped = t.Data, 1
		return
	}
	if startsHistory(t) {
		r.history()
	}
	if breaks[t.DataAtom] {
		r.breakLine()
	}
	if t.Type == html.StartTagToken {
		r.openInline(t)
	}
	r.start(t)
}

// breaks are the elements that only begin and end a line.
var breaks = map[atom.Atom]bool{
	atom.P: true, atom.Div: true, atom.Pre: true, atom.Section: true, atom.Article: true, atom.Header: true, atom.Footer: true,
	atom.Center: true, atom.Address: true, atom.Dt: true, atom.Dd: true,
}

func (r *htmlReader) start(t html.Token) {
	switch t.DataAtom {
	case atom.Br:
		r.newLine()
	case atom.P:
		if !strings.Contains(attr(t, "class"), "MsoNormal") && !strings.Contains(squeeze(attr(t, "style")), "margin:0") {
			r.paragraph()
		}
	case atom.Blockquote:
		r.quote(t)
	case atom.Pre:
		r.pre++
	case atom.Ul, atom.Ol:
		r.list(t)
	case atom.Li:
		r.item(t)
	case atom.Table:
		r.table(t)
	case atom.Tr:
		r.row()
	case atom.Td, atom.Th:
		r.cell()
	case atom.Hr:
		r.rule(t)
	case atom.Img:
		r.picture(t)
	case atom.A:
		r.link, r.linkFrom = attr(t, "href"), r.line.Len()
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		r.paragraph()
	}
}

func (r *htmlReader) close(t html.Token) {
	if r.skipName != "" {
		if t.Data == r.skipName {
			if r.skipped--; r.skipped == 0 {
				r.skipName = ""
			}
		}
		return
	}
	r.closeInline(t.DataAtom)
	if breaks[t.DataAtom] || t.DataAtom == atom.Li {
		r.breakLine()
	}
	switch t.DataAtom {
	case atom.Blockquote:
		r.unquote()
	case atom.Pre:
		r.pre = max(0, r.pre-1)
	case atom.Ul, atom.Ol:
		r.breakLine()
		r.items = r.items[:max(0, len(r.items)-1)]
	case atom.A:
		r.writeLink()
	case atom.Table:
		r.row()
		r.tables = r.tables[:max(0, len(r.tables)-1)]
	case atom.Tr:
		r.row()
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		r.paragraph()
	}
}

func attr(t html.Token, name string) string {
	for _, a := range t.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func squeeze(style string) string {
	return strings.ToLower(strings.Join(strings.Fields(style), ""))
}

var hiding = pattern(`display:none|mso-hide:all|visibility:hidden`)

// hidden reports whether an element isn't displayed.
func (r *htmlReader) hidden(t html.Token) bool {
	switch t.DataAtom {
	case atom.Style, atom.Script, atom.Title, atom.Noscript, atom.Template, atom.Object, atom.Select:
		return true
	case atom.Div, atom.Span:
		return r.hides && hiding().MatchString(squeeze(attr(t, "style")))
	}
	return false
}
