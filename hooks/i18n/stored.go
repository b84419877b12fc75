package i18n

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"sort"
	"strings"
	"unicode/utf8"

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

// storedMax is the limit of the fields outbox.error and mailbox.error, in characters.
const storedMax = 2000

const (
	// storedPrefix begins the keys of the messages that are stored.
	storedPrefix = "failure."
	// quotedKey is the message that consists of its parameter {answer}.
	quotedKey = storedPrefix + "quoted"
)

// Stored encodes an error for a field that [Shown] decodes: an [Error] by its key and
// parameters, any other as [StoredText] does.
func Stored(err error) string {
	var ours *Error
	if !errors.As(err, &ours) {
		return StoredText(err.Error())
	}
	return ours.Message.stored()
}

// StoredText encodes the words of somebody else, such as a mail server's response, so
// that [Shown] returns them as they are. Words that could be read as a message are
// stored as the parameter of one, or else a sender could forge messages.
func StoredText(text string) string {
	if strings.HasPrefix(text, "{") {
		return Message{Key: quotedKey, Params: Params{"answer": text}}.stored()
	}
	return firstRunes(text, storedMax)
}

// stored encodes the message in at most [storedMax] characters: if it is longer, its
// texts are cut to the greatest length that fits. JSON writes some characters as six.
func (m Message) stored() string {
	encoded, err := m.encode(storedMax)
	if err != nil {
		return StoredText(m.In("en"))
	}
	if utf8.RuneCountInString(encoded) <= storedMax {
		return encoded
	}
	length := sort.Search(storedMax, func(n int) bool {
		encoded, _ := m.encode(n + 1)
		return utf8.RuneCountInString(encoded) > storedMax
	})
	encoded, _ = m.encode(length)
	return encoded
}

// encode returns the message as JSON, with its texts cut to a number of characters.
func (m Message) encode(length int) (string, error) {
	params := maps.Clone(m.Params)
	for name, value := range params {
		if text, ok := value.(string); ok {
			params[name] = firstRunes(text, length)
		}
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(Message{Key: m.Key, Params: params})
	return strings.TrimSpace(out.String()), err
}

// firstRunes returns at most n characters of a text, without invalid UTF-8.
func firstRunes(text string, n int) string {
	runes := []rune(strings.ToValidUTF8(text, "?"))
	return string(runes[:min(len(runes), n)])
}

// Shown translates a value made by [Stored] to a locale. Any other text, such as a
// sentence stored by an earlier version, stays as it is.
func Shown(locale, stored string) string {
	var m Message
	if !strings.HasPrefix(stored, "{") || json.Unmarshal([]byte(stored), &m) != nil ||
		!strings.HasPrefix(m.Key, storedPrefix) || !Has(m.Key) {
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
