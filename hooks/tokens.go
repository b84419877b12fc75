package hooks

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/pocketbase/pocketbase/core"
)

// signingKey derives the key for one purpose from the token secret of users, so
// that no key of ours is stored anywhere and changing that secret voids all that
// was ever signed.
func signingKey(app core.App, purpose string) ([]byte, error) {
	users, err := app.FindCachedCollectionByNameOrId("users")
	if err != nil {
		return nil, err
	}
	if users.AuthToken.Secret == "" {
		return nil, fmt.Errorf("no key for %s: the token secret of users is empty", purpose)
	}
	return hkdf.Key(sha256.New, []byte(users.AuthToken.Secret), nil, "otklik/"+purpose+"/v1", sha256.Size)
}

// The marks are 80 bits of an HMAC, written so that they survive a mail system
// that changes the case of addresses.
const markBytes = 10

var markEncoding = base32.StdEncoding.WithPadding(base32.NoPadding)

// mark signs a text for one purpose in 16 letters and digits.
func mark(app core.App, purpose, text string) (string, error) {
	key, err := signingKey(app, purpose)
	if err != nil {
		return "", err
	}
	return markWith(key, text), nil
}

func markWith(key []byte, text string) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(text))
	return strings.ToLower(markEncoding.EncodeToString(mac.Sum(nil)[:markBytes]))
}

// sameMark compares in constant time, whatever the case.
func sameMark(got, want string) bool {
	return hmac.Equal([]byte(strings.ToLower(got)), []byte(want))
}

// replyToken binds a task and a person: whoever holds it was sent a mail about
// that task as that person.
func replyToken(app core.App, task, user string) (string, error) {
	key, err := signingKey(app, "reply")
	if err != nil {
		return "", err
	}
	return replyTokenWith(key, task, user), nil
}

func replyTokenWith(key []byte, task, user string) string { return markWith(key, task+"\x00"+user) }

// isReplyToken checks what a recipient's address carried.
func isReplyToken(app core.App, token, task, user string) (bool, error) {
	want, err := replyToken(app, task, user)
	return err == nil && sameMark(token, want), err
}

// maxLocal is the longest name before the @ that mail systems take (RFC 5321).
const maxLocal = 64

// replyAddress is where a person's answer about a task goes; empty where the
// desk has no address, and without number and token where its mail server knows
// no addresses with a plus.
func replyAddress(app core.App, task *core.Record, user string) (string, error) {
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
	return markedAddress(address, task.GetInt("number"), token), nil
}

// markedAddress puts number and token behind a plus of the name; an address too
// long for that stays as it is.
func markedAddress(address string, number int, token string) string {
	at := strings.LastIndexByte(address, '@')
	if at < 0 {
		return address
	}
	local := fmt.Sprintf("%s+%d-%s", address[:at], number, token)
	if len(local) > maxLocal {
		return address
	}
	return local + address[at:]
}

// markedLocal is a name with our mark behind its last plus.
var markedLocal = regexp.MustCompile(`^.+\+([1-9][0-9]{0,9})-([a-z2-7]{16})$`)

// readReplyAddress takes the number and token out of a recipient's address; ok
// is false where there is none. It does not judge the token.
func readReplyAddress(address string) (number int, token string, ok bool) {
	at := strings.LastIndexByte(address, '@')
	if at < 0 {
		return 0, "", false
	}
	parts := markedLocal.FindStringSubmatch(strings.ToLower(address[:at]))
	if parts == nil {
		return 0, "", false
	}
	number, err := strconv.Atoi(parts[1])
	return number, parts[2], err == nil
}

// messageID is the Message-ID of a mail of ours, without brackets. The mark in
// it makes an answer's In-Reply-To as good as the token of an address.
func messageID(app core.App, outbox string) (string, error) {
	signed, err := mark(app, "message", outbox)
	if err != nil {
		return "", err
	}
	return outbox + "." + signed + "@" + messageDomain(app.Settings().Meta.SenderAddress), nil
}

// plainDomain is one that may stand in a Message-ID as it is.
var plainDomain = regexp.MustCompile(`^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$`)

// messageDomain is that of the sender's address.
func messageDomain(sender string) string {
	_, domain, _ := strings.Cut(sender, "@")
	if !plainDomain.MatchString(domain) {
		return "otklik.localdomain" // none, or one in Cyrillic
	}
	return strings.ToLower(domain)
}

// maxMessageID is longer than any of ours.
const maxMessageID = 400

// readMessageID takes the outbox row out of a Message-ID of ours; ok is false
// for everybody else's and for forged ones. The domain is not looked at: the
// sender's address may have changed since.
func readMessageID(app core.App, id string) (outbox string, ok bool) {
	if len(id) > maxMessageID {
		return "", false
	}
	name, _, found := strings.Cut(strings.Trim(id, "<> \t\r\n"), "@")
	outbox, signed, dotted := strings.Cut(name, ".")
	if !found || !dotted || outbox == "" {
		return "", false
	}
	want, err := mark(app, "message", outbox)
	if err != nil || !sameMark(signed, want) {
		return "", false
	}
	return outbox, true
}
