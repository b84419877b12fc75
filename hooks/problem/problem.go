// Package problem owns the errors shown to users: field errors with a stable code
// and a message, and the translation of PocketBase's own errors.
package problem

import (
	"net/http"

	validation "github.com/pocketbase/ozzo-validation/v4"
	"github.com/pocketbase/pocketbase/apis"

	"otklik/hooks/i18n"
)

// New returns the error of one field: a stable code for machines, and its message,
// which [RegisterMessages] translates in the response.
func New(code string) validation.Error {
	return validation.NewError(code, Sentence(code))
}

// Sentence returns the message of a code in the default language.
func Sentence(code string) string { return i18n.Text(i18n.Default, KeyPrefix+code) }

// FieldError returns an error of a single field.
func FieldError(field, code string) validation.Errors {
	return validation.Errors{field: New(code)}
}

// NewWith is [New] with parameters of the message, which the response includes.
func NewWith(code string, params i18n.Params) validation.Error {
	return New(code).SetParams(params)
}

// FieldErrorWith is [FieldError] with parameters of the message, which the response
// includes.
func FieldErrorWith(field, code string, params i18n.Params) validation.Errors {
	return validation.Errors{field: NewWith(code, params)}
}

// Conflict returns the response to a change based on stale data: 409.
func Conflict(data validation.Errors) error {
	return apis.NewApiError(http.StatusConflict, Sentence("conflict"), data)
}

// Merge combines the field errors of both, so that the user sees them all at once.
// An error that isn't about fields takes precedence.
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
