package parse

import (
	"net/url"
	"strings"
)

const maxLink = 2000 // bytes

// scheme matches the beginning of an address that leads somewhere by itself.
var scheme = pattern(`(?i)^([a-z][a-z0-9+.-]{0,30}):.`)

// inwardSchemes lead nowhere outside the program that has written the mail.
var inwardSchemes = map[string]bool{
	"javascript": true, "vbscript": true, "data": true, "about": true, "blob": true, "x-apple-data-detectors": true, "webkit-fake-url": true,
	"applewebdata": true, "unsafe": true, "mid": true, "outbind": true,
}

// writeLink adds the target of a link, unless the link's text says it: an address of
// the web, of a document in 1C, a shared folder, a telephone.
func (r *htmlReader) writeLink() {
	link := oneLine(r.link)
	r.link = ""
	if link == "" || len(link) > maxLink {
		return
	}
	words := strings.TrimSpace(r.line.String()[min(r.linkFrom, r.line.Len()):])
	if words == "" || strings.HasPrefix(words, markStart) {
		return
	}
	kind := "file" // \\server\share
	if !strings.HasPrefix(link, `\\`) {
		found := scheme().FindStringSubmatch(link)
		if found == nil {
			return
		}
		kind = strings.ToLower(found[1])
	}
	switch {
	case inwardSchemes[kind] || says(kind, strings.Trim(words, "~^"), link):
	case kind == "cid":
		r.line.WriteString(" [" + link + "]")
	default:
		r.line.WriteString(" <" + link + ">")
	}
}

// says reports whether words name the target of a link.
func says(kind, words, link string) bool {
	switch kind {
	case "http", "https":
		return bareWeb(words) == bareWeb(link)
	case "mailto":
		address, _, _ := strings.Cut(link[len("mailto:"):], "?")
		if plain, err := url.PathUnescape(address); err == nil {
			address = plain
		}
		return strings.Contains(strings.ToLower(words), strings.ToLower(address))
	case "tel", "callto", "sms":
		_, number, _ := strings.Cut(link, ":")
		return strings.HasSuffix(digitsOf(words), lastDigits(digitsOf(number)))
	}
	return strings.Contains(barePath(words), barePath(link))
}

func bareWeb(text string) string {
	if found := scheme().FindStringSubmatch(text); found != nil && strings.HasPrefix(strings.ToLower(found[1]), "http") {
		text = strings.TrimPrefix(text[len(found[1])+1:], "//")
	}
	return strings.TrimSuffix(text, "/")
}

// barePath makes the ways to write the path of a file alike.
func barePath(text string) string {
	if plain, err := url.PathUnescape(text); err == nil {
		text = plain
	}
	text = strings.ToLower(strings.ReplaceAll(text, `\`, "/"))
	return strings.Trim(strings.TrimPrefix(text, "file:"), "/ ")
}

func digitsOf(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
}

// lastDigits returns a telephone number without the digits that lead out of a country.
func lastDigits(number string) string {
	const ofNumber = 10
	return number[max(0, len(number)-ofNumber):]
}
