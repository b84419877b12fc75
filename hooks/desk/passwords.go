package desk

import (
	"bytes"
	"compress/gzip"
	_ "embed" // of the list
	"io"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/problem"
	"otklik/hooks/search"
	"otklik/hooks/text"
)

// commonList is, in lower case, the 3,000 commonest passwords of all and the 3,000
// commonest of eight characters or more, by the count of ten million passwords that
// Mark Burnett put into the public domain.
//
//go:embed common_passwords.txt.gz
var commonList []byte

var commonPasswords = sync.OnceValue(func() map[string]bool {
	unpacked, err := gzip.NewReader(bytes.NewReader(commonList))
	if err != nil {
		panic(err) // the file is our own
	}
	list, err := io.ReadAll(unpacked)
	if err != nil {
		panic(err)
	}
	common := map[string]bool{}
	for line := range strings.Lines(string(list)) {
		common[strings.TrimSpace(line)] = true
	}
	return common
})

// organizationKey carries the name of the organisation to the validation of a user
// who is registering with it.
const organizationKey = "@organization"

// servingKey is set in the application's store while it serves.
const servingKey = "otklikServing"

// RegisterPasswords refuses passwords that are guessed first. One that a command sets
// for an administrator is the matter of whoever has the server.
func RegisterPasswords(app core.App) {
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.App.Store().Set(servingKey, true)
		return e.Next()
	})
	app.OnRecordValidate("users", core.CollectionNameSuperusers).BindFunc(validatePassword)
}

// validatePassword refuses common passwords and those made of the person's own
// words, for every saver. Only a new password is known.
func validatePassword(e *core.RecordEvent) error {
	err := e.Next()
	password, ok := e.Record.GetRaw(core.FieldNamePassword).(*core.PasswordFieldValue)
	byCommand := e.Record.IsSuperuser() && !e.App.Store().Has(servingKey)
	if !ok || password.Plain == "" || byCommand {
		return err
	}
	if code := checkPassword(password.Plain, ownWords(e.App, e.Record)); code != "" {
		return problem.Merge(err, problem.FieldError(core.FieldNamePassword, code))
	}
	return err
}

// ownWords returns what others know of a person: the nick, the parts of the e-mail
// address, the name and the organisation. Nobody is shown who the administrators are.
func ownWords(app core.App, user *core.Record) []string {
	if user.IsSuperuser() {
		return nil
	}
	local, _, _ := strings.Cut(user.Email(), "@")
	organization, _ := user.GetRaw(organizationKey).(string)
	if organization == "" && !user.IsNew() {
		if profile, err := app.FindFirstRecordByData("profiles", "user", user.Id); err == nil {
			organization = profile.GetString("organization")
		}
	}
	var words []string
	for _, phrase := range []string{user.GetString("username"), user.Email(), local, user.GetString("name"), organization} {
		words = append(words, strings.FieldsFunc(phrase, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })...)
		words = append(words, phrase)
	}
	return words
}

// shortWord is the length in characters below which an own word is no guess.
const shortWord = 3

// checkPassword returns the code of a password that is refused; empty for a good one.
// A common one is refused in both keyboard layouts; an own word is refused with
// digits and signs around it and if it is repeated.
func checkPassword(password string, own []string) string {
	if common := commonPasswords(); common[strings.ToLower(password)] || common[search.OtherKeyboard(password)] {
		return "password_common"
	}
	whole := lettersAndDigits(password)
	if slices.ContainsFunc(own, func(word string) bool {
		word = strings.TrimFunc(lettersAndDigits(word), unicode.IsDigit)
		return utf8.RuneCountInString(word) >= shortWord && strings.Contains(whole, word) &&
			strings.TrimFunc(strings.ReplaceAll(whole, word, ""), unicode.IsDigit) == ""
	}) {
		return "password_own_word"
	}
	return ""
}

// lettersAndDigits folds a text and drops all other characters.
func lettersAndDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, text.Tidy(s))
}
