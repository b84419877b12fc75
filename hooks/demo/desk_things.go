package demo

import (
	"fmt"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/filesystem"

	"otklik/hooks/records"
)

// demoCanned are the shared canned answers, by title.
var demoCanned = []struct{ title, body string }{
	{"Нужен снимок экрана", "{имя}, здравствуйте! Пришлите, пожалуйста, снимок экрана с ошибкой и номер релиза: он виден в «Справка → О программе»."},
	{"Подключусь удалённо", "{имя}, удобно ли сейчас подключиться к вашему компьютеру? Запустите, пожалуйста, AnyDesk и пришлите номер рабочего места."},
	{"Исправили, проверьте", "{имя}, мы исправили настройку. Проверьте, пожалуйста, и напишите, если что-то ещё не так. Задача № {номер}."},
	{"Нужен доступ к базе", "Чтобы посмотреть проводки, нам нужен доступ к базе «{организация}». Создайте, пожалуйста, пользователя с правами «Только чтение»."},
	{"Обновим после 18:00", "Обновление займёт около часа, поэтому запустим его сегодня после 18:00. До этого времени завершите, пожалуйста, работу в программе."},
	{"Как отправить отчёт", "1. Откройте «1С-Отчётность».\n2. Выберите отчёт и нажмите «Проверить».\n3. Если ошибок нет, нажмите «Отправить» и дождитесь протокола."},
}

// demoMails are mails of strangers that wait for a manager.
var demoMails = []struct{ name, address, subject, body string }{
	{"Елена Крылова", "krylova@buket-ufa.example", "Нужна помощь с 1С: не закрывается месяц", "Добрый день! Нас двое бухгалтеров, 1С:Бухгалтерия 3.0, не закрывается октябрь. Вас посоветовала Ольга Петрова из «Ромашки». Возьмётесь?\n\nЕлена Крылова, ООО «Букет», +7 347 200-10-20"},
	{"Ольга Петрова", "petrova.olga@mail.example", "Пишу с личной почты: акт сверки", "Здравствуйте, это Ольга из «Ромашки». Рабочая почта не открывается. Подскажите, где в программе акт сверки за квартал?"},
}

// deskThings makes what a manager and consultants find beside the tasks: canned
// answers and mails that wait.
func (d *demoSeed) deskThings() error {
	for i, c := range demoCanned {
		r, err := d.blank("canned_answers")
		if err != nil {
			return err
		}
		r.Load(map[string]any{"title": c.title, "body": c.body, "used": 3 * (len(demoCanned) - i)})
		if err := d.app.Save(r); err != nil {
			return err
		}
	}
	for i, m := range demoMails {
		if err := d.mail(i, m.name, m.address, m.subject, m.body); err != nil {
			return err
		}
	}
	return nil
}

// mail puts a mail into the inbox, some working hours ago.
func (d *demoSeed) mail(i int, name, address, subject, body string) error {
	at := d.hours.Add(d.last, -time.Duration(i+1)*40*time.Minute)
	id := fmt.Sprintf("demo-%d@mail.example", i+1)
	raw := fmt.Sprintf("From: %s <%s>\r\nTo: help@example.com\r\nSubject: %s\r\nDate: %s\r\nMessage-ID: <%s>\r\n"+
		"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n%s\r\n",
		name, address, subject, at.Format(time.RFC1123Z), id, body)
	file, err := filesystem.NewFileFromBytes([]byte(raw), "mail.eml")
	if err != nil {
		return err
	}
	r, err := d.blank("inbox")
	if err != nil {
		return err
	}
	r.Load(map[string]any{
		"message_id": id, "sender": address, "sender_name": name, "recipient": "help@example.com", "subject": subject,
		"body": body, "status": "held", "reason": "stranger", "raw": file, "size": len(raw),
	})
	if err := d.app.Save(r); err != nil {
		return err
	}
	_, err = d.app.DB().Update("inbox", dbx.Params{"created": records.StoredTime(at), "updated": records.StoredTime(at)}, dbx.HashExp{core.FieldNameId: r.Id}).Execute()
	return err
}
