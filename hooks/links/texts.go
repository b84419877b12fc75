package links

import (
	"net/http"
	"strconv"

	"otklik/hooks/i18n"
	"otklik/hooks/web"
)

// linkText and kindText begin the keys of the texts of the pages, and of the
// names of the mails that can be switched off.
const (
	linkText = "link."
	kindText = "kind."
)

// errorText is the page of what goes wrong, by its status: the key of the title,
// and with _about the lines.
func errorText(status int) string {
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

func (l *openedLink) text(name string) string { return i18n.Text(l.locale, linkText+name) }

func (l *openedLink) sayWith(name string, params i18n.Params) string {
	return i18n.Format(l.locale, linkText+name, params)
}

// page is a page with its title, about the link's task.
func (l *openedLink) page(title string) *linkPage {
	page := &linkPage{Title: l.text(title)}
	if l.task != nil {
		page.About = l.sayWith("task", i18n.Params{"number": l.task.GetInt("number"), "title": l.task.GetString("title")})
	}
	return page
}

// taskAction leads to the task's page.
func (l *openedLink) taskAction() linkAction {
	return linkAction{web.TaskPath(l.user.GetString("role"), strconv.Itoa(l.task.GetInt("number"))), l.text("to_task"), true}
}
