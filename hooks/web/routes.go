package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io/fs"
	"regexp"
	"strings"
	"sync/atomic"
)

// view is an entry of the build's route table: the pattern of the router, such as
// "/tasks/:number", the files that only this view needs, and the script that requests
// its data before the others are there, if any. The view of a 404 has no pattern.
type view struct {
	Pattern string
	Scripts []string
	Styles  []string
	Early   string

	address  *regexp.Regexp
	first    string // the early script: before anything else that is loaded
	head     string // the links that preload the files
	document atomic.Pointer[document]
}

var routeParam = regexp.MustCompile(`:\w+`)

// loadViews reads the route table made by the build.
func loadViews(tree fs.FS) ([]*view, error) {
	table, err := fs.ReadFile(tree, "routes.json")
	if err != nil {
		return nil, err
	}
	var views []*view
	if err := json.Unmarshal(table, &views); err != nil {
		return nil, fmt.Errorf("routes.json: %w", err)
	}
	for _, v := range views {
		v.address = regexp.MustCompile("^" + routeParam.ReplaceAllString(regexp.QuoteMeta(v.Pattern), `[^/]+`) + "/?$")
		v.head = v.links()
		if v.Early != "" {
			v.first = fmt.Sprintf("<script type=\"module\" async crossorigin fetchpriority=\"high\" src=\"/%s\"></script>\n", html.EscapeString(v.Early))
		}
	}
	if len(views) == 0 || findView(views, "/") == nil || missingView(views) == nil {
		return nil, errors.New("routes.json: no start page, or no view of a 404")
	}
	return views, nil
}

// links returns the links that let the browser load the files of the view before a
// script imports them.
func (v *view) links() string {
	var b strings.Builder
	for _, name := range v.Styles {
		fmt.Fprintf(&b, "<link rel=\"stylesheet\" crossorigin href=\"/%s\">\n", html.EscapeString(name))
	}
	for _, name := range v.Scripts {
		fmt.Fprintf(&b, "<link rel=\"modulepreload\" crossorigin href=\"/%s\">\n", html.EscapeString(name))
	}
	return b.String()
}

// findView returns the view at an address, nil if there is none.
func findView(views []*view, address string) *view {
	for _, v := range views {
		if v.Pattern != "" && v.address.MatchString(address) {
			return v
		}
	}
	return nil
}

// missingView returns the view of a 404.
func missingView(views []*view) *view {
	for _, v := range views {
		if v.Pattern == "" {
			return v
		}
	}
	return nil
}
