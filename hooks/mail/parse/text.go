package parse

import (
	"strings"
	"unicode"
)

// historyMark marks the beginning of the history in a text converted from HTML. It
// is a private-use character, which [clean] removes from incoming texts.
const historyMark = "\ue000"

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\u0085", "\n", "\f", "\n", "\v", "\n")

// clean normalizes line ends and spaces and drops invisible characters.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == '\u00a0' || r == '\u202f' || r == '\u2007':
			return ' '
		case unicode.IsControl(r), r == '\ufeff', r == '\u200b', r == '\u00ad', r == '\ue000':
			return -1
		}
		return r
	}, lineEnds.Replace(text))
}

// tidy removes trailing spaces, except in the signature delimiter «-- », and
// shortens gaps to two empty lines. It ends the last line.
func tidy(text string) string {
	var out strings.Builder
	out.Grow(len(text) + 1)
	blank := 0
	for line := range strings.SplitSeq(text, "\n") {
		if line != "-- " {
			line = strings.TrimRight(line, " \t")
		}
		if blank++; line != "" {
			blank = 0
		}
		if blank <= 2 {
			out.WriteString(line)
			out.WriteByte('\n')
		}
	}
	return out.String()
}

// oneLine joins a text into one line without control characters.
func oneLine(text string) string {
	return strings.Join(strings.Fields(clean(text)), " ")
}

// unflow joins the lines wrapped by format=flowed (RFC 3676).
func unflow(text string, delsp bool) string {
	var out strings.Builder
	open, depth := false, 0
	for line := range strings.SplitSeq(text, "\n") {
		quotes := len(line) - len(strings.TrimLeft(line, ">"))
		body := strings.TrimPrefix(line[quotes:], " ")
		flows := strings.HasSuffix(body, " ") && body != "-- "
		if flows && delsp {
			body = body[:len(body)-1]
		}
		if open && quotes == depth && body != "-- " {
			out.WriteString(body)
		} else if quotes > 0 {
			out.WriteString("\n" + line[:quotes] + " " + body)
		} else {
			out.WriteString("\n" + body)
		}
		open, depth = flows, quotes
	}
	return strings.TrimPrefix(out.String(), "\n")
}
