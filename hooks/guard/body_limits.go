package guard

import (
	"slices"
	"strings"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"

	"otklik/hooks/actor"
)

const (
	// bodyLimit is the largest body in bytes other than an upload. A parsed JSON body
	// takes some forty times its size in memory.
	bodyLimit = 1 << 20
	// guestBodyLimit is that of guests, who register, log in and rate.
	guestBodyLimit = 64 << 10
)

// uploadRoutes are the routes of superusers whose bodies may be larger.
var uploadRoutes = []string{"POST /api/backups/upload", "PUT /api/collections/import"}

// writePatterns are the routes that write a record.
const (
	createPattern = "POST /api/collections/{collection}/records"
	updatePattern = "PATCH /api/collections/{collection}/records/{id}"
)

// limitPriority runs the limit once the caller is known and counted, before anything
// reads the body.
const limitPriority = apis.DefaultRateLimitMiddlewarePriority + 1

// bodyShapePriority runs the check of the shape once the guard has let the request
// pass.
const bodyShapePriority = guardPriority + 3

// RegisterBodies limits what a request may send, and checks the shape of it.
func RegisterBodies(app core.App) {
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.Router.Bind(&hook.Handler[*core.RequestEvent]{Id: "otklikBodyLimit", Priority: limitPriority, Func: limitBody})
		e.Router.Bind(&hook.Handler[*core.RequestEvent]{Id: "otklikBodyShape", Priority: bodyShapePriority, Func: checkBody})
		return e.Next()
	})
}

// limitBody refuses a body that is larger than its caller's may be: at once if its
// length is announced, else as soon as more has been read.
func limitBody(e *core.RequestEvent) error {
	limit := limitOf(e)
	if limit == 0 {
		return e.Next() // PocketBase's own limit of the route follows
	}
	return apis.BodyLimit(limit).Func(e)
}

// limitOf returns the limit of a request's body in bytes, 0 for an upload.
func limitOf(e *core.RequestEvent) int64 {
	switch {
	case actor.IsGuest(e.Auth):
		return guestBodyLimit
	case e.HasSuperuserAuth() && slices.Contains(uploadRoutes, e.Request.Pattern), isUpload(e):
		return 0
	}
	return bodyLimit
}

// isUpload reports whether a form may carry files to a collection that has them and
// that the caller may write.
func isUpload(e *core.RequestEvent) bool {
	if !strings.HasPrefix(e.Request.Header.Get("Content-Type"), "multipart/form-data") {
		return false
	}
	collection, err := e.App.FindCachedCollectionByNameOrId(e.Request.PathValue("collection"))
	if err != nil || collection.IsView() || !hasFiles(collection) {
		return false
	}
	rule := collection.CreateRule
	switch e.Request.Pattern {
	case createPattern:
	case updatePattern:
		rule = collection.UpdateRule
	default:
		return false
	}
	return actor.Of(e.Auth).IsTrusted() || rule != nil && mayMeet(*rule, e.Auth)
}

func hasFiles(collection *core.Collection) bool {
	return slices.ContainsFunc(collection.Fields, func(f core.Field) bool { return f.Type() == core.FieldTypeFile })
}
