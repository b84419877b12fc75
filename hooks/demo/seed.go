package demo

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/actor"
	"otklik/hooks/clock"
	"otklik/hooks/desk"
	"otklik/hooks/records"
	"otklik/hooks/requisites"
)

// The size of the small firm.
const (
	demoTasks = 150
	demoDays  = 59 // how far its past goes back
)

// demoStuck is the goal of a task with a client comment unanswered for days.
const demoStuck = "stuck"

// demoSeed replays the past of the small firm through the hooks, and then backdates
// each step.
type demoSeed struct {
	app        core.App
	rand       *rand.Rand
	started    time.Time
	hours      *desk.OfficeHours
	last       time.Time // the last working moment before it started: nobody works at night
	clients    []*core.Record
	staff      []*core.Record
	categories []string // in the order of demoCategories
	hash       string   // of the common password
}

// Seed fills an empty application with the small firm. All accounts have the given
// password.
func Seed(app core.App, password string) error {
	return app.RunInTransaction(func(tx core.App) (err error) {
		d := &demoSeed{app: tx, rand: rand.New(rand.NewPCG(60, 150)), started: clock.Now(tx)}
		if err := d.people(password); err != nil {
			return err
		}
		if err := d.firm(); err != nil {
			return err
		}
		if d.hours, err = desk.ReadHours(tx); err != nil {
			return err
		}
		d.last = d.hours.Add(d.started, -time.Minute)
		if err := d.deskThings(); err != nil {
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
		if err := d.ageNotifications(); err != nil {
			return err
		}
		return desk.RecountTasks(tx, d.started) // the archived ones were written past the hooks
	})
}

// ageNotifications dates the notifications by their events, marks those older than
// two days as read, and empties the outbox.
func (d *demoSeed) ageNotifications() error {
	_, err := d.app.DB().NewQuery(`DELETE FROM outbox;
		UPDATE notifications SET created = COALESCE(
			(SELECT c.created FROM comments c WHERE c.id = notifications.comment),
			(SELECT t.updated FROM tasks t WHERE t.id = notifications.task), created);
		UPDATE notifications SET updated = created, read_at = CASE WHEN created < {:then} THEN created ELSE '' END`).
		Bind(dbx.Params{"then": records.DateTime(d.started.AddDate(0, 0, -2))}).Execute()
	return err
}

func (d *demoSeed) people(password string) error {
	for _, p := range demoStaff {
		r, err := d.user(p.nick, p.name, p.role, password)
		if err != nil {
			return err
		}
		if p.role == actor.RoleConsultant {
			d.staff = append(d.staff, r)
		}
	}
	for _, c := range Clients {
		r, err := d.user(c.Nick, c.name, actor.RoleClient, password)
		if err != nil {
			return err
		}
		profile := map[string]any{
			"organization": c.organization, "inn": completeINN(c.inn), "kpp": c.kpp,
			"phone": c.phone, "address": c.address, "contact": c.name,
		}
		if err := desk.SaveProfile(d.app, r.Id, profile); err != nil {
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
	if d.hash == "" { // hashed once: it takes as long as the rest of a user
		r.SetPassword(password)
		d.hash = r.GetRaw(core.FieldNamePassword).(*core.PasswordFieldValue).Hash
	} else {
		r.SetRaw(core.FieldNamePassword, &core.PasswordFieldValue{Hash: d.hash})
	}
	return r, d.app.Save(r)
}

// completeINN appends the check digits to a generated INN.
func completeINN(start string) string {
	for n := range 100 {
		end := fmt.Sprintf("%0*d", 1+len(start)%9, n) // 9 digits take one more, 10 take two
		if requisites.CheckINN(start+end) == "" {
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

// story replays one task from its creation to a state that fits its age.
func (d *demoSeed) story(i int) error {
	c := demoCases[i%len(demoCases)]
	client := d.clients[(i*5+i/len(demoCases))%len(d.clients)]
	at := d.postedAt(i)
	t, err := d.blank("tasks")
	if err != nil {
		return err
	}
	month := monthBefore(at)
	t.Set("title", strings.ReplaceAll(c.title, "{month}", month))
	t.Set("description", strings.ReplaceAll(c.description, "{month}", month))
	t.Set("priority", []string{desk.PriorityNormal, desk.PriorityNormal, desk.PriorityNormal, desk.PriorityHigh, desk.PriorityLow}[d.rand.IntN(5)])
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

// postedAt returns when a task is posted, in working hours; there are more recent
// tasks than old ones.
func (d *demoSeed) postedAt(i int) time.Time {
	past := d.hours.Between(d.started.AddDate(0, 0, -demoDays), d.last)
	share := 1 - float64(i)/demoTasks
	back := time.Duration(share * share * float64(past))
	return d.hours.Add(d.last, -min(back+time.Duration(d.rand.IntN(40))*time.Minute, past-time.Minute))
}

// goal returns a state for a task of this age.
func (d *demoSeed) goal(age time.Duration, i int) string {
	pick := func(goals ...string) string { return goals[d.rand.IntN(len(goals))] }
	day := 24 * time.Hour
	switch {
	case age < 6*time.Hour:
		return pick(desk.StatusNew, desk.StatusNew, desk.StatusInProgress)
	case age < 3*day:
		return pick(desk.StatusNew, desk.StatusInProgress, desk.StatusInProgress, desk.StatusWaiting, desk.StatusDone)
	case age < 6*day:
		return pick(desk.StatusClosed, desk.StatusClosed, desk.StatusDone, desk.StatusDone, desk.StatusWaiting, desk.StatusInProgress)
	case i%40 == 7:
		return demoStuck
	case i%29 == 3:
		return "archived"
	}
	return desk.StatusClosed
}

// demoPlay is the replay of one task; at is the time of its last step.
type demoPlay struct {
	*demoSeed
	task           *core.Record
	client, worker *core.Record
	at             time.Time
}

func (p *demoPlay) run(c demoCase, goal string) error {
	switch goal {
	case desk.StatusNew:
		return nil
	case "archived": // recently, so that it is not purged yet
		p.at = p.hours.Add(p.started.AddDate(0, 0, -2), -time.Minute)
		p.task.Set("archived_at", records.DateTime(p.at))
		return p.save(p.client, p.task)
	}
	p.task.Set("consultant", p.worker.Id)
	if err := p.step(p.worker, time.Duration(10+p.rand.IntN(110))*time.Minute, p.task); err != nil {
		return err
	}
	if err := p.comment(p.worker, c.thread[0]); err != nil || goal == desk.StatusInProgress && p.rand.IntN(2) == 0 {
		return err
	}
	if err := p.move(p.worker, desk.StatusWaiting); err != nil || goal == desk.StatusWaiting {
		return err
	}
	if err := p.comment(p.client, c.thread[1]); err != nil || goal == desk.StatusInProgress || goal == demoStuck {
		return err
	}
	if err := p.comment(p.worker, c.thread[2]); err != nil {
		return err
	}
	if err := p.move(p.worker, desk.StatusDone); err != nil {
		return err
	}
	if goal == desk.StatusClosed {
		if err := p.move(p.client, desk.StatusClosed); err != nil {
			return err
		}
	}
	if goal == desk.StatusClosed || p.rand.IntN(3) == 0 {
		return p.rate(c)
	}
	return nil
}

func (p *demoPlay) comment(who *core.Record, text string) error {
	comment, err := p.blank("comments")
	if err != nil {
		return err
	}
	comment.Set("task", p.task.Id)
	comment.Set("author", who.Id)
	comment.Set("body", strings.ReplaceAll(text, "{month}", monthBefore(p.at)))
	return p.step(who, time.Duration(15+p.rand.IntN(150))*time.Minute, comment)
}

func (p *demoPlay) move(who *core.Record, status string) error {
	p.task.Set("status", status)
	return p.step(who, time.Duration(2+p.rand.IntN(40))*time.Minute, p.task)
}

// rate rates the task: mostly well, sometimes badly, sometimes not at all.
func (p *demoPlay) rate(c demoCase) error {
	rating := []int{5, 5, 5, 5, 5, 5, 4, 4, 4, 4, 5, 4, 3, 2, 1, 0, 0, 0, 5, 5}[p.rand.IntN(20)]
	if rating == 0 {
		return nil
	}
	assessment := map[string]any{"rating": rating, "comment": c.comment}
	if rating <= desk.LowRating {
		assessment["comment"] = demoComplaints[rating][p.rand.IntN(len(demoComplaints[rating]))]
	}
	p.wait(5 * time.Minute)
	if err := desk.Assess(p.app, actor.Of(p.client), p.task, assessment); err != nil {
		return err
	}
	return p.backdate()
}

// step saves a record on behalf of a user some time after the previous step.
func (p *demoPlay) step(who *core.Record, after time.Duration, r *core.Record) error {
	p.wait(after)
	return p.save(who, r)
}

// wait advances the time by working hours, but never past the last of them.
func (p *demoPlay) wait(d time.Duration) {
	p.at = p.hours.Add(p.at, min(d, p.hours.Between(p.at, p.last)/4))
}

func (p *demoPlay) save(who, r *core.Record) error {
	actor.SetActor(r, actor.Of(who))
	if err := p.app.Save(r); err != nil {
		return err
	}
	return p.backdate()
}

func (d *demoSeed) blank(collection string) (*core.Record, error) {
	c, err := d.app.FindCachedCollectionByNameOrId(collection)
	if err != nil {
		return nil, err
	}
	return core.NewRecord(c), nil
}

// monthBefore returns the name of the previous month: on 31 May, April.
func monthBefore(at time.Time) string { return demoMonths[(at.Month()+10)%12] }
