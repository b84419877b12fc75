package i18n

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"

	"github.com/pocketbase/pocketbase/core"
)

// Message is a text that is kept by its key, and gets its language when it is
// shown. Keys of messages that are stored never change.
type Message struct {
	Key    string `json:"code"`
	Params Params `json:"params,omitempty"`
}

// In returns the message in a language.
func (m Message) In(locale string) string { return Format(locale, m.Key, m.Params) }

// Error is an error that people are shown; logs have it in English.
type Error struct {
	Message
	Cause error // what a library said; may be nil
}

// Error is part of error.
func (e *Error) Error() string { return e.In("en") }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Cause }

// storedMax is how many characters of an error are kept that is not ours.
const storedMax = 2000

// Stored returns an error as it is kept in a field for [Shown]: an [Error] by its
// key, any other in its own words.
func Stored(err error) string {
	var ours *Error
	if !errors.As(err, &ours) {
		text := []rune(strings.ToValidUTF8(err.Error(), "?"))
		return string(text[:min(len(text), storedMax)])
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(ours.Message); err != nil {
		return ours.Error()
	}
	return strings.TrimSpace(out.String())
}

// Shown returns what [Stored] made in a language. Any other text, such as the
// words of a mail server, stays as it is.
func Shown(locale, stored string) string {
	var m Message
	if !strings.HasPrefix(stored, "{") || json.Unmarshal([]byte(stored), &m) != nil || !Has(m.Key) {
		return stored
	}
	return m.In(locale)
}

// ShowField returns a handler that puts what [Stored] left in a field into the
// reader's language, in answers and realtime events.
func ShowField(name string) func(*core.RecordEnrichEvent) error {
	return func(e *core.RecordEnrichEvent) error {
		locale := ReaderOf(e.RequestInfo.Auth, e.RequestInfo.Headers["accept_language"])
		e.Record.Set(name, Shown(locale, e.Record.GetString(name)))
		return e.Next()
	}
}
