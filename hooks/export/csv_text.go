package export

import (
	"regexp"
	"strings"
	"unicode"
)

// The texts that Excel takes for something else when a CSV is opened: digits lose their
// zeros or, from twelve on, all but a few of them; «1-2» becomes a day, «1E5» a number.
var (
	plainDigits = regexp.MustCompile(`^[1-9]\d{0,10}$`) // are shown as they are
	withBracket = regexp.MustCompile(`^[^-+(].*\(|\).`) // a telephone, which is never converted
	likeNumber  = regexp.MustCompile(`^[-+(]?[\d\s\x{00a0}\x{202f}().,:/\\%'’–-]*\d[\d\s\x{00a0}\x{202f}().,:/\\%'’–-]*(?:[eEеЕ][-+]?\d+)?(?:\s?(?:[%₽$€£]|руб\.?|р\.|[aApP][mM]?))?$`)
	likeDate    = regexp.MustCompile(`(?i)^(?:\d{1,4}[ .,/-]*(?:` + monthNames + `)\.?(?:[ .,/-]*\d{1,4})?|(?:` + monthNames + `)\.?[ .,/-]*\d{1,4}(?:[ .,/-]+\d{1,4})?)(?:\s*г\.?)?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?$`)
	likeLogical = regexp.MustCompile(`(?i)^(?:true|false|истина|ложь)$`)
)

const monthNames = `янв(?:арь|аря)?|фев(?:р|раль|раля)?|мар(?:т|та)?|апр(?:ель|еля)?|ма[йя]|июн[ья]?|июл[ья]?|авг(?:уст|уста)?|сен(?:т|тябрь|тября)?|окт(?:ябрь|ября)?|ноя(?:б|брь|бря)?|дек(?:абрь|абря)?|` +
	`jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?`

// longestToken is how many bytes a text may have that a spreadsheet takes for a number.
const longestToken = 64

// keepText writes a text so that a spreadsheet shows it as it is: one that it would
// convert as the constant of a formula, one that it would take for a formula behind an
// apostrophe.
func keepText(text string) string {
	if isConverted(text) {
		return `="` + strings.ReplaceAll(text, `"`, `""`) + `"`
	}
	return escapeFormula(text)
}

func isConverted(text string) bool {
	if len(text) > longestToken || plainDigits.MatchString(text) || withBracket.MatchString(text) && text[0] != '+' {
		return false
	}
	return likeNumber.MatchString(text) || likeDate.MatchString(text) || likeLogical.MatchString(text)
}

// escapeFormula puts an apostrophe before a text that a spreadsheet could take for
// a formula. Leading spaces, control and format characters are skipped, because
// programs may skip them too; full-width signs count as the plain ones.
func escapeFormula(text string) string {
	trimmed := strings.TrimLeftFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r)
	})
	if trimmed == "" {
		return text
	}
	if strings.ContainsAny(text[:1], "\t\r\n") || strings.ContainsRune("=+-@＝＋－＠﹢﹣﹦﹫", []rune(trimmed)[0]) {
		return "'" + text
	}
	return text
}
