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

// The placeholders that stand for a whole paragraph.
const (
	blockAnswers = "{answers}"
	blockStars   = "{stars}"
	blockButton  = "{button}"
)

// accountMails are the kinds of the letters of an account, whose button is all
// they have beside name and firm.
var accountMails = []string{mailVerify, mailReset, mailInvite, mailEmailChange}

// letterWords are the placeholders within a sentence that the templates of each
// kind may use. name, firm and the blocks are of every kind.
var letterWords = func() map[string][]string {
	words := map[string][]string{}
	for _, kind := range desk.NotificationKinds {
		words[kind.Name] = kind.Placeholders
	}
	for _, kind := range accountMails {
		words[kind] = nil
	}
	return words
}()

// fill finds the values of the placeholders and the addresses in the letter.
func (l *letter) fill() error {
	l.values = map[string]string{"name": l.reader.DisplayName(), "firm": l.app.Settings().Meta.AppName, "actor": l.actor}
	l.button = web.SiteURL(l.app) + "/"
	var err error
	if l.unsubscribe, err = links.Mint(l.app, links.PurposeUnsubscribe, l.task, l.user, l.kind); err != nil {
		return err
	}
	if l.kind == desk.KindHeld {
		return l.fillHeld()
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

// fillTask says which task it is, and whose.
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

// fillPeople names the consultant, and says how the client rated.
func (l *letter) fillPeople() error {
	if id := l.task.GetString("consultant"); id != "" {
		who, err := desk.FindReader(l.app, id)
		if err != nil {
			return err
		}
		if who != nil {
			l.values["consultant"] = who.DisplayName()
		}
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
	return nil
}

// fillStars makes the five links of a rating, where the reader may give one.
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

// fillHeld tells of the mail that waits.
func (l *letter) fillHeld() error {
	held, err := l.app.FindRecordById("inbox", l.row.GetString("inbox"))
	if err != nil {
		return nothingIfGone(err)
	}
	l.values["sender"], l.values["subject"] = text.OneLine(held.GetString("sender")), text.OneLine(held.GetString("subject"))
	l.button = web.SiteURL(l.app) + "/desk/inbox"
	return nil
}

// until is the day, as the firm's calendar has it, by which the client can still
// do something about the task.
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
	return dayInWords(end.In(hours.Location()), l.locale), nil
}

func dayInWords(day time.Time, locale string) string {
	month := i18n.Text(locale, "month."+strconv.Itoa(int(day.Month())))
	return i18n.Format(locale, "date.day_month", i18n.Params{"day": day.Day(), "month": month})
}

// params are the values for fill.
func (l *letter) params() map[string]any {
	out := map[string]any{}
	for _, name := range append(letterWords[l.kind], "name", "firm") {
		out[name] = l.values[name]
	}
	return out
}

// blocks are the paragraphs of a template with their values. One whose every
// placeholder is empty says nothing and is left out.
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

// isEmptyBlock is true of a block that has placeholders and nothing to put in them.
func isEmptyBlock(block string, params map[string]any) bool {
	named := false
	for name, value := range params {
		if strings.Contains(block, "{"+name+"}") {
			if value != "" {
				return false
			}
			named = true
		}
	}
	return named
}
