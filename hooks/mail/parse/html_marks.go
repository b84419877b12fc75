package parse

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

var (
	historyIDs     = pattern(`(?i)^(x_)*(divRplyFwdMsg|appendonsend|mail-editor-reference-message-container|ms-outlook-mobile-reference-message|OLK_SRC_BODY_SECTION|reply-intro|isForwardContent)$`)
	historyClasses = pattern(`(?i)(^|\s)(gmail_quote|gmail_extra|yahoo_quoted|moz-cite-prefix|moz-forward-container|protonmail_quote|zmail_extra|gmail_quote_container|mail-quote|js-mail-quote|WordSection1_history|ms-outlook-mobile-reference-message)(\s|$)`)
	// Outlook's rule above «От: … Отправлено: …»
	borderTop = pattern(`^border:none;border-top:solid#?[0-9a-z]+1\.0pt;padding:3\.0pt0(cm|in|mm)0(cm|in|mm)0(cm|in|mm)`)
)

// startsHistory reports whether an element is one that mail clients put around the
// history.
func startsHistory(t html.Token) bool {
	if historyIDs().MatchString(attr(t, "id")) || historyClasses().MatchString(attr(t, "class")) || attr(t, "data-marker") == "__QUOTED_TEXT__" {
		return true
	}
	return t.DataAtom == atom.Div && borderTop().MatchString(squeeze(attr(t, "style")))
}

// quote opens a blockquote. One without a border only indents.
func (r *htmlReader) quote(t html.Token) {
	r.breakLine()
	style := squeeze(attr(t, "style"))
	indents := strings.Contains(attr(t, "class"), "webkit-indent-blockquote") || strings.Contains(style, "border:none") || strings.Contains(style, "border:0")
	if r.blocks = append(r.blocks, !indents); !indents {
		r.quotes++
		r.blank = 1
	}
}

func (r *htmlReader) unquote() {
	r.breakLine()
	last := len(r.blocks) - 1
	if last < 0 {
		return
	}
	if r.blocks[last] {
		r.quotes--
		r.blank = 0
		r.paragraph()
	}
	r.blocks = r.blocks[:last]
}

// table opens a table. It holds data if it has borders, or comes from a mail client
// that doesn't use tables for layout.
func (r *htmlReader) table(t html.Token) {
	r.breakLine()
	border, style := attr(t, "border"), squeeze(attr(t, "style"))
	data := border != "" && border != "0" || strings.Contains(attr(t, "class"), "MsoTableGrid") || strings.Contains(style, "border-collapse:collapse") && attr(t, "role") != "presentation"
	if len(r.tables) < 50 {
		r.tables = append(r.tables, data)
	}
	r.cells = 0
}

func (r *htmlReader) inCell() bool {
	return r.cells > 0 && len(r.tables) > 0 && r.tables[len(r.tables)-1]
}

// row ends the line of the previous row.
func (r *htmlReader) row() {
	r.cells = 0
	r.breakLine()
}

// cell separates the cells of a row.
func (r *htmlReader) cell() {
	if r.cells > 0 && !r.isBlankLine() {
		r.space()
		r.line.WriteString("| ")
	}
	r.cells++
}

// rule writes a horizontal rule. One with a tabindex is that of Outlook on the web
// above the history.
func (r *htmlReader) rule(t html.Token) {
	if attr(t, "tabindex") == "-1" {
		r.history()
		return
	}
	r.breakLine()
	r.line.WriteString("———")
	r.newLine()
}

// picture writes the Content-ID of an attached image. Of one from elsewhere nothing is
// written, or its words if the mail has no others.
func (r *htmlReader) picture(t html.Token) {
	source := attr(t, "src")
	if id, ok := strings.CutPrefix(source, "cid:"); ok && id != "" {
		r.space()
		r.line.WriteString("[cid:" + oneLine(id) + "]")
	} else if words := oneLine(attr(t, "alt")); r.alts && words != "" {
		r.space()
		r.line.WriteString(words)
	}
}
