package hooks

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/pocketbase/pocketbase/core"
	"github.com/spf13/cast"

	"otklik/hooks/i18n"
)

// listed reads a list of values, each of which must be one of those known;
// twice is once.
func listed(values url.Values, name string, known []string) ([]string, error) {
	var out []string
	for s := range strings.SplitSeq(values.Get(name), ",") {
		switch {
		case s == "":
		case !slices.Contains(known, s):
			return nil, wrong(name, "validation_invalid_value")
		case !slices.Contains(out, s):
			out = append(out, s)
		}
	}
	return out, nil
}

// wholeNumber reads a parameter that is a number from least to most, or otherwise
// where it is left out. The error beside its name has the code.
func wholeNumber(values url.Values, name string, otherwise, least, most int, code string) (int, error) {
	text := values.Get(name)
	if text == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < least || n > most {
		return 0, wrongWith(name, code, i18n.Params{"min": least, "max": most})
	}
	return n, nil
}

// noDate is true of what was sent for a date and is none: PocketBase takes it for
// nothing, and would clear the field.
func noDate(r *core.Record, name string, sent any) bool {
	return cast.ToString(sent) != "" && r.GetDateTime(name).IsZero()
}
