// Package query owns what handlers build SQL from: parsing of URL parameters,
// quoting of values, and cancellation of slow reads.
package query

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"otklik/hooks/i18n"
	"otklik/hooks/problem"
)

// List parses a comma-separated parameter without duplicates. It returns a field
// error if a value is not one of the known ones.
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

// Integer parses a whole number between minimum and maximum; a missing parameter
// gives the fallback. It returns a field error with the code.
func Integer(values url.Values, name string, fallback, minimum, maximum int, code string) (int, error) {
	text := values.Get(name)
	if text == "" {
		return fallback, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < minimum || n > maximum {
		return 0, problem.FieldErrorWith(name, code, i18n.Params{"min": minimum, "max": maximum})
	}
	return n, nil
}
