// Package problem owns errors for people: a stable code beside a field, its
// sentence, and the translation of PocketBase's own errors.
package problem

import (
	"net/http"

	validation "github.com/pocketbase/ozzo-validation/v4"
	"github.com/pocketbase/pocketbase/apis"

	"otklik/hooks/i18n"
)

// New is one thing wrong with one field: a stable code for machines, and
// its sentence, which gets the reader's language on its way out. A code without
// a sentence fails a test.
func New(code string) validation.Error {
	return validation.NewError(code, Sentence(code))
}

// Sentence is what stands for a code above the fields of an error.
func Sentence(code string) string { return i18n.Text(i18n.Default, KeyPrefix+code) }

// FieldError is the error of a single field.
func FieldError(field, code string) validation.Errors {
	return validation.Errors{field: New(code)}
}

// NewWith is [New] with parameters for the sentence and the caller.
func NewWith(code string, params i18n.Params) validation.Error {
	return New(code).SetParams(params)
}

// FieldErrorWith is [FieldError] with parameters for the sentence and the caller.
func FieldErrorWith(field, code string, params i18n.Params) validation.Errors {
	return validation.Errors{field: NewWith(code, params)}
}

// Conflict is the answer to a change made on an outdated copy: 409.
func Conflict(data validation.Errors) error {
	return apis.NewApiError(http.StatusConflict, Sentence("conflict"), data)
}

// Merge adds the fields of both errors, so that a person sees all that is wrong
// at once; an error that is not about fields wins.
func Merge(a, b error) error {
	if a == nil || b == nil {
		if a == nil {
			return b
		}
		return a
	}
	left, ok := a.(validation.Errors)
	if !ok {
		return a
	}
	right, ok := b.(validation.Errors)
	if !ok {
		return b
	}
	for field, err := range right {
		if _, taken := left[field]; !taken {
			left[field] = err
		}
	}
	return left
}
