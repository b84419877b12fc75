package hooks

import (
	"net/http"

	validation "github.com/pocketbase/ozzo-validation/v4"
	"github.com/pocketbase/pocketbase/apis"
)

// problem is one thing wrong with one field: a stable code for machines, and
// the sentence that messages.go keeps for it. An unknown code is a programming
// error and panics in the tests of messages.go.
func problem(code string) validation.Error {
	return validation.NewError(code, messages[code].Russian)
}

// wrong is the error of a single field.
func wrong(field, code string) validation.Errors {
	return validation.Errors{field: problem(code)}
}

// wrongWith is [wrong] with parameters for the sentence and the caller.
func wrongWith(field, code string, params map[string]any) validation.Errors {
	return validation.Errors{field: problem(code).SetParams(params)}
}

// conflict is the answer to a change made on an outdated copy: 409.
func conflict(data validation.Errors) error {
	return apis.NewApiError(http.StatusConflict, messages["conflict"].Russian, data)
}

// merge adds the fields of both errors, so that a person sees all that is wrong
// at once; an error that is not about fields wins.
func merge(a, b error) error {
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
