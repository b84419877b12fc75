package inbox

import (
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

// domainOf returns the domain of an address, or of a value that is a domain alone,
// in lower case and ASCII.
func domainOf(address string) string {
	domain := address[strings.LastIndexByte(address, '@')+1:]
	domain = strings.ToLower(strings.TrimSuffix(strings.Trim(domain, "<>"), "."))
	if ascii, err := idna.Lookup.ToASCII(domain); err == nil {
		return ascii
	}
	return domain
}

// areAligned reports whether two domains belong to the same organisation: the
// relaxed alignment of DMARC (RFC 7489, 3.1).
func areAligned(a, b string) bool {
	if a == "" || b == "" {
		return false
	}
	if a == b {
		return true
	}
	first, err := publicsuffix.EffectiveTLDPlusOne(a)
	if err != nil {
		return false
	}
	second, err := publicsuffix.EffectiveTLDPlusOne(b)
	return err == nil && first == second
}
