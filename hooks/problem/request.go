package problem

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	validation "github.com/pocketbase/ozzo-validation/v4"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
)

// RequestKey is where the code of an answer stands that is about no field, but about
// the request as a whole.
const RequestKey = "request"

// Request returns the answer to a request that is refused, or failed, as a whole.
func Request(status int, code string) *router.ApiError { return Field(status, RequestKey, code) }

// Field returns the answer to a request that is refused for what is in a field.
func Field(status int, field, code string) *router.ApiError {
	return apis.NewApiError(status, Sentence(code), FieldError(field, code))
}

// mostUnknown is how many unknown fields an answer names.
const mostUnknown = 20

// UnknownFields returns the errors of the sent names that are not known.
func UnknownFields(sent []string, known func(name string) bool) validation.Errors {
	found := validation.Errors{}
	for _, name := range sent {
		if len(found) < mostUnknown && !known(name) {
			found[name] = New("unknown_field")
		}
	}
	return found
}

// RequestLater is [Request], with the time after which another try makes sense.
func RequestLater(e *core.RequestEvent, status int, code string, after time.Duration) error {
	RetryAfter(e, after)
	return Request(status, code)
}

// RetryAfter tells the caller when another try makes sense.
func RetryAfter(e *core.RequestEvent, after time.Duration) {
	e.Response.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(after.Seconds()))))
}

// codeByTitle are the codes of answers by the codes of their messages, where the two
// differ.
var codeByTitle = map[string]string{"title_token": "token_invalid", "wrong_password_title": "wrong_password"}

// titlePrefix begins the codes of messages that say too little to be the code of an
// answer.
const titlePrefix = "title_"

// addCode gives a code to an answer that says what is wrong in words only: programs
// can't read them, and they change with the language. title is the code of the words.
func addCode(answer *router.ApiError, title string) {
	if hasCode(answer.Data) {
		return
	}
	code := codeOfWhole(answer.Status, title)
	if code == "" {
		return
	}
	if answer.Data == nil {
		answer.Data = map[string]any{}
	}
	answer.Data[RequestKey] = map[string]any{"code": code, "message": answer.Message}
}

// codeOfWhole returns the code of an answer as a whole: that of its own sentence, else
// that of its status, if there is one.
func codeOfWhole(status int, title string) string {
	if code := codeByTitle[title]; code != "" {
		return code
	}
	switch {
	case title != "" && !strings.HasPrefix(title, titlePrefix):
		return title
	case status == http.StatusBadRequest:
		return "bad_request"
	case status == http.StatusRequestEntityTooLarge:
		return "body_large"
	case status >= http.StatusInternalServerError:
		return "internal"
	}
	return ""
}

// hasCode reports whether a code stands anywhere in the data of an answer.
func hasCode(data map[string]any) bool {
	for _, value := range data {
		item, ok := value.(map[string]any)
		if !ok {
			continue
		}
		if _, ok := item["code"].(string); ok || hasCode(item) {
			return true
		}
	}
	return false
}
