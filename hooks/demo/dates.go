package demo

import (
	"github.com/pocketbase/dbx"

	"otklik/hooks/desk"
	"otklik/hooks/records"
)

// demoTimes are the time fields of a task that history records.
var demoTimes = []string{"done_at", "closed_at", "archived_at"}

// backdate moves the records of the last step to the time of the step and reloads
// the task, because a comment may have returned it to work.
func (p *demoPlay) backdate() error {
	for _, table := range []string{"history", "comments", "assessments"} {
		if err := p.shift("{{"+table+"}} SET created = {:at}"+p.updated(table), "task = {:task} AND created >= {:started}"); err != nil {
			return err
		}
	}
	for _, name := range demoTimes {
		path := "'$." + name + "'"
		if err := firstError(
			p.shift("history SET after = json_set(after, "+path+", {:at})", "task = {:task} AND json_extract(after, "+path+") >= {:started}"),
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

// shift sets the time of the step in the rows of the task written by this run.
func (p *demoPlay) shift(set, where string) error {
	_, err := p.app.DB().NewQuery("UPDATE " + set + " WHERE " + where).
		Bind(dbx.Params{"at": records.StoredTime(p.at), "task": p.task.Id, "started": records.StoredTime(p.started)}).Execute()
	return err
}

// updated returns the SQL that also sets updated, if the table has that field.
func (p *demoPlay) updated(table string) string {
	if c, err := p.app.FindCachedCollectionByNameOrId(table); err == nil && c.Fields.GetByName("updated") != nil {
		return ", updated = {:at}"
	}
	return ""
}

// date sets the times of the task from its history and its thread.
func (p *demoPlay) date() error {
	from, due, err := p.due()
	if err != nil {
		return err
	}
	_, err = p.app.DB().NewQuery(`UPDATE tasks SET
		created = (SELECT MIN(created) FROM history WHERE task = tasks.id),
		updated = (SELECT MAX(created) FROM history WHERE task = tasks.id),
		last_at = COALESCE((SELECT MAX(created) FROM comments WHERE task = tasks.id), ''),
		answered_at = COALESCE((SELECT MIN(created) FROM comments WHERE task = tasks.id AND author != tasks.client), ''),
		due_from = {:from}, due_at = {:due}
		WHERE id = {:task}`).Bind(dbx.Params{"task": p.task.Id, "from": from, "due": due}).Execute()
	return err
}

// due returns when an answer is due by the office hours, and from when that is
// counted: the client's first unanswered comment or the creation of the task. Both are
// empty if no answer is due.
func (p *demoPlay) due() (from, due string, err error) {
	if p.task.GetDateTime("due_at").IsZero() {
		return "", "", nil
	}
	hours, err := desk.ReadHours(p.app)
	if err != nil {
		return "", "", err
	}
	asked, err := desk.ReplyRequestedAt(p.app, p.task.Id, p.client.Id)
	if err == nil && asked.IsZero() {
		err = p.app.DB().NewQuery("SELECT MIN(created) FROM history WHERE task = {:task}").Bind(dbx.Params{"task": p.task.Id}).Row(&asked)
	}
	return asked.String(), records.StoredTime(hours.Due(asked.Time(), p.task.GetString("priority"))), err
}
