package guard

import (
	"encoding/json"
	"encoding/json/jsontext"
	"maps"
	"slices"
	"sync"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"

	"otklik/hooks/problem"
	"otklik/hooks/records"
)

// authFields are the fields of each route that answers with a log-in: mfaId goes with
// the second of two.
var authFields = []string{"mfaId"}

// routeFields are the fields that PocketBase's routes read from a body, by pattern.
var routeFields = map[string][]string{
	"POST /api/collections/{collection}/auth-refresh":           {},
	"POST /api/collections/{collection}/auth-with-password":     append([]string{"identity", "identityField", "password"}, authFields...),
	"POST /api/collections/{collection}/auth-with-otp":          append([]string{"otpId", "password"}, authFields...),
	"POST /api/collections/{collection}/auth-with-oauth2":       append([]string{"provider", "code", "codeVerifier", "redirectURL", "redirectUrl", "createData"}, authFields...),
	"POST /api/collections/{collection}/request-otp":            {"email"},
	"POST /api/collections/{collection}/request-password-reset": {"email"},
	"POST /api/collections/{collection}/confirm-password-reset": {"token", "password", "passwordConfirm"},
	"POST /api/collections/{collection}/request-verification":   {"email"},
	"POST /api/collections/{collection}/confirm-verification":   {"token"},
	"POST /api/collections/{collection}/request-email-change":   {"newEmail"},
	"POST /api/collections/{collection}/confirm-email-change":   {"token", "password"},
	"POST /api/collections/{collection}/impersonate/{id}":       {"duration"},
	"POST /api/realtime":    {"clientId", "subscriptions"},
	"POST /api/batch":       {"requests"},
	"POST /api/files/token": {},
	"POST /api/backups":     {"name"},
}

// settingsPattern is the route that changes the settings, whose parts are [settingsFields].
const settingsPattern = "PATCH /api/settings"

// settingsFields returns the names of PocketBase's settings.
var settingsFields = sync.OnceValue(func() []string {
	var parts map[string]jsontext.Value
	if text, err := json.Marshal(&core.Settings{}); err == nil {
		_ = json.Unmarshal(text, &parts) // of what was just written
	}
	return slices.Collect(maps.Keys(parts))
})

// RegisterRouteFields refuses fields that a route of PocketBase would drop.
func RegisterRouteFields(app core.App) {
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.Router.Bind(&hook.Handler[*core.RequestEvent]{Id: "otklikRouteFields", Priority: bodyShapePriority + 1, Func: refuseRouteFields})
		return e.Next()
	})
}

func refuseRouteFields(e *core.RequestEvent) error {
	known, ok := routeFields[e.Request.Pattern]
	if e.Request.Pattern == settingsPattern {
		known, ok = settingsFields(), true
	}
	if !ok || e.Request.ContentLength == 0 {
		return e.Next()
	}
	sent, err := records.SentNames(e)
	if err != nil {
		return e.BadRequestError("", err)
	}
	if unknown := problem.UnknownFields(sent, func(name string) bool { return slices.Contains(known, name) }); len(unknown) > 0 {
		return e.BadRequestError("", unknown)
	}
	return e.Next()
}
