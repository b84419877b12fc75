package signing

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/pocketbase/pocketbase/core"
)

// replyToken signs a task and a person. Its holder has received a mail about the
// task addressed to the person.
func replyToken(app core.App, task, user string) (string, error) {
	key, err := Key(app, "reply")
	if err != nil {
		return "", err
	}
	return ReplyTokenWith(key, task, user), nil
}

// ReplyTokenWith returns the reply token of a task and a person, signed with a key
// from [Key].
func ReplyTokenWith(key []byte, task, user string) string { return signWith(key, task+"\x00"+user) }

// maxLocalPart is the longest local part of an address (RFC 5321).
const maxLocalPart = 64

// ReplyAddress returns the address for a person's replies about a task. It is empty
// if the desk has no address, and has no number and token if the mail server does
// not support plus addresses.
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

// addressWithToken appends the number and the token to the local part after a plus.
// An address too long for that stays as it is.
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

// localWithToken matches a local part with a number and a token after its last plus.
var localWithToken = regexp.MustCompile(`^.+\+([1-9][0-9]{0,9})-([a-z2-7]{16})$`)

// ParseReplyAddress returns the number and the token from a recipient's address; ok
// is false if it has none. It does not verify the token.
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
