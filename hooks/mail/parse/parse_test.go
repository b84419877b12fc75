package parse

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "overwrite the golden .txt files; review each of them afterwards")

// TestCorpus parses every mail of testdata and compares it with the golden .txt
// file beside it.
func TestCorpus(t *testing.T) {
	mails, err := filepath.Glob("testdata/*.eml")
	if err != nil {
		t.Fatal(err)
	}
	if len(mails) < 70 {
		t.Fatalf("the corpus has %d mails; some are missing", len(mails))
	}
	for _, mail := range mails {
		t.Run(strings.TrimSuffix(filepath.Base(mail), ".eml"), func(t *testing.T) { compare(t, mail) })
	}
}

func compare(t *testing.T, mail string) {
	raw, err := os.ReadFile(mail)
	if err != nil {
		t.Fatal(err)
	}
	m, err := Read(raw)
	if err != nil {
		t.Fatal(err)
	}
	golden, got := strings.TrimSuffix(mail, ".eml")+".txt", describe(m)
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// describe formats a message as readable text; empty fields are left out.
func describe(m *Message) string {
	var out strings.Builder
	field := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&out, "%s: %s\n", name, value)
		}
	}
	field("message id", m.MessageID)
	field("from", m.From)
	field("name", m.FromName)
	field("reply to", m.ReplyTo)
	field("recipients", strings.Join(m.Recipients, ", "))
	field("subject", m.Subject)
	if title := m.Title(); title != m.Subject {
		field("title", title)
	}
	field("in reply to", strings.Join(m.InReplyTo, ", "))
	field("references", strings.Join(m.References, ", "))
	if !m.Date.IsZero() {
		field("date", m.Date.UTC().Format(time.DateTime))
	}
	field("auto", string(m.Auto))
	field("bounced", strings.Join(m.Bounced, ", "))
	field("final recipient", m.FinalRecipient)
	for _, f := range m.Files {
		inline := ""
		if f.Inline {
			inline = ", in the text"
		}
		field("file", fmt.Sprintf("%s, %s, %d bytes%s", f.Name, f.Type, len(f.Data), inline))
	}
	for _, f := range m.LeftOut {
		field("left out", f.Name)
	}
	if m.IsEncrypted {
		field("encrypted", "yes")
	}
	fmt.Fprintf(&out, "\n=== body\n%s\n", m.Body)
	if m.Quoted != "" {
		fmt.Fprintf(&out, "=== quoted\n%s\n", m.Quoted)
	}
	return out.String()
}
