package parse

import (
	"strings"
	"testing"
)

// textMail is a mail of one text.
func textMail(subject, body string, headers ...string) string {
	return "From: olga@example.com\r\nSubject: " + subject + "\r\n" + strings.Join(append(headers, "Content-Type: text/plain; charset=utf-8"), "\r\n") + "\r\n\r\n" + body
}

const inReply = "In-Reply-To: <task-1@firma.example>"

func bodyOf(t *testing.T, raw string) string {
	t.Helper()
	m, err := readAtLeisure(raw)
	if err != nil {
		t.Fatal(err)
	}
	return m.Body
}

// The history is cut off whatever language the mail program speaks.
func TestHistoryByLanguage(t *testing.T) {
	const quote = "\n\n> ##- Ответ пишите выше этой строки -##\n> Какой релиз?"
	for _, line := range []string{
		"Am Di., 1. Dez. 2026 um 09:07 Uhr schrieb Отклик <desk@firma.example>:",
		"Am 01.12.2026 um 09:07 schrieb Отклик:",
		"вт, 1 груд. 2026 р. о 09:07 Отклик <desk@firma.example> пише:",
		"1 грудня 2026 р. 09:07 Відділ написав(-ла):",
		"аў, 1 сне 2026 г. у 09:07 Отклик <desk@firma.example> піша:",
		"сс, 2026 ж. 1 жел., 09:07 Отклик <desk@firma.example> жазды:",
		"Le mar. 1 déc. 2026 à 09:07, Отклик <desk@firma.example> a écrit :",
		"El mar, 1 dic 2026 a las 9:07, Отклик (<desk@firma.example>) escribió:",
		"Il giorno mar 1 dic 2026 alle ore 09:07 Отклик <desk@firma.example> ha scritto:",
		"wt., 1 gru 2026 o 09:07 Отклик <desk@firma.example> napisał(a):",
		"út 1. 12. 2026 v 9:07 odesílatel Отклик <desk@firma.example> napsal:",
		"Op di 1 dec 2026 om 09:07 schreef Отклик <desk@firma.example>:",
		"Den tis 1 dec. 2026 kl 09:07 skrev Отклик <desk@firma.example>:",
		"Отклик <desk@firma.example>, 1 Ara 2026 Sal, 09:07 tarihinde şunu yazdı:",
		"Отклик <desk@firma.example> 于2026年12月1日周二 09:07写道：",
	} {
		if got := bodyOf(t, textMail("Re: Задача", "Релиз 15\n\n"+line+quote, inReply)); got != "Релиз 15" {
			t.Errorf("%s leaves %q", line, got)
		}
	}
	for _, block := range []string{
		"Von: Отклик <desk@firma.example>\nGesendet: Dienstag, 1. Dezember 2026 09:07\nAn: olga@example.com\nBetreff: Задача",
		"Від: Отклик <desk@firma.example>\nНадіслано: вівторок, 1 грудня 2026 р. 09:07\nКому: olga@example.com\nТема: Задача",
		"Ад: Отклик <desk@firma.example>\nДата: 1 снежня 2026 г.\nКаму: olga@example.com\nТэма: Задача",
		"Кімнен: Отклик <desk@firma.example>\nЖіберілді: 2026 ж. 1 желтоқсан\nКімге: olga@example.com\nТақырыбы: Задача",
		"De : Отклик <desk@firma.example>\nEnvoyé : mardi 1 décembre 2026 09:07\nÀ : olga@example.com\nObjet : Задача",
		"De: Отклик <desk@firma.example>\nEnviado el: martes, 1 de diciembre de 2026 9:07\nPara: olga@example.com\nAsunto: Задача",
		"Od: Отклик <desk@firma.example>\nWysłano: wtorek, 1 grudnia 2026 09:07\nDo: olga@example.com\nTemat: Задача",
		"-----Ursprüngliche Nachricht-----\nVon: Отклик\nGesendet: 01.12.2026",
		"-----Вихідне повідомлення-----\nВід: Отклик",
	} {
		if got := bodyOf(t, textMail("Re: Задача", "Релиз 15\n\n"+block+"\n\n##- Ответ пишите выше этой строки -##\nКакой релиз?", inReply)); got != "Релиз 15" {
			t.Errorf("%s leaves %q", block, got)
		}
	}
	for _, own := range []string{
		"Главбух пишет: нужен релиз 15.\nЧто делать?",
		"От: склада\nничего не приходит",
		"An: wir\nDo: czego",
	} {
		if got := bodyOf(t, textMail("Re: Задача", own, inReply)); got != own {
			t.Errorf("%q becomes %q", own, got)
		}
	}
}

// A last line that only names a program goes, one of the sender stays.
func TestProgramLines(t *testing.T) {
	for _, line := range []string{
		"Отправлено из Почты для Windows 11", "Отправлено из мобильной Яндекс.Почты", "Отправлено из myMail для Android", "Отправлено из Рамблер-почты",
		"Отправлено из VK WorkSpace", "Отправлено из приложения МойОфис Почта", "Отправлено с Redmi Note 12", "Отправлено с моего iPad", "Отправлено через Thunderbird",
		"Von meinem iPad gesendet", "Надіслано з iPad", "Надіслано з пошти Ukr.net", "Адпраўлена з iPhone",
		"Sent from my Galaxy", "Sent from Outlook for iOS", "Sent from Mail for Windows", "Sent with Proton Mail secure email.", "Envoyé de mon iPhone", "Enviado desde mi iPhone",
		"Inviato da iPhone", "Get Outlook for Android", "Скачать Outlook для iOS",
	} {
		if got := bodyOf(t, textMail("Re: Задача", "Готово\n\n"+line, inReply)); got != "Готово" {
			t.Errorf("%s leaves %q", line, got)
		}
	}
	for _, line := range []string{
		"Отправлено из 1С в Контур, статус прежний", "Отправлено из банка поручение", "Отправлено в ФНС через Диадок", "Получено из ПФР требование", "Отправлено с ошибкой",
		"Отправлено с кассы на склад", "Надіслано з банку", "Sent from the bank yesterday", "Написано с ошибками",
	} {
		if got := bodyOf(t, textMail("Re: Задача", "Готово\n\n"+line, inReply)); got != "Готово\n\n"+line {
			t.Errorf("%s is cut off: %q", line, got)
		}
	}
}

// What a sender quotes in a fresh mail in the own words is not called forwarded.
func TestOwnWordsAboveQuote(t *testing.T) {
	for _, body := range []string{
		"Касса пишет:\n\n> Нет связи с ОФД\n\nЧто делать?",
		"Налоговая ответила:\n> Уточните КБК\nчто это значит",
		"ФНС написала:\n> Отказ",
		"Вот что вижу\n> Ошибка 15",
		"1С пише:\n> помилка",
	} {
		if got := bodyOf(t, textMail("Ошибка", body)); got != body {
			t.Errorf("%q becomes %q", body, got)
		}
	}
	for _, body := range []string{
		"Посмотрите\n\n01.02.2026 10:00, Банк <info@bank.example> пишет:\n> Платёж отклонён",
		"Посмотрите\n\n1 февраля 2026 Банк пишет:\n> Платёж отклонён",
	} {
		if got := bodyOf(t, textMail("Платёж", body)); !strings.Contains(got, "Переслано:") {
			t.Errorf("%q is not called forwarded: %q", body, got)
		}
	}
}

// An automatic reply is known by its subject, whatever language it speaks, and a note of
// absence by its length; people stay people.
func TestAutoReplies(t *testing.T) {
	for _, c := range []struct{ subject, body, headers string }{
		{"Automatische Antwort: Задача", "x", ""}, {"Abwesenheitsnotiz: Re: Задача", "x", ""}, {"Автоматична відповідь: Задача", "x", ""}, {"Аўтаадказ: Задача", "x", ""},
		{"Réponse automatique : Задача", "x", ""}, {"Respuesta automática: Задача", "x", ""}, {"Automatyczna odpowiedź: Задача", "x", ""}, {"(Автоответ) Задача", "x", ""},
		{"[Out of Office] Re: Задача", "x", ""}, {"Автоответ Re: Задача", "x", ""}, {"Automatic reply - Задача", "x", ""}, {"自动答复: Задача", "x", ""},
		{"Вне офиса: Задача", "x", ""}, {"Нет на месте: Re: Задача", "x", ""}, {"В отпуске: Re: Задача", "x", ""}, {"Я в отпуске до 15 декабря", "x", ""}, {"У відпустці: Re: Задача", "x", ""},
		{"Im Urlaub: Re: Задача", "x", ""}, {"Re: Задача", "Я в отпуске до 15 декабря, пишите Анне.", "X-Auto-Response-Suppress: All"},
	} {
		m, err := readAtLeisure(textMail(c.subject, c.body, inReply, "X-Nothing: x\r\n"+firstFilled(c.headers, "X-More: x")))
		if err != nil || m.Auto != AutoReply {
			t.Errorf("%s: %v %q", c.subject, err, m.Auto)
		}
	}
	for _, c := range []struct{ subject, body, headers string }{
		{"Ответ: Задача", "x", ""}, {"Не в офисе сломался принтер", "x", ""}, {"Отпуск: как начислить?", "x", ""}, {"В отпуске: как посчитать дни?", "x", ""},
		{"Автоматический ответ системы ЭДО: что делать?", "x", ""}, {"Автоответ банка пришёл", "x", ""}, {"Нет на месте кассира, кто закроет смену", "x", ""},
		{"Re: Задача", "Кладовщик в отпуске. Что делать?", "X-Auto-Response-Suppress: All"}, {"Re: Задача", "Сделал, проверьте.", "X-Auto-Response-Suppress: All"},
		{"Re: Задача", "Я в отпуске до 15 декабря, сделайте без меня.", ""},
	} {
		m, err := readAtLeisure(textMail(c.subject, c.body, inReply, firstFilled(c.headers, "X-More: x")))
		if err != nil || m.Auto != AutoNone {
			t.Errorf("%s: %v %q", c.subject, err, m.Auto)
		}
	}
}
