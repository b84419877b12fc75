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

// What a signed link lets its holder do, without an account session.
const (
	PurposeRate        = "rate"        // rate a finished task
	PurposeRead        = "read"        // confirm reading of a mail
	PurposeUnsubscribe = "unsubscribe" // switch off the mails of a kind
)

// lifetimes is how long each kind of link works. A rating may be given for as
// long as it may be changed; an unsubscribe link has to work for as long as the
// mail is kept.
var lifetimes = map[string]time.Duration{
	PurposeRate:        desk.AssessPeriod,
	PurposeRead:        desk.AssessPeriod,
	PurposeUnsubscribe: 365 * 24 * time.Hour,
}

// linkIssuer and linkAudience keep our links apart from whatever else is signed
// with JWT.
const (
	linkIssuer   = "otklik"
	linkAudience = "otklik/links"
)

// linkClaims are what a link says of itself: the subject is the person it was
// sent to.
type linkClaims struct {
	jwt.RegisteredClaims
	Purpose string `json:"pur"`
	Task    string `json:"tsk,omitempty"`
	Kind    string `json:"knd,omitempty"` // the kind of notice of the mail it stood in
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
	jobs.Schedule(app, "otklik_forget_links", "7 5 * * *", deleteExpired)
}

// deleteExpired removes the marks of links that have run out and need none.
func deleteExpired(app core.App, now time.Time) error {
	_, err := app.NonconcurrentDB().Delete("otklik_links", dbx.NewExp("expires < {:now}", dbx.Params{"now": records.DateTime(now)})).Execute()
	return err
}

// Mint makes the address of a page for the person a mail goes to. task is
// nil where the mail is about none.
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

// roundOf is when the task was finished: a link of an earlier time is void
// once it has been reopened. Zero while it is worked on.
func roundOf(task *core.Record) int64 {
	finished := desk.WorkflowOf(task).FinishedAt()
	if finished.IsZero() {
		return 0
	}
	return finished.UnixMilli()
}
