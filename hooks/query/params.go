// Package query owns what handlers build SQL from: parameters of the URL and
// the quoting of values.
package query

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"otklik/hooks/i18n"
	"otklik/hooks/problem"
)

// List reads a list of values, each of which must be one of those known;
// twice is once.
func List(values url.Values, name string, known []string) ([]string, error) {
	var out []string
	for s := range strings.SplitSeq(values.Get(name), ",") {
		switch {
		case s == "":
		case !slices.Contains(known, s):
			return nil, problem.FieldError(name, "validation_invalid_value")
		case !slices.Contains(out, s):
			out = append(out, s)
		}
	}
	return out, nil
}

// Integer reads a parameter that is a number from least to most, or otherwise
// where it is left out. The error beside its name has the code.
func Integer(values url.Values, name string, otherwise, least, most int, code string) (int, error) {
	text := values.Get(name)
	if text == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < least || n > most {
		return 0, problem.FieldErrorWith(name, code, i18n.Params{"min": least, "max": most})
	}
	return n, nil
}
