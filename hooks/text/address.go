package text

import (
	"strings"
	"unicode"

	"golang.org/x/net/idna"
)

// Visible removes the characters that nobody sees, such as zero-width spaces and soft
// hyphens that come along with a copied word, wherever they stand.
func Visible(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, s))
}

// Address returns an e-mail address in the one form in which it is stored and compared:
// in lower case, without invisible characters, and with its domain as [CanonicalDomain]
// writes it. One mailbox has one form.
func Address(s string) string { return CanonicalDomain(strings.ToLower(Visible(s))) }

// CanonicalDomain writes the domain of an address in lower case and in letters: пример.рф,
// not xn--e1afmkfd.xn--p1ai (UTS 46). A domain that is not valid stays as it is.
func CanonicalDomain(address string) string {
	return withDomain(address, func(domain string) (string, error) {
		ascii, err := idna.Lookup.ToASCII(domain)
		if err != nil {
			return "", err
		}
		return idna.Lookup.ToUnicode(ascii)
	})
}

// WireAddress writes the domain of an address in ASCII, as mail servers take it.
func WireAddress(address string) string { return withDomain(address, idna.Lookup.ToASCII) }

func withDomain(address string, write func(string) (string, error)) string {
	at := strings.LastIndexByte(address, '@')
	if at < 0 {
		return address
	}
	domain := strings.TrimRight(strings.ToLower(address[at+1:]), ".")
	if written, err := write(domain); err == nil {
		domain = written
	}
	return address[:at+1] + domain
}

// MixesAlphabets reports whether a label of a domain, or the part before the @, has
// letters of two alphabets that look alike: one of them was typed on the wrong keyboard.
func MixesAlphabets(address string) bool {
	labels := strings.FieldsFunc(address, func(r rune) bool { return r == '@' || r == '.' })
	for _, label := range labels {
		if plain, err := idna.Lookup.ToUnicode(label); err == nil {
			label = plain
		}
		alphabets := 0
		for _, alphabet := range []*unicode.RangeTable{unicode.Latin, unicode.Cyrillic, unicode.Greek} {
			if strings.ContainsFunc(label, func(r rune) bool { return unicode.Is(alphabet, r) }) {
				alphabets++
			}
		}
		if alphabets > 1 {
			return true
		}
	}
	return false
}
