package desk

import (
	"strconv"

	"otklik/hooks/i18n"
)

// RatingLabel returns the label of a rating.
func RatingLabel(locale string, rating int) string {
	return i18n.Text(locale, "rating."+strconv.Itoa(rating))
}
