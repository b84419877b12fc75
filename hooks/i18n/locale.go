package i18n

import (
	"github.com/pocketbase/pocketbase/core"
	"golang.org/x/text/language"
)

var matcher = func() language.Matcher {
	tags := make([]language.Tag, len(languages))
	for i, l := range languages {
		tags[i] = language.Make(l.locale)
	}
	return language.NewMatcher(tags)
}()

// Negotiate returns the locale that an Accept-Language header asks for.
func Negotiate(acceptLanguage string) string {
	_, at := language.MatchStrings(matcher, acceptLanguage)
	return languages[at].locale
}

// Of returns the locale a person has chosen.
func Of(person *core.Record) string { return Known(person.GetString("locale")) }

// ReaderOf returns the locale of a response: the one that the request accepts, or
// else the person's own choice. A superuser gets the default, because the dashboard
// always requests English. The reader is nil for a guest.
func ReaderOf(reader *core.Record, acceptLanguage string) string {
	switch {
	case reader != nil && reader.IsSuperuser():
		return Default
	case acceptLanguage != "":
		return Negotiate(acceptLanguage)
	case reader != nil:
		return Of(reader)
	}
	return Default
}

// Reader returns the locale of the response to a request.
func Reader(e *core.RequestEvent) string {
	return ReaderOf(e.Auth, e.Request.Header.Get("Accept-Language"))
}
