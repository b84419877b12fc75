package api

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// outboxRows returns the mails as stored, whole, in order.
func (d *desk) outboxRows() string {
	d.Helper()
	rows, err := d.app.FindAllRecords("outbox")
	if err != nil {
		d.Fatal(err)
	}
	var all []string
	for _, r := range rows {
		data, err := r.MarshalJSON()
		if err != nil {
			d.Fatal(err)
		}
		all = append(all, string(data))
	}
	slices.Sort(all)
	return strings.Join(all, "\n")
}

func (d *desk) answers(who, task, body string) {
	d.Helper()
	d.want(200, who, "POST", records("comments"), `{"task":"`+id(task)+`","body":"`+body+`"}`)
}

// Undo takes the letter of a change back and restores the letters that it has replaced.
func TestUndoTakesTheLetterBack(t *testing.T) {
	t.Parallel()
	kept := newDesk(t).keep()
	for _, c := range []struct {
		name, task, who, change string
		before                  func(*desk)
		wants                   []string // mails and notifications after the change
	}{
		{"answered, done", "work", "anna", `{"status":"done"}`, answered, []string{"olga done"}},
		{"answered, asked", "work", "anna", `{"status":"waiting"}`, answered, []string{"olga question"}},
		{"answered, closed", "work", "boss", `{"status":"closed"}`, answered, []string{"olga closed"}},
		{"asked, done", "work", "anna", `{"status":"done"}`, asked, []string{"olga done"}},
		{"done, back to work", "work", "anna", `{"status":"in_progress"}`, done, []string{"olga answer"}},
		{"done, closed", "work", "boss", `{"status":"closed"}`, done, []string{"olga closed"}},
		{"reopened, done", "done", "anna", `{"status":"done"}`, reopened, []string{"olga done"}},
		{"assigned, to another", "new", "boss", `{"consultant":"` + id("igor") + `"}`, assigned, []string{"igor assigned"}},
		{"done without an answer", "work", "anna", `{"status":"done"}`, func(*desk) {}, []string{"olga done"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := kept.restored(t)
			c.before(d)
			time.Sleep(2 * time.Millisecond) // times are kept in milliseconds, and undo goes by them
			mails, news := d.outboxRows(), d.told("notifications")
			action := d.bulk(c.who, c.change, c.task)
			if got := d.told("outbox"); !slices.Equal(got, c.wants) {
				t.Fatalf("mailed %v, want %v", got, c.wants)
			}
			d.held(c.wants)
			d.undo(200, c.who, action, `"restored":1`)
			if got := d.outboxRows(); got != mails {
				t.Errorf("mails\n%s\nwere\n%s", got, mails)
			}
			if got := d.told("notifications"); !slices.Equal(got, news) {
				t.Errorf("told %v, was %v", got, news)
			}
		})
	}
}

func answered(d *desk) { d.answers("anna", "work", "Обновили базу") }
func asked(d *desk) {
	answered(d)
	d.bulk("anna", `{"status":"waiting"}`, "work")
}
func done(d *desk) {
	answered(d)
	d.bulk("anna", `{"status":"done"}`, "work")
}
func reopened(d *desk) {
	d.want(200, "olga", "PATCH", record("tasks", "done"), `{"status":"in_progress"}`)
}
func assigned(d *desk) { d.bulk("boss", `{"consultant":"`+id("anna")+`"}`, "new") }

// held checks that the mails wait for the time in which a change can be undone.
func (d *desk) held(wants []string) {
	d.Helper()
	for _, w := range wants {
		who, kind, _ := strings.Cut(w, " ")
		mail := d.letter(who+"@example.com", kind)
		if wait := time.Until(mail.GetDateTime("next_at").Time()); mail.GetString("status") != "queued" || wait < 4*time.Minute || wait > 5*time.Minute {
			d.Errorf("%s is %s and waits for %s", w, mail.GetString("status"), wait)
		}
	}
}

// An answer written after the change goes with the one that undo brings back.
func TestUndoKeepsLaterAnswers(t *testing.T) {
	d := newDesk(t)
	answered(d)
	first := d.letter("olga@example.com", "answer")
	action := d.bulk("anna", `{"status":"done"}`, "work")
	d.answers("anna", "work", "И ещё одно")
	d.undo(200, "anna", action, `"restored":1`)
	if got := d.told("outbox"); !slices.Equal(got, []string{"olga answer"}) {
		t.Fatalf("mailed %v", got)
	}
	mail := d.letter("olga@example.com", "answer")
	if mail.Id != first.Id || len(mail.GetStringSlice("comments")) != 2 || mail.GetString("next_at") != first.GetString("next_at") {
		t.Errorf("the answer is %v, was %v", mail, first)
	}
}

// A letter of a state that has ended while it waits isn't sent: its answers are.
func TestLetterOfAnEndedStateIsWithdrawn(t *testing.T) {
	t.Parallel()
	kept := newDesk(t).keep()
	for _, c := range []struct {
		name, who, task, body string
		before                func(*desk)
		mailed                []string
	}{
		{"back to work by the consultant", "anna", "work", `{"status":"in_progress"}`, done, []string{"olga answer"}},
		{"reopened by the client", "olga", "work", `{"status":"in_progress"}`, done, []string{"anna reopened", "olga answer"}},
		{"asked no more", "anna", "work", `{"status":"in_progress"}`, asked, []string{"olga answer"}},
		{"handed over", "boss", "new", `{"consultant":""}`, assigned, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := kept.restored(t)
			c.before(d)
			d.want(200, c.who, "PATCH", record("tasks", c.task), c.body)
			if got := d.told("outbox"); !slices.Equal(got, c.mailed) {
				t.Errorf("mailed %v, want %v", got, c.mailed)
			}
		})
	}
}
