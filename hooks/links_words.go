package hooks

import (
	"net/http"
	"strconv"

	"otklik/hooks/i18n"
)

// linkText and kindText begin the keys of the texts of the pages, and of the
// names of the mails that can be switched off.
const (
	linkText = "link."
	kindText = "kind."
)

// linkTrouble is the page of what goes wrong, by its status: the key of the title,
// and with _about the lines.
func linkTrouble(status int) string {
	switch {
	case status == http.StatusRequestEntityTooLarge:
		return "trouble.long"
	case status == http.StatusTooManyRequests:
		return "trouble.often"
	case status >= http.StatusInternalServerError:
		return "trouble.server"
	}
	return "trouble.gone"
}

func (l *openLink) say(name string) string { return i18n.Text(l.locale, linkText+name) }

func (l *openLink) sayWith(name string, params i18n.Params) string {
	return i18n.Format(l.locale, linkText+name, params)
}

// page is a page with its title, about the link's task.
func (l *openLink) page(title string) *linkPage {
	page := &linkPage{Title: l.say(title)}
	if l.task != nil {
		page.About = l.sayWith("task", i18n.Params{"number": l.task.GetInt("number"), "title": l.task.GetString("title")})
	}
	return page
}

// toTask leads to the task's page.
func (l *openLink) toTask() linkAction {
	return linkAction{taskPath(l.user.GetString("role"), strconv.Itoa(l.task.GetInt("number"))), l.say("to_task"), true}
}
