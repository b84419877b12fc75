package parse

import (
	"regexp"
	"strings"
)

const (
	months   = `(?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[а-яa-z]*\.?`
	weekdays = `(?:пн|вт|ср|чт|пт|сб|вс|понедельник|вторник|среда|среду|четверг|пятница|пятницу|суббота|субботу|воскресенье|mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?`
	clock    = `\d{1,2}[:.]\d{2}`
)

var (
	// the line in our mails above which answers are written, in any language
	answerLine = pattern(`##-\s*\S.{0,100}-##`)
	separator  = pattern(`(?i)^\s*(-{2,}\s*(` + originalWords + `)\s*-{2,}|_{20,}|———)\s*$`)
	fromLine   = pattern(`(?i)^[\s*]*(` + fromWords + `)\s*\*?\s*[:：]`)
	otherLine  = pattern(`(?i)^[\s*]*(?:(` + sentWords + `)|(` + toWords + `)|(` + copyWords + `)|(` + subjectNames + `))\s*\*?\s*[:：]`)

	// the lines that mail clients write above a quote
	attributions = []func() *regexp.Regexp{
		pattern(`(?i)^(?:on|at)\s.{4,300}\b(?:wrote|writes)\s*:$`),
		pattern(`(?i)^(?:` + weekdays + `,?\s+)?(?:в\s+)?\d{1,2}\s+` + months + `\s+\d{4}\s*(?:г\.?|года)?,?\s*(?:в\s+|at\s+)?` + clock + `.{0,300}:$`),
		pattern(`(?i)^(?:` + weekdays + `,?\s+)?` + months + `\s+\d{1,2},?\s+\d{4}.{0,300}:$`),
		pattern(`(?i)^(?:` + weekdays + `,?\s+)?\d{1,2}[./]\d{1,2}[./]\d{2,4}(?:\s*г\.)?,?\s*(?:в\s+)?` + clock + `.{0,300}:$`),
		pattern(`(?i)^\d{4}-\d{2}-\d{2},?\s+(?:в\s+)?` + clock + `.{0,300}:$`),
		pattern(`(?i)^.{0,300}(?:` + wroteWords + `)\s*[:：]$`),
		pattern(`(?i)^(?:am|op|le|el|il|dne|em|em|den|på|pe|w dniu)\s.{4,300}(?:` + wroteBefore + `)(?:\s.{1,200})?[:：]$`),
		pattern(`(?i)^.{0,200}(?:` + wroteBefore + `)\s.{0,200}[^\s<>@]+@[^\s<>@]+.{0,60}[:：]$`),
		pattern(`(?i)^(?:вы писали|you wrote)\s.{0,30}\d{4}.{0,40}:$`),
		pattern(`(?i)^(?:пользователь|user)\s.{2,200}(?:написал|написала|написал\(а\)|wrote)\s*:?$`),
	}
	// Without a quote below, only an attribution with an address and a time is
	// certain: people themselves write «Вчера в 10:00 мастер написал:».
	surePerson = pattern(`[^\s<>@]+@[^\s<>@]+`)
	sureTime   = pattern(`\d{1,2}:\d{2}`)
	sureDate   = pattern(`\b(?:\d{4}|\d{1,2}\.\d{1,2}\.\d{2,4})\b`)
)

// historyStart returns the index of the line at which the history begins; the
// number of lines if there is none.
func historyStart(lines []line) int {
	for i, l := range lines {
		if l.mark || l.depth > 0 && !l.blank() || answerLine().MatchString(l.text) ||
			isSeparator(lines, i) || headersAt(lines, i) > 0 || attributionAt(lines, i) > 0 {
			return skipBlanksBack(lines, i)
		}
	}
	return len(lines)
}

// isSeparator reports whether a line is like «-----Исходное сообщение-----». A plain
// rule counts only above a block of headers.
func isSeparator(lines []line, i int) bool {
	words := lines[i].text
	if len(words) > 200 || !separator().MatchString(words) {
		return false
	}
	if strings.ContainsAny(words, "_—") {
		next := nextLine(lines, i+1)
		return next < len(lines) && (headersAt(lines, next) > 0 || lines[next].mark)
	}
	return true
}

// skipBlanksBack returns the first of the blank lines directly above line i.
func skipBlanksBack(lines []line, i int) int {
	for i > 0 && lines[i-1].blank() {
		i--
	}
	return i
}

func nextLine(lines []line, i int) int {
	for i < len(lines) && lines[i].blank() && !lines[i].mark {
		i++
	}
	return i
}

// headersAt returns the number of lines of a block «От: … Отправлено: … Кому: …
// Тема: …»; 0 if none begins at line i.
func headersAt(lines []line, i int) int {
	if len(lines[i].text) > 1000 || !fromLine().MatchString(lines[i].text) {
		return 0
	}
	kinds, end := [5]bool{}, i+1
	for n := i + 1; n < len(lines) && n < i+12; n++ {
		found := otherLine().FindStringSubmatch(lines[n].text)
		for k := 1; k < len(found); k++ {
			if found[k] != "" {
				kinds[k], end = true, n+1
			}
		}
	}
	if kinds[1] && (kinds[2] || kinds[4]) || kinds[2] && kinds[4] {
		return end - i
	}
	return 0
}

// attributionAt returns the number of lines of an attribution «… пишет:», which may
// be wrapped; 0 if none begins at line i.
func attributionAt(lines []line, i int) int {
	text := ""
	for n := 0; n < 4 && i+n < len(lines) && len(text) < 600; n++ {
		words := strings.TrimSpace(lines[i+n].text)
		if words == "" || n > 0 && lines[i+n].depth != lines[i].depth {
			return 0
		}
		text = strings.TrimSpace(text + " " + words)
		if (strings.HasSuffix(text, ":") || strings.HasSuffix(text, "：")) && isAttribution(text, lines, i+n+1) {
			return n + 1
		}
	}
	return 0
}

func isAttribution(text string, lines []line, after int) bool {
	if len(text) > 600 {
		return false
	}
	next := nextLine(lines, after)
	quotes := next < len(lines) && (lines[next].mark || lines[next].depth > lines[after-1].depth || answerLine().MatchString(lines[next].text))
	if !quotes && (!surePerson().MatchString(text) || !sureTime().MatchString(text)) {
		return false
	}
	for _, a := range attributions {
		if a().MatchString(text) {
			return true
		}
	}
	return false
}
