package guard

import (
	"encoding/json/jsontext"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"

	"otklik/hooks/desk"
	"otklik/hooks/problem"
	"otklik/hooks/strictjson"
)

const (
	// formMemory is how much of a form is kept in memory; the rest of its files is
	// written to the disk.
	formMemory = 1 << 20
	// maxFormValues is the largest number of values in a form. That of a task has
	// fewer than twenty.
	maxFormValues = 1000
	// superuserValues is the largest number of values in a superuser's JSON: the
	// dashboard saves whole collections.
	superuserValues = 100_000
)

// checkBody refuses a body that can't be what its caller means, before anything
// parses it: JSON that is deep, wide, ambiguous, not in UTF-8 or no object, such
// forms, and other types. PocketBase takes some of them for failures of its own.
func checkBody(e *core.RequestEvent) error {
	if e.Request.ContentLength == 0 {
		return e.Next()
	}
	kind := e.Request.Header.Get("Content-Type")
	var err error
	switch {
	case strings.HasPrefix(kind, "application/json"):
		err = checkJSON(e)
	case strings.HasPrefix(kind, "application/x-www-form-urlencoded"):
		err = checkEncodedForm(e)
	case strings.HasPrefix(kind, "multipart/form-data"):
		if !slices.Contains(uploadRoutes, e.Request.Pattern) {
			err = checkMultipart(e)
		}
	case strings.HasPrefix(e.Request.URL.Path, "/api/"):
		err = refuseType(e)
	}
	if err != nil {
		return err
	}
	return e.Next()
}

func checkJSON(e *core.RequestEvent) error {
	body, err := readBody(e)
	if err != nil || len(body) == 0 {
		return err
	}
	code := checkText(e, body)
	if code == "" && jsontext.Value(body).Kind() != jsontext.KindBeginObject {
		code = "json_object"
	}
	if code != "" {
		return problem.Request(http.StatusBadRequest, code)
	}
	return nil
}

// refuseType refuses a body of a type that no route reads.
func refuseType(e *core.RequestEvent) error {
	body, err := readBody(e)
	if err != nil || len(body) == 0 {
		return err
	}
	return problem.Request(http.StatusBadRequest, "body_type")
}

// readBody reads a body, and rewinds it for its handler. One that is announced without
// a length may turn out to be none.
func readBody(e *core.RequestEvent) ([]byte, error) {
	body, err := io.ReadAll(e.Request.Body)
	if err != nil {
		return nil, unreadable(err)
	}
	if kept, ok := e.Request.Body.(router.Rereader); ok {
		kept.Reread()
	}
	if len(body) == 0 {
		e.Request.ContentLength = 0
	}
	return body, nil
}

// refuseJSON returns the refusal of the JSON of a field, nil if nothing is wrong with
// it. What is no JSON at all is left to the handler, which says so beside the field.
func refuseJSON(e *core.RequestEvent, text []byte) error {
	if code := checkText(e, text); code != "" && code != strictjson.Invalid {
		return problem.Request(http.StatusBadRequest, code)
	}
	return nil
}

// checkText returns the code of what is wrong with a caller's JSON text; empty if
// nothing is.
func checkText(e *core.RequestEvent, text []byte) string {
	values := strictjson.MaxValues
	if e.HasSuperuserAuth() {
		values = superuserValues
	}
	return strictjson.Check(text, values)
}

// unreadable returns the answer to a body that could not be read: too large, or cut.
func unreadable(err error) error {
	if errors.Is(err, apis.ErrRequestEntityTooLarge) {
		return problem.Request(http.StatusRequestEntityTooLarge, "body_large")
	}
	return problem.Request(http.StatusBadRequest, "body_cut")
}

func checkEncodedForm(e *core.RequestEvent) error {
	body, err := readBody(e)
	if err != nil {
		return err
	}
	text := string(body)
	if strings.Count(text, "&") >= maxFormValues {
		return problem.Request(http.StatusBadRequest, "form_wide")
	}
	values, err := url.ParseQuery(text)
	if err != nil {
		return problem.Request(http.StatusBadRequest, "form_invalid")
	}
	return checkValues(e, values)
}

// checkMultipart parses a form with files, as PocketBase would with more memory.
func checkMultipart(e *core.RequestEvent) error {
	if kept, ok := e.Request.Body.(*router.RereadableReadCloser); ok {
		kept.MaxMemory = formMemory
	}
	if err := e.Request.ParseMultipartForm(formMemory); err != nil {
		if errors.Is(err, apis.ErrRequestEntityTooLarge) {
			return unreadable(err)
		}
		return problem.Request(http.StatusBadRequest, "form_invalid")
	}
	return checkValues(e, e.Request.MultipartForm.Value)
}

// checkValues refuses the texts of a form that are too many, too long, not in UTF-8,
// or JSON that is refused as a body.
func checkValues(e *core.RequestEvent, values map[string][]string) error {
	count, size := 0, 0
	for name, texts := range values {
		if code := checkName(name, texts); code != "" {
			return problem.Request(http.StatusBadRequest, code)
		}
		for _, text := range texts {
			count++
			size += len(name) + len(text)
		}
	}
	switch {
	case count > maxFormValues:
		return problem.Request(http.StatusBadRequest, "form_wide")
	case size > bodyLimit:
		return problem.Request(http.StatusRequestEntityTooLarge, "body_large")
	}
	for name, texts := range values {
		if len(texts) > 1 && !mayRepeat(e, name) {
			return e.BadRequestError("", problem.FieldError(name, strictjson.Duplicate))
		}
		if !holdsJSON(e, name) {
			continue
		}
		for _, text := range texts {
			if err := refuseJSON(e, []byte(text)); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkName returns the code of what is wrong with a name in a form and its texts;
// empty if nothing is.
func checkName(name string, texts []string) string {
	switch {
	case !utf8.ValidString(name), slices.ContainsFunc(texts, func(text string) bool { return !utf8.ValidString(text) }):
		return strictjson.InvalidUTF8
	case name == router.JSONPayloadKey && len(texts) > 1:
		return strictjson.Duplicate // PocketBase would merge them
	}
	return ""
}

// mayRepeat reports whether a form may have several texts under a name: the values of
// a list. Of a single field PocketBase would store none.
func mayRepeat(e *core.RequestEvent, name string) bool {
	collection, err := e.App.FindCachedCollectionByNameOrId(e.Request.PathValue("collection"))
	if err != nil {
		return true
	}
	field := collection.Fields.GetByName(strings.Trim(name, "+-"))
	list, ok := field.(core.MultiValuer)
	return field == nil || ok && list.IsMultiple()
}

// holdsJSON reports whether the text of a form under a name is parsed as JSON.
func holdsJSON(e *core.RequestEvent, name string) bool {
	collection, err := e.App.FindCachedCollectionByNameOrId(e.Request.PathValue("collection"))
	if err != nil || name == router.JSONPayloadKey {
		return name == router.JSONPayloadKey
	}
	field := collection.Fields.GetByName(name)
	return desk.IsCompanion(collection.Name, name, e.Request.Pattern == createPattern) || field != nil && field.Type() == core.FieldTypeJSON
}
