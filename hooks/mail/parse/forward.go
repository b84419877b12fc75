package parse

import (
	"regexp"
	"strings"
)

var (
	forwardLine = regexp.MustCompile(`(?i)^\s*(-{2,}\s*(forwarded (message|mail)|пересылаемое сообщение|пересланное сообщение|перенаправленное сообщение|переадресованное сообщение|пересылаемое письмо|пересланное письмо)\s*-*|(begin forwarded message|начало (переадресованного|пересылаемого|пересланного) сообщения)\s*:?)\s*$`)
	forwardEnd  = regexp.MustCompile(`(?i)^\s*-{2,}\s*(конец|завершение|end of) (пересылаемого|пересланного|forwarded) (сообщения|message)\s*-*\s*$`)
	russianText = regexp.MustCompile(`[а-яА-Я]`)
)

// forwardStart is where a mail that somebody passes on begins, or -1: what stands
// first in the history is a forward's line, or the mail answers none and it is
// more than quote signs in the text.
func forwardStart(lines []line, start int, how passing) int {
	for i, l := range lines {
		if len(l.words) < 300 && forwardLine.MatchString(l.words) {
			if blankBetween(lines, start, i) {
				return min(i, start)
			}
			break
		}
	}
	first := nextLine(lines, start)
	if how == answer || first == len(lines) || blankAll(lines[first:]) {
		return -1
	}
	if how == fresh && lines[first].depth > 0 && headersAt(lines, first) == 0 && attributionAt(lines, first) == 0 {
		return -1
	}
	return start
}

// blankBetween: nothing of the history comes before the forward's line.
func blankBetween(lines []line, start, i int) bool {
	return i <= start || blankAll(lines[start:i])
}

// forwardedText is the passed-on mail under one word that says so, without the
// quote signs that some programs put before all of it.
func forwardedText(lines []line) string {
	quoted := true
	for _, l := range lines {
		quoted = quoted && (l.depth > 0 || l.blank() || forwardLine.MatchString(l.words))
	}
	var out []string
	for _, l := range lines {
		switch {
		case l.mark || forwardLine.MatchString(l.words) || forwardEnd.MatchString(l.words):
		case quoted && l.depth == 1:
			out = append(out, l.words)
		case quoted && l.depth > 1:
			out = append(out, strings.Repeat(">", l.depth-1)+" "+l.words)
		default:
			out = append(out, l.whole)
		}
	}
	text := strings.Trim(tidy(strings.Join(out, "\n")), "\n")
	if russianText.MatchString(text) {
		return "Переслано:\n" + text
	}
	return "Forwarded:\n" + text
}
