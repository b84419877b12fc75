package hooks

import (
	"net/http"

	validation "github.com/pocketbase/ozzo-validation/v4"
	"github.com/pocketbase/pocketbase/apis"

	"otklik/hooks/i18n"
)

// problem is one thing wrong with one field: a stable code for machines, and
// its sentence, which gets the reader's language on its way out. A code without
// a sentence fails a test.
func problem(code string) validation.Error {
	return validation.NewError(code, sentence(code))
}

// sentence is what stands for a code above the fields of an error.
func sentence(code string) string { return i18n.Text(i18n.Default, errorText+code) }

// wrong is the error of a single field.
func wrong(field, code string) validation.Errors {
	return validation.Errors{field: problem(code)}
}

// problemWith is [problem] with parameters for the sentence and the caller.
func problemWith(code string, params i18n.Params) validation.Error {
	return problem(code).SetParams(params)
}

// wrongWith is [wrong] with parameters for the sentence and the caller.
func wrongWith(field, code string, params i18n.Params) validation.Errors {
	return validation.Errors{field: problemWith(code, params)}
}

// conflict is the answer to a change made on an outdated copy: 409.
func conflict(data validation.Errors) error {
	return apis.NewApiError(http.StatusConflict, sentence("conflict"), data)
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
