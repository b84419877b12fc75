package desk

import (
	"net/http"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/actor"
	"otklik/hooks/clock"
	"otklik/hooks/disk"
	"otklik/hooks/i18n"
	"otklik/hooks/jobs"
	"otklik/hooks/problem"
	"otklik/hooks/records"
)

// quotaPeriod is the period of the quotas.
const quotaPeriod = 24 * time.Hour

// makingRoom is how long it takes an administrator to make room on the disk, at least.
const makingRoom = 10 * time.Minute

// quotas are how much a client may add in [quotaPeriod].
type quotas struct {
	Tasks     int `db:"tasks_a_day"`
	Megabytes int `db:"megabytes_a_day"`
}

// tasksQuota selects the quota of tasks, or the one named {:quota} if there is no record.
const tasksQuota = "COALESCE((SELECT tasks_a_day FROM quotas LIMIT 1), {:quota})"

// quotaKey marks a new task that counts against the quota of its client, which
// [createTask] checks when it takes its number.
const quotaKey = "@quota"

// defaultQuotas apply if the administrator has deleted the record.
var defaultQuotas = quotas{Tasks: 1000, Megabytes: 500}

// RegisterQuotas limits what clients add, and refuses uploads to a full disk.
func RegisterQuotas(app core.App) {
	app.OnRecordCreateRequest().BindFunc(guardDisk)
	app.OnRecordUpdateRequest().BindFunc(guardDisk)
	app.OnRecordCreateRequest(attachmentCollections...).BindFunc(guardQuotas)
	app.OnRecordUpdateRequest(attachmentCollections...).BindFunc(guardQuotas)
	jobs.ScheduleRemoval(app, "otklik_forget_uploads", "57 3 * * *", forgetUploads)
}

// guardDisk refuses uploads when the disk is nearly full: the database needs the
// rest.
func guardDisk(e *core.RecordRequestEvent) error {
	if uploadedBytes(e.Record) == 0 || !disk.IsFull(e.App) {
		return e.Next()
	}
	problem.RetryAfter(e.RequestEvent, makingRoom)
	return problem.Field(http.StatusInsufficientStorage, "files", "disk_short")
}

// uploadedBytes returns the size of the files that a record is about to store.
func uploadedBytes(r *core.Record) int64 {
	var bytes int64
	for _, field := range r.Collection().Fields {
		if field.Type() != core.FieldTypeFile {
			continue
		}
		for _, f := range r.GetUnsavedFiles(field.GetName()) {
			bytes += f.Size
		}
	}
	return bytes
}

// guardQuotas refuses a client's files beyond the quota, and marks a task to be checked.
// It counts in the transaction of the request, so that a refused request does not count.
func guardQuotas(e *core.RecordRequestEvent) error {
	who, bytes := actor.Of(e.Auth), uploadedBytes(e.Record)
	isTask := e.Record.IsNew() && e.Collection.Name == "tasks"
	if who.Role != actor.RoleClient || bytes == 0 && !isTask {
		return e.Next()
	}
	if isTask {
		e.Record.SetRaw(quotaKey, true)
	}
	if bytes == 0 {
		return e.Next()
	}
	return records.RequestInTransaction(e, func() error {
		limit, err := readQuotas(e.App)
		if err != nil {
			return err
		}
		fits, wait, err := waitForRoom(e.App, who.ID, bytes, limit, clock.Now(e.App))
		if err != nil {
			return err
		}
		if !fits {
			return problem.TooMany(problem.FieldErrorWith("files", "quota_files", i18n.Params{"max": limit.Megabytes}), wait)
		}
		if err := CountUpload(e.App, who.ID, bytes); err != nil {
			return err
		}
		return e.Next()
	})
}

func readQuotas(app core.App) (quotas, error) {
	var found []quotas
	err := app.DB().Select("tasks_a_day", "megabytes_a_day").From("quotas").Limit(1).All(&found)
	if err != nil || len(found) == 0 {
		return defaultQuotas, err
	}
	return found[0], nil
}

// checkTaskQuota refuses a new task beyond the quota of its client.
func checkTaskQuota(t *core.Record, facts newTaskFacts, now time.Time) error {
	if t.GetRaw(quotaKey) == nil {
		return nil
	}
	refused := problem.FieldErrorWith("title", "quota_tasks", i18n.Params{"max": facts.Quota})
	switch {
	case facts.Quota < 1:
		return problem.TooMany(refused, 0)
	case !facts.Earlier.IsZero():
		return problem.TooMany(refused, facts.Earlier.Time().Add(quotaPeriod).Sub(now))
	}
	return nil
}

// hourFormat is that of otklik_uploads.hour, in UTC; it sorts by time.
const hourFormat = "2006-01-02 15"

// UploadFits reports whether a client may add so many bytes now, by whatever way.
func UploadFits(app core.App, client string, bytes int64) (bool, error) {
	limit, err := readQuotas(app)
	if err != nil {
		return false, err
	}
	fits, _, err := waitForRoom(app, client, bytes, limit, clock.Now(app))
	return fits, err
}

// waitForRoom reports whether a client may add so many bytes now, or else how long it
// takes until enough of the others no longer count; 0 if the bytes never fit.
func waitForRoom(app core.App, client string, bytes int64, limit quotas, now time.Time) (fits bool, wait time.Duration, err error) {
	var counts []struct {
		Hour  string
		Bytes int64
	}
	err = app.DB().Select("hour", "bytes").From("otklik_uploads").Where(dbx.And(dbx.HashExp{"user": client},
		dbx.NewExp("hour > {:since}", dbx.Params{"since": now.Add(-quotaPeriod).UTC().Format(hourFormat)}))).OrderBy("hour DESC").All(&counts)
	room := int64(limit.Megabytes)<<20 - bytes
	if err != nil || room < 0 {
		return false, 0, err
	}
	for _, c := range counts {
		if room -= c.Bytes; room < 0 {
			hour, err := time.Parse(hourFormat, c.Hour)
			return false, hour.Add(quotaPeriod).Sub(now), err
		}
	}
	return true, 0, nil
}

// CountUpload adds the bytes to those of the client. Call it in the transaction that
// stores them.
func CountUpload(app core.App, client string, bytes int64) error {
	_, err := app.DB().NewQuery(`INSERT INTO otklik_uploads (user, hour, bytes) VALUES ({:user}, {:hour}, {:bytes})
		ON CONFLICT (user, hour) DO UPDATE SET bytes = bytes + excluded.bytes`).
		Bind(dbx.Params{"user": client, "hour": clock.Now(app).UTC().Format(hourFormat), "bytes": bytes}).Execute()
	return err
}

// forgetUploads deletes the counts that no quota needs.
func forgetUploads(app core.App, now time.Time) error {
	_, err := app.NonconcurrentDB().NewQuery("DELETE FROM otklik_uploads WHERE hour <= {:then}").
		Bind(dbx.Params{"then": now.Add(-quotaPeriod).UTC().Format(hourFormat)}).Execute()
	return err
}
