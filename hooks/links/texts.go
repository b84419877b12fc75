package links

import (
	"net/http"
	"strconv"

	"otklik/hooks/i18n"
	"otklik/hooks/web"
)

// linkText and kindText are the prefixes of the keys of the pages' texts, and of
// the names of the mails that can be switched off.
const (
	linkText = "link."
	kindText = "kind."
)

// errorText returns the key of an error page's title by its status; the key with
// _about is that of its lines.
func errorText(status int) string {
	switch {
	case status == http.StatusRequestEntityTooLarge:
		return "trouble.long"
	case status == http.StatusBadRequest:
		return "trouble.form"
	case status == http.StatusTooManyRequests:
		return "trouble.often"
	case status >= http.StatusInternalServerError:
		return "trouble.server"
	}
	return "trouble.gone"
}

func (l *openedLink) text(name string) string { return i18n.Text(l.locale, linkText+name) }

func (l *openedLink) format(name string, params i18n.Params) string {
	return i18n.Format(l.locale, linkText+name, params)
}

// page returns a page with a title and the link's task.
func (l *openedLink) page(title string) *linkPage {
	page := &linkPage{Title: l.text(title)}
	if l.task != nil {
		page.About = l.format("task", i18n.Params{"number": l.task.GetInt("number"), "title": l.task.GetString("title")})
	}
	return page
}

// taskAction returns a link to the task's page.
func (l *openedLink) taskAction() linkAction {
	return linkAction{web.TaskPath(l.user.GetString("role"), strconv.Itoa(l.task.GetInt("number"))), l.text("to_task"), true}
}
