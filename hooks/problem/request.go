package problem

import (
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
)

// RequestKey is where the code of an answer stands that is about no field, but about
// the request as a whole.
const RequestKey = "request"

// Request returns the answer to a request that is refused, or failed, as a whole.
func Request(status int, code string) *router.ApiError {
	return apis.NewApiError(status, Sentence(code), FieldError(RequestKey, code))
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

// codeByTitle are the codes of whole answers of PocketBase, which has none, by the
// code of their message.
var codeByTitle = map[string]string{"title_token": "token_invalid", "wrong_password_title": "wrong_password"}

// addCode gives a code to an answer of PocketBase that says what is wrong in words
// only: programs can't read them, and they change with the language.
func addCode(answer *router.ApiError) {
	if hasCode(answer.Data) {
		return
	}
	var code string
	switch {
	case answer.Status == http.StatusBadRequest:
		if code = codeByTitle[titleCode(answer.Message)]; code == "" {
			code = "bad_request"
		}
	case answer.Status == http.StatusRequestEntityTooLarge:
		code = "body_large"
	case answer.Status >= http.StatusInternalServerError:
		code = "internal"
	default:
		return
	}
	if answer.Data == nil {
		answer.Data = map[string]any{}
	}
	answer.Data[RequestKey] = map[string]any{"code": code, "message": answer.Message}
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
