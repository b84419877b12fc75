package desk

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/security"
	"github.com/spf13/cast"

	"otklik/hooks/clock"
	"otklik/hooks/records"
)

// sessionPeriod is how long after the log-in a session ends, however often its token
// is refreshed.
const sessionPeriod = 30 * 24 * time.Hour

// sessionsPriority runs the check after PocketBase has read the auth token and before
// anything uses it.
const sessionsPriority = apis.DefaultLoadAuthTokenMiddlewarePriority + 1

// The claims of our tokens beside those of PocketBase: the id of the session and the
// time of the log-in in seconds.
const (
	claimSession = "session"
	claimSince   = "since"
)

// realtimeSession is the key under which a realtime connection keeps the id of its
// session.
const realtimeSession = "otklikSession"

// session is what a token says of its session.
type session struct {
	id    string
	since time.Time // of the log-in
}

// sessionOf reads a token, which PocketBase has verified. A token without a session,
// from before there were any or made for a program, is a session of its own that
// ends with the token.
func sessionOf(token string) session {
	claims, _ := security.ParseUnverifiedJWT(token) // no claims for a token that is none
	s := session{id: cast.ToString(claims[claimSession])}
	if since := cast.ToInt64(claims[claimSince]); since > 0 {
		s.since = time.Unix(since, 0)
	}
	if s.id != "" {
		return s
	}
	hash := sha256.Sum256([]byte(token))
	return session{id: hex.EncodeToString(hash[:16])}
}

// end returns when the session ends; zero if that is when its token does.
func (s session) end() time.Time {
	if s.since.IsZero() {
		return time.Time{}
	}
	return s.since.Add(sessionPeriod)
}

// hasEnded reports whether the session was signed out or is over. An error is one of
// the database: it neither lets the caller in nor signs anybody out.
func (s session) hasEnded(app core.App) (bool, error) {
	if end := s.end(); !end.IsZero() && !clock.Now(app).Before(end) {
		return true, nil
	}
	live := liveSessionsOf(app)
	known, ends := live.has(s.id)
	if known {
		return false, nil
	}
	var found int
	err := app.DB().NewQuery("SELECT EXISTS (SELECT 1 FROM otklik_ended_sessions WHERE id = {:id})").Bind(dbx.Params{"id": s.id}).Row(&found)
	if err == nil && found == 0 {
		live.keep(s.id, ends)
	}
	return found == 1, err
}

// requestToken returns the auth token of a request as PocketBase reads it.
func requestToken(e *core.RequestEvent) string {
	token := e.Request.Header.Get("Authorization")
	if len(token) > 7 && strings.EqualFold(token[:7], "bearer ") {
		return token[7:]
	}
	return token
}

// refuseEnded makes the caller of an ended session a guest, like that of an expired
// token.
func refuseEnded(e *core.RequestEvent) error {
	if e.Auth != nil {
		ended, err := sessionOf(requestToken(e)).hasEnded(e.App)
		if err != nil {
			return err
		}
		if ended {
			e.Auth = nil
		}
	}
	if strings.HasPrefix(e.Request.URL.Path, "/api/files/") {
		if err := dropEndedFileToken(e); err != nil {
			return err
		}
	}
	return e.Next()
}

// dropEndedFileToken takes the token of an ended session out of the address of a file.
func dropEndedFileToken(e *core.RequestEvent) error {
	query := e.Request.URL.Query()
	token := query.Get("token")
	if token == "" {
		return nil
	}
	ended, err := sessionOf(token).hasEnded(e.App)
	if ended {
		query.Del("token")
		e.Request.URL.RawQuery = query.Encode()
	}
	return err
}

// startSession puts the session into the token of a log-in, and carries it over into
// a refreshed one. Tokens that can't be refreshed are made for programs and stay.
func startSession(e *core.RecordAuthRequestEvent) error {
	claims, err := security.ParseUnverifiedJWT(e.Token)
	if err != nil || !cast.ToBool(claims[core.TokenClaimRefreshable]) {
		return e.Next()
	}
	now := clock.Now(e.App)
	s := session{security.RandomString(20), now}
	if isRefresh(e) {
		if s = sessionOf(requestToken(e.RequestEvent)); s.since.IsZero() {
			s.since = now
		}
	}
	collection := e.Record.Collection()
	delete(claims, "exp") // or it would stay
	claims[claimSession], claims[claimSince] = s.id, s.since.Unix()
	e.Token, err = security.NewJWT(claims, e.Record.TokenKey()+collection.AuthToken.Secret, min(collection.AuthToken.DurationTime(), s.end().Sub(now)))
	if err != nil {
		return err
	}
	return e.Next()
}

// isRefresh reports whether the answer is to a refresh of the caller's own token.
func isRefresh(e *core.RecordAuthRequestEvent) bool {
	return e.AuthMethod == "" && e.Auth != nil && e.Auth.Id == e.Record.Id && e.Auth.Collection().Id == e.Record.Collection().Id
}

// bindFileToken puts the session into a file token: it ends with the session.
func bindFileToken(e *core.FileTokenRequestEvent) error {
	claims, err := security.ParseUnverifiedJWT(e.Token)
	if err != nil {
		return err
	}
	collection, s := e.Record.Collection(), sessionOf(requestToken(e.RequestEvent))
	claims[claimSession] = s.id
	if !s.since.IsZero() {
		claims[claimSince] = s.since.Unix()
	}
	if e.Token, err = security.NewJWT(claims, e.Record.TokenKey()+collection.FileToken.Secret, collection.FileToken.DurationTime()); err != nil {
		return err
	}
	return e.Next()
}

// signOut answers POST /api/desk/sessions/sign-out: it ends the session of the
// token, with its file tokens and realtime connections.
func signOut(e *core.RequestEvent) error {
	token := requestToken(e)
	s, forget := sessionOf(token), lastUse(token, e.Auth.Collection(), clock.Now(e.App))
	_, err := e.App.NonconcurrentDB().NewQuery("INSERT OR IGNORE INTO otklik_ended_sessions (id, forget) VALUES ({:id}, {:forget})").
		Bind(dbx.Params{"id": s.id, "forget": records.DateTime(forget)}).Execute()
	liveSessionsOf(e.App).forget(s.id) // also if it is unknown whether it was written
	if err != nil {
		return err
	}
	broker := e.App.SubscriptionsBroker()
	for _, c := range broker.Clients() {
		if id, _ := c.Get(realtimeSession).(string); id == s.id {
			broker.Unregister(c.Id())
		}
	}
	return e.NoContent(http.StatusNoContent)
}

// lastUse returns when the last token of a session has expired: the one given, which
// a superuser may have made for any time, or another that was issued before now.
func lastUse(token string, collection *core.Collection, now time.Time) time.Time {
	claims, _ := security.ParseUnverifiedJWT(token) // it has let the caller in
	own := time.Unix(cast.ToInt64(claims["exp"]), 0).Sub(now)
	return now.Add(max(own, sessionPeriod, collection.AuthToken.DurationTime(), collection.FileToken.DurationTime()))
}

// forgetSessions deletes the ended sessions whose tokens have expired.
func forgetSessions(app core.App, now time.Time) error {
	_, err := app.NonconcurrentDB().NewQuery("DELETE FROM otklik_ended_sessions WHERE forget <= {:now}").Bind(dbx.Params{"now": records.DateTime(now)}).Execute()
	return err
}
