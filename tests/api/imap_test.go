package api

import (
	"fmt"
	"io"
	"log"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"
)

// imapFolder starts an IMAP server on the loopback with one folder, and returns its
// user and its port.
func imapFolder(t *testing.T) (*imapmemserver.User, int) {
	t.Helper()
	user := imapmemserver.NewUser("desk", "тайна")
	if err := user.Create("INBOX", nil); err != nil {
		t.Fatal(err)
	}
	users := imapmemserver.New()
	users.AddUser(user)
	server := imapserver.New(&imapserver.Options{
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			return users.NewSession(), nil, nil
		},
		Caps: imap.CapSet{imap.CapIMAP4rev1: {}}, InsecureAuth: true,
		Logger: log.New(io.Discard, "", 0),
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { server.Close() })
	return user, listener.Addr().(*net.TCPAddr).Port
}

// literal is a mail for a folder.
type literal struct{ *strings.Reader }

func (l literal) Size() int64 { return int64(l.Len()) }

// A mail that can't be saved holds up none behind it: it is tried again, and then a
// note is held in its place.
func TestMailThatCannotBeSaved(t *testing.T) {
	d := newMailDesk(t)
	user, port := imapFolder(t)
	bring := func(id, subject string) {
		raw := mailOf("olga@example.com", deskAddress, id, subject, "Слова "+id)
		if _, err := user.Append("INBOX", literal{strings.NewReader(raw)}, &imap.AppendOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	d.exec("CREATE TRIGGER breaks BEFORE INSERT ON inbox WHEN NEW.subject LIKE 'Ядовитое%' BEGIN SELECT RAISE(ABORT, 'poison'); END")
	bring("first@olga", "Первое")
	bring("poison@olga", "Ядовитое")
	bring("second@olga", "Второе")
	stored := func(field string) string {
		r, err := d.app.FindFirstRecordByFilter("mailbox", "id != ''")
		if err != nil {
			t.Fatal(err)
		}
		return r.GetString(field)
	}
	look := func() { // the next check is due in a minute
		t.Helper()
		last := stored("checked_at")
		d.want(200, "root", "PATCH", mailboxAt(d), fmt.Sprintf(`{"imap":true,"host":"127.0.0.1","port":%d,"security":"none","username":"desk","password":"тайна"}`, port))
		for deadline := time.Now().Add(longWait); stored("checked_at") == last; time.Sleep(5 * time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatal("the folder is not looked at")
			}
		}
	}
	for try := range 3 {
		look()
		if n := d.count("inbox", "body LIKE '%не удалось получить%'"); n != try/2 {
			t.Fatalf("%d notes after look %d: %s", n, try+1, stored("error"))
		}
		if n := d.count("inbox", "subject IN ('Первое', 'Второе')"); n != 2 {
			t.Fatalf("%d of the others after look %d", n, try+1)
		}
	}
	row, err := d.app.FindFirstRecordByFilter("inbox", "body ~ 'не удалось получить'")
	if err != nil {
		t.Fatal(err)
	}
	d.judged(row, "held", "unreadable")
	bring("third@olga", "Третье")
	look()
	if d.count("inbox", "subject = 'Третье'") != 1 || stored("last_uid") != "4" || stored("error") != "" {
		t.Fatalf("read up to %s, %s", stored("last_uid"), stored("error"))
	}
	if n := d.count("inbox", "1"); n != 4 {
		t.Errorf("%d mails", n)
	}
	unread, err := user.Status("INBOX", &imap.StatusOptions{NumUnseen: true})
	if err != nil || unread.NumUnseen == nil || *unread.NumUnseen != 1 {
		t.Errorf("unread: %v %v", unread, err)
	}
}
