package hooks

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/clock"
)

// The size of the invented firm's past.
const (
	demoTasks   = 150
	demoDays    = 60
	demoWeekend = 3 // how far workingHour may move a time back, in days
)

// demoStuck is the goal of a task whose client has waited for days.
const demoStuck = "stuck"

// demoSeed plays the past of an invented firm through the same rules as live
// people meet, and then moves each step to its own time.
type demoSeed struct {
	app        core.App
	rand       *rand.Rand
	started    time.Time
	clients    []*core.Record
	staff      []*core.Record
	categories []string // in the order of demoCategories
	hash       string   // of the password, which everybody has
}

// seedDemo fills an empty application. Everybody has the same password.
func seedDemo(app core.App, password string) error {
	return app.RunInTransaction(func(tx core.App) (err error) {
		d := &demoSeed{app: tx, rand: rand.New(rand.NewPCG(60, 150)), started: clock.Now(tx)}
		if err := d.people(password); err != nil {
			return err
		}
		if err := d.firm(); err != nil {
			return err
		}
		if d.categories, err = d.makeCategories(); err != nil {
			return err
		}
		for i := range demoTasks {
			if err := d.story(i); err != nil {
				return fmt.Errorf("task %d: %w", i+1, err)
			}
		}
		if err := d.oldNews(); err != nil {
			return err
		}
		return recount(tx, d.started) // the archived ones were written past the hooks
	})
}

// oldNews gives what people were told the time at which it happened: only that
// of the last two days is still unread, and no mail is left to be sent.
func (d *demoSeed) oldNews() error {
	_, err := d.app.DB().NewQuery(`DELETE FROM outbox;
		UPDATE notifications SET created = COALESCE(
			(SELECT c.created FROM comments c WHERE c.id = notifications.comment),
			(SELECT t.updated FROM tasks t WHERE t.id = notifications.task), created);
		UPDATE notifications SET updated = created, read_at = CASE WHEN created < {:then} THEN created ELSE '' END`).
		Bind(dbx.Params{"then": dateTime(d.started.AddDate(0, 0, -2))}).Execute()
	return err
}

func (d *demoSeed) people(password string) error {
	for _, p := range demoStaff {
		r, err := d.user(p.nick, p.name, p.role, password)
		if err != nil {
			return err
		}
		if p.role == roleConsultant {
			d.staff = append(d.staff, r)
		}
	}
	for _, c := range demoClients {
		r, err := d.user(c.nick, c.name, roleClient, password)
		if err != nil {
			return err
		}
		words := map[string]any{
			"organization": c.organization, "inn": completeINN(c.inn), "kpp": c.kpp,
			"phone": c.phone, "address": c.address, "contact": c.name,
		}
		if err := saveProfile(d.app, r.Id, words); err != nil {
			return err
		}
		d.clients = append(d.clients, r)
	}
	return nil
}

func (d *demoSeed) user(nick, name, role, password string) (*core.Record, error) {
	r, err := d.blank("users")
	if err != nil {
		return nil, err
	}
	r.Set("username", nick)
	r.SetEmail(nick + "@example.com")
	r.Set("name", name)
	r.Set("role", role)
	r.SetVerified(true)
	if d.hash == "" { // hashing takes as long as everything else about a person
		r.SetPassword(password)
		d.hash = r.GetRaw(core.FieldNamePassword).(*core.PasswordFieldValue).Hash
	} else {
		r.SetRaw(core.FieldNamePassword, &core.PasswordFieldValue{Hash: d.hash})
	}
	return r, d.app.Save(r)
}

// completeINN finds the control digits of an invented INN.
func completeINN(start string) string {
	for n := range 100 {
		end := fmt.Sprintf("%0*d", 1+len(start)%9, n) // 9 digits take one more, 10 take two
		if checkINN(start+end) == "" {
			return start + end
		}
	}
	return start
}

func (d *demoSeed) firm() error {
	site, err := d.app.FindFirstRecordByFilter("site", "id != ''")
	if err != nil {
		return err
	}
	site.Set("name", "Учёт и точка")
	site.Set("about", "<p>Ведём учёт и настраиваем 1С для малого бизнеса с 2009 года. Отвечаем в рабочие дни в течение двух часов, в дни отчётности — быстрее.</p>"+
		"<ul><li>бухгалтерия и зарплата под ключ</li><li>настройка и обновление 1С</li><li>отчётность и ЭДО</li></ul>")
	site.Set("phone", "+7 495 000-00-00")
	site.Set("email", "help@example.com")
	site.Set("address", "Москва, ул. Примерная, 1")
	site.Set("hours", "пн–пт 9:00–18:00")
	return d.app.Save(site)
}

// story plays one task from its creation as far as its age lets it go.
func (d *demoSeed) story(i int) error {
	c := demoCases[i%len(demoCases)]
	client := d.clients[(i*5+i/len(demoCases))%len(d.clients)]
	// squared, so that a living firm has more of the recent
	share := 1 - float64(i)/demoTasks
	at := workingHour(d.started.Add(-time.Duration(share*share*(demoDays-demoWeekend)*24) * time.Hour).Add(-time.Duration(d.rand.IntN(90)) * time.Minute))
	t, err := d.blank("tasks")
	if err != nil {
		return err
	}
	month := demoMonths[at.AddDate(0, -1, 0).Month()-1]
	t.Set("title", strings.ReplaceAll(c.title, "{month}", month))
	t.Set("description", strings.ReplaceAll(c.description, "{month}", month))
	t.Set("priority", []string{priorityNormal, priorityNormal, priorityNormal, priorityHigh, priorityLow}[d.rand.IntN(5)])
	t.Set("category", d.categories[demoSorted[i%len(demoCases)]])
	t.Set("client", client.Id)
	play := &demoPlay{demoSeed: d, task: t, at: at, client: client, worker: d.staff[d.rand.IntN(len(d.staff))]}
	if err := play.save(client, t); err != nil {
		return err
	}
	if err := play.run(c, d.goal(d.started.Sub(at), i)); err != nil {
		return err
	}
	return play.date()
}

// goal is how far a task of this age has come.
func (d *demoSeed) goal(age time.Duration, i int) string {
	pick := func(goals ...string) string { return goals[d.rand.IntN(len(goals))] }
	day := 24 * time.Hour
	switch {
	case age < 6*time.Hour:
		return pick(statusNew, statusNew, statusInProgress)
	case age < 3*day:
		return pick(statusNew, statusInProgress, statusInProgress, statusWaiting, statusDone)
	case age < 6*day:
		return pick(statusClosed, statusClosed, statusDone, statusDone, statusWaiting, statusInProgress)
	case i%40 == 7:
		return demoStuck
	case i%29 == 3:
		return "archived"
	}
	return statusClosed
}

// demoPlay is one story under way; at is the time of its last step.
type demoPlay struct {
	*demoSeed
	task           *core.Record
	client, worker *core.Record
	at             time.Time
}

func (p *demoPlay) run(c demoCase, goal string) error {
	switch goal {
	case statusNew:
		return nil
	case "archived": // so lately that it is still kept
		p.at = p.started.AddDate(0, 0, -2)
		p.task.Set("archived_at", dateTime(p.at))
		return p.save(p.client, p.task)
	}
	p.task.Set("consultant", p.worker.Id)
	if err := p.step(p.worker, time.Duration(10+p.rand.IntN(110))*time.Minute, p.task); err != nil {
		return err
	}
	if err := p.say(p.worker, c.talk[0]); err != nil || goal == statusInProgress && p.rand.IntN(2) == 0 {
		return err
	}
	if err := p.move(p.worker, statusWaiting); err != nil || goal == statusWaiting {
		return err
	}
	if err := p.say(p.client, c.talk[1]); err != nil || goal == statusInProgress || goal == demoStuck {
		return err
	}
	if err := p.say(p.worker, c.talk[2]); err != nil {
		return err
	}
	if err := p.move(p.worker, statusDone); err != nil {
		return err
	}
	if goal == statusClosed {
		if err := p.move(p.client, statusClosed); err != nil {
			return err
		}
	}
	if goal == statusClosed || p.rand.IntN(3) == 0 {
		return p.judge(c)
	}
	return nil
}

func (p *demoPlay) say(who *core.Record, text string) error {
	letter, err := p.blank("comments")
	if err != nil {
		return err
	}
	letter.Set("task", p.task.Id)
	letter.Set("author", who.Id)
	letter.Set("body", strings.ReplaceAll(text, "{month}", demoMonths[p.at.AddDate(0, -1, 0).Month()-1]))
	return p.step(who, time.Duration(15+p.rand.IntN(150))*time.Minute, letter)
}

func (p *demoPlay) move(who *core.Record, status string) error {
	p.task.Set("status", status)
	return p.step(who, time.Duration(2+p.rand.IntN(40))*time.Minute, p.task)
}

// judge leaves a rating as clients do: mostly good, not always, seldom bad.
func (p *demoPlay) judge(c demoCase) error {
	rating := []int{5, 5, 5, 5, 4, 4, 4, 3, 2, 0}[p.rand.IntN(10)]
	if rating == 0 {
		return nil
	}
	words := map[string]any{"rating": rating, "comment": c.comment}
	if rating <= 2 {
		words["comment"] = demoComplaints[p.rand.IntN(len(demoComplaints))]
	}
	p.pass(5 * time.Minute)
	if err := assess(p.app, actorOf(p.client), p.task, words); err != nil {
		return err
	}
	return p.stamp()
}

// step saves what somebody did, a while after the step before.
func (p *demoPlay) step(who *core.Record, after time.Duration, r *core.Record) error {
	p.pass(after)
	return p.save(who, r)
}

// pass lets time go by, though never beyond now.
func (p *demoPlay) pass(d time.Duration) {
	if left := p.started.Sub(p.at); d > left/4 {
		d = left / 4
	}
	p.at = p.at.Add(d)
}

func (p *demoPlay) save(who, r *core.Record) error {
	sign(r, actorOf(who))
	if err := p.app.Save(r); err != nil {
		return err
	}
	return p.stamp()
}

func (d *demoSeed) blank(collection string) (*core.Record, error) {
	c, err := d.app.FindCachedCollectionByNameOrId(collection)
	if err != nil {
		return nil, err
	}
	return core.NewRecord(c), nil
}

// workingHour moves a time back into the working day, and off the weekend.
func workingHour(t time.Time) time.Time {
	switch {
	case t.Hour() < 9:
		t = t.Add(-time.Duration(t.Hour()+7) * time.Hour)
	case t.Hour() >= 18:
		t = t.Add(-time.Duration(t.Hour()-17) * time.Hour)
	}
	for t.Weekday() == time.Saturday || t.Weekday() == time.Sunday {
		t = t.AddDate(0, 0, -1)
	}
	return t
}
