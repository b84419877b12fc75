package hooks

import "github.com/pocketbase/pocketbase/core"

func registerFiles(app core.App) {
	app.OnFileDownloadRequest("tasks", "comments", "notes").BindFunc(keepFilePrivate)
}

// keepFilePrivate keeps attachments out of every cache: the address of one
// carries a token, and a shared computer is no place for it.
func keepFilePrivate(e *core.FileDownloadRequestEvent) error {
	e.Response.Header().Set("Cache-Control", "private, no-store")
	return e.Next()
}
