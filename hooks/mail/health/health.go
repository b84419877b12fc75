// Package health owns the check of the mail settings, and of what else an
// administrator has to see to, that the dashboard shows, and the retry of failed mails.
package health

import (
	"net/http"
	"slices"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/actor"
	"otklik/hooks/clock"
	"otklik/hooks/i18n"
	"otklik/hooks/mail/outbox"
	"otklik/hooks/mail/smtpd"
	"otklik/hooks/problem"
	"otklik/hooks/records"
	"otklik/hooks/search"
	"otklik/hooks/upkeep"
	"otklik/hooks/web"
)

// Register serves the state of the mail and the retry of failed mails.
func Register(app core.App) {
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.Router.GET("/api/desk/mail", serveCheck).Bind(apis.RequireAuth("users", core.CollectionNameSuperusers)).BindFunc(actor.RequireOverseer)
		e.Router.POST("/api/desk/mail/retry", retryFailed).Bind(apis.RequireSuperuserAuth()).BindFunc(records.NoBody)
		return e.Next()
	})
}

// check is the state of outgoing and incoming mail, and of the server.
type check struct {
	Out struct {
		SetUp     bool   `json:"set_up"`
		Sender    string `json:"sender"`
		Queued    int    `json:"queued"`
		Failed    int    `json:"failed"`
		Oldest    string `json:"oldest"` // when the oldest overdue mail was due
		LastSent  string `json:"last_sent"`
		LastError string `json:"last_error"`
	} `json:"out"`
	In struct {
		Address   string `json:"address"`
		IMAP      bool   `json:"imap"`
		Listens   bool   `json:"listens"` // by SMTP or LMTP
		CheckedAt string `json:"checked_at"`
		Error     string `json:"error"`
		Held      int    `json:"held"`

		verified, acceptUnverified bool // mailbox.authserv is set; mailbox.accept_unverified
	} `json:"in"`
	// LastBackup is when the newest backup was made; empty if there is none.
	LastBackup string `json:"last_backup"`
	// Problems are those of the server and then of the mail, each ordered by severity,
	// the gravest first.
	Problems []checkProblem `json:"problems"`
}

type checkProblem struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	params  i18n.Params
}

// serveCheck answers GET /api/desk/mail for managers and administrators.
func serveCheck(e *core.RequestEvent) error {
	check, err := checkMail(e.App, clock.Now(e.App))
	if err != nil {
		return err
	}
	locale := i18n.Reader(e)
	check.Out.LastError, check.In.Error = i18n.Shown(locale, check.Out.LastError), i18n.Shown(locale, check.In.Error)
	for i, p := range check.Problems {
		check.Problems[i].Message = i18n.Format(locale, problem.KeyPrefix+p.Code, p.params)
	}
	return e.JSON(http.StatusOK, check)
}

func checkMail(app core.App, now time.Time) (*check, error) {
	c := &check{Problems: []checkProblem{}}
	c.Out.SetUp, c.Out.Sender = outbox.IsConfigured(app), app.Settings().Meta.SenderAddress
	err := app.DB().NewQuery(`SELECT
			(SELECT COUNT(*) FROM outbox WHERE status = 'queued'), (SELECT COUNT(*) FROM outbox WHERE status = 'failed'),
			COALESCE((SELECT MIN(next_at) FROM outbox WHERE status = 'queued' AND next_at < {:now}), ''),
			COALESCE((SELECT MAX(sent_at) FROM outbox WHERE status = 'sent'), ''),
			COALESCE((SELECT error FROM outbox WHERE error != '' ORDER BY updated DESC LIMIT 1), ''),
			(SELECT COUNT(*) FROM inbox WHERE status = 'held')`).Bind(dbx.Params{"now": records.DateTime(now.Add(-time.Minute))}).
		Row(&c.Out.Queued, &c.Out.Failed, &c.Out.Oldest, &c.Out.LastSent, &c.Out.LastError, &c.In.Held)
	if err != nil {
		return nil, err
	}
	mailbox, err := app.FindFirstRecordByFilter("mailbox", "id != ''")
	if err != nil {
		return nil, err
	}
	c.In.Address, c.In.IMAP = mailbox.GetString("address"), mailbox.GetBool("imap")
	c.In.CheckedAt, c.In.Error = mailbox.GetString("checked_at"), mailbox.GetString("error")
	c.In.Listens = smtpd.IsListening(app)
	c.In.verified, c.In.acceptUnverified = mailbox.GetString("authserv") != "", mailbox.GetBool("accept_unverified")
	if err := c.lookAtServer(app); err != nil {
		return nil, err
	}
	c.findProblems(web.SiteURL(app))
	return c, nil
}

// lookAtServer lists what the administrator should see to besides the mail.
func (c *check) lookAtServer(app core.App) error {
	last, err := upkeep.LastBackup(app)
	if err != nil {
		return err
	}
	if !last.IsZero() {
		c.LastBackup = records.DateTime(last).String()
	}
	codes, err := upkeep.Warnings(app)
	if err != nil {
		return err
	}
	for _, code := range codes {
		c.Problems = append(c.Problems, checkProblem{Code: code})
	}
	indexing, err := search.ReadProgress(app)
	if indexing != nil {
		c.Problems = append(c.Problems, checkProblem{params: i18n.Params{"done": indexing.Done, "total": indexing.Total}, Code: "search_indexing"})
	}
	return err
}

// defaultSender is PocketBase's default sender address, which no mail server
// accepts.
const defaultSender = "support@example.com"

// findProblems lists what the administrator should fix in the mail.
func (c *check) findProblems(site string) {
	receives := c.In.Address != "" && (c.In.IMAP || c.In.Listens)
	for _, p := range []struct {
		code string
		met  bool
	}{
		{"mail_off", !c.Out.SetUp},
		{"mail_sender", c.Out.SetUp && c.Out.Sender == defaultSender},
		{"mail_site", c.Out.SetUp && site == "http://localhost:8090"},
		{"mail_failed", c.Out.Failed > 0},
		{"mail_late", c.Out.SetUp && c.Out.Oldest != ""},
		{"mail_in_off", c.In.Address != "" && !c.In.IMAP && !c.In.Listens},
		{"mail_in_fails", c.In.IMAP && c.In.Error != ""},
		{"mail_unverified", (c.In.Address != "" || c.In.IMAP) && !c.In.verified && c.In.acceptUnverified},
		{"mail_authserv", receives && !c.In.verified && !c.In.acceptUnverified},
		{"mail_held", c.In.Held > 0},
	} {
		if p.met {
			c.Problems = append(c.Problems, checkProblem{Code: p.code})
		}
	}
}

// retryFailed answers POST /api/desk/mail/retry: it queues every failed mail again.
func retryFailed(e *core.RequestEvent) error {
	var failed []*core.Record
	if err := e.App.RecordQuery("outbox").AndWhere(dbx.HashExp{"status": outbox.StatusFailed}).OrderBy("created").All(&failed); err != nil {
		return err
	}
	failed = slices.DeleteFunc(failed, outbox.HasErasedLinks)
	for _, row := range failed {
		outbox.Requeue(row, clock.Now(e.App))
		if err := e.App.SaveNoValidate(row); err != nil {
			return err
		}
	}
	outbox.WakeAfterCommit(e.App)
	return e.JSON(http.StatusOK, map[string]int{"queued": len(failed)})
}
