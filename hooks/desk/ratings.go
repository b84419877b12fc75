package desk

import (
	"strconv"

	"otklik/hooks/i18n"
)

// RatingWord is what a rating means.
func RatingWord(locale string, rating int) string {
	return i18n.Text(locale, "rating."+strconv.Itoa(rating))
}
