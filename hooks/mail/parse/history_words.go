package parse

// The words of mail programs above a quoted mail, by language: Russian, English,
// Ukrainian, Belarusian, Kazakh, German, French, Spanish, Italian, Portuguese, Polish,
// Czech, Dutch, the languages of Scandinavia, Finnish, Turkish, Uzbek, Chinese. Each is
// an alternative of a pattern.
const (
	fromWords = `от|от кого|отправитель|from|від|від кого|відправник|ад|ад каго|адпраўнік|кімнен|жіберуші|von|de|da|od|van|från|fra|lähettäjä|kimden|gönderen|kimdan|发件人|寄件者`
	sentWords = `отправлено|послано|дата|время|date|sent|надіслано|відправлено|дата|адпраўлена|даслана|жіберілді|күні|gesendet|datum|envoyé|enviado(?: el)?|fecha|inviato|data|wysłano|odesláno|verzonden|` +
		`skickat|sendt|dato|lähetetty|päivämäärä|gönderildi|gönderme tarihi|tarih|yuborilgan|sana|发送时间|日期`
	toWords       = `кому|to|каму|кімге|an|à|para|a|do|komu|pro|aan|till|til|vastaanottaja|kime|alıcı|kimga|收件人`
	copyWords     = `копия|cc|копія|көшірме|kopie|kopia|copie|kopi|dw|kopio|bilgi|抄送`
	subjectNames  = `тема|subject|тэма|тақырып|тақырыбы|betreff|objet|asunto|oggetto|assunto|temat|předmět|onderwerp|ämne|emne|aihe|konu|mavzu|主题|主旨`
	originalWords = `original message|original appointment|reply message|исходное сообщение|исходное письмо|первоначальное сообщение|ответное сообщение|` +
		`вихідне повідомлення|оригінальне повідомлення|початкове повідомлення|зыходнае паведамленне|арыгінальнае паведамленне|бастапқы хабарлама|түпнұсқа хабарлама|` +
		`ursprüngliche nachricht|originalnachricht|message d'origine|message original|mensaje original|messaggio originale|mensagem original|` +
		`wiadomość oryginalna|oryginalna wiadomość|původní zpráva|oorspronkelijk bericht|ursprungligt meddelande|oprindelig meddelelse|opprinnelig melding|alkuperäinen viesti|orijinal mesaj|özgün ileti|邮件原件|原始邮件`

	// wroteWords end an attribution, wroteBefore stand before the name
	wroteWords = `написал|написала|написал\(а\)|пишет|писал|писала|писал\(а\)|wrote|writes|пише|написав|написала|написав\(ла\)|написав\(-ла\)|писав|піша|напісаў|напісала|напісаў\(ла\)|пісаў|` +
		`жазды|жазды\(а\)|жазған|schrieb|geschrieben|a écrit|écrit|escribió|escribio|ha scritto|scrisse|escreveu|napisał|napisała|napisał\(a\)|pisze|napsal|napsala|napsal\(a\)|` +
		`schreef|geschreven|skrev|kirjoitti|şunları yazdı|yazdı|yozdi|写道|寫道`
	wroteBefore = `schrieb|schreef|heeft|escribió|ha scritto|a écrit|escreveu|napisał|napisała|napsal|skrev|kirjoitti`
)
