package links

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/pocketbase/dbx"
	validation "github.com/pocketbase/ozzo-validation/v4"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"

	"otklik/hooks/actor"
	"otklik/hooks/desk"
	"otklik/hooks/i18n"
	"otklik/hooks/problem"
	"otklik/hooks/text"
)

// mayRate returns nil if the link's user can rate the task: it belongs to the user,
// hasn't been rated, and is still finished since the round of the link.
func mayRate(app core.App, l *openedLink) error {
	switch {
	case l.task == nil, l.user.GetString("role") != actor.RoleClient, l.task.GetString("client") != l.user.Id,
		!l.task.GetDateTime("archived_at").IsZero(), l.task.GetString("consultant") == "",
		l.Round == 0, l.Round != roundOf(l.task):
		return errInvalid
	}
	rated, err := app.CountRecords("assessments", dbx.HashExp{"task": l.task.Id}, dbx.NewExp("rating > 0"))
	if err == nil && rated > 0 {
		return errInvalid
	}
	return err
}

// showRate shows the form with the stars and a comment.
func showRate(app core.App, l *openedLink, form url.Values) (*linkPage, error) {
	if err := mayRate(app, l); err != nil {
		return nil, err
	}
	page := l.page("rate")
	if who, err := desk.FindReader(app, l.task.GetString("consultant")); err != nil {
		return nil, err
	} else if who != nil {
		page.Lines = []string{l.format("rate_consultant", i18n.Params{"name": who.DisplayName()})}
	}
	page.Form = &linkForm{
		Legend: l.text("rate_legend"), CommentLabel: l.text("rate_comment"), Optional: l.text("optional"),
		Comment: form.Get("comment"), Button: l.text("rate_button"),
	}
	for n := range desk.HighestRating {
		page.Form.Stars = append(page.Form.Stars, linkStar{
			Value: n + 1, Count: l.format("rate_count", i18n.Params{"n": n + 1}), Label: desk.RatingLabel(l.locale, n+1),
			On: form.Get("rating") == strconv.Itoa(n+1),
		})
	}
	return page, nil
}

// actRate saves the assessment as the client would through the API.
func actRate(tx core.App, l *openedLink, form url.Values) (*linkPage, error) {
	if err := mayRate(tx, l); err != nil {
		return nil, err
	}
	rating, err := strconv.Atoi(form.Get("rating"))
	if err != nil || rating < 1 || rating > desk.HighestRating {
		return nil, retryableError{"rating", i18n.Message{Key: linkText + "rate_missing"}}
	}
	values := map[string]any{"rating": rating}
	if comment := text.Tidy(form.Get("comment")); comment != "" {
		values["comment"] = comment // without one, an earlier comment stays
	}
	if err := l.markUsed(tx); err != nil {
		return nil, err
	}
	if err := desk.Assess(tx, actor.Of(l.user), l.task, values); err != nil {
		return nil, assessmentRefusal(err)
	}
	page := l.page("rated")
	page.Rating = &linkRating{Label: fmt.Sprintf("%s: %s", l.format("rate_count", i18n.Params{"n": rating}), desk.RatingLabel(l.locale, rating))}
	for n := range desk.HighestRating {
		page.Rating.Stars = append(page.Rating.Stars, n < rating)
	}
	page.Lines = []string{l.format("rated_change", i18n.Days(desk.AssessPeriod))}
	if rating <= desk.LowRating {
		page.Lines = slices.Insert(page.Lines, 0, l.text("rated_low"))
	}
	page.Actions = []linkAction{l.taskAction()}
	return page, nil
}

// assessmentRefusal turns a refused assessment into an error of the comment, which
// the user can correct, or else into an invalid link.
func assessmentRefusal(err error) error {
	var answer *router.ApiError
	if errors.As(err, &answer) && answer.Status == http.StatusTooManyRequests {
		return retryableError{"rating", i18n.Message{Key: problem.KeyPrefix + "too_many_requests"}}
	}
	var fields validation.Errors
	if !errors.As(err, &fields) {
		return err
	}
	var comment validation.Error
	if errors.As(fields["comment"], &comment) {
		return retryableError{"comment", i18n.Message{Key: problem.KeyPrefix + comment.Code(), Params: comment.Params()}}
	}
	return errInvalid
}
