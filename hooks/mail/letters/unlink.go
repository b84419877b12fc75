package letters

import (
	"regexp"
	"slices"
)

// withLinks are the placeholders that keep their links: of what people write to each
// other, of the firm, and of the address that a manager answers.
var withLinks = []string{"description", "review", "firm", "sender"}

// address matches what mail programs turn into a link: the scheme of an address, or
// the dot before the last part of a host's name.
var address = regexp.MustCompile(`(:/)(/)|([\p{L}\p{N}_-]\.)(\p{L}{2})`)

// unlink keeps mail programs from turning names into links: an invisible character
// that joins words breaks the address. A stranger may register with a nick that is the
// name of a site and the mail address of anybody, who then gets it from us; a title
// may be the subject of a forged mail.
func unlink(text string) string { return address.ReplaceAllString(text, "$1$3\u2060$2$4") }

// bodyParams returns the values of the placeholders in the body of a letter. The nick
// in an invitation stays as it is, for it is to be typed.
func (l *letter) bodyParams() map[string]any {
	out := l.params()
	if l.kind == mailInvite {
		return out
	}
	for name, value := range out {
		if text, ok := value.(string); ok && !slices.Contains(withLinks, name) {
			out[name] = unlink(text)
		}
	}
	return out
}
