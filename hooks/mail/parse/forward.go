package parse

import (
	"strings"
)

var (
	forwardLine = pattern(`(?i)^\s*(-{2,}\s*(forwarded (message|mail)|пересылаемое сообщение|пересланное сообщение|перенаправленное сообщение|переадресованное сообщение|пересылаемое письмо|пересланное письмо)\s*-*|(begin forwarded message|начало (переадресованного|пересылаемого|пересланного) сообщения)\s*:?)\s*$`)
	forwardEnd  = pattern(`(?i)^\s*-{2,}\s*(конец|завершение|end of) (пересылаемого|пересланного|forwarded) (сообщения|message)\s*-*\s*$`)
	russianText = pattern(`[а-яА-Я]`)
)

// forwardStart returns the line at which a forwarded mail begins, or -1. The
// history begins with a forward's separator, or the mail is no answer and the
// history is more than plain quotes.
func forwardStart(lines []line, start int, kind threadKind) int {
	for i, l := range lines {
		if len(l.text) < 300 && forwardLine().MatchString(l.text) {
			if blankBetween(lines, start, i) {
				return min(i, start)
			}
			break
		}
	}
	first := nextLine(lines, start)
	if kind == answer || first == len(lines) || allBlank(lines[first:]) {
		return -1
	}
	if kind == fresh && !tellsOfMail(lines, first) {
		return -1
	}
	return start
}

// tellsOfMail reports whether the history of a fresh mail begins as a mail program
// begins it: with headers, or with an attribution that has an address or a time. People
// themselves write «Программа пишет:» above what they quote.
func tellsOfMail(lines []line, first int) bool {
	n := attributionAt(lines, first)
	if n == 0 {
		return lines[first].depth == 0 || headersAt(lines, first) > 0
	}
	var words []string
	for _, l := range lines[first : first+n] {
		words = append(words, l.text)
	}
	said := strings.Join(words, " ")
	return surePerson().MatchString(said) || sureTime().MatchString(said) || sureDate().MatchString(said)
}

// blankBetween reports whether the history has no text before line i.
func blankBetween(lines []line, start, i int) bool {
	return i <= start || allBlank(lines[start:i])
}

// forwardedText returns the forwarded mail below a heading, without the quote
// signs that some mail clients put before all of it.
func forwardedText(lines []line) string {
	quoted := true
	for _, l := range lines {
		quoted = quoted && (l.depth > 0 || l.blank() || forwardLine().MatchString(l.text))
	}
	var out []string
	for _, l := range lines {
		switch {
		case l.mark || forwardLine().MatchString(l.text) || forwardEnd().MatchString(l.text):
		case quoted && l.depth == 1:
			out = append(out, l.text)
		case quoted && l.depth > 1:
			out = append(out, strings.Repeat(">", l.depth-1)+" "+l.text)
		default:
			out = append(out, l.whole)
		}
	}
	text := strings.Trim(tidy(strings.Join(out, "\n")), "\n")
	if russianText().MatchString(text) {
		return "Переслано:\n" + text
	}
	return "Forwarded:\n" + text
}
