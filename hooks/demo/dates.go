package demo

import (
	"github.com/pocketbase/dbx"

	"otklik/hooks/desk"
	"otklik/hooks/records"
)

// demoTimes are the times of a task that history tells of.
var demoTimes = []string{"done_at", "closed_at", "archived_at"}

// stamp moves whatever the last step wrote to its time, and reads the task as
// it is by now: an answer may have put it back to work.
func (p *demoPlay) stamp() error {
	for _, table := range []string{"history", "comments", "assessments"} {
		if err := p.shift("{{"+table+"}} SET created = {:at}"+p.updated(table), "task = {:task} AND created >= {:started}"); err != nil {
			return err
		}
	}
	for _, name := range demoTimes {
		told := "'$." + name + "'"
		if err := firstError(
			p.shift("history SET after = json_set(after, "+told+", {:at})", "task = {:task} AND json_extract(after, "+told+") >= {:started}"),
			p.shift("tasks SET "+name+" = {:at}", "id = {:task} AND "+name+" >= {:started}"),
		); err != nil {
			return err
		}
	}
	fresh, err := p.app.FindRecordById("tasks", p.task.Id)
	if err == nil {
		p.task = fresh
	}
	return err
}

// shift gives what is of the task and of this very run the time of the step.
func (p *demoPlay) shift(set, where string) error {
	_, err := p.app.DB().NewQuery("UPDATE " + set + " WHERE " + where).
		Bind(dbx.Params{"at": records.StoredTime(p.at), "task": p.task.Id, "started": records.StoredTime(p.started)}).Execute()
	return err
}

func (p *demoPlay) updated(table string) string {
	if c, err := p.app.FindCachedCollectionByNameOrId(table); err == nil && c.Fields.GetByName("updated") != nil {
		return ", updated = {:at}"
	}
	return ""
}

// date gives the task itself the times of its history and of its talk.
func (p *demoPlay) date() error {
	due, err := p.due()
	if err != nil {
		return err
	}
	_, err = p.app.DB().NewQuery(`UPDATE tasks SET
		created = (SELECT MIN(created) FROM history WHERE task = tasks.id),
		updated = (SELECT MAX(created) FROM history WHERE task = tasks.id),
		last_at = COALESCE((SELECT MAX(created) FROM comments WHERE task = tasks.id), ''),
		answered_at = COALESCE((SELECT MIN(created) FROM comments WHERE task = tasks.id AND author != tasks.client), ''),
		due_at = {:due}
		WHERE id = {:task}`).Bind(dbx.Params{"task": p.task.Id, "due": due}).Execute()
	return err
}

// due is when an answer is due by the office hours: since the client's first
// word that has none, or since the task was made. It is empty where none is.
func (p *demoPlay) due() (string, error) {
	if p.task.GetDateTime("due_at").IsZero() {
		return "", nil
	}
	hours, err := desk.ReadHours(p.app)
	if err != nil {
		return "", err
	}
	from, err := desk.ReplyRequestedAt(p.app, p.task.Id, p.client.Id)
	if err == nil && from.IsZero() {
		err = p.app.DB().NewQuery("SELECT MIN(created) FROM history WHERE task = {:task}").Bind(dbx.Params{"task": p.task.Id}).Row(&from)
	}
	return records.StoredTime(hours.Due(from.Time(), p.task.GetString("priority"))), err
}
