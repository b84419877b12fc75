package parse

import (
	"strings"
)

// autoPhrases are how mail servers begin the subject of an automatic reply, by language;
// awayPhrases are how people word it in their own rules.
const (
	autoPhrases = `автоответ|автоответчик|автоматический ответ|автоматическое уведомление об отсутствии|автоматична відповідь|автовідповідь|автоматичний відгук|аўтаадказ|аўтаматычны адказ|автоматты жауап|автожауап|` +
		`automatic reply|auto[- ]?reply|autoreply|auto(?:matic)?[- ]response|automatic response|out[- ]of[- ](?:the[- ])?office(?: (?:auto[- ]?)?reply| autoreply| message| notification)?|ooo|vacation (?:reply|notice|response)|` +
		`automatische antwort|autom\. antwort|abwesenheitsnotiz|abwesenheit|abwesenheitsbenachrichtigung|abwesenheitsmeldung|réponse automatique|reponse automatique|absence du bureau|respuesta automática|fuera de la oficina|` +
		`risposta automatica|fuori sede|resposta automática|automatisch antwoord|afwezigheidsbericht|automatyczna odpowiedź|autoodpowiedź|odpowiedź automatyczna|automatická odpověď|automatická odpoveď|` +
		`automatiskt svar|autosvar|automatisk svar|automaattinen vastaus|otomatik yanıt|otomatik cevap|avtomatik javob|automātiska atbilde|automatinis atsakymas|automaatvastus|自动答复|自动回复|自動回覆|自動返信`
	awayPhrases = `вне офиса|не в офисе|нет в офисе|нет на работе|нет на месте|не на месте|нет на рабочем месте|меня нет на (?:работе|месте)|я в отпуске|в отпуске|нахожусь в отпуске|ушла? в отпуск|на больничном|я на больничном|` +
		`в командировке|отсутствую|отсутствие на рабочем месте|временно отсутствую|поза офісом|не в офісі|у відпустці|я у відпустці|відсутн(?:ій|я)|у адпачынку|демалыстамын|` +
		`out of office|on vacation|on (?:annual |sick |maternity )?leave|away from (?:the |my )?(?:office|desk)|i am away|im urlaub|nicht im büro|außer haus|en vacances|absent|de vacaciones|in ferie|op vakantie|na urlopie|på semester`
)

var (
	// a phrase in brackets, before a colon, or before the answered subject: «Автоматический
	// ответ Re: …»; not «Автоматический ответ системы ЭДО: что делать?»
	autoSubject   = pattern(`(?i)^\s*(?:[\[({<«"*]+\s*(?:` + autoPhrases + `)\s*[\])}>»"*]+|(?:` + autoPhrases + `)\s*(?:[:：]|$|\s(?:-|–|—)\s|\s(?:re|aw|отв|ответ|fwd?)(?:\[\d+\])?\s*:))`)
	officeSubject = pattern(`(?i)^\s*[\[({<«"*]*\s*(?:` + awayPhrases + `)\s*(?:[\])}>»"*]|[:：.!]|$|\s?(?:-|–|—)\s|,|\s(?:с|до|по|по|c|until|till|from|bis|vom|re|aw|отв)(?:\s|:|\d))`)
	awayNote      = pattern(`(?i)(?:^|[^\pL])(?:` + awayPhrases + `)(?:[^\pL]|$)`)
)

// longestAwayNote is how long an automatic note of absence is, in characters.
const longestAwayNote = 400

// isAwayNote reports whether a text is no more than a note that its author is away.
func isAwayNote(body string) bool {
	return len([]rune(body)) <= longestAwayNote && !strings.Contains(body, "?") && awayNote().MatchString(body)
}
