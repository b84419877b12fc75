package desk

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/calendar"
	"otklik/hooks/problem"
)

// serveDue answers GET /api/desk/due?from=&priority=: when the response to a question
// asked at from, in RFC 3339, is due.
func serveDue(e *core.RequestEvent) error {
	values := e.Request.URL.Query()
	// a plus that is not encoded arrives as a space
	from, err := time.Parse(time.RFC3339, strings.Replace(values.Get("from"), " ", "+", 1))
	if err != nil || from.Year() < calendar.FirstYear || from.Year() > calendar.LastYear {
		return e.BadRequestError("", problem.FieldError("from", "validation_invalid_value"))
	}
	priority := values.Get("priority")
	if !slices.Contains(Priorities, priority) {
		return e.BadRequestError("", problem.FieldError("priority", "validation_invalid_value"))
	}
	hours, err := ReadHours(e.App)
	if err != nil {
		return err
	}
	return e.JSON(http.StatusOK, map[string]string{"due": hours.Due(from, priority).Format(time.RFC3339)})
}
