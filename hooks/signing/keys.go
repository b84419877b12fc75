// Package signing owns the derivation of keys, and the reply addresses and message
// ids signed with them.
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

// Key derives a key for one purpose from the token secret of users. No key is
// stored, and a new secret invalidates all signatures.
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

// A signature is 80 bits of an HMAC in base32, which survives mail systems that
// change the case of addresses.
const signatureBytes = 10

var signatureEncoding = base32.StdEncoding.WithPadding(base32.NoPadding)

// sign returns the signature of a text for one purpose: 16 letters and digits.
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

// SameSignature compares signatures in constant time, ignoring the case of got.
func SameSignature(got, want string) bool {
	return hmac.Equal([]byte(strings.ToLower(got)), []byte(want))
}
