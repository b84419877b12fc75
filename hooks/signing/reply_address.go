package signing

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/pocketbase/pocketbase/core"
)

// replyToken binds a task and a person: whoever holds it was sent a mail about
// that task as that person.
func replyToken(app core.App, task, user string) (string, error) {
	key, err := Key(app, "reply")
	if err != nil {
		return "", err
	}
	return ReplyTokenWith(key, task, user), nil
}

// ReplyTokenWith is the token of a task and a person, signed by a key from
// [Key].
func ReplyTokenWith(key []byte, task, user string) string { return signWith(key, task+"\x00"+user) }

// maxLocalPart is the longest name before the @ that mail systems take (RFC 5321).
const maxLocalPart = 64

// ReplyAddress is where a person's answer about a task goes; empty where the
// desk has no address, and without number and token where its mail server knows
// no addresses with a plus.
func ReplyAddress(app core.App, task *core.Record, user string) (string, error) {
	mailbox, err := app.FindFirstRecordByFilter("mailbox", "id != ''")
	if err != nil {
		return "", err
	}
	address := mailbox.GetString("address")
	if address == "" || !mailbox.GetBool("plus") {
		return address, nil
	}
	token, err := replyToken(app, task.Id, user)
	if err != nil {
		return "", err
	}
	return addressWithToken(address, task.GetInt("number"), token), nil
}

// addressWithToken puts number and token behind a plus of the name; an address too
// long for that stays as it is.
func addressWithToken(address string, number int, token string) string {
	at := strings.LastIndexByte(address, '@')
	if at < 0 {
		return address
	}
	local := fmt.Sprintf("%s+%d-%s", address[:at], number, token)
	if len(local) > maxLocalPart {
		return address
	}
	return local + address[at:]
}

// localWithToken is a name with our mark behind its last plus.
var localWithToken = regexp.MustCompile(`^.+\+([1-9][0-9]{0,9})-([a-z2-7]{16})$`)

// ParseReplyAddress takes the number and token out of a recipient's address; ok
// is false where there is none. It does not judge the token.
func ParseReplyAddress(address string) (number int, token string, ok bool) {
	at := strings.LastIndexByte(address, '@')
	if at < 0 {
		return 0, "", false
	}
	parts := localWithToken.FindStringSubmatch(strings.ToLower(address[:at]))
	if parts == nil {
		return 0, "", false
	}
	number, err := strconv.Atoi(parts[1])
	return number, parts[2], err == nil
}
