// Package signing owns the keys and what is signed with them: reply addresses
// and message ids.
package signing

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"strings"

	"github.com/pocketbase/pocketbase/core"
)

// Key derives the key for one purpose from the token secret of users, so
// that no key of ours is stored anywhere and changing that secret voids all that
// was ever signed.
func Key(app core.App, purpose string) ([]byte, error) {
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
const signatureBytes = 10

var signatureEncoding = base32.StdEncoding.WithPadding(base32.NoPadding)

// sign signs a text for one purpose in 16 letters and digits.
func sign(app core.App, purpose, text string) (string, error) {
	key, err := Key(app, purpose)
	if err != nil {
		return "", err
	}
	return signWith(key, text), nil
}

func signWith(key []byte, text string) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(text))
	return strings.ToLower(signatureEncoding.EncodeToString(mac.Sum(nil)[:signatureBytes]))
}

// SameSignature compares in constant time, whatever the case.
func SameSignature(got, want string) bool {
	return hmac.Equal([]byte(strings.ToLower(got)), []byte(want))
}
