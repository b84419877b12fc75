package desk

import (
	"errors"
	"net/http"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"

	"otklik/hooks/clock"
	"otklik/hooks/i18n"
	"otklik/hooks/jobs"
	"otklik/hooks/problem"
	"otklik/hooks/records"
)

// readLimit is how many notifications one request may mark as read by id.
const readLimit = 200

// notificationRetention is how long a notification is kept, read or not.
const notificationRetention = 90 * 24 * time.Hour

// RegisterNotificationsRead serves the marking of notifications as read and
// deletes old ones.
func RegisterNotificationsRead(app core.App) {
	jobs.ScheduleRemoval(app, "otklik_forget_notifications", "37 3 * * *", deleteOldNotifications)
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.Router.POST("/api/notifications/read", serveNotificationsRead).Bind(apis.RequireAuth("users"))
		return e.Next()
	})
}

// readSelection selects the caller's notifications by exactly one of the fields.
type readSelection struct {
	Task string   `json:"task"`
	IDs  []string `json:"ids"`
	All  bool     `json:"all"`
}

// where returns the condition, or nil unless exactly one field is set.
func (s readSelection) where() dbx.Expression {
	switch {
	case s.Task != "" && len(s.IDs) == 0 && !s.All:
		return dbx.HashExp{"task": s.Task}
	case s.Task == "" && len(s.IDs) > 0 && len(s.IDs) <= readLimit && !s.All:
		return dbx.HashExp{"id": toAny(s.IDs)}
	case s.Task == "" && len(s.IDs) == 0 && s.All:
		return dbx.NewExp("TRUE")
	}
	return nil
}

func toAny(ids []string) []any {
	out := make([]any, len(ids))
	for i, id := range ids {
		out[i] = id
	}
	return out
}

// serveNotificationsRead answers POST /api/notifications/read. It silently skips
// notifications of other users and unknown ids.
func serveNotificationsRead(e *core.RequestEvent) error {
	if e.Auth.GetBool("blocked") {
		return e.ForbiddenError("", nil)
	}
	var selection readSelection
	err := records.ReadBody(e, &selection)
	if refused, ok := errors.AsType[*router.ApiError](err); ok && len(refused.Data) > 0 {
		return err
	}
	where := selection.where()
	if err != nil || where == nil {
		return e.BadRequestError("", problem.FieldErrorWith("task", "read_which", i18n.Params{"max": readLimit}))
	}
	if err := markRead(e.App, e.Auth.Id, where); err != nil {
		return err
	}
	return e.NoContent(http.StatusNoContent)
}

// markRead marks the selected unread notifications of a user as read, in one
// statement, and updates that user's open pages.
func markRead(app core.App, user string, which dbx.Expression) error {
	var rows []*core.Record
	err := app.RunInTransaction(func(tx core.App) error {
		// the literal '' is the condition of the partial index on unread notifications
		unread := dbx.And(dbx.HashExp{"user": user}, dbx.NewExp("read_at = ''"), which)
		if err := tx.RecordQuery("notifications").AndWhere(unread).OrderBy("created").All(&rows); err != nil || len(rows) == 0 {
			return err
		}
		now := records.DateTime(clock.Now(tx))
		for _, row := range rows {
			row.Set("read_at", now)
		}
		_, err := tx.DB().Update("notifications", dbx.Params{"read_at": now, "updated": now}, unread).Execute()
		return err
	})
	if err == nil {
		broadcastNotifications(app, user, "update", rows)
	}
	return err
}

// deleteOldNotifications deletes notifications older than [notificationRetention].
// A notification that a task is unassigned is kept while the task is new, so that
// it isn't sent again.
func deleteOldNotifications(app core.App, now time.Time) error {
	for {
		done, err := app.NonconcurrentDB().NewQuery(`DELETE FROM notifications WHERE id IN (
			SELECT n.id FROM notifications n WHERE n.created < {:then}
				AND NOT (n.kind = {:unassigned} AND EXISTS (SELECT 1 FROM tasks t WHERE t.id = n.task AND t.status = {:new}))
			LIMIT {:batch})`).Bind(dbx.Params{"then": records.DateTime(now.Add(-notificationRetention)), "batch": jobs.BatchSize, "unassigned": kindUnassigned, "new": StatusNew}).Execute()
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n < jobs.BatchSize {
			return err
		}
	}
}
