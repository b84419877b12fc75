// Package upkeep owns the warnings of what an administrator has to see to on the
// server: the disk, the backups and the scheduled jobs.
package upkeep

import (
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"

	"otklik/hooks/clock"
	"otklik/hooks/disk"
	"otklik/hooks/jobs"
)

// backupJob is the name under which the end of a backup is reported.
const backupJob = "backup"

// backupOff is the code of a desk without a schedule of backups. The administrator
// has chosen it, so the page says it and no mail does.
const backupOff = "backup_off"

// backupMaxAge is the age of the newest backup from which it is old: two nights have
// gone by without one.
const backupMaxAge = 48 * time.Hour

// Register remembers how backups end, and mails the warnings to the superusers.
func Register(app core.App) {
	app.OnBackupCreate().BindFunc(func(e *core.BackupEvent) error {
		err := e.Next()
		jobs.Report(e.App, backupJob, err)
		return err
	})
	jobs.Schedule(app, "otklik_mail_warnings", "23 * * * *", mailWarnings)
}

// Warnings returns the codes of what has to be seen to, the gravest first.
func Warnings(app core.App) ([]string, error) {
	last, err := LastBackup(app)
	if err != nil {
		return nil, err
	}
	begun, err := begun(app)
	if err != nil {
		return nil, err
	}
	if last.IsZero() || last.Before(begun) {
		last = begun // nothing is older than the desk
	}
	backupFailing, err := jobs.Failing(app, backupJob)
	if err != nil {
		return nil, err
	}
	jobsFailing, err := jobs.AnyFailing(app)
	if err != nil {
		return nil, err
	}
	scheduled := app.Settings().Backups.Cron != ""
	codes := []string{}
	for _, w := range []struct {
		code string
		met  bool
	}{
		{"disk_full", disk.IsFull(app)},
		{"disk_nearly_full", disk.IsNearlyFull(app) && !disk.IsFull(app)},
		{"backup_failing", backupFailing},
		{backupOff, !scheduled},
		{"backup_old", scheduled && clock.Now(app).Sub(last) > backupMaxAge},
		{"jobs_failing", jobsFailing},
	} {
		if w.met {
			codes = append(codes, w.code)
		}
	}
	return codes, nil
}

// LastBackup returns when the newest backup was made; zero if there is none.
func LastBackup(app core.App) (time.Time, error) {
	var last time.Time
	backups, err := app.NewBackupsFilesystem()
	if err != nil {
		return last, err
	}
	defer backups.Close()
	files, err := backups.List("")
	for _, file := range files {
		if file.ModTime.After(last) {
			last = file.ModTime
		}
	}
	return last, err
}

// begun returns when the desk was made.
func begun(app core.App) (time.Time, error) {
	var created types.DateTime
	err := app.ConcurrentDB().NewQuery("SELECT MIN(created) FROM site").Row(&created)
	return created.Time(), err
}
