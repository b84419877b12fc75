package links

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/golang-jwt/jwt/v4"
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/i18n"
	"otklik/hooks/records"
	"otklik/hooks/signing"
)

// errInvalid is all that is ever said of a link that does not work: whether it was
// forged, has run out or been used is nobody's business.
var errInvalid = errors.New("the link is void")

// maxLink is longer than any token of ours.
const maxLink = 1024

// openedLink is a link that works, and whom and what it is about.
type openedLink struct {
	linkClaims
	user, task *core.Record // task is nil where it is about none
	locale     string
}

// readLink judges a token by itself: who signed it, for what and until when.
func readLink(app core.App, purpose, raw string, now time.Time) (*linkClaims, error) {
	if len(raw) > maxLink {
		return nil, errInvalid
	}
	key, err := signing.Key(app, "link")
	if err != nil {
		return nil, err
	}
	claims := &linkClaims{}
	parser := jwt.NewParser(jwt.WithValidMethods([]string{jwt.SigningMethodHS256.Alg()}))
	if _, err := parser.ParseWithClaims(raw, claims, func(*jwt.Token) (any, error) { return key, nil }); err != nil {
		return nil, errInvalid
	}
	if claims.Purpose != purpose || !claims.complete(now) {
		return nil, errInvalid
	}
	return claims, nil
}

// complete is true of claims that lack nothing and are good now. The library
// lets a claim that is absent pass unless it is asked for.
func (c *linkClaims) complete(now time.Time) bool {
	return c.VerifyIssuer(linkIssuer, true) && c.VerifyAudience(linkAudience, true) &&
		c.VerifyIssuedAt(now, true) && c.VerifyExpiresAt(now, true) &&
		c.ExpiresAt.Sub(c.IssuedAt.Time) <= lifetimes[c.Purpose] && c.Subject != "" && c.ID != ""
}

// findLink opens a link: it is good, has not been used, and the person and the
// task are still there. What the purpose asks for beside that is for its page.
func findLink(app core.App, purpose, raw string, now time.Time) (*openedLink, error) {
	claims, err := readLink(app, purpose, raw, now)
	if err != nil {
		return nil, err
	}
	l := &openedLink{linkClaims: *claims}
	if l.user, err = app.FindRecordById("users", l.Subject); err != nil {
		return nil, invalidIfGone(err)
	}
	if l.user.GetBool("blocked") {
		return nil, errInvalid
	}
	l.locale = i18n.Of(l.user)
	if l.Task != "" {
		if l.task, err = app.FindRecordById("tasks", l.Task); err != nil {
			return nil, invalidIfGone(err)
		}
	}
	used, err := l.used(app)
	if err != nil {
		return nil, err
	}
	if used {
		return nil, errInvalid
	}
	return l, nil
}

func invalidIfGone(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return errInvalid
	}
	return err
}

// used is true once the link has done what it can do once.
func (l *openedLink) used(app core.App) (bool, error) {
	var n int
	err := app.DB().Select("COUNT(*)").From("otklik_links").Where(dbx.HashExp{"id": l.hash()}).Row(&n)
	return n > 0, err
}

// use marks the link in the transaction of what it does; whoever comes second
// finds it void.
func (l *openedLink) use(tx core.App) error {
	result, err := tx.DB().NewQuery("INSERT INTO otklik_links (id, expires) VALUES ({:id}, {:expires}) ON CONFLICT DO NOTHING").
		Bind(dbx.Params{"id": l.hash(), "expires": records.DateTime(l.ExpiresAt.Time)}).Execute()
	if err != nil {
		return fmt.Errorf("the link can't be marked as used: %w", err)
	}
	n, err := result.RowsAffected()
	if err == nil && n == 0 {
		return errInvalid
	}
	return err
}

// hash is the hash of the link's id.
func (l *openedLink) hash() string {
	sum := sha256.Sum256([]byte(l.ID))
	return hex.EncodeToString(sum[:])
}
