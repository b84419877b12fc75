package parse

import (
	"fmt"
	"strings"
	"time"
)

var monthsOf = []string{"января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"}

// text tells an event: what, when and where. It is Russian, as all
// that is put into a mail's text, unless the event has no Russian word.
func (e *event) text(method string) string {
	isRussian := russianText().MatchString(e.summary + e.location + e.description + e.organizer)
	labels := eventLabels[isRussian]
	var out []string
	add := func(label, value string) {
		if value != "" {
			out = append(out, label+": "+value)
		}
	}
	heading := labels.heading[method]
	if e.cancelled || method == "CANCEL" {
		heading = labels.heading["CANCEL"]
	}
	add(firstFilled(heading, labels.heading["REQUEST"]), firstFilled(e.summary, labels.untitled))
	add(labels.when, e.when(isRussian))
	add(labels.where, e.location)
	add(labels.organizer, e.organizer)
	if len(out) == 1 && e.summary == "" && e.description == "" {
		return ""
	}
	return strings.Join(out, "\n")
}

var eventLabels = map[bool]struct {
	heading                          map[string]string // by METHOD
	untitled, when, where, organizer string
}{
	true: {map[string]string{
		"REQUEST": "Приглашение", "CANCEL": "Встреча отменена", "REPLY": "Ответ на приглашение", "COUNTER": "Предложено другое время", "PUBLISH": "Событие",
	}, "без названия", "Когда", "Где", "Организатор"},
	false: {map[string]string{
		"REQUEST": "Invitation", "CANCEL": "Cancelled", "REPLY": "Answer to an invitation", "COUNTER": "Another time is proposed", "PUBLISH": "Event",
	}, "untitled", "When", "Where", "Organizer"},
}

// when tells the time, in Moscow's zone.
func (e *event) when(isRussian bool) string {
	start, end := e.starts, e.ends
	if start.IsZero() {
		return ""
	}
	if end.IsZero() && e.lasts > 0 {
		end = moment{start.Add(e.lasts), start.isDay}
	}
	text := dayText(start.Time, isRussian)
	switch {
	case start.isDay:
		last := end.AddDate(0, 0, -1) // DTEND is the day after the last
		if !end.IsZero() && last.After(start.Time) {
			text += " – " + dayText(last, isRussian)
		}
	case end.IsZero():
		text += start.Format(" 15:04")
	case end.YearDay() == start.YearDay() && end.Year() == start.Year():
		text += start.Format(" 15:04") + end.Format("–15:04")
	default:
		text += start.Format(" 15:04") + " – " + dayText(end.Time, isRussian) + end.Format(" 15:04")
	}
	var notes []string
	if !start.isDay {
		notes = append(notes, map[bool]string{true: "по московскому времени", false: "Moscow time"}[isRussian])
	}
	if e.repeats {
		notes = append(notes, map[bool]string{true: "повторяется", false: "repeats"}[isRussian])
	}
	if len(notes) > 0 {
		text += " (" + strings.Join(notes, ", ") + ")"
	}
	return text
}

func dayText(t time.Time, isRussian bool) string {
	if isRussian {
		return fmt.Sprintf("%d %s %d", t.Day(), monthsOf[t.Month()-1], t.Year())
	}
	return t.Format("2 January 2006")
}
