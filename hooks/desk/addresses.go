package desk

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
	"github.com/pocketbase/pocketbase/tools/router"
	"github.com/spf13/cast"

	"otklik/hooks/problem"
	"otklik/hooks/text"
)

// addressFields are the fields in which requests of PocketBase name an account or an
// address, by the ends of their paths.
var addressFields = map[string]string{
	"/auth-with-password": "identity", "/request-password-reset": "email", "/request-verification": "email", requestEmailChangePath: "newEmail",
}

// RegisterAddresses keeps one form of each address: in accounts, and wherever one is
// looked for.
func RegisterAddresses(app core.App) {
	app.OnRecordValidate("users").BindFunc(refuseMixedAlphabets)
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.Router.Bind(&hook.Handler[*core.RequestEvent]{Id: "otklikOneAddress", Func: writeCanonicalAddress})
		return e.Next()
	})
}

// refuseMixedAlphabets refuses a new address that no mail can reach.
func refuseMixedAlphabets(e *core.RecordEvent) error {
	err := e.Next()
	if address := e.Record.Email(); address != e.Record.Original().Email() && text.MixesAlphabets(address) {
		return problem.Merge(err, problem.FieldError(core.FieldNameEmail, "mixed_alphabets"))
	}
	return err
}

// writeCanonicalAddress replaces an address of a request by the form in which accounts
// store it. PocketBase would look for it as it was typed, before any hook of records.
func writeCanonicalAddress(e *core.RequestEvent) error {
	if e.Request.Method != http.MethodPost {
		return e.Next()
	}
	for end, field := range addressFields {
		if !hasSuffixFold(e.Request.URL.Path, end) {
			continue
		}
		body := map[string]any{}
		if err := e.BindBody(&body); err != nil {
			return e.Next() // PocketBase refuses it
		}
		typed := cast.ToString(body[field])
		canonical := text.Address(typed)
		if canonical == typed {
			return e.Next()
		}
		body[field] = canonical
		if err := replaceBody(e.Request, body); err != nil {
			return err
		}
	}
	return e.Next()
}

// replaceBody replaces the body of a request by JSON.
func replaceBody(r *http.Request, body map[string]any) error {
	written, err := json.Marshal(body)
	if err != nil {
		return err
	}
	r.Body = &router.RereadableReadCloser{ReadCloser: io.NopCloser(bytes.NewReader(written))}
	r.ContentLength = int64(len(written))
	r.Header.Set("Content-Type", "application/json")
	r.Form, r.PostForm, r.MultipartForm = nil, nil, nil
	return nil
}
