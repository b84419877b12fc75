package problem

import (
	"net/http"
	"time"

	validation "github.com/pocketbase/ozzo-validation/v4"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/tools/router"
)

// postponed are errors of fields that are none after some time.
type postponed struct {
	validation.Errors
	after time.Duration
}

func (p postponed) Unwrap() error { return p.Errors }

// TooMany returns the answer to what is refused because there is too much of it: 429,
// with Retry-After unless after is 0. It needs no request, so that model hooks have it.
func TooMany(fields validation.Errors, after time.Duration) error {
	return apis.NewApiError(http.StatusTooManyRequests, Sentence("too_many_requests"), postponed{fields, after})
}

// waitOf returns after which time the request makes sense again; 0 if that is unknown.
func waitOf(answer *router.ApiError) time.Duration {
	p, _ := answer.RawData().(postponed)
	return p.after
}
