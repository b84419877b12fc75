package export

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/tools/list"

	"otklik/hooks/actor"
	"otklik/hooks/desk"
	"otklik/hooks/query"
	"otklik/hooks/reports"
	"otklik/hooks/text"
)

// exportPerson is a row of the export of people.
type exportPerson struct {
	Row          int    `db:"row"`
	Username     string `db:"username"`
	Name         string `db:"name"`
	Email        string `db:"email"`
	Role         string `db:"role"`
	Blocked      bool   `db:"blocked"`
	Organization string `db:"organization"`
	INN          string `db:"inn"`
	Phone        string `db:"phone"`
	Created      string `db:"created"`
}

// preparePeople exports all people, clients with their organisations. The
// parameters role= and q= filter them by role and by [desk.PersonMatch].
func (x *job) preparePeople() (total int, write func() error, err error) {
	roles, err := query.List(x.values, "role", actor.Roles)
	if err != nil {
		return 0, nil, err
	}
	which := []dbx.Expression{}
	if len(roles) > 0 {
		which = append(which, dbx.HashExp{"u.role": list.ToInterfaceSlice(roles)})
	}
	if search := text.Tidy(x.values.Get("q")); search != "" {
		which = append(which, dbx.NewExp(desk.PersonMatch, desk.PersonMatchParams(search)))
	}
	people := dbx.And(which...)
	err = x.app.DB().Select("COUNT(*)").From("users u").LeftJoin("profiles p", dbx.NewExp("p.user = u.id")).Where(people).Row(&total)
	return total, func() error { return x.people(people) }, err
}

func (x *job) people(which dbx.Expression) error {
	if err := x.header("people", "nick", "name", "email", "role", "blocked", "organization", "inn", "phone", "registered"); err != nil {
		return err
	}
	for after := 0; ; {
		var batch []exportPerson
		err := x.app.DB().Select("u.rowid AS row", "u.username", "u.name", "u.email", "u.role", "u.blocked", "u.created",
			"COALESCE(p.organization, '') AS organization", "COALESCE(p.inn, '') AS inn", "COALESCE(p.phone, '') AS phone").
			From("users u").LeftJoin("profiles p", dbx.NewExp("p.user = u.id")).
			Where(dbx.And(which, dbx.NewExp("u.rowid > {:after}", dbx.Params{"after": after}))).OrderBy("u.rowid").Limit(exportBatch).All(&batch)
		if err != nil {
			return err
		}
		for _, p := range batch {
			if err := x.row(p.Username, p.Name, p.Email, x.localized(p.Role), x.yesNo(p.Blocked), p.Organization, p.INN, p.Phone, x.day(p.Created)); err != nil {
				return err
			}
			after = p.Row
		}
		if len(batch) < exportBatch {
			return nil
		}
	}
}

// prepareStaff exports the staff with their workload.
func (x *job) prepareStaff() (int, func() error, error) {
	items, _, err := desk.ReadStaff(x.app, x.hours, x.now)
	return len(items), func() error { return x.staff(items) }, err
}

func (x *job) staff(items []desk.StaffItem) error {
	if err := x.header("staff", "nick", "name", "email", "role", "blocked", "n_open_now", "n_waiting", "n_overdue", "n_done_week"); err != nil {
		return err
	}
	for _, s := range items {
		if err := x.row(s.Username, s.Name, s.Email, x.localized(s.Role), x.yesNo(s.Blocked), s.Open, s.Waiting, s.Overdue, s.DoneWeek); err != nil {
			return err
		}
	}
	return nil
}

// prepareLow exports the low ratings that await an answer.
func (x *job) prepareLow() (int, func() error, error) {
	total, err := reports.CountLow(x.app)
	return total, x.low, err
}

func (x *job) low() error {
	if err := x.header("low", "rating", "comment", "rated", "number", "title", "status", "client", "organization", "consultant"); err != nil {
		return err
	}
	for after := (reports.LowCursor{}); ; {
		batch, err := reports.ReadLow(x.app, after, exportBatch)
		if err != nil {
			return err
		}
		for _, l := range batch {
			if err := x.row(l.Rating, l.Comment, x.day(l.Rated), l.Number, l.Title, x.localized(l.Status), l.ClientName, l.Organization, l.ConsultantName); err != nil {
				return err
			}
			after = l.Cursor()
		}
		if len(batch) < exportBatch {
			return nil
		}
	}
}

// prepareLog exports the log with its filters. The total is unknown, because the
// log is not counted.
func (x *job) prepareLog() (int, func() error, error) {
	where, params, err := desk.LogFilter(x.values, x.hours)
	return -1, func() error { return x.log(where, params) }, err
}

func (x *job) log(where string, params dbx.Params) error {
	if err := x.header("log", "at", "actor", "event", "number", "title", "about", "before", "after"); err != nil {
		return err
	}
	params["limit"] = exportBatch
	for page := ""; ; page = " AND (h.created, h.rowid) < ({:afterAt}, CAST({:afterRow} AS INTEGER))" {
		var batch []desk.LogItem
		if err := x.app.DB().NewQuery(desk.LogQuery(where+page) + " LIMIT {:limit}").Bind(params).All(&batch); err != nil {
			return err
		}
		for _, line := range batch {
			names := desk.ReadFileNames(line.FileNames)
			if err := x.row(x.day(line.Created), line.ActorName, x.text("event_"+line.Event), nonZero(line.Number), line.Title, line.About, x.change(line.Before, names), x.change(line.After, names)); err != nil {
				return err
			}
			params["afterAt"], params["afterRow"] = line.Created, line.Row
		}
		if len(batch) < exportBatch {
			return nil
		}
	}
}
