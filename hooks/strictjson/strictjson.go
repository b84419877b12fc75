// Package strictjson owns the check of JSON texts that outsiders send: one document in
// valid UTF-8, not deep, not wide, no name twice. Parsing takes some forty bytes of
// memory for each byte of a hostile text, and the check takes none.
package strictjson

import (
	"bytes"
	"encoding/json/jsontext"
	"errors"
	"io"
	"strings"
	"unicode/utf8"
)

const (
	// MaxDepth is the deepest nesting. Requests of the page have at most four levels.
	MaxDepth = 20
	// MaxValues is the largest number of values in the text of a user, names, objects
	// and lists included.
	// The longest bulk change has some five hundred.
	MaxValues = 4000
)

// The codes of what Check refuses.
const (
	Invalid     = "json_invalid"
	InvalidUTF8 = "json_utf8"
	TooDeep     = "json_deep"
	TooWide     = "json_wide"
	Duplicate   = "json_duplicate"
	Trailing    = "json_trailing"
)

// Check returns the code of what is wrong with a text that may have so many values;
// empty if nothing is.
func Check(text []byte, maxValues int) (code string) {
	if !utf8.Valid(text) {
		return InvalidUTF8
	}
	decoder := jsontext.NewDecoder(bytes.NewReader(text))
	for values := 0; ; {
		token, err := decoder.ReadToken()
		if err != nil {
			return codeOf(err)
		}
		switch kind := token.Kind(); {
		case kind == '}' || kind == ']':
		case kind == '0' && !isFinite(token):
			return Invalid
		case decoder.StackDepth() > MaxDepth:
			return TooDeep
		default:
			values++ // a name counts too
		}
		if values > maxValues {
			return TooWide
		}
		if decoder.StackDepth() == 0 {
			return checkEnd(decoder)
		}
	}
}

// isFinite reports whether a number is one that any type holds.
func isFinite(number jsontext.Token) bool {
	_, err := number.Float()
	return err == nil
}

// checkEnd refuses all but white space after the document.
func checkEnd(decoder *jsontext.Decoder) string {
	if _, err := decoder.ReadToken(); !errors.Is(err, io.EOF) {
		return Trailing
	}
	return ""
}

// codeOf returns the code of an error of the decoder.
func codeOf(err error) string {
	switch {
	case errors.Is(err, jsontext.ErrDuplicateName):
		return Duplicate
	case strings.Contains(err.Error(), "UTF-8"), strings.Contains(err.Error(), "surrogate"):
		return InvalidUTF8
	}
	return Invalid
}
