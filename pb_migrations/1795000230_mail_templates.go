package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// mail_templates are the subject and the words of every mail, one record a kind
// and language: plain text, from which both parts of the mail are made. They
// are edited in the dashboard and never added or removed there.
func init() {
	m.Register(func(app core.App) error {
		templates := core.NewBaseCollection("mail_templates")
		templates.Fields.Add(
			&core.TextField{Name: "kind", Required: true, Max: 40, Presentable: true, Help: "О чём письмо."},
			&core.SelectField{Name: "locale", Required: true, MaxSelect: 1, Values: []string{"ru", "en"}, Presentable: true, Help: "Язык письма."},
			&core.TextField{Name: "subject", Required: true, Max: 200, Help: "Тема. Слова в фигурных скобках заменит сервер: {number}, {title}…"},
			&core.TextField{Name: "body", Required: true, Max: 10_000, Help: "Текст. Пустая строка начинает новый абзац; {button}, {answers} и {stars} стоят отдельным абзацем. Абзац, в котором заменять нечем, в письмо не войдёт."},
		)
		templates.Fields.Add(dates()...)
		templates.AddIndex("idx_mail_templates", true, "`kind`, `locale`", "")
		if err := app.Save(templates); err != nil {
			return err
		}
		for _, t := range mailTexts {
			r := core.NewRecord(templates)
			r.Load(map[string]any{"kind": t.kind, "locale": t.locale, "subject": t.subject, "body": t.body})
			if err := app.Save(r); err != nil {
				return err
			}
		}
		return nil
	}, nil)
}

// mailText is a mail as we ship it.
type mailText struct{ kind, locale, subject, body string }

var mailTexts = []mailText{
	{"answer", "ru", "Re: {title} [№ {number}]", `Здравствуйте, {name}!

{actor} отвечает на задачу № {number} «{title}»:

{answers}

{button}`},
	{"answer", "en", "Re: {title} [№ {number}]", `Hello {name},

{actor} has answered task № {number} “{title}”:

{answers}

{button}`},
	{"question", "ru", "Re: {title} [№ {number}]", `Здравствуйте, {name}!

{consultant} ждёт вашего ответа по задаче № {number} «{title}».

{answers}

{button}`},
	{"question", "en", "Re: {title} [№ {number}]", `Hello {name},

{consultant} is waiting for your answer on task № {number} “{title}”.

{answers}

{button}`},
	{"done", "ru", "Решена: {title} [№ {number}]", `Здравствуйте, {name}!

Задача № {number} «{title}» решена.

{answers}

Как вам помогли? Нажмите на оценку, входить для этого не нужно:

{stars}

Если не решено, верните задачу в работу на её странице. {until} она закроется сама.

{button}`},
	{"done", "en", "Done: {title} [№ {number}]", `Hello {name},

Task № {number} “{title}” is done.

{answers}

How did we do? Choose a rating, no log-in needed:

{stars}

If it is not solved, reopen the task on its page. It will close by itself on {until}.

{button}`},
	{"closing", "ru", "Скоро закроется: {title} [№ {number}]", `Здравствуйте, {name}!

Задача № {number} «{title}» решена, и {until} она закроется сама. Если не решено, верните её в работу на её странице.

Как вам помогли?

{stars}

{button}`},
	{"closing", "en", "Closing soon: {title} [№ {number}]", `Hello {name},

Task № {number} “{title}” is done and will close by itself on {until}. If it is not solved, reopen it on its page.

How did we do?

{stars}

{button}`},
	{"closed", "ru", "Закрыта: {title} [№ {number}]", `Здравствуйте, {name}!

Задача № {number} «{title}» закрыта. Вернуть её в работу можно до {until}.

{answers}

{stars}

{button}`},
	{"closed", "en", "Closed: {title} [№ {number}]", `Hello {name},

Task № {number} “{title}” is closed. You can reopen it until {until}.

{answers}

{stars}

{button}`},
	{"received", "ru", "Re: {title} [№ {number}]", `Здравствуйте, {name}!

Ваше письмо стало задачей № {number} «{title}». Консультант ответит в этой переписке и на странице задачи.

{button}`},
	{"received", "en", "Re: {title} [№ {number}]", `Hello {name},

Your mail has become task № {number} “{title}”. A consultant will answer here and on the page of the task.

{button}`},

	{"assigned", "ru", "Вам: {title} [№ {number}]", `{name}, задача № {number} «{title}» теперь ваша.

Передаёт: {actor}

{organization}, ИНН {inn}

{description}

{button}`},
	{"assigned", "en", "For you: {title} [№ {number}]", `{name}, task № {number} “{title}” is now yours.

Given by {actor}

{organization}, INN {inn}

{description}

{button}`},
	{"answered", "ru", "Re: {title} [№ {number}]", `{actor} пишет в задаче № {number} «{title}»:

{answers}

{organization}, ИНН {inn}

{button}`},
	{"answered", "en", "Re: {title} [№ {number}]", `{actor} has written on task № {number} “{title}”:

{answers}

{organization}, INN {inn}

{button}`},
	{"reopened", "ru", "Снова в работе: {title} [№ {number}]", `Задача № {number} «{title}» снова в работе.

Возвращает: {actor}

{organization}, ИНН {inn}

{button}`},
	{"reopened", "en", "Reopened: {title} [№ {number}]", `Task № {number} “{title}” is to be worked on again.

Reopened by {actor}

{organization}, INN {inn}

{button}`},
	{"rated", "ru", "Оценка за задачу № {number}", `{organization} о задаче № {number} «{title}».

Оценка: {rating} из 5

{review}

{button}`},
	{"rated", "en", "A rating for task № {number}", `{organization} about task № {number} “{title}”.

Rating: {rating} of 5

{review}

{button}`},

	{"unassigned", "ru", "Больше часа ничья: {title} [№ {number}]", `Задачу № {number} «{title}» больше часа никто не взял.

{organization}, ИНН {inn}

{description}

{button}`},
	{"unassigned", "en", "Nobody's for an hour: {title} [№ {number}]", `Nobody has taken task № {number} “{title}” for more than an hour.

{organization}, INN {inn}

{description}

{button}`},
	{"low_rating", "ru", "Низкая оценка: задача № {number}", `{organization} о задаче № {number} «{title}»: оценка {rating} из 5. Консультант: {consultant}.

{review}

{button}`},
	{"low_rating", "en", "A low rating: task № {number}", `{organization} about task № {number} “{title}”: {rating} of 5. Consultant: {consultant}.

{review}

{button}`},
	{"held", "ru", "Письмо ждёт решения: {subject}", `Письмо от {sender} «{subject}» ждёт вашего решения: примите его или отклоните.

{button}`},
	{"held", "en", "A mail waits for a decision: {subject}", `The mail “{subject}” from {sender} waits for your decision: accept or refuse it.

{button}`},

	{"verify", "ru", "{firm}: подтвердите адрес почты", `Здравствуйте, {name}!

Вы указали этот адрес при регистрации. Нажмите кнопку, чтобы подтвердить его.

{button}

Если вы не регистрировались, ничего делать не нужно.`},
	{"verify", "en", "{firm}: confirm your e-mail address", `Hello {name},

You gave this address when you registered. Press the button to confirm it.

{button}

If it was not you, there is nothing to do.`},
	{"reset", "ru", "{firm}: новый пароль", `Здравствуйте, {name}!

Кто-то, вероятно вы, попросил сменить пароль. Нажмите кнопку и придумайте новый.

{button}

Если вы об этом не просили, пароль останется прежним.`},
	{"reset", "en", "{firm}: a new password", `Hello {name},

Somebody, probably you, asked for a new password. Press the button and choose one.

{button}

If it was not you, the password stays as it is.`},
	{"email_change", "ru", "{firm}: подтвердите новый адрес почты", `Здравствуйте, {name}!

Вы попросили сменить адрес почты на этот. Нажмите кнопку, чтобы подтвердить его.

{button}

Если вы об этом не просили, адрес останется прежним.`},
	{"email_change", "en", "{firm}: confirm your new e-mail address", `Hello {name},

You asked to change your e-mail address to this one. Press the button to confirm it.

{button}

If it was not you, the address stays as it is.`},
}
