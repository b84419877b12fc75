package i18n

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cast"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// Params are the parameters of a text by name, in the subset of ICU MessageFormat
// that the texts use. "{days}" is the value itself; "{days, plural, one {# day}
// other {# days}}" is the plural form for the number, with the number for #. The
// categories are those of CLDR; "=7" matches one number, and "other" any number
// without a form of its own.
type Params = map[string]any

var (
	placeholder = regexp.MustCompile(`\{(\w+), plural,((?:\s*[=\w]+ \{[^{}]*\})+)\s*\}|\{(\w+)\}`)
	pluralForm  = regexp.MustCompile(`([=\w]+) \{([^{}]*)\}`)
	braced      = regexp.MustCompile(`\{[^{}\s]*\}`)
)

// Fill replaces the names in braces by their values in one pass: braces within a
// value stay as they are. It is for texts written by people, without plurals.
func Fill(text string, params Params) string {
	return braced.ReplaceAllStringFunc(text, func(name string) string {
		if value, known := params[name[1:len(name)-1]]; known {
			return fmt.Sprint(value)
		}
		return name
	})
}

// expand fills a text of this package; complete is false if a parameter is missing.
func expand(locale, text string, params Params) (filled string, complete bool) {
	complete = true
	filled = placeholder.ReplaceAllStringFunc(text, func(found string) string {
		part := placeholder.FindStringSubmatch(found)
		value, known := params[part[1]+part[3]]
		if !known {
			complete = false
			return found
		}
		if part[1] == "" {
			return fmt.Sprint(value)
		}
		return pickForm(locale, part[2], cast.ToInt64(value))
	})
	return filled, complete
}

// pickForm returns the plural form for a whole number.
func pickForm(locale, forms string, n int64) string {
	number := strconv.FormatInt(n, 10)
	for _, wanted := range []string{"=" + number, category(locale, n), "other"} {
		for _, form := range pluralForm.FindAllStringSubmatch(forms, -1) {
			if form[1] == wanted {
				return strings.ReplaceAll(form[2], "#", number)
			}
		}
	}
	return number
}

// category returns the CLDR category of a whole number in a language.
func category(locale string, n int64) string {
	size := uint64(n)
	if n < 0 {
		size = -size // defined for the smallest number too, unlike -n
	}
	if size > math.MaxInt {
		size %= 10_000_000 // what MatchPlural allows for a number that is no int
	}
	return categoryNames[plural.Cardinal.MatchPlural(language.Make(locale), int(size), 0, 0, 0, 0)]
}

var categoryNames = map[plural.Form]string{
	plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many", plural.Other: "other",
}

// Days returns a period in whole days as the parameter {days}.
func Days(period time.Duration) Params { return Params{"days": int(period / (24 * time.Hour))} }

// Hours returns a period in whole hours as the parameter {hours}.
func Hours(period time.Duration) Params { return Params{"hours": int(period / time.Hour)} }

// Minutes returns a period in whole minutes as the parameter {minutes}.
func Minutes(period time.Duration) Params { return Params{"minutes": int(period / time.Minute)} }

// Megabytes returns a size in bytes as the parameter {megabytes}.
func Megabytes(size int64) Params { return Params{"megabytes": size >> 20} }
