// Package links owns the signed pages behind the links of our e-mails: rating,
// confirming reading, unsubscribing.
package links

import (
	"time"

	"github.com/golang-jwt/jwt/v4"
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/clock"
	"otklik/hooks/desk"
	"otklik/hooks/jobs"
	"otklik/hooks/records"
	"otklik/hooks/signing"
	"otklik/hooks/web"
)

// The purposes of signed links: what their holder may do without logging in.
const (
	PurposeRate        = "rate"        // rate a finished task
	PurposeRead        = "read"        // confirm reading of a mail
	PurposeUnsubscribe = "unsubscribe" // switch off the mails of a kind
)

// lifetimes are the periods of validity by purpose. A rating may be given for as
// long as it may be changed. An unsubscribe link has to work for as long as its
// mail may be kept.
var lifetimes = map[string]time.Duration{
	PurposeRate:        desk.AssessPeriod,
	PurposeRead:        desk.AssessPeriod,
	PurposeUnsubscribe: 365 * 24 * time.Hour,
}

// linkIssuer and linkAudience distinguish the tokens of links from other JWTs.
const (
	linkIssuer   = "otklik"
	linkAudience = "otklik/links"
)

// linkClaims are the claims of a link's token. The subject is the id of the user
// it was sent to.
type linkClaims struct {
	jwt.RegisteredClaims
	Purpose string `json:"pur"`
	Task    string `json:"tsk,omitempty"`
	Kind    string `json:"knd,omitempty"` // the kind of the notification in whose mail the link is
	Round   int64  `json:"rnd,omitempty"` // when the task was finished, in ms of Unix time
}

// Register serves the pages behind links.
func Register(app core.App) {
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		pages, err := newLinkPages(e.App, web.Links())
		if err != nil {
			return err
		}
		pages.mount(e)
		return e.Next()
	})
	jobs.ScheduleRemoval(app, "otklik_forget_links", "7 5 * * *", deleteExpired)
}

// deleteExpired deletes the marks of used links that have expired.
func deleteExpired(app core.App, now time.Time) error {
	_, err := app.NonconcurrentDB().Delete("otklik_links", dbx.NewExp("expires < {:now}", dbx.Params{"now": records.DateTime(now)})).Execute()
	return err
}

// Mint returns the URL of a signed page for the recipient of a mail. task is nil if
// the mail has none.
func Mint(app core.App, purpose string, task, user *core.Record, kind string) (string, error) {
	now := clock.Now(app)
	claims := linkClaims{
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer: linkIssuer, Audience: jwt.ClaimStrings{linkAudience}, Subject: user.Id, ID: core.GenerateDefaultRandomId(),
			IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(now.Add(lifetimes[purpose])),
		},
		Purpose: purpose, Kind: kind,
	}
	if task != nil {
		claims.Task, claims.Round = task.Id, roundOf(task)
	}
	key, err := signing.Key(app, "link")
	if err != nil {
		return "", err
	}
	signed, err := jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString(key)
	return web.SiteURL(app) + "/links/" + purpose + "/" + signed, err
}

// roundOf returns when the task was finished, in milliseconds of Unix time; zero
// while it is open. It invalidates the links of earlier rounds once a task has been
// reopened.
func roundOf(task *core.Record) int64 {
	finished := desk.WorkflowOf(task).FinishedAt()
	if finished.IsZero() {
		return 0
	}
	return finished.UnixMilli()
}
