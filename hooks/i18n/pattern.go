package i18n

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cast"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// Params are the values of a text by the names that stand for them in braces.
// "{days}" is the value itself; "{days, plural, one {# day} other {# days}}" is
// the form that the number takes in the language, with the number for #. The
// categories are those of CLDR, and "=7" is one number; "other" is any that has
// no form of its own. This is the part of ICU's MessageFormat that we use.
type Params = map[string]any

var (
	placeholder = regexp.MustCompile(`\{(\w+), plural,((?:\s*[=\w]+ \{[^{}]*\})+)\s*\}|\{(\w+)\}`)
	pluralForm  = regexp.MustCompile(`([=\w]+) \{([^{}]*)\}`)
	braced      = regexp.MustCompile(`\{[^{}\s]*\}`)
)

// Fill puts the values in place of their names, once: a name in braces within a
// value stays as it is. It is for texts that people write, which have no plurals.
func Fill(text string, params Params) string {
	return braced.ReplaceAllStringFunc(text, func(name string) string {
		if value, known := params[name[1:len(name)-1]]; known {
			return fmt.Sprint(value)
		}
		return name
	})
}

// expand fills a text of ours; complete is false if a parameter is missing.
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
		return pickForm(locale, part[2], cast.ToInt(value))
	})
	return filled, complete
}

// pickForm is the form of a whole number.
func pickForm(locale, forms string, n int) string {
	number := strconv.Itoa(n)
	category := categoryNames[plural.Cardinal.MatchPlural(language.Make(locale), max(n, -n), 0, 0, 0, 0)]
	for _, wanted := range []string{"=" + number, category, "other"} {
		for _, form := range pluralForm.FindAllStringSubmatch(forms, -1) {
			if form[1] == wanted {
				return strings.ReplaceAll(form[2], "#", number)
			}
		}
	}
	return number
}

var categoryNames = map[plural.Form]string{
	plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many", plural.Other: "other",
}

// Days is the parameter of a sentence about a period, in whole days: {days}.
func Days(period time.Duration) Params { return Params{"days": int(period / (24 * time.Hour))} }

// Hours is the same in whole hours: {hours}.
func Hours(period time.Duration) Params { return Params{"hours": int(period / time.Hour)} }

// Minutes is the same in whole minutes: {minutes}.
func Minutes(period time.Duration) Params { return Params{"minutes": int(period / time.Minute)} }

// Megabytes is the parameter of a sentence about a size in bytes: {megabytes}.
func Megabytes(size int64) Params { return Params{"megabytes": size >> 20} }
