package outbox

import (
	"errors"
	"net"
	"net/mail"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tests"
	"github.com/pocketbase/pocketbase/tools/mailer"

	"otklik/hooks/clock"
	"otklik/hooks/records"
	_ "otklik/pb_migrations"
)

// template is a data folder with all migrations, which each test gets a copy of:
// they take seconds under the race detector.
var template string

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	empty, err := os.MkdirTemp("", "otklik-outbox-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(empty)
	app, err := tests.NewTestApp(empty)
	if err != nil {
		panic(err)
	}
	template = app.DataDir()
	defer os.RemoveAll(template)
	if err := app.ClearBootstrap(); err != nil { // closes the database: its log is written into it
		panic(err)
	}
	return m.Run()
}

func newApp(t *testing.T) *tests.TestApp {
	t.Helper()
	app, err := tests.NewTestApp(template)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(app.Cleanup)
	app.Settings().SMTP.Enabled, app.Settings().SMTP.Host = true, "127.0.0.1"
	return app
}

// queue writes a mail into the outbox, with the fields changed.
func queue(t *testing.T, app core.App, fields dbx.Params) *core.Record {
	t.Helper()
	id, err := insert(app, Mail{To: "olga@example.com", Kind: "other", Text: "x", At: clock.Now(app)})
	if err != nil {
		t.Fatal(err)
	}
	if len(fields) > 0 {
		if _, err := app.DB().Update("outbox", fields, dbx.HashExp{"id": id}).Execute(); err != nil {
			t.Fatal(err)
		}
	}
	return find(t, app, id)
}

func find(t *testing.T, app core.App, id string) *core.Record {
	t.Helper()
	row, err := app.FindRecordById("outbox", id)
	if err != nil {
		t.Fatal(err)
	}
	return row
}

// Of many workers that have read a mail one sends it; and none sends it later by what
// it has read before.
func TestMailIsClaimedOnce(t *testing.T) {
	app := newApp(t)
	row := queue(t, app, nil)
	var claims atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if claimed, err := claim(app, row); err != nil {
				t.Error(err)
			} else if claimed {
				claims.Add(1)
			}
		})
	}
	if all.Wait(); claims.Load() != 1 {
		t.Errorf("%d workers send it", claims.Load())
	}
	fresh := find(t, app, row.Id)
	if fresh.GetInt("attempts") != 1 {
		t.Errorf("%d attempts", fresh.GetInt("attempts"))
	}
	for _, status := range []string{StatusSent, StatusFailed} {
		sent := queue(t, app, dbx.Params{"status": status})
		if claimed, err := claim(app, sent); err != nil || claimed {
			t.Errorf("one that is %s is claimed: %v %v", status, claimed, err)
		}
	}
}

// An attempt that the end of the program has interrupted is made again at the next
// start; one that has failed waits for its time.
func TestInterruptedMailIsDueAtStart(t *testing.T) {
	app := newApp(t)
	later := records.DateTime(clock.Now(app).Add(time.Hour))
	interrupted := queue(t, app, dbx.Params{"attempts": 3, "next_at": later})
	failed := queue(t, app, dbx.Params{"attempts": 3, "next_at": later, "error": "451"})
	planned := queue(t, app, dbx.Params{"next_at": later})
	registerWorker(app, func(_ core.App, row *core.Record) (*mailer.Message, error) {
		return &mailer.Message{From: mail.Address{Address: "desk@firma.example"}, To: []mail.Address{{Address: row.GetString("to")}}, Text: row.Id}, nil
	})
	start := &core.ServeEvent{App: app}
	if err := app.OnServe().Trigger(start, func(*core.ServeEvent) error { return nil }); err != nil {
		t.Fatal(err)
	}
	deadline := time.Now().Add(time.Minute) // on a busy machine it may take long
	for find(t, app, interrupted.Id).GetString("status") != StatusSent {
		if time.Now().After(deadline) {
			t.Fatal("the interrupted mail waits")
		}
		time.Sleep(5 * time.Millisecond)
	}
	stop := &core.TerminateEvent{App: app}
	if err := app.OnTerminate().Trigger(stop, func(*core.TerminateEvent) error { return nil }); err != nil {
		t.Fatal(err)
	}
	if sent := app.TestMailer.TotalSend(); sent != 1 {
		t.Errorf("%d mails are sent", sent)
	}
	for _, row := range []*core.Record{failed, planned} {
		if got := find(t, app, row.Id); got.GetString("status") != StatusQueued || got.GetInt("attempts") != row.GetInt("attempts") {
			t.Errorf("%s after %d attempts", got.GetString("status"), got.GetInt("attempts"))
		}
	}
}

// A mail is given up after the last attempt, but not while the mail server can't be
// reached.
func TestUnreachableServerFailsNoMail(t *testing.T) {
	refused := &net.OpError{Op: "dial", Err: errors.New("connection refused")}
	for _, c := range []struct {
		name    string
		failure error
		status  string
	}{
		{"refused connection", refused, StatusQueued},
		{"unknown host", &net.DNSError{Name: "smtp.firma.example"}, StatusQueued},
		{"lost connection", &net.OpError{Op: "read", Err: errors.New("reset")}, StatusFailed},
		{"another error", errors.New("x"), StatusFailed},
	} {
		row := core.NewRecord(outboxCollection())
		now := time.Now().UTC().Truncate(time.Millisecond)
		row.Load(map[string]any{"status": StatusQueued, "attempts": len(retryDelays) + 1, "next_at": now.Add(24 * time.Hour)})
		recordAttempt(row, c.failure, now)
		if row.GetString("status") != c.status || row.GetString("error") == "" {
			t.Errorf("%s: %s", c.name, row.GetString("status"))
		}
		if next := row.GetDateTime("next_at").Time(); c.status == StatusQueued && !next.Equal(now.Add(unreachableDelay)) {
			t.Errorf("%s: next in %s", c.name, next.Sub(now))
		}
	}
}

func outboxCollection() *core.Collection {
	c := core.NewBaseCollection("outbox")
	c.Fields.Add(&core.TextField{Name: "status"}, &core.TextField{Name: "error"}, &core.NumberField{Name: "attempts"}, &core.DateField{Name: "next_at"},
		&core.DateField{Name: "sent_at"}, &core.TextField{Name: "user"}, &core.TextField{Name: "text"}, &core.TextField{Name: "html"})
	return c
}

func TestLinksAreErased(t *testing.T) {
	const token = "eyJhbGciOiJIUzI1NiJ9.eyJpZCI6IngifQ.a-B_c9"
	for _, c := range []struct {
		user   string
		erased bool
	}{{"", true}, {"olga", false}} {
		row := core.NewRecord(outboxCollection())
		row.Load(map[string]any{"user": c.user, "text": "Нажмите: https://desk.example/reset/" + token + "\n\nКонец", "html": `<a href="https://desk.example/reset/` + token + `">Нажмите</a>`})
		recordAttempt(row, nil, time.Now())
		if strings.Contains(row.GetString("text")+row.GetString("html"), "eyJ") == c.erased || HasErasedLinks(row) != c.erased {
			t.Errorf("of %q: %s %s", c.user, row.GetString("text"), row.GetString("html"))
		}
		if !strings.HasPrefix(row.GetString("text"), "Нажмите: https://desk.example/reset/") || !strings.HasSuffix(row.GetString("text"), "\n\nКонец") {
			t.Error(row.GetString("text"))
		}
	}
}
