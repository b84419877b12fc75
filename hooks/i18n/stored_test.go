package i18n

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

// An error is stored by its key and shown in the reader's language. A stored text
// stays as it is.
func TestStoredErrors(t *testing.T) {
	ours := &Error{Message: Message{"failure.imap_folder", Params{"folder": "<INBOX>", "answer": `no "such" folder`}}, Cause: errors.New("cause")}
	for _, c := range []struct{ stored, ru, en string }{
		{Stored(fmt.Errorf("reading: %w", ours)), `Папка «<INBOX>» не открывается: no "such" folder`, `The folder “<INBOX>” can't be opened: no "such" folder`},
		{Stored(&Error{Message: Message{"failure.mail_stale", Days(168 * 3600e9)}}), "письмо ждало отправки больше недели и устарело", "the mail waited to be sent for more than a week and is out of date"},
		{Stored(errors.New("550 5.1.1 no such user")), "550 5.1.1 no such user", "550 5.1.1 no such user"},
		{"почтовый сервер не ответил за две минуты", "почтовый сервер не ответил за две минуты", "почтовый сервер не ответил за две минуты"},
		{`{"code":"of a later version"}`, `{"code":"of a later version"}`, `{"code":"of a later version"}`},
		{`{"code":`, `{"code":`, `{"code":`},
		{`{"code":"error.mail_refused","params":{"error":"x"}}`, `{"code":"error.mail_refused","params":{"error":"x"}}`, `{"code":"error.mail_refused","params":{"error":"x"}}`},
		{"", "", ""},
	} {
		if ru, en := Shown("ru", c.stored), Shown("en", c.stored); ru != c.ru || en != c.en {
			t.Errorf("%s: %q and %q, want %q and %q", c.stored, ru, en, c.ru, c.en)
		}
	}
	if !strings.Contains(Stored(ours), "failure.imap_folder") || strings.Contains(Stored(ours), "Папка") {
		t.Errorf("stored as %s", Stored(ours))
	}
}

// A stored error fits its field, whatever JSON makes of its characters, and keeps as
// much of a text as fits.
func TestLongErrorsFit(t *testing.T) {
	for _, piece := range []string{"я", "x", `"`, "\\", "\x01", "\u2028", "<", "😀", "\xffя", `{"`, "{я"} {
		long := strings.Repeat(piece, 4000)
		for _, c := range []struct {
			what, stored string
			free         int // characters that may be left over
		}{
			{"a response", Stored(errors.New(long)), 5},
			{"a failure", Stored(&Error{Message: Message{"failure.imap_folder", Params{"folder": "INBOX", "answer": long}}}), 5},
			{"a failure of two texts", Stored(&Error{Message: Message{"failure.imap_folder", Params{"folder": long, "answer": long}}}), 11},
		} {
			length := utf8.RuneCountInString(c.stored)
			if !utf8.ValidString(c.stored) || length > storedMax || length < storedMax-c.free {
				t.Errorf("%s of %q: %d characters stored", c.what, piece, length)
			}
			if shown := Shown("en", c.stored); !strings.Contains(shown, strings.ToValidUTF8(piece, "?")) || strings.Contains(shown, "failure.") {
				t.Errorf("%s of %q is shown as %s", c.what, piece, shown)
			}
		}
	}
}

var forgeries = []string{
	"", "550 5.1.1 no such user", "{", "{}", "{answer}", `{"code":`, `{"code":""}`, ` {"code":"failure.mail_pointless"}`,
	`{"code":"failure.mail_pointless"}`, `{"CODE":"failure.mail_pointless"}`, `{"code":"problem.mail_off"}`,
	`{"code":"failure.mail_stale","params":{"days":-9223372036854775808}}`, `{"code":"failure.mail_stale","params":{"days":1e300}}`,
	`{"code":"failure.mail_stale","params":{"days":"-9223372036854775808"}}`, `{"code":"failure.mail_stale","params":{"days":{}}}`,
	`{"code":"failure.mail_timeout","params":null}`, `{"code":"failure.quoted","params":{"answer":"x"}}`, "{\xff\x00\u2028",
	`{"code":"failure.imap_folder","params":{"folder":["{answer}"],"answer":"{folder}"}}`,
}

// Whatever a field holds can be shown, and only the stored messages are translated.
func FuzzShown(f *testing.F) {
	for _, text := range forgeries {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, stored string) {
		var m Message
		ours := json.Unmarshal([]byte(stored), &m) == nil && strings.HasPrefix(m.Key, "failure.")
		for _, locale := range Locales() {
			if shown := Shown(locale, stored); shown != stored && !ours {
				t.Errorf("%q is shown as %q", stored, shown)
			}
		}
	})
}

// The words of somebody else are shown as they are in every language.
func FuzzStored(f *testing.F) {
	for _, text := range forgeries {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, foreign string) {
		stored, want := Stored(errors.New(foreign)), strings.ToValidUTF8(foreign, "?")
		if length := utf8.RuneCountInString(stored); length > storedMax {
			t.Errorf("%d characters stored of %q", length, foreign)
		}
		short := utf8.RuneCountInString(want) <= 300 // JSON makes at most six characters of one
		for _, locale := range Locales() {
			if shown := Shown(locale, stored); short && shown != want || !strings.HasPrefix(want, shown) {
				t.Errorf("%q is shown as %q", foreign, shown)
			}
		}
	})
}
