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

// errInvalid is the only error of an invalid link: it must not tell whether the link
// was forged, has expired or has been used.
var errInvalid = errors.New("the link is invalid")

// maxLink is a length in bytes that no token of ours reaches.
const maxLink = 1024

// openedLink is a valid link with its user and its task.
type openedLink struct {
	linkClaims
	user, task *core.Record // task is nil if the link has none
	locale     string
}

// readLink checks a token by itself: its signature, its purpose and its claims.
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

// complete reports whether all claims are present and valid now. The library
// accepts a missing claim unless it is required explicitly.
func (c *linkClaims) complete(now time.Time) bool {
	return c.VerifyIssuer(linkIssuer, true) && c.VerifyAudience(linkAudience, true) &&
		c.VerifyIssuedAt(now, true) && c.VerifyExpiresAt(now, true) &&
		c.ExpiresAt.Sub(c.IssuedAt.Time) <= lifetimes[c.Purpose] && c.Subject != "" && c.ID != ""
}

// findLink opens a valid, unused link whose user and task still exist. The handlers
// of its purpose check the rest.
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
	used, err := l.isUsed(app)
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

// isUsed reports whether the link has been marked as used.
func (l *openedLink) isUsed(app core.App) (bool, error) {
	var n int
	err := app.DB().Select("COUNT(*)").From("otklik_links").Where(dbx.HashExp{"id": l.hash()}).Row(&n)
	return n > 0, err
}

// markUsed marks the link as used in the transaction of its action. A concurrent second
// use gets [errInvalid].
func (l *openedLink) markUsed(tx core.App) error {
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

// hash returns the hash of the link's id, under which otklik_links stores it.
func (l *openedLink) hash() string {
	sum := sha256.Sum256([]byte(l.ID))
	return hex.EncodeToString(sum[:])
}
