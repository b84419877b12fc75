package letters

import (
	"strconv"
	"strings"
	"time"

	"github.com/pocketbase/dbx"

	"otklik/hooks/desk"
	"otklik/hooks/i18n"
	"otklik/hooks/links"
	"otklik/hooks/signing"
	"otklik/hooks/text"
	"otklik/hooks/web"
)

// The placeholders that fill a paragraph of their own.
const (
	blockAnswers = "{answers}"
	blockStars   = "{stars}"
	blockButton  = "{button}"
)

// accountMails are the kinds of account mails. Their templates have no
// placeholders except name, firm and the blocks.
var accountMails = []string{mailVerify, mailReset, mailInvite, mailEmailChange}

// letterPlaceholders lists the placeholders within a sentence that the templates
// of each kind may use. Every kind also has name, firm and the blocks.
var letterPlaceholders = func() map[string][]string {
	placeholders := map[string][]string{}
	for _, kind := range desk.NotificationKinds {
		placeholders[kind.Name] = kind.Placeholders
	}
	for _, kind := range accountMails {
		placeholders[kind] = nil
	}
	return placeholders
}()

// fill sets the values of the placeholders and the links of the letter.
func (l *letter) fill() error {
	l.values = map[string]string{"name": l.reader.DisplayName(), "firm": l.app.Settings().Meta.AppName, "actor": l.actor}
	l.button = web.SiteURL(l.app) + "/"
	var err error
	if l.unsubscribe, err = links.Mint(l.app, links.PurposeUnsubscribe, l.task, l.user, l.kind); err != nil {
		return err
	}
	switch l.kind {
	case desk.KindHeld:
		return l.fillHeld()
	case desk.KindCalendar:
		return l.fillCalendar()
	}
	if l.task == nil {
		return nil
	}
	if l.reply, err = signing.ReplyAddress(l.app, l.task, l.user.Id); err != nil {
		return err
	}
	if desk.NotificationKindOf(l.kind).Readable {
		if l.confirm, err = links.Mint(l.app, links.PurposeRead, l.task, l.user, l.kind); err != nil {
			return err
		}
	}
	if err := l.fillTask(); err != nil {
		return err
	}
	if err := l.fillPeople(); err != nil {
		return err
	}
	return l.fillStars()
}

// fillTask sets the values of the task and its organisation.
func (l *letter) fillTask() (err error) {
	l.values["number"] = strconv.Itoa(l.task.GetInt("number"))
	l.values["title"] = text.OneLine(l.task.GetString("title"))
	l.values["description"] = l.task.GetString("description")
	l.values["organization"] = text.OneLine(l.profile.GetString("organization"))
	l.values["inn"] = l.profile.GetString("inn")
	l.button = web.SiteURL(l.app) + web.TaskPath(l.reader.Role, l.values["number"])
	l.values["until"], err = l.until()
	return err
}

// fillPeople sets the consultant's name and the client's assessment.
func (l *letter) fillPeople() error {
	if err := l.fillConsultant(l.task.GetString("consultant")); err != nil {
		return err
	}
	if l.kind != desk.KindRated && l.kind != desk.KindLowRating {
		return nil
	}
	a, err := l.app.FindFirstRecordByData("assessments", "task", l.task.Id)
	if err != nil {
		return nothingIfGone(err)
	}
	if rating := a.GetInt("rating"); rating > 0 {
		l.values["rating"] = strconv.Itoa(rating)
	}
	l.values["review"] = a.GetString("comment")
	return l.fillConsultant(a.GetString("consultant"))
}

// fillConsultant sets the name of the consultant, if there is one.
func (l *letter) fillConsultant(id string) error {
	if id == "" {
		return nil
	}
	who, err := desk.FindReader(l.app, id)
	if err == nil && who != nil {
		l.values["consultant"] = who.DisplayName()
	}
	return err
}

// fillStars sets the links of the ratings, if the reader may rate the task.
func (l *letter) fillStars() error {
	if !desk.NotificationKindOf(l.kind).Ratable {
		return nil
	}
	rated, err := l.app.CountRecords("assessments", dbx.HashExp{"task": l.task.Id}, dbx.NewExp("rating > 0"))
	if err != nil || rated > 0 || desk.WorkflowOf(l.task).FinishedAt().IsZero() || l.task.GetString("consultant") == "" {
		return err
	}
	link, err := links.Mint(l.app, links.PurposeRate, l.task, l.user, l.kind)
	if err != nil {
		return err
	}
	for n := range desk.HighestRating {
		l.stars = append(l.stars, link+"?r="+strconv.Itoa(n+1))
	}
	return nil
}

// fillHeld sets the values of a held mail.
func (l *letter) fillHeld() error {
	held, err := l.app.FindRecordById("inbox", l.row.GetString("inbox"))
	if err != nil {
		return nothingIfGone(err)
	}
	l.values["sender"], l.values["subject"] = text.OneLine(held.GetString("sender")), text.OneLine(held.GetString("subject"))
	l.button = web.SiteURL(l.app) + "/desk/inbox"
	return nil
}

// fillCalendar sets the year that has no calendar: the one after the reminder.
func (l *letter) fillCalendar() error {
	hours, err := desk.ReadHours(l.app)
	if err != nil {
		return err
	}
	l.values["year"] = strconv.Itoa(l.row.GetDateTime("created").Time().In(hours.Location()).Year() + 1)
	l.button = web.SiteURL(l.app) + "/desk/settings?part=hours#calendar"
	return nil
}

// until returns the last day on which the client can reopen a closed task, or the
// day of the automatic closing of a done one, in the firm's time zone; empty for
// other tasks.
func (l *letter) until() (string, error) {
	at := desk.WorkflowOf(l.task)
	var end time.Time
	switch {
	case l.kind == desk.KindClosed && !at.ClosedAt.IsZero():
		end = at.ClosedAt.Add(desk.ReopenPeriod)
	case l.kind != desk.KindClosed && !at.DoneAt.IsZero():
		end = at.DoneAt.Add(desk.CloseDoneAfter)
	default:
		return "", nil
	}
	hours, err := desk.ReadHours(l.app)
	if err != nil {
		return "", err
	}
	return formatDay(end.In(hours.Location()), l.locale), nil
}

func formatDay(day time.Time, locale string) string {
	month := i18n.Text(locale, "month."+strconv.Itoa(int(day.Month())))
	return i18n.Format(locale, "date.day_month", i18n.Params{"day": day.Day(), "month": month})
}

// params returns the values of the placeholders of the letter's kind.
func (l *letter) params() map[string]any {
	out := map[string]any{}
	for _, name := range append(letterPlaceholders[l.kind], "name", "firm") {
		out[name] = l.values[name]
	}
	return out
}

// blocks returns the paragraphs of a template. A paragraph whose placeholders are
// all empty is left out.
func (l *letter) blocks(body string) []string {
	var out []string
	params := l.params()
	for _, block := range paragraphs(body) {
		if block == blockAnswers || block == blockStars || block == blockButton || !isEmptyBlock(block, params) {
			out = append(out, block)
		}
	}
	return out
}

func paragraphs(text string) []string {
	var out []string
	for block := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		if block = strings.TrimSpace(block); block != "" {
			out = append(out, block)
		}
	}
	return out
}

// isEmptyBlock reports whether a block has placeholders and all of them are empty.
func isEmptyBlock(block string, params map[string]any) bool {
	hasPlaceholder := false
	for name, value := range params {
		if strings.Contains(block, "{"+name+"}") {
			if value != "" {
				return false
			}
			hasPlaceholder = true
		}
	}
	return hasPlaceholder
}
