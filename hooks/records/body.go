package records

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"

	"otklik/hooks/problem"
	"otklik/hooks/strictjson"
)

// ReadBody reads the body of a request to a route of ours into a struct, and refuses
// names that none of its fields has: what a misspelt one should have done would be lost
// in silence. The error is an answer.
func ReadBody(e *core.RequestEvent, into any) error {
	sent, err := SentNames(e)
	if err != nil {
		return e.BadRequestError("", err)
	}
	known := fieldNames(into)
	if unknown := problem.UnknownFields(sent, func(name string) bool { return slices.Contains(known, name) }); len(unknown) > 0 {
		return e.BadRequestError("", unknown)
	}
	if err := e.BindBody(into); err != nil {
		return e.BadRequestError("", err)
	}
	return nil
}

// NoBody guards a route that takes nothing but its address.
func NoBody(e *core.RequestEvent) error {
	if err := ReadBody(e, &struct{}{}); err != nil {
		return err
	}
	return e.Next()
}

// fieldNames returns the names that the fields of a struct have in JSON.
func fieldNames(of any) []string {
	var names []string
	for field := range reflect.TypeOf(of).Elem().Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		names = append(names, name)
	}
	return names
}

// SentNames returns the names in the body of a request, as they were sent, without
// the parameters of the URL, which PocketBase adds to forms.
func SentNames(e *core.RequestEvent) ([]string, error) {
	if !isForm(e.Request.Header.Get("Content-Type")) {
		body := map[string]any{}
		err := e.BindBody(&body)
		return slices.Sorted(maps.Keys(body)), err
	}
	if _, err := e.RequestInfo(); err != nil { // parses the form
		return nil, err
	}
	names := map[string]bool{}
	for name := range e.Request.PostForm {
		names[name] = name != router.JSONPayloadKey
	}
	if e.Request.MultipartForm != nil {
		for name := range e.Request.MultipartForm.File {
			names[name] = true
		}
	}
	for _, text := range e.Request.PostForm[router.JSONPayloadKey] {
		var payload map[string]any
		if err := json.Unmarshal([]byte(text), &payload); err != nil {
			return nil, err
		}
		for name := range payload {
			if names[name] {
				return nil, problem.FieldError(name, strictjson.Duplicate)
			}
			names[name] = true
		}
	}
	delete(names, router.JSONPayloadKey)
	return slices.Sorted(maps.Keys(names)), nil
}

// isForm reports the content types that PocketBase reads as forms.
func isForm(contentType string) bool {
	return strings.HasPrefix(contentType, "multipart/form-data") || strings.HasPrefix(contentType, "application/x-www-form-urlencoded")
}
