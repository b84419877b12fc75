package bench

import (
	"encoding/base64"
	"fmt"
	"net/smtp"
	"strings"
	"sync"
	"testing"

	"github.com/pocketbase/dbx"

	"otklik/hooks"
)

// lanes is how many servers bring mails at once.
const lanes = 4

// BenchmarkMailIn is how many mails a second are taken in by SMTP, from the
// connection of the server that brings them to its answer that they are kept: new
// tasks, answers to one, and answers with a file of 200 kB.
func BenchmarkMailIn(b *testing.B) {
	in := &hooks.MailIn{Address: "127.0.0.1:0"}
	s := oursWith(b, hooks.Config{MailIn: in})
	if _, err := s.app.DB().NewQuery("UPDATE mailbox SET address = 'desk@firma.example', accept_unverified = TRUE").Execute(); err != nil {
		b.Fatal(err)
	}
	words := strings.Repeat("Не проводится документ, пишет ошибку.\r\n", 40)
	file := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("Отчёт;1;2\n", 200_000/16)))
	parts := "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + words + "--b\r\nContent-Type: text/csv; name=a.csv\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\n" + wrap(file) + "--b--\r\n"
	s.bring(in.Address, "first", "", words)
	var sent string
	if err := s.app.DB().NewQuery("SELECT message_id FROM outbox WHERE kind = 'received'").Row(&sent); err != nil {
		b.Fatal(err)
	}
	for _, kind := range []struct{ name, headers, body string }{
		{"task", "", words},
		{"answer", "In-Reply-To: <" + sent + ">\r\n", words},
		{"answer-with-file", "In-Reply-To: <" + sent + ">\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n", parts},
	} {
		b.Run(kind.name, func(b *testing.B) { s.bringMany(b, in.Address, kind.name, kind.headers, kind.body) })
	}
}

// bringMany brings a batch of mails in each turn.
func (s *side) bringMany(b *testing.B, address, name, headers, body string) {
	const batch = 16
	n := 0
	for b.Loop() {
		var all sync.WaitGroup
		for lane := range lanes {
			all.Go(func() {
				for i := range batch / lanes {
					s.bring(address, fmt.Sprintf("%s.%d.%d.%d", name, n, lane, i), headers, strings.Replace(body, "ошибку", fmt.Sprintf("ошибку %d %d %d", n, lane, i), 1))
				}
			})
		}
		all.Wait()
		n++
		b.StopTimer()
		s.forgetFlood()
		b.StartTimer()
	}
	b.ReportMetric(float64(n*batch)/b.Elapsed().Seconds(), "mails/s")
	if left := s.notAccepted(); left != 0 {
		b.Fatalf("%d mails were not accepted", left)
	}
}

// bring delivers one mail over a connection of its own, as mail servers do.
func (s *side) bring(address string, id, headers, body string) {
	from := "client000@example.com"
	mail := fmt.Sprintf("From: %s\r\nTo: desk@firma.example\r\nMessage-ID: <%s@bench>\r\nSubject: Mail %s\r\n%s\r\n%s", from, id, id, headers, body)
	if !strings.Contains(headers, "Content-Type") {
		mail = "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n" + mail
	}
	if err := smtp.SendMail(address, nil, from, []string{"desk@firma.example"}, []byte(mail)); err != nil {
		s.b.Error(err)
	}
}

// forgetFlood makes the mails so far ones of long ago: a real sender does not
// write sixteen at once.
func (s *side) forgetFlood() {
	long := dbx.Params{"created": "2020-01-01 00:00:00.000Z"}
	for _, table := range []string{"inbox", "outbox"} {
		if _, err := s.app.DB().Update(table, long, dbx.NewExp("created > '2021'")).Execute(); err != nil {
			s.b.Fatal(err)
		}
	}
}

// notAccepted counts the mails that did not become what they should.
func (s *side) notAccepted() (left int) {
	if err := s.app.DB().NewQuery("SELECT COUNT(*) FROM inbox WHERE status != 'accepted'").Row(&left); err != nil {
		s.b.Fatal(err)
	}
	return left
}

// wrap breaks base64 into the lines of a mail.
func wrap(text string) string {
	var out strings.Builder
	for len(text) > 76 {
		out.WriteString(text[:76] + "\r\n")
		text = text[76:]
	}
	return out.String() + text + "\r\n"
}
