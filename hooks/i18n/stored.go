package i18n

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"

	"github.com/pocketbase/pocketbase/core"
)

// Message is a text that is stored by its key and translated when it is shown. Keys
// of stored messages never change.
type Message struct {
	Key    string `json:"code"`
	Params Params `json:"params,omitempty"`
}

// In returns the message translated to a locale.
func (m Message) In(locale string) string { return Format(locale, m.Key, m.Params) }

// Error is an error that is shown to people; logs have it in English.
type Error struct {
	Message
	Cause error // the underlying error; may be nil
}

// Error implements error.
func (e *Error) Error() string { return e.In("en") }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Cause }

// storedMax is the stored length of an error other than [Error], in characters.
const storedMax = 2000

// Stored encodes an error for a field that [Shown] decodes: an [Error] by its key and
// parameters, any other by its text.
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

// Shown translates a value made by [Stored] to a locale. Any other text, such as the
// response of a mail server, stays as it is.
func Shown(locale, stored string) string {
	var m Message
	if !strings.HasPrefix(stored, "{") || json.Unmarshal([]byte(stored), &m) != nil || !Has(m.Key) {
		return stored
	}
	return m.In(locale)
}

// ShowField returns a handler that translates a field written with [Stored] to the
// reader's language, in responses and realtime events.
func ShowField(name string) func(*core.RecordEnrichEvent) error {
	return func(e *core.RecordEnrichEvent) error {
		locale := ReaderOf(e.RequestInfo.Auth, e.RequestInfo.Headers["accept_language"])
		e.Record.Set(name, Shown(locale, e.Record.GetString(name)))
		return e.Next()
	}
}
