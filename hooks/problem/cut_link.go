package problem

import (
	"encoding/base64"
	"encoding/json"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/i18n"
)

// Mail programs break long links: what follows the break is lost. PocketBase says of such
// a token what its own code needs of it, or that it is not valid.
const (
	cutLinkKey      = KeyPrefix + "validation_invalid_token_claims"
	invalidToken    = "validation_invalid_token"
	invalidPassword = "validation_invalid_password"

	// signatureLength is that of the signature of PocketBase's tokens, HMAC with SHA-256.
	signatureLength = 32
)

// explainToken makes the error of a token say that the link is cut, where it is, and
// removes that of the password: without its account a password can't be checked.
func explainToken(e *core.RequestEvent, data map[string]any, locale string) {
	token, ok := data["token"].(map[string]any)
	if !ok {
		return
	}
	if password, ok := data["password"].(map[string]any); ok && password["code"] == invalidPassword {
		delete(data, "password")
	}
	info, err := e.RequestInfo()
	if err != nil || token["code"] != invalidToken {
		return
	}
	if sent, _ := info.Body["token"].(string); !isWholeToken(sent) {
		token["message"] = i18n.Text(locale, cutLinkKey)
	}
}

// isWholeToken reports whether a token has the form of one, whether it is valid or not.
func isWholeToken(token string) bool {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return false
	}
	for _, part := range parts[:2] {
		if data, err := base64.RawURLEncoding.DecodeString(part); err != nil || !json.Valid(data) {
			return false
		}
	}
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	return err == nil && len(signature) == signatureLength
}
