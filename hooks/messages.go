package hooks

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
	"github.com/pocketbase/pocketbase/tools/router"
	"golang.org/x/text/language"
)

// message is one sentence in the languages of the page. {name} stands for a
// parameter.
type message struct{ Russian, English string }

// messages are the sentences behind the codes of errors: ours, and those of
// PocketBase's that a person meets. A code of one field only has the field
// before it.
var messages = map[string]message{
	// requisites
	"inn_length":      {"ИНН — это 10 цифр у организации или 12 у предпринимателя.", "An INN has 10 digits (a company) or 12 (a sole trader)."},
	"inn_checksum":    {"В ИНН ошибка: контрольная цифра не сходится. Проверьте, нет ли опечатки.", "The INN has a mistake: its control digit does not match. Please check for a typo."},
	"kpp_format":      {"КПП — это 9 знаков: цифры, на пятом и шестом месте могут быть латинские буквы.", "A KPP has 9 characters: digits, with capital letters allowed in places five and six."},
	"kpp_with_person": {"КПП бывает только у организаций, с ИНН из 10 цифр. Оставьте поле пустым.", "Only companies, with an INN of 10 digits, have a KPP. Leave the field empty."},
	"ogrn_length":     {"ОГРН — это 13 цифр у организации, ОГРНИП — 15 у предпринимателя.", "An OGRN has 13 digits (a company) or 15 (a sole trader)."},
	"ogrn_checksum":   {"В ОГРН ошибка: контрольная цифра не сходится. Проверьте, нет ли опечатки.", "The OGRN has a mistake: its control digit does not match. Please check for a typo."},

	// a task's life
	"bad_transition":      {"Из нынешнего статуса так перейти нельзя.", "The task can't go there from its present status."},
	"not_your_step":       {"Перевести задачу в этот статус вы не можете.", "You can't move the task to this status."},
	"not_your_task":       {"Эту задачу ведёт другой консультант.", "Another consultant has this task."},
	"take_first":          {"Сначала возьмите задачу себе.", "Take the task first."},
	"already_taken":       {"Задачу уже взял другой консультант.", "Another consultant has already taken the task."},
	"needs_consultant":    {"У задачи должен быть консультант: назначьте его.", "The task needs a consultant: assign one."},
	"new_has_nobody":      {"Новая задача ещё ничья. Уберите консультанта или переведите задачу в работу.", "A new task is nobody's yet. Remove the consultant or start the work."},
	"not_staff":           {"Назначить можно только действующего консультанта или руководителя.", "Only an active consultant or manager can be assigned."},
	"reopen_expired":      {"Прошло больше 14 дней, как задача закрыта. Создайте новую.", "The task was closed more than 14 days ago. Please create a new one."},
	"task_closed":         {"Задача закрыта. Верните её в работу, чтобы изменить.", "The task is closed. Reopen it to make changes."},
	"task_archived":       {"Задача удалена клиентом. Сначала восстановите её.", "The client deleted the task. Restore it first."},
	"no_profile":          {"У клиента нет организации: сначала заполните её.", "The client has no organisation: fill it in first."},
	"not_clients_profile": {"Это организация другого клиента.", "This is another client's organisation."},
	"rev_conflict":        {"Задачу за это время изменили. Обновите её и повторите.", "The task has been changed meanwhile. Reload it and try again."},
	"undo_expired":        {"Отменить уже нельзя: прошло время или задачу изменили.", "It is too late to undo: time has passed or the task has changed."},
	"history_is_fixed":    {"Историю пишет сервер, менять её нельзя.", "The server writes the history; it can't be changed."},

	// the hours of work
	"schedule_timezone":   {"Такого часового пояса нет. Например: Europe/Moscow, Asia/Yekaterinburg.", "There is no such time zone. For example: Europe/Moscow, Asia/Yekaterinburg."},
	"schedule_no_hours":   {"В неделе нет ни одного рабочего часа: сроки и время ответа считать не по чему.", "The week has no working hour: there is nothing to reckon answers by."},
	"schedule_week":       {"Часы недели записаны с ошибкой: начало раньше конца, промежутки по порядку и не пересекаются.", "The hours of the week are wrong: each begins before it ends, in order and without overlaps."},
	"schedule_exceptions": {"В особых днях ошибка: проверьте даты и часы.", "The special days are wrong: check the dates and the hours."},
	"schedule_is_one":     {"График работы один: измените его.", "There is one schedule: edit it."},

	// the client's card
	"contract_date": {"Такой даты у договора быть не может. Пример: 2027-12-31.", "A contract can't have this date. Example: 2027-12-31."},

	// categories
	"category_taken":   {"Такой раздел уже есть.", "There is such a category already."},
	"category_used":    {"В этом разделе есть задачи. Уберите его из списка: у прежних задач он останется.", "There are tasks in this category. Retire it: they will keep it."},
	"category_retired": {"Этот раздел больше не используется. Выберите другой.", "This category is no longer used. Choose another."},

	// people
	"role_above": {"Пригласить можно только консультанта: руководителей добавляет администратор.", "Only a consultant can be invited; managers are made by the administrator."},

	// the conversation
	"edit_expired": {"Прошло больше 15 минут, письмо уже не исправить. Напишите новое.", "More than 15 minutes have passed; the message can't be changed. Please write a new one."},

	// assessments
	"assessment_empty":        {"Поставьте оценку от 1 до 5 или напишите отзыв.", "Give a rating from 1 to 5 or write a comment."},
	"not_finished":            {"Оценить можно выполненную или закрытую задачу.", "Only a finished or closed task can be assessed."},
	"nobody_to_assess":        {"Оценивать пока некого: у задачи не было консультанта.", "There is nobody to assess: the task had no consultant."},
	"no_task":                 {"Такой задачи нет.", "There is no such task."},
	"assess_expired":          {"Прошло больше 14 дней, оценку уже не изменить.", "More than 14 days have passed; the assessment can't be changed."},
	"assessed_by_client_only": {"Оценку ставит клиент.", "The client gives the assessment."},

	// accounts
	"wrong_password":                     {"Ник, почта или пароль не подошли. Проверьте раскладку клавиатуры.", "The nick, e-mail or password did not match. Check your keyboard layout."},
	"account_locked":                     {"Слишком много неверных паролей. Попробуйте через {minutes} мин. или задайте новый пароль.", "Too many wrong passwords. Try again in {minutes} min or reset the password."},
	"blocked":                            {"Вход закрыт администратором. Позвоните нам, если это ошибка.", "The administrator has closed this account. Call us if this is a mistake."},
	"read_only":                          {"Это поле изменить нельзя.", "This field can't be changed."},
	"username/validation_invalid_format": {"Ник — это 3–32 знака: латинские буквы, цифры, точка, дефис, подчёркивание; первый знак — буква или цифра.", "A nick has 3–32 characters: Latin letters, digits, dot, dash, underscore; the first is a letter or a digit."},
	"username/validation_not_unique":     {"Этот ник уже занят. Придумайте другой.", "This nick is taken. Please choose another."},
	"email/validation_not_unique":        {"Этот адрес уже зарегистрирован. Войдите или задайте новый пароль.", "This address is already registered. Log in or reset the password."},
	"email/validation_invalid_email":     {"Похоже, в адресе ошибка. Пример: olga@firma.ru", "The address looks wrong. Example: olga@firma.ru"},
	"password/validation_min_text_constraint": {
		"Пароль должен быть не короче 8 знаков.", "The password must have 8 characters or more."},
	"password/validation_max_text_constraint": {
		"Пароль должен быть не длиннее 71 знака.", "The password must have 71 characters or fewer."},
	"passwordConfirm/validation_values_mismatch": {
		"Пароли не совпадают.", "The passwords differ."},
	"validation_invalid_old_password": {"Нынешний пароль не подошёл.", "The current password did not match."},
	"validation_invalid_password":     {"Пароль не подошёл.", "The password did not match."},
	"validation_invalid_token":        {"Ссылка устарела или уже использована. Запросите новую.", "The link has expired or been used. Ask for a new one."},

	// mail
	"only_retry":            {"С письмом можно сделать одно: вернуть ему статус queued, чтобы отправить ещё раз.", "One thing can be done with a mail: set it to queued, to send it again."},
	"outbox_is_the_servers": {"Письма пишет сервер.", "The server writes the mails."},
	"template_word":         {"Слова «{word}» в этом письме нет, его нечем заменить.", "There is nothing to replace “{word}” with in this mail."},
	"templates_stay":        {"Письма заданы программой: их можно менять, но не добавлять и не удалять.", "The mails are set by the program: they can be changed, not added or deleted."},
	"mail_off":              {"Почта не настроена, письма ждут. Settings → Mail settings.", "Mail is not set up; mails are waiting. Settings → Mail settings."},
	"mail_sender":           {"Не указан адрес отправителя: Settings → Mail settings → Sender address.", "The sender address is not set: Settings → Mail settings → Sender address."},
	"mail_site":             {"Не указан адрес страницы, ссылки в письмах ведут в никуда: Settings → Application → Application URL.", "The page's address is not set, so links in mails lead nowhere: Settings → Application → Application URL."},
	"mail_failed":           {"Есть письма, которые не ушли. Причина — в записи письма; отправить их ещё раз можно одной кнопкой.", "Some mails could not be sent. Each says why; one click sends them again."},
	"mail_late":             {"Письма задерживаются: почтовый сервер не принимает их. Сервер пробует снова.", "Mails are late: the mail server does not take them. The desk keeps trying."},
	"mail_in_off":           {"Адрес для писем указан, но почту никто не забирает: включите IMAP в записи mailbox или запустите программу с ключом --mail-in.", "An address for mails is set, but nobody fetches them: switch IMAP on in the record of mailbox, or start the program with --mail-in."},
	"mail_in_fails":         {"Почту не получается забрать: проверьте запись mailbox.", "Mail can't be fetched: check the record of mailbox."},
	"mail_held":             {"Пришедшие письма ждут решения руководителя.", "Mails that came in wait for a manager's decision."},
	"mailbox_is_one":        {"Запись о почтовом ящике одна: её можно менять, но не добавлять и не удалять.", "There is one record of the mailbox: it can be changed, not added or deleted."},
	"mailbox_fails":         {"{error}", "{error}"},
	"inbox_is_the_servers":  {"Пришедшие письма пишет сервер: их можно только удалить.", "The server writes the mails that come; they can only be deleted."},
	"inbox_handled":         {"Об этом письме уже решено.", "This mail has been decided on already."},
	"inbox_nobody":          {"Неизвестно, чьё это письмо: сделайте из него задачу клиента.", "Nobody knows whose mail this is: make it a client's task."},
	"inbox_unreadable":      {"Письмо не удалось прочитать, оно приложено как есть.", "The mail could not be read and is attached as it is."},
	"inbox_too_big":         {"Письмо больше 25 МБ: здесь только его заголовки.", "The mail is over 25 MB: only its headers are here."},
	"not_client":            {"Задачу можно завести только действующему клиенту.", "A task can only be made for an active client."},
	"mail_refused":          {"Почтовый сервер ответил: {error}", "The mail server answered: {error}"},

	// requests
	"validation_required":              {"Заполните это поле.", "Fill in this field."},
	"validation_not_unique":            {"Такое значение уже есть.", "This value is already in use."},
	"validation_invalid_format":        {"Неверный формат.", "The format is wrong."},
	"validation_is_email":              {"Похоже, в адресе ошибка. Пример: olga@firma.ru", "The address looks wrong. Example: olga@firma.ru"},
	"validation_invalid_email":         {"Похоже, в адресе ошибка. Пример: olga@firma.ru", "The address looks wrong. Example: olga@firma.ru"},
	"validation_invalid_value":         {"Такого значения здесь не бывает.", "This value is not allowed here."},
	"validation_in_invalid":            {"Такого значения здесь не бывает.", "This value is not allowed here."},
	"validation_invalid_field_value":   {"Неверное значение.", "The value is wrong."},
	"validation_values_mismatch":       {"Значения не совпадают.", "The values differ."},
	"validation_min_text_constraint":   {"Нужно не меньше {min} знаков.", "At least {min} characters, please."},
	"validation_max_text_constraint":   {"Можно не больше {max} знаков.", "At most {max} characters, please."},
	"validation_length_out_of_range":   {"Длина — от {min} до {max} знаков.", "The length is {min} to {max} characters."},
	"validation_length_too_short":      {"Нужно не меньше {min} знаков.", "At least {min} characters, please."},
	"validation_length_too_long":       {"Можно не больше {max} знаков.", "At most {max} characters, please."},
	"validation_min_number_constraint": {"Не меньше {min}.", "Not less than {min}."},
	"validation_max_number_constraint": {"Не больше {max}.", "Not more than {max}."},
	"validation_only_int_constraint":   {"Нужно целое число.", "A whole number, please."},
	"validation_not_a_number":          {"Нужно число.", "A number, please."},
	"validation_missing_rel_records":   {"Такой записи нет.", "There is no such record."},
	"validation_too_many_files":        {"Можно не больше {maxSelect} файлов.", "At most {maxSelect} files, please."},
	"validation_file_size_limit":       {"Файл больше 10 МБ. Сожмите его или пришлите частями.", "The file is over 10 MB. Compress it or send it in parts."},
	"validation_invalid_mime_type":     {"Файлы этого типа не принимаются: пришлите документ, картинку, архив или текст.", "Files of this type are not accepted: send a document, a picture, an archive or text."},
	"validation_too_many_values":       {"Слишком много значений.", "Too many values."},
	"not_an_object":                    {"Здесь ожидается объект JSON.", "A JSON object is expected here."},
	"read_which":                       {"Укажите одно: task — задачу, ids — до 200 уведомлений или all.", "Name one of them: task, ids (up to 200 notifications) or all."},
	"bulk_ids":                         {"Отметьте от 1 до 200 задач.", "Choose from 1 to 200 tasks."},
	"search_limit":                     {"От 1 до 50.", "From 1 to 50."},
	"search_offset":                    {"От 0 до 450.", "From 0 to 450."},
	"queue_limit":                      {"От 1 до 200.", "From 1 to 200."},
	"report_backwards":                 {"Последний день раньше первого.", "The last day is before the first."},
	"report_too_long":                  {"Период — не больше трёх лет.", "A period of three years at most, please."},
	"idempotency_key_long":             {"Ключ повтора длиннее 64 знаков.", "The idempotency key is longer than 64 characters."},
	"filter_refused":                   {"Так фильтровать и сортировать нельзя.", "This filter or sort is not allowed."},
	"site_is_one":                      {"Запись о фирме уже есть, она одна.", "The record of the firm exists already; there is only one."},
	"site_stays":                       {"Запись о фирме нельзя удалить: очистите её поля.", "The record of the firm can't be deleted: clear its fields."},
	"conflict":                         {"Это уже изменилось.", "This has changed meanwhile."},
	"account_locked_title":             {"Вход временно закрыт.", "The account is closed for a while."},
	"wrong_password_title":             {"Войти не получилось.", "The log-in failed."},
	"title_check_fields":               {"Проверьте отмеченные поля.", "Please check the marked fields."},
	"title_failed":                     {"Не получилось. Проверьте, что вы вправе это сделать и данные заполнены верно.", "It did not work. Check that you may do this and that the data are right."},
	"title_not_found":                  {"Здесь ничего нет: запись удалена или её никогда не было.", "Nothing is here: the record was deleted or never existed."},
	"title_forbidden":                  {"Недостаточно прав доступа.", "You don't have the right to do this."},
	"title_unauthorized":               {"Войдите, чтобы продолжить.", "Log in to continue."},
	"title_too_many":                   {"Слишком много запросов. Подождите немного и повторите.", "Too many requests. Wait a little and try again."},
	"title_token":                      {"Ссылка устарела или уже использована. Запросите новую.", "The link has expired or been used. Ask for a new one."},
	"title_referenced":                 {"Удалить нельзя: на эту запись ссылаются другие.", "It can't be deleted: other records refer to it."},
	"title_server":                     {"На сервере что-то сломалось. Повторите позже.", "Something broke on the server. Try again later."},
}

// titles are PocketBase's own sentences that people meet above the fields.
var titles = map[string]string{
	"Failed to create record.": "title_failed", "Failed to update record.": "title_failed",
	"Failed to read the submitted data.": "title_failed", "Failed to load the submitted data due to invalid formatting.": "title_failed",
	"Failed to set new password.": "title_check_fields", "Failed to request email change.": "title_failed",
	"Failed to confirm email change.":                                                                  "title_check_fields",
	"Failed to authenticate.":                                                                          "wrong_password_title",
	"An error occurred while validating the submitted data.":                                           "title_check_fields",
	"An error occurred while loading the submitted data.":                                              "title_failed",
	"Something went wrong while processing your request.":                                              "title_failed",
	"The requested resource wasn't found.":                                                             "title_not_found",
	"You are not allowed to perform this request.":                                                     "title_forbidden",
	"Only superusers can perform this action.":                                                         "title_forbidden",
	"The authorized record is not allowed to perform this action.":                                     "title_forbidden",
	"The request requires valid record authorization token.":                                           "title_unauthorized",
	"Missing or invalid authentication.":                                                               "title_unauthorized",
	"Too Many Requests.":                                                                               "title_too_many",
	"Invalid or expired token.":                                                                        "title_token",
	"Invalid or expired verification token.":                                                           "title_token",
	"Invalid or expired password reset token.":                                                         "title_token",
	"Failed to delete record. Make sure that the record is not part of a required relation reference.": "title_referenced",
}

// byStatus stand in for those of its sentences that titles lacks, for people
// who read Russian. English is what they are in, and a superuser needs the
// details.
var byStatus = map[int]string{
	http.StatusUnauthorized: "title_unauthorized", http.StatusForbidden: "title_forbidden", http.StatusNotFound: "title_not_found",
	http.StatusTooManyRequests: "title_too_many", http.StatusInternalServerError: "title_server",
}

// messagesPriority wraps the limiter and everything after it.
const messagesPriority = -1005

func registerMessages(app core.App) {
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.Router.Bind(&hook.Handler[*core.RequestEvent]{Id: "otklikMessages", Priority: messagesPriority, Func: speak})
		return e.Next()
	})
}

// speak puts the sentences of an error into the reader's language; the codes
// stay.
func speak(e *core.RequestEvent) error {
	err := e.Next()
	var answer *router.ApiError
	if err == nil || !errors.As(err, &answer) {
		return err
	}
	english := readerIsEnglish(e)
	say(answer.Data, english)
	code, known := titles[answer.Message]
	switch {
	case known && code == "title_failed" && len(answer.Data) > 0:
		code = "title_check_fields"
	case known && code == "title_failed" && answer.Status >= 500:
		code = "title_server"
	case !known:
		if code = ownTitle(answer.Message); code == "" && !english && actorOf(e.Auth).role != roleSuperuser {
			code = byStatus[answer.Status]
		}
		if code == "" {
			return err
		}
	}
	answer.Message = messages[code].in(english)
	return err
}

// ownTitle finds the code of a sentence of ours.
func ownTitle(text string) string {
	for code, m := range messages {
		if m.Russian == text {
			return code
		}
	}
	return ""
}

// say replaces the sentences beside the fields, those of companions too.
func say(data map[string]any, english bool) {
	for field, value := range data {
		item, ok := value.(map[string]any)
		if !ok {
			continue
		}
		code, isItem := item["code"].(string)
		if !isItem {
			say(item, english)
			continue
		}
		m, known := messages[field+"/"+code]
		if !known {
			m, known = messages[code]
		}
		if known {
			params, _ := item["params"].(map[string]any)
			if text := fill(m.in(english), params); !strings.Contains(text, "{") {
				item["message"] = text // else PocketBase gave no figures, and its own words say more
			}
		}
	}
}

func (m message) in(english bool) string {
	if english {
		return m.English
	}
	return m.Russian
}

var braced = regexp.MustCompile(`\{[^{}\s]*\}`)

// fill puts the values in place of their names, once: a name in braces within a
// value is somebody's words.
func fill(text string, params map[string]any) string {
	return braced.ReplaceAllStringFunc(text, func(name string) string {
		if value, known := params[name[1:len(name)-1]]; known {
			return fmt.Sprint(value)
		}
		return name
	})
}

var speakable = language.NewMatcher([]language.Tag{language.Russian, language.English})

// readerIsEnglish is what the request asks for, else the person's own choice,
// else Russian. The dashboard asks for English whoever reads it.
func readerIsEnglish(e *core.RequestEvent) bool {
	if e.Auth != nil && e.Auth.IsSuperuser() {
		return false
	}
	if wanted := e.Request.Header.Get("Accept-Language"); wanted != "" {
		_, at := language.MatchStrings(speakable, wanted)
		return at == 1
	}
	return e.Auth != nil && e.Auth.GetString("locale") == "en"
}
