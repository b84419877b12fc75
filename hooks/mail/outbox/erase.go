package outbox

import (
	"regexp"
	"strings"

	"github.com/pocketbase/pocketbase/core"
)

// erasedLink stands for the token of a link that is erased.
const erasedLink = "[erased]"

// tokenPattern matches the token at the end of a link.
var tokenPattern = regexp.MustCompile(`eyJ[\w-]+\.[\w-]+\.[\w-]+`)

// eraseLinks erases the tokens in the text of a sent account mail (a new password, the
// confirmation of an address, an invitation): whoever reads the outbox or a backup of
// it could use them. A notification is a mail to a user and keeps its links.
func eraseLinks(row *core.Record) {
	if row.GetString("user") != "" {
		return
	}
	for _, name := range []string{"text", "html"} {
		row.Set(name, tokenPattern.ReplaceAllString(row.GetString(name), erasedLink))
	}
}

// HasErasedLinks reports whether a mail can't be sent again, for its links are
// erased.
func HasErasedLinks(row *core.Record) bool {
	return strings.Contains(row.GetString("text")+row.GetString("html"), "/"+erasedLink)
}
