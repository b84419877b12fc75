package parse

import (
	"regexp"
	"strings"
)

// line is a line of a mail's text: its words without the quote signs before them.
type line struct {
	whole, words string
	depth        int
	mark         bool // no line of the mail, but where its HTML says history begins
}

// initials before a quote sign are The Bat's: «ПЛ> Добрый день».
var initials = regexp.MustCompile(`^\s?[А-ЯЁA-Z][А-ЯЁA-Zа-яa-z]{0,2}>`)

func linesOf(text string) []line {
	var out []line
	for whole := range strings.SplitSeq(text, "\n") {
		l := line{whole: whole, mark: whole == historyMark || strings.TrimLeft(whole, "> ") == historyMark}
		rest := initials.ReplaceAllString(whole, ">")
		for {
			trimmed := strings.TrimLeft(rest, " ")
			if !strings.HasPrefix(trimmed, ">") {
				break
			}
			l.depth++
			rest = trimmed[1:]
		}
		if l.words = rest; l.depth > 0 {
			l.words = strings.TrimPrefix(rest, " ")
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

func (l line) blank() bool { return l.mark || strings.TrimSpace(l.words) == "" }

func blankAll(lines []line) bool {
	for _, l := range lines {
		if !l.blank() {
			return false
		}
	}
	return true
}

// passing says what the header tells of the text below one's own.
type passing int

const (
	answer  passing = iota // the mail answers another: the history is known
	forward                // the subject says Fwd:
	fresh                  // it answers nothing: what stands below is what it is about
)

func passingOf(m *Message, text string) passing {
	switch {
	case forwardSubject.MatchString(m.Subject):
		return forward
	case len(m.InReplyTo)+len(m.References) > 0 || replySubject.MatchString(m.Subject) || answerLine.MatchString(text):
		return answer
	}
	return fresh
}

// cut parts what a person has written now from the history and signature below
// it. Where that would leave nothing, or where the person has written into the
// history, everything stays.
func cut(text string, how passing) (body, quoted string) {
	lines := linesOf(text)
	start := historyStart(lines)
	own, history := lines[:start], lines[start:]
	if at := forwardStart(lines, start, how); at >= 0 {
		own, signature := cutSignature(lines[:at])
		return joinTexts(joined(own), forwardedText(lines[at:])), joined(signature)
	}
	if how != answer && !blankAll(history) || answersWithin(own, history) {
		return joined(lines), ""
	}
	own, signature := cutSignature(own)
	if blankAll(own) {
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

// answersWithin tells that a person has written between or below the quotes.
// History without quote signs can't be told from answers in it, so there only
// words like «см. ниже» count.
func answersWithin(own, history []line) bool {
	first := 0
	for first < len(history) && history[first].depth == 0 {
		first++
	}
	if first == len(history) || !introOnly(history, first) {
		return !blankAll(history) && pointsBelow.MatchString(joined(own))
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
	return !signsOff(trimLead(history[last+1:]))
}

// signsOff is a signature or a program's footer below the quotes, or nothing.
func signsOff(tail []line) bool {
	if blankAll(tail) {
		return true
	}
	first := tail[0].words
	return first == "--" || first == "-- " || len(first) < 300 && phoneLine.MatchString(first) && blankAll(tail[1:]) ||
		footers.MatchString(joined(tail)) || closingLine.MatchString(first) && len(tail) <= 8
}

// introOnly is what stands between the start of the history and its first quote
// sign: the line that says who wrote, at most.
func introOnly(lines []line, first int) bool {
	for i := 0; i < first; i++ {
		if lines[i].blank() || answerLine.MatchString(lines[i].words) || separator.MatchString(lines[i].words) {
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

// wrapsQuote is a short rest of a quoted line that some program has broken.
func wrapsQuote(lines []line, i int) bool {
	return i > 0 && i+1 < len(lines) && lines[i-1].depth > 0 && lines[i+1].depth > 0 &&
		len([]rune(lines[i-1].words)) >= 60 && len([]rune(lines[i].words)) < 30 && len(strings.Fields(lines[i].words)) <= 3
}

func trimLead(lines []line) []line {
	for len(lines) > 0 && lines[0].blank() {
		lines = lines[1:]
	}
	return lines
}
