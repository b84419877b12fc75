package hooks

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"github.com/pocketbase/dbx"
	validation "github.com/pocketbase/ozzo-validation/v4"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/i18n"
)

// mayRate is nil while the link's person can rate the task with it: it is
// finished, the same time as when the mail was written, theirs, and not rated.
func mayRate(app core.App, l *openLink) error {
	switch {
	case l.task == nil, l.user.GetString("role") != roleClient, l.task.GetString("client") != l.user.Id,
		!l.task.GetDateTime("archived_at").IsZero(), l.task.GetString("consultant") == "",
		l.Round == 0, l.Round != linkRound(l.task):
		return errVoid
	}
	rated, err := app.CountRecords("assessments", dbx.HashExp{"task": l.task.Id}, dbx.NewExp("rating > 0"))
	if err == nil && rated > 0 {
		return errVoid
	}
	return err
}

// showRate shows the five stars and a place for words.
func showRate(app core.App, l *openLink, form url.Values) (*linkPage, error) {
	if err := mayRate(app, l); err != nil {
		return nil, err
	}
	page := l.page("rate")
	if who, err := readReader(app, l.task.GetString("consultant")); err != nil {
		return nil, err
	} else if who != nil {
		page.Lines = []string{l.sayWith("rate_consultant", i18n.Params{"name": who.called()})}
	}
	page.Form = &linkForm{
		Legend: l.say("rate_legend"), CommentLabel: l.say("rate_comment"), Optional: l.say("optional"),
		Comment: form.Get("comment"), Button: l.say("rate_button"),
	}
	for n := range maxRating {
		page.Form.Stars = append(page.Form.Stars, linkStar{
			Value: n + 1, Count: l.sayWith("rate_count", i18n.Params{"n": n + 1}), Word: ratingWord(l.locale, n+1),
			On: form.Get("rating") == strconv.Itoa(n+1),
		})
	}
	return page, nil
}

// actRate writes the assessment as its client would through the API.
func actRate(tx core.App, l *openLink, form url.Values) (*linkPage, error) {
	if err := mayRate(tx, l); err != nil {
		return nil, err
	}
	rating, err := strconv.Atoi(form.Get("rating"))
	if err != nil || rating < 1 || rating > maxRating {
		return nil, askAgain{"rating", i18n.Message{Key: linkText + "rate_missing"}}
	}
	words := map[string]any{"rating": rating}
	if comment := tidyText(form.Get("comment")); comment != "" {
		words["comment"] = comment // an earlier one stays if there is none
	}
	if err := l.use(tx); err != nil {
		return nil, err
	}
	if err := assess(tx, actorOf(l.user), l.task, words); err != nil {
		return nil, unassessed(err)
	}
	page := l.page("rated")
	page.Rating = &linkRating{Words: fmt.Sprintf("%s: %s", l.sayWith("rate_count", i18n.Params{"n": rating}), ratingWord(l.locale, rating))}
	for n := range maxRating {
		page.Rating.Stars = append(page.Rating.Stars, n < rating)
	}
	page.Lines = []string{l.sayWith("rated_change", i18n.Days(assessPeriod))}
	if rating <= lowRating {
		page.Lines = slices.Insert(page.Lines, 0, l.say("rated_low"))
	}
	page.Actions = []linkAction{l.toTask()}
	return page, nil
}

// unassessed is what a refused assessment means to the person: words that can
// be mended, or a link that is of no use any more.
func unassessed(err error) error {
	var fields validation.Errors
	if !errors.As(err, &fields) {
		return err
	}
	var comment validation.Error
	if errors.As(fields["comment"], &comment) {
		return askAgain{"comment", i18n.Message{Key: errorText + comment.Code(), Params: comment.Params()}}
	}
	return errVoid
}
