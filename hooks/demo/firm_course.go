package demo

import (
	"encoding/json"
	"math"
	"time"

	"otklik/hooks/desk"
	"otklik/hooks/records"
)

// firmCourse simulates the life cycle of one task; at is the time of its last step.
// It maintains the fields that the hooks of tasks and comments would.
type firmCourse struct {
	*demoFirm
	w                        *firmWriter
	texts                    *firmTexts
	topic                    firmTopic
	id, worker, category     string
	title, status, priority  string
	client                   firmClient
	at                       time.Time
	lastBy                   string
	lastAt, answered, asked  time.Time
	done, closed, archivedAt time.Time
	rev                      int
}

// course writes the i-th task, created at a time, with its thread and history.
func (f *demoFirm) course(w *firmWriter, i int, at time.Time, open bool) error {
	share := f.rand.Float64()
	texts := &firmTexts{rand: f.rand, at: at, words: map[string]string{}}
	topic := f.rand.IntN(len(firmTopics))
	c := &firmCourse{
		demoFirm: f, w: w, texts: texts, topic: firmTopics[topic], id: f.id("tasks"), at: at, asked: at, status: desk.StatusNew,
		client: f.clients[int(share*share*float64(len(f.clients)))], // skewed: some clients have many more tasks
		worker: f.staff[min(f.rand.IntN(len(f.staff)), f.rand.IntN(len(f.staff)))],
	}
	if sorted := firmSorted[topic]; sorted >= 0 {
		c.category = f.categories[sorted]
	}
	c.title, c.priority = texts.of(c.topic.titles), []string{desk.PriorityNormal, desk.PriorityNormal, desk.PriorityNormal, desk.PriorityNormal, desk.PriorityHigh, desk.PriorityLow}[f.rand.IntN(6)]
	about := texts.of(firmGreetings) + texts.of(c.topic.about) + texts.of(firmHurries)
	name, _ := json.Marshal(c.title) // cannot fail for a string
	if err := c.record(c.client.id, "created", "null", `{"priority":"`+c.priority+`","status":"`+desk.StatusNew+`","title":`+string(name)+`}`); err != nil {
		return err
	}
	if err := c.play(open); err != nil {
		return err
	}
	consultant, doneBy, due := "", "", ""
	if c.status != desk.StatusNew {
		consultant = c.worker
	}
	if !c.done.IsZero() {
		doneBy = c.worker
	}
	if !c.asked.IsZero() {
		due = records.StoredTime(f.hours.Due(c.asked, c.priority))
	}
	return w.add("tasks", c.id, i+1, c.title, about, c.status, c.priority, c.client.id, c.client.profile, consultant,
		records.StoredTime(c.done), doneBy, records.StoredTime(c.closed), records.StoredTime(c.archivedAt), c.rev, records.StoredTime(at), records.StoredTime(c.at), c.lastBy, records.StoredTime(c.lastAt), records.StoredTime(c.answered), records.StoredTime(c.asked), due, c.category)
}

// play runs the task to its present state.
func (c *firmCourse) play(open bool) error {
	old, chance := c.now.Sub(c.at) > 24*time.Hour, c.rand.Float64()
	switch {
	case !open && c.now.Sub(c.at) < desk.ArchiveRetention-48*time.Hour && chance < 0.03:
		c.wait(2 * time.Hour)
		c.archivedAt = c.at
		return c.record(c.client.id, "archived", `{"archived_at":""}`, `{"archived_at":"`+records.StoredTime(c.at)+`"}`)
	case !open:
		return c.finish()
	case chance < 0.03, !old && chance < 0.35:
		return nil
	}
	if err := c.take(); err != nil {
		return err
	}
	if chance < 0.5 {
		return c.work(old)
	}
	if err := c.comment(c.worker, c.texts.of(firmGreetings)+c.texts.of(c.topic.asked)); err != nil {
		return err
	}
	return c.move(c.worker, desk.StatusWaiting)
}

// take assigns the task to its consultant.
func (c *firmCourse) take() error {
	c.wait(c.spread(40 * time.Minute))
	c.status = desk.StatusInProgress
	if err := c.record(c.worker, "status", `{"status":"`+desk.StatusNew+`"}`, `{"status":"`+desk.StatusInProgress+`"}`); err != nil {
		return err
	}
	if err := c.record(c.worker, "assigned", `{"consultant":""}`, `{"consultant":"`+c.worker+`"}`); err != nil {
		return err
	}
	return c.note()
}

// work writes the comments on a task in progress. An old one rarely has none.
func (c *firmCourse) work(old bool) error {
	silent, answered := 0.3, 0.4
	if old {
		silent, answered = 0.05, 0.15
	}
	if c.rand.Float64() < silent {
		return nil
	}
	if err := c.comment(c.worker, c.texts.of(c.topic.asked)); err != nil || c.rand.Float64() > answered {
		return err
	}
	return c.comment(c.client.id, c.texts.of(firmReplies))
}

// finish runs the task through its thread to done, closed and rated.
func (c *firmCourse) finish() error {
	if err := c.take(); err != nil {
		return err
	}
	for chance := 0.6; c.rand.Float64() < chance; chance = 0.25 {
		if err := c.ask(); err != nil {
			return err
		}
	}
	if c.rand.IntN(20) > 0 {
		if err := c.comment(c.worker, c.texts.of(c.topic.solved)+c.texts.of(firmFinishes)); err != nil {
			return err
		}
	}
	if err := c.move(c.worker, desk.StatusDone); err != nil {
		return err
	}
	if c.rand.IntN(10) < 3 {
		if err := c.comment(c.client.id, c.texts.of(firmThanks)); err != nil {
			return err
		}
	}
	if err := c.close(); err != nil {
		return err
	}
	return c.rate()
}

// note adds an internal note to one task in twelve.
func (c *firmCourse) note() error {
	if c.rand.IntN(12) > 0 {
		return nil
	}
	return c.w.add("notes", c.demoFirm.id("notes"), c.id, c.worker, c.texts.of(firmNotes), records.StoredTime(c.at), records.StoredTime(c.at))
}

// ask writes a question of the consultant and the client's answer.
func (c *firmCourse) ask() error {
	question := c.texts.of(c.topic.asked)
	if !c.answered.IsZero() {
		question = c.texts.of(firmWaits)
	}
	if err := c.comment(c.worker, c.texts.of(firmGreetings)+question); err != nil {
		return err
	}
	if c.rand.IntN(10) < 6 {
		if err := c.move(c.worker, desk.StatusWaiting); err != nil {
			return err
		}
	}
	return c.comment(c.client.id, c.texts.of(firmReplies)+c.texts.of(firmHurries))
}

// close closes a done task: by its client, or by the server after
// [desk.CloseDoneAfter].
func (c *firmCourse) close() error {
	late := c.now.Sub(c.done) > desk.CloseDoneAfter
	switch {
	case c.rand.IntN(10) < 5:
		c.wait(c.spread(5 * time.Hour))
		return c.move(c.client.id, desk.StatusClosed)
	case late:
		c.at = c.done.Add(desk.CloseDoneAfter + time.Duration(c.rand.IntN(600))*time.Second)
		return c.moveAt("", desk.StatusClosed)
	}
	return nil
}

// rate rates two tasks in five, mostly well. Almost every low rating is answered.
func (c *firmCourse) rate() error {
	if c.rand.IntN(5) > 1 {
		return nil
	}
	rating, words := []int{5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 4, 4, 4, 4, 3, 3, 2, 1}[c.rand.IntN(20)], firmPraise
	switch {
	case rating <= desk.LowRating:
		words = demoComplaints[rating]
	case rating < 5:
		words = firmMiddling
	}
	c.at = c.at.Add(min(time.Duration(2+c.rand.IntN(600))*time.Minute, c.now.Sub(c.at)/4))
	comment, answeredAt, answeredBy := c.texts.of(words), "", ""
	if answered := c.hours.Add(c.at, c.spread(6*time.Hour)); rating <= desk.LowRating && answered.Before(c.now) && c.rand.IntN(100) > 0 {
		answeredAt, answeredBy = records.StoredTime(answered), c.boss
	}
	text, _ := json.Marshal(map[string]any{"comment": comment, "rating": rating})
	at := records.StoredTime(c.at)
	if err := c.w.add("assessments", c.demoFirm.id("assessments"), c.id, c.client.id, c.worker, rating, comment, at, at, answeredAt, answeredBy); err != nil {
		return err
	}
	return c.w.add("history", c.demoFirm.id("history"), c.id, c.client.id, "assessed", "null", string(text), at, at)
}

// comment adds a comment and updates the fields of the task that depend on it.
func (c *firmCourse) comment(who, text string) error {
	c.wait(c.spread(50 * time.Minute))
	if err := c.w.add("comments", c.demoFirm.id("comments"), c.id, who, text, records.StoredTime(c.at), records.StoredTime(c.at)); err != nil {
		return err
	}
	c.lastAt = c.at
	if who != c.client.id {
		c.lastBy, c.asked = desk.LastByStaff, time.Time{}
		if c.answered.IsZero() {
			c.answered = c.at
		}
		return nil
	}
	c.lastBy = desk.LastByClient
	if c.status == desk.StatusWaiting {
		if err := c.moveAt("", desk.StatusInProgress); err != nil {
			return err
		}
	}
	if c.asked.IsZero() && desk.AwaitsReply(c.status) {
		c.asked = c.at
	}
	return nil
}

// move changes the status some time after the previous step.
func (c *firmCourse) move(who, status string) error {
	c.wait(c.spread(20 * time.Minute))
	return c.moveAt(who, status)
}

func (c *firmCourse) moveAt(who, status string) error {
	before, after := "", ""
	switch status {
	case desk.StatusDone:
		c.done = c.at
		before, after = `"done_at":"",`, `"done_at":"`+records.StoredTime(c.at)+`",`
	case desk.StatusClosed:
		c.closed = c.at
		before, after = `"closed_at":"",`, `"closed_at":"`+records.StoredTime(c.at)+`",`
	}
	before, after = `{`+before+`"status":"`+c.status+`"}`, `{`+after+`"status":"`+status+`"}`
	c.status = status
	if !desk.AwaitsReply(status) {
		c.asked = time.Time{}
	}
	return c.record(who, "status", before, after)
}

// record writes a history line and counts the revision of the task. An assignment
// is saved together with a status, so it is not a revision of its own.
func (c *firmCourse) record(who, event, before, after string) error {
	if event != "assigned" {
		c.rev++
	}
	return c.w.add("history", c.demoFirm.id("history"), c.id, who, event, before, after, records.StoredTime(c.at), records.StoredTime(c.at))
}

// wait advances the time by working hours, but never past now.
func (c *firmCourse) wait(d time.Duration) {
	at := c.hours.Add(c.at, d).Add(time.Duration(c.rand.IntN(60_000)) * time.Millisecond)
	if at.After(c.now) {
		at = c.at.Add(max(0, c.now.Sub(c.at)) / 4)
	}
	c.at = at
}

// spread returns a log-normal random duration with the given median.
func (c *firmCourse) spread(middle time.Duration) time.Duration {
	return time.Duration(float64(middle) * math.Exp(math.Max(-2.5, math.Min(2.5, c.rand.NormFloat64()))))
}
