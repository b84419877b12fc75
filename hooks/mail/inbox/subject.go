package inbox

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/text"
)

// subjectsRead limits the earlier subjects of a task that a new one is compared with.
const subjectsRead = 200

// taskNumber matches the number of a task in a subject.
var taskNumber = regexp.MustCompile(`[№#]\s*\d{1,9}`)

// subjectMarks are words that people and mail servers put before a subject without
// changing what it is about.
var subjectMarks = []string{
	"re", "fw", "fwd", "aw", "отв", "ответ", "на", "пер", "переслано", "fyi",
	"срочно", "очень", "важно", "внимание", "повторно", "напоминание", "urgent", "important", "asap", "reminder",
	"spam", "спам", "возможно", "подозрительно", "external", "ext", "внешнее", "внешний", "письмо",
}

// newSubject returns the subject of an answer that begins another matter; empty if it
// is that of the task or of an earlier mail about it.
func newSubject(tx core.App, task *core.Record, title string) (string, error) {
	words := subjectWords(title)
	if len(words) == 0 {
		return "", nil
	}
	known := []string{task.GetString("title")}
	for _, of := range []struct {
		table string
		which dbx.Expression
	}{{"outbox", dbx.HashExp{"task": task.Id}}, {"inbox", dbx.HashExp{"task": task.Id, "status": inboxAccepted}}} {
		var subjects []string
		if err := tx.DB().Select("subject").Distinct(true).From(of.table).Where(of.which).Limit(subjectsRead).Column(&subjects); err != nil {
			return "", err
		}
		known = append(known, subjects...)
	}
	for _, subject := range known {
		if isSameSubject(words, subjectWords(subject)) {
			return "", nil
		}
	}
	return text.Clip(text.OneLine(title), titleRunes), nil
}

// subjectWords returns the words of a subject for comparison.
func subjectWords(subject string) []string {
	words := strings.FieldsFunc(text.Fold(taskNumber.ReplaceAllString(subject, " ")), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if !slices.ContainsFunc(words, hasLetter) {
		return nil
	}
	return words
}

func hasLetter(word string) bool { return strings.ContainsFunc(word, unicode.IsLetter) }

// isSameSubject reports whether a subject says nothing that an earlier one doesn't.
func isSameSubject(words, earlier []string) bool {
	isNew := func(word string) bool { return !slices.Contains(earlier, word) && !slices.Contains(subjectMarks, word) }
	return !slices.ContainsFunc(words, isNew)
}
