package desk

import (
	"errors"
	"net/http"
	"time"

	"github.com/pocketbase/dbx"
	validation "github.com/pocketbase/ozzo-validation/v4"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/actor"
	"otklik/hooks/clock"
	"otklik/hooks/problem"
	"otklik/hooks/query"
	"otklik/hooks/records"
)

// RegisterStaff serves the list of staff with their load, and invitations.
func RegisterStaff(app core.App) {
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.Router.GET("/api/desk/staff", serveStaff).Bind(apis.RequireAuth("users")).BindFunc(actor.RequireManager).BindFunc(query.StopWithClient)
		e.Router.POST("/api/desk/staff", inviteStaff).Bind(apis.RequireAuth("users")).BindFunc(actor.RequireManager)
		return e.Next()
	})
}

// StaffItem is a member of staff with the load: the numbers of open tasks, of
// those waiting for their client, of those with an overdue response, and of tasks
// done since Monday.
type StaffItem struct {
	ID       string `db:"id" json:"id"`
	Name     string `db:"name" json:"name"`
	Username string `db:"username" json:"username"`
	Email    string `db:"email" json:"email"`
	Role     string `db:"role" json:"role"`
	Blocked  bool   `db:"blocked" json:"blocked"`
	Open     int    `db:"open" json:"open"`
	Waiting  int    `db:"waiting" json:"waiting"`
	Overdue  int    `db:"overdue" json:"overdue"`
	DoneWeek int    `db:"done_week" json:"done_week"`
}

// serveStaff answers GET /api/desk/staff with {items, week}. week is the Monday
// from which done_week counts, in the format of the queue's done=. Blocked users
// come last.
func serveStaff(e *core.RequestEvent) error {
	hours, err := ReadHours(e.App)
	if err != nil {
		return err
	}
	items, monday, err := ReadStaff(e.App, hours, clock.Now(e.App))
	if err != nil {
		return err
	}
	return e.JSON(http.StatusOK, map[string]any{"items": items, "week": monday.Format(time.DateOnly)})
}

// ReadStaff returns the members of staff and the Monday of the week of now.
func ReadStaff(app core.App, hours *OfficeHours, now time.Time) (items []StaffItem, monday time.Time, err error) {
	monday, items = mondayOf(now.In(hours.Location())), []StaffItem{}
	err = app.DB().NewQuery(`WITH
			due AS (SELECT consultant, COUNT(*) AS n FROM tasks WHERE due_at != '' AND archived_at = '' AND due_at < {:now} GROUP BY consultant),
			ready AS (SELECT ` + Worker + ` AS consultant, COUNT(*) AS n FROM tasks t WHERE done_at != '' AND done_at >= {:monday} AND archived_at = '' GROUP BY 1)
		SELECT u.id, u.name, u.username, u.email, u.role, u.blocked,
			COALESCE((SELECT SUM(n) FROM otklik_counts c WHERE c.consultant = u.id AND c.status IN ` + query.Quote(OpenStatuses) + `), 0) AS open,
			COALESCE((SELECT SUM(n) FROM otklik_counts c WHERE c.consultant = u.id AND c.status = {:waiting}), 0) AS waiting,
			COALESCE(due.n, 0) AS overdue, COALESCE(ready.n, 0) AS done_week
		FROM users u LEFT JOIN due ON due.consultant = u.id LEFT JOIN ready ON ready.consultant = u.id
		WHERE u.role IN ` + query.Quote(actor.StaffRoles) + ` ORDER BY u.blocked, u.role = {:manager}, u.name, u.username`).
		Bind(dbx.Params{"now": records.StoredTime(now), "monday": records.StoredTime(monday), "waiting": StatusWaiting, "manager": actor.RoleManager}).All(&items)
	return items, monday, err
}

// mondayOf returns the beginning of the week of t.
func mondayOf(t time.Time) time.Time {
	return AddDate(t, 0, -(int(t.Weekday())+6)%7)
}

// invitation is the body of a request to invite a member of staff.
type invitation struct {
	Username string `json:"username"`
	Email    string `json:"email"`
	Name     string `json:"name"`
	Locale   string `json:"locale"`
	Role     string `json:"role"`
}

// inviteStaff answers POST /api/desk/staff: it creates a consultant, who chooses a
// password by the link in the invitation. Only superusers create managers.
func inviteStaff(e *core.RequestEvent) error {
	var request invitation
	if err := records.ReadBody(e, &request); err != nil {
		return err
	}
	if request.Role != "" && request.Role != actor.RoleConsultant {
		return e.BadRequestError("", problem.FieldError("role", "role_above"))
	}
	var person *core.Record
	err := e.App.RunInTransaction(func(tx core.App) (err error) {
		person, err = CreateAccount(tx, actor.Of(e.Auth), map[string]any{
			"username": request.Username, "email": request.Email, "name": request.Name, "locale": request.Locale, "role": actor.RoleConsultant,
		}, nil)
		if err != nil {
			return err
		}
		return InviteByMail(tx, person)
	})
	if fields, ok := errors.AsType[validation.Errors](err); ok {
		return e.BadRequestError("", fields)
	}
	if err != nil {
		return err
	}
	return e.JSON(http.StatusOK, StaffItem{
		ID: person.Id, Name: person.GetString("name"), Username: person.GetString("username"), Email: person.Email(), Role: actor.RoleConsultant,
	})
}
