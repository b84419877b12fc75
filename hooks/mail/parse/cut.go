package parse

import (
	"strings"
)

// line is a line of a mail's text.
type line struct {
	whole, text string // text is without the quote signs
	depth       int    // the number of quote signs
	mark        bool   // a historyMark, not a line of the mail
}

// initials matches the initials that The Bat! puts before quote signs: «ПЛ> Добрый
// день».
var initials = pattern(`^\s?[А-ЯЁA-Z][А-ЯЁA-Zа-яa-z]{0,2}>`)

func linesOf(text string) []line {
	var out []line
	for whole := range strings.SplitSeq(text, "\n") {
		l := line{whole: whole, mark: whole == historyMark || strings.TrimLeft(whole, "> ") == historyMark}
		rest := initials().ReplaceAllString(whole, ">")
		for {
			trimmed := strings.TrimLeft(rest, " ")
			if !strings.HasPrefix(trimmed, ">") {
				break
			}
			l.depth++
			rest = trimmed[1:]
		}
		if l.text = rest; l.depth > 0 {
			l.text = strings.TrimPrefix(rest, " ")
		}
		out = append(out, l)
	}
	return out
}

func joined(lines []line) string {
	var out []string
	for _, l := range lines {
		if !l.mark {
			out = append(out, l.whole)
		}
	}
	return strings.Trim(tidy(strings.Join(out, "\n")), "\n")
}

func (l line) blank() bool { return l.mark || strings.TrimSpace(l.text) == "" }

func allBlank(lines []line) bool {
	for _, l := range lines {
		if !l.blank() {
			return false
		}
	}
	return true
}

// threadKind is the kind of a mail within its thread. It tells what the quoted
// text is.
type threadKind int

const (
	answer  threadKind = iota // an answer: the quoted text is known history
	forward                   // a forwarded mail: the quoted text is its content
	fresh                     // neither: quoted text is part of what the sender reports
)

func threadKindOf(m *Message, text string) threadKind {
	switch {
	case forwardSubject().MatchString(m.Subject):
		return forward
	case len(m.InReplyTo)+len(m.References) > 0 || replySubject().MatchString(m.Subject) || answerLine().MatchString(text):
		return answer
	}
	return fresh
}

// cut separates the new text from the history and the signature below it. If that
// would leave nothing, or the sender has written between the quotes, body is the
// whole text.
func cut(text string, kind threadKind) (body, quoted string) {
	text, rest := cutLines(text, maxLines)
	rest = strings.ReplaceAll(rest, historyMark, "")
	body, quoted = cutWithin(text, kind)
	if quoted != "" {
		return body, quoted + rest
	}
	return body + rest, ""
}

// cutLines splits a text after n lines.
func cutLines(text string, n int) (head, rest string) {
	end := 0
	for range n {
		next := strings.IndexByte(text[end:], '\n')
		if next < 0 {
			return text, ""
		}
		end += next + 1
	}
	return text[:end-1], text[end-1:]
}

// cutWithin carries out [cut] on a text of at most [maxLines] lines.
func cutWithin(text string, kind threadKind) (body, quoted string) {
	lines := linesOf(text)
	start := historyStart(lines)
	own, history := lines[:start], lines[start:]
	if at := forwardStart(lines, start, kind); at >= 0 {
		own, signature := cutSignature(lines[:at])
		return joinTexts(joined(own), forwardedText(lines[at:])), joined(signature)
	}
	if kind != answer && !allBlank(history) || answersWithin(own, history) {
		return joined(lines), ""
	}
	own, signature := cutSignature(own)
	if allBlank(own) {
		return joined(lines), ""
	}
	return joined(own), joinTexts(joined(signature), joined(history))
}

func joinTexts(first, second string) string {
	if first == "" || second == "" {
		return first + second
	}
	return first + "\n\n" + second
}

// answersWithin reports whether the sender has written between or below the
// quotes. Answers can't be told from history without quote signs; there only
// phrases like «см. ниже» count.
func answersWithin(own, history []line) bool {
	first := 0
	for first < len(history) && history[first].depth == 0 {
		first++
	}
	if first == len(history) || !onlyAttribution(history, first) {
		return !allBlank(history) && pointsBelow().MatchString(joined(own))
	}
	last := len(history) - 1
	for last > first && (history[last].depth == 0 || history[last].blank()) {
		last--
	}
	for i := first; i < last; i++ {
		l := history[i]
		if l.depth == 0 && !l.blank() && attributionAt(history, i) == 0 && headersAt(history, i) == 0 && !wrapsQuote(history, i) {
			return true
		}
	}
	return !isSignOff(trimLeadingBlanks(history[last+1:]))
}

// isSignOff reports whether the text below the quotes is empty, a signature or a
// footer added by a mail client.
func isSignOff(tail []line) bool {
	if allBlank(tail) {
		return true
	}
	first := tail[0].text
	return first == "--" || first == "-- " || len(first) < 300 && phoneLine().MatchString(first) && allBlank(tail[1:]) ||
		footers().MatchString(joined(tail)) || closingLine().MatchString(first) && len(tail) <= 8
}

// onlyAttribution reports whether the history has nothing but an attribution
// before its first quote sign.
func onlyAttribution(lines []line, first int) bool {
	for i := 0; i < first; i++ {
		if lines[i].blank() || answerLine().MatchString(lines[i].text) || separator().MatchString(lines[i].text) {
			continue
		}
		n := max(attributionAt(lines, i), headersAt(lines, i))
		if n == 0 {
			return false
		}
		i += n - 1
	}
	return true
}

// wrapsQuote reports whether a line is the short rest of a quoted line that a mail
// client has wrapped.
func wrapsQuote(lines []line, i int) bool {
	return i > 0 && i+1 < len(lines) && lines[i-1].depth > 0 && lines[i+1].depth > 0 &&
		len([]rune(lines[i-1].text)) >= 60 && len([]rune(lines[i].text)) < 30 && len(strings.Fields(lines[i].text)) <= 3
}

func trimLeadingBlanks(lines []line) []line {
	for len(lines) > 0 && lines[0].blank() {
		lines = lines[1:]
	}
	return lines
}
