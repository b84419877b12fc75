package problem

import (
	"errors"
	"maps"
	"net/http"
	"strings"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
	"github.com/pocketbase/pocketbase/tools/router"
	"github.com/spf13/cast"

	"otklik/hooks/actor"
	"otklik/hooks/i18n"
)

// titles maps PocketBase's own error messages to the codes of ours.
var titles = map[string]string{
	"Failed to create record.": "title_failed", "Failed to update record.": "title_failed",
	"Failed to read the submitted data.": "title_failed", "Failed to load the submitted data due to invalid formatting.": "title_failed",
	"Failed to set new password.": "title_check_fields", "Failed to request email change.": "title_failed",
	"Failed to confirm email change.":                                                                  "title_check_fields",
	"Failed to authenticate.":                                                                          "wrong_password_title",
	"An error occurred while validating the submitted data.":                                           "title_check_fields",
	"An error occurred while loading the submitted data.":                                              "title_failed",
	"Something went wrong while processing your request.":                                              "title_failed",
	"The requested resource wasn't found.":                                                             "title_not_found",
	"You are not allowed to perform this request.":                                                     "title_forbidden",
	"Only superusers can perform this action.":                                                         "title_forbidden",
	"The authorized record is not allowed to perform this action.":                                     "title_forbidden",
	"The request requires valid record authorization token.":                                           "title_unauthorized",
	"Missing or invalid authentication.":                                                               "title_unauthorized",
	"Too Many Requests.":                                                                               "too_many_requests",
	"Failed to create backup.":                                                                         "backup_not_made",
	"Try again later - another backup/restore process has already been started.":                       "backup_active",
	"Invalid or expired token.":                                                                        "title_token",
	"Invalid or expired verification token.":                                                           "title_token",
	"Invalid or expired password reset token.":                                                         "title_token",
	"Failed to delete record. Make sure that the record is not part of a required relation reference.": "title_referenced",
}

// titleByStatus replaces PocketBase's messages that titles lacks, in the default
// language only: they are in English already. A superuser gets them unchanged,
// because they have the details.
var titleByStatus = map[int]string{
	http.StatusUnauthorized: "title_unauthorized", http.StatusForbidden: "title_forbidden", http.StatusNotFound: "title_not_found",
	http.StatusTooManyRequests: "too_many_requests", http.StatusInternalServerError: "title_server", http.StatusRequestEntityTooLarge: "body_large",
}

// messagesPriority runs the middleware before the recovery from panics, so that it
// wraps all later errors.
const messagesPriority = apis.DefaultPanicRecoverMiddlewarePriority - 1

// RegisterMessages translates the messages of errors to the reader's language.
func RegisterMessages(app core.App) {
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.Router.Bind(&hook.Handler[*core.RequestEvent]{Id: "otklikMessages", Priority: messagesPriority, Func: localize})
		return e.Next()
	})
}

// localize translates the messages of an error to the reader's language; the codes
// stay. A fault of ours is answered as one, whatever PocketBase has made of it.
func localize(e *core.RequestEvent) error {
	err := e.Next()
	if err == nil || e.Written() {
		return err
	}
	if f, found := faultOf(err); found {
		RetryAfter(e, f.retryAfter)
		err = f.answer(err)
	}
	var answer *router.ApiError
	if !errors.As(err, &answer) {
		return err
	}
	if after := waitOf(answer); after > 0 {
		RetryAfter(e, after)
	}
	locale := i18n.Reader(e)
	title := codeOfTitle(answer) // before it is translated
	translateTitle(answer, title, locale, actor.Of(e.Auth).Role == actor.RoleSuperuser)
	addCode(answer, title)
	Translate(answer.Data, locale)
	explainToken(e, answer.Data, locale)
	return err
}

// codeOfTitle returns the code of the message of a whole answer: PocketBase's by the
// table, or one of ours; empty if it is neither.
func codeOfTitle(answer *router.ApiError) string {
	code, known := titles[answer.Message]
	switch {
	case known && code == "title_failed" && len(answer.Data) > 0:
		return "title_check_fields"
	case known && code == "title_failed" && answer.Status >= 500:
		return "title_server"
	case known:
		return code
	}
	return strings.TrimPrefix(i18n.KeyOf(KeyPrefix, answer.Message), KeyPrefix)
}

// translateTitle translates the message of a whole answer. A superuser gets the
// messages of PocketBase that titles lacks unchanged.
func translateTitle(answer *router.ApiError, code, locale string, superuser bool) {
	if code == "" && locale == i18n.Default && !superuser {
		code = titleByStatus[answer.Status]
	}
	if code != "" {
		answer.Message = i18n.Text(locale, KeyPrefix+code)
	}
}

// KeyPrefix is the prefix of the keys of error messages; the code follows.
const KeyPrefix = "error."

// Translate translates the messages of field errors, including those of nested
// companions.
func Translate(data map[string]any, locale string) {
	for field, value := range data {
		item, ok := value.(map[string]any)
		if !ok {
			continue
		}
		code, isItem := item["code"].(string)
		if !isItem {
			Translate(item, locale)
			continue
		}
		key := KeyPrefix + field + "/" + code
		if !i18n.Has(key) {
			key = KeyPrefix + code
		}
		params, _ := item["params"].(map[string]any)
		if text, complete := i18n.FormatAll(locale, key, withMegabytes(params)); complete {
			item["message"] = text // else PocketBase's own message, which has the figures, stays
		}
	}
}

// withMegabytes adds the size limit of a file in megabytes if PocketBase has given
// it in bytes.
func withMegabytes(params map[string]any) map[string]any {
	bytes, given := params["maxSize"]
	if !given {
		return params
	}
	out := maps.Clone(params)
	out["megabytes"] = cast.ToInt(bytes) >> 20
	return out
}
