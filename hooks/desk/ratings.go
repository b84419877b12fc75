package desk

import (
	"strconv"

	"otklik/hooks/i18n"
)

// RatingWord returns the label of a rating.
func RatingWord(locale string, rating int) string {
	return i18n.Text(locale, "rating."+strconv.Itoa(rating))
}
