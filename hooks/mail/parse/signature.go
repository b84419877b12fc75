package parse

import (
	"slices"
	"strings"
)

var (
	closing     = pattern(`(?im)^[\s>]*(с уважением|с наилучшими пожеланиями|с благодарностью|всего доброго|best regards|kind regards|regards|sincerely)\b?[,.! ]*`)
	closingLine = pattern(`(?i)^\s*(с уважением|с наилучшими пожеланиями|с благодарностью|всего доброго|best regards|kind regards|regards|sincerely)([,.!\s]|$)`)
	// lines that mail clients add; each names a device or a program
	phoneLine = pattern(programLine + `|(?i)^\s*(отправлено (с|со|из|с помощью|через)\s+(моего |мобильного устройства|мобильной |мобильного |приложения |смартфона |устройства |телефона |почты |почтового )*(iphone|ipad|айфона|outlook|mail\.ru|почты mail\.ru|яндекс|yandex|samsung|huawei|xiaomi|redmi|honor|android|galaxy|windows|bluemail|mail для windows|почта)[^\n]{0,120}|отправлено с мобильного устройства\.?|(sent from|get) (my )?(iphone|ipad|outlook|mail\.ru|yandex|samsung|huawei|xiaomi|galaxy|android|mail for windows|bluemail)[^\n]{0,120}|(скачать|получить|загрузить) outlook для (ios|android)[^\n]{0,120})\s*$`)
	footers   = pattern(`(?is)^\s*(это (сообщение|электронное письмо) проверено|без вирусов|virus-free|_{20,}|-- \n|--\n|вы получили это сообщение, поскольку|you received this message because|to unsubscribe|чтобы отменить подписку)`)
	// phrases that point to answers within the quoted mail
	pointsBelow = pattern(`(?i)(ответ(ы|ил|ила|или|ил\(а\))?\s+(ниже|в тексте|внутри|по тексту|красным|синим|выделил)|см\.?\s+(ниже|ответы|в тексте|по тексту)|смотри(те)?\s+ниже|ниже по тексту|в тексте (вашего )?письма|(answers?|repl(y|ies)|comments?|responses?)\s+(are\s+)?(inline|below|in red|in blue)|see (my )?(answers|comments|replies) below|\binline below\b)`)
)

// cutSignature separates the signature and the lines added by mail clients from
// the sender's text.
func cutSignature(lines []line) (own, signature []line) {
	own = lines
	for i, l := range lines {
		if l.depth == 0 && (l.text == "-- " || l.text == "--") && isSignature(l, lines[i+1:]) && !allBlank(lines[:i]) {
			own, signature = lines[:i], lines[i:]
			break
		}
	}
	first, end := nextLine(own, 0), len(own)
	for at := lastTextLine(own); at > first && len(own[at].text) < 300 && phoneLine().MatchString(own[at].text); at = lastTextLine(own[:end]) {
		end = at
	}
	return own[:end], slices.Concat(own[end:], signature)
}

// isSignature reports whether the lines below a delimiter are a signature. The
// standard delimiter «-- » allows up to 40 lines. People also write a bare «--»
// between paragraphs, so it allows only a few short lines without questions.
func isSignature(delimiter line, below []line) bool {
	n := 0
	for _, l := range below {
		if l.blank() {
			continue
		}
		if n++; n > longestSignature {
			return false
		}
		if text := strings.TrimSpace(l.text); delimiter.text == "--" && (strings.HasSuffix(text, "?") || strings.HasSuffix(text, ":") || text == "--" || len([]rune(text)) > 80) {
			return false
		}
	}
	return n <= 8 || delimiter.text == "-- "
}

// longestSignature is how many lines may stand below the standard delimiter.
const longestSignature = 40

func lastTextLine(lines []line) int {
	for i := len(lines) - 1; i >= 0; i-- {
		if !lines[i].blank() {
			return i
		}
	}
	return -1
}

// IsBlank reports whether a text says nothing: it is empty or a signature alone.
func IsBlank(text string) bool {
	lines := linesOf(clean(text))
	first := nextLine(lines, 0)
	if first == len(lines) {
		return true
	}
	delimiter := lines[first]
	below := lines[first+1:]
	switch {
	case delimiter.depth > 0 || len(below) > maxLines:
		return false
	case delimiter.text == "-- " || strings.TrimSpace(delimiter.text) == "--":
		return isSignature(line{text: "--"}, below)
	case len(delimiter.text) < 300 && phoneLine().MatchString(delimiter.text):
		return allBlank(below)
	}
	return len(below) <= longestSignOff && len([]rune(delimiter.text)) <= 80 && !strings.Contains(delimiter.text, "?") && closingLine().MatchString(delimiter.text) && isSignature(line{text: "--"}, below)
}

// longestSignOff is how many lines may stand below «С уважением» that say nothing else.
const longestSignOff = 8
