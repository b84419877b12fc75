package hooks

import (
	"net/http"
	"strconv"
)

// linkSays are the words of the pages of links.
var linkSays = map[string]message{
	"task":     {"Задача № {number} «{title}»", "Task № {number} “{title}”"},
	"to_task":  {"Открыть задачу", "Open the task"},
	"login":    {"Войти", "Log in"},
	"home":     {"На главную", "Home page"},
	"profile":  {"Все настройки писем — в профиле", "All mail settings are in your profile"},
	"optional": {"необязательно", "optional"},

	"rate":            {"Как вам помогли?", "How did we do?"},
	"rate_consultant": {"Консультант: {name}", "Your consultant: {name}"},
	"rate_legend":     {"Оценка", "Rating"},
	"rate_count":      {"{n} из 5", "{n} of 5"},
	"rate_comment":    {"Отзыв", "Comment"},
	"rate_button":     {"Отправить оценку", "Send the rating"},
	"rate_missing":    {"Поставьте оценку: выберите от одной до пяти звёзд.", "Choose a rating from one to five stars."},
	"rated":           {"Спасибо, оценка записана", "Thank you, the rating is saved"},
	"rated_low":       {"Жаль, что помогли не так, как хотелось. Если вопрос не решён, верните задачу в работу на её странице.", "We are sorry it was not better. If the question is not solved, reopen the task on its page."},
	"rated_change":    {"Изменить оценку можно в течение 14 дней на странице задачи.", "You can change the rating for 14 days on the page of the task."},

	"read":        {"Подтвердите прочтение", "Confirm that you have read it"},
	"read_about":  {"Нажмите кнопку, и то, о чём говорит письмо, будет отмечено прочитанным.", "Press the button, and what the mail tells of is marked as read."},
	"read_button": {"Подтвердить прочтение", "Confirm reading"},
	"has_read":    {"Отмечено как прочитанное", "Marked as read"},

	"unsubscribe":        {"Не присылать такие письма?", "Stop these mails?"},
	"unsubscribe_about":  {"Письма «{kind}» больше не будут приходить. Уведомления на странице и другие письма останутся.", "Mails “{kind}” will stop. Notifications on the page and other mails go on."},
	"unsubscribe_button": {"Не присылать", "Stop them"},
	"unsubscribed":       {"Такие письма больше не придут", "You will not get these mails any more"},
	"unsubscribed_about": {"Письма «{kind}» отключены. Уведомления на странице и другие письма остались.", "Mails “{kind}” are off. Notifications on the page and other mails go on."},
	"undo_button":        {"Вернуть письма", "Bring them back"},
	"resubscribed":       {"Письма снова включены", "The mails are on again"},
	"resubscribed_about": {"Письма «{kind}» будут приходить, как прежде.", "Mails “{kind}” will come as before."},
}

// linkKinds name the mails that can be switched off.
var linkKinds = map[string]message{
	noticeAnswer:     {"Вам ответили", "You have an answer"},
	noticeQuestion:   {"Консультант ждёт ответа", "The consultant waits for your answer"},
	noticeDone:       {"Задача решена", "Your task is done"},
	noticeClosing:    {"Задача скоро закроется", "Your task closes soon"},
	noticeClosed:     {"Задача закрыта", "Your task is closed"},
	noticeReceived:   {"Письмо стало задачей", "Your mail has become a task"},
	noticeAssigned:   {"Вам передали задачу", "A task is yours"},
	noticeAnswered:   {"Новый ответ в вашей задаче", "An answer on your task"},
	noticeReopened:   {"Задача снова в работе", "A task is reopened"},
	noticeRated:      {"Вашу работу оценили", "Your work was rated"},
	noticeUnassigned: {"Задача больше часа ничья", "Nobody has taken a task for an hour"},
	noticeLowRating:  {"Низкая оценка", "A low rating"},
	noticeHeld:       {"Письмо ждёт решения", "A mail waits for a decision"},
}

// linkTroubles are the pages of what goes wrong: the title and the lines.
var linkTroubles = map[int][]message{
	http.StatusGone: {
		{"Ссылка больше не действует", "This link no longer works"},
		{"Возможно, ею уже воспользовались, прошёл её срок или задача с тех пор изменилась. Если вы уже отправили оценку или подтвердили прочтение, всё записано.",
			"It may have been used already, it may have expired, or the task has changed since. If you have sent a rating or confirmed reading, that is saved."},
		{"То же самое можно сделать после входа: на странице задачи и в профиле.", "You can do the same after you log in: on the page of the task and in your profile."},
	},
	http.StatusRequestEntityTooLarge: {
		{"Слишком длинный отзыв", "The comment is too long"},
		{"Ничего не записано. Вернитесь назад и сократите отзыв до 2000 знаков.", "Nothing has been saved. Go back and shorten the comment to 2000 characters."},
	},
	http.StatusTooManyRequests: {
		{"Слишком много запросов", "Too many requests"},
		{"Подождите минуту и откройте ссылку ещё раз.", "Wait a minute and open the link again."},
	},
	http.StatusInternalServerError: {
		{"Не получилось", "It did not work"},
		{"На сервере что-то сломалось, ничего не записано. Откройте ссылку позже ещё раз.", "Something broke on the server and nothing has been saved. Open the link again later."},
	},
}

func (l *openLink) say(name string) string { return linkSays[name].in(l.english) }

// page is a page with its title, about the link's task.
func (l *openLink) page(title string) *linkPage {
	page := &linkPage{Title: l.say(title)}
	if l.task != nil {
		page.About = fill(l.say("task"), map[string]any{"number": l.task.GetInt("number"), "title": l.task.GetString("title")})
	}
	return page
}

// toTask leads to the task's page.
func (l *openLink) toTask() linkAction {
	return linkAction{taskPath(l.user.GetString("role"), strconv.Itoa(l.task.GetInt("number"))), l.say("to_task"), true}
}
