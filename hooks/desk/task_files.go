package desk

import (
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/filesystem"
)

// applyFiles does to the files of the row as it is now what a request asks for:
// PocketBase has made one list of what files+ and files- say, from a row that
// may have been older, and writing that back would lose what another has
// attached meanwhile. A request that names the whole list means it.
func applyFiles(e *core.RecordRequestEvent, stored *core.Record) error {
	asked := map[string]any{}
	if err := e.BindBody(&asked); err != nil {
		return e.BadRequestError("", err)
	}
	sent, where := e.Record.GetRaw("files"), uploadedAs(e)
	if _, whole := asked["files"]; whole || where == "files" {
		stored.SetRaw("files", sent)
		return nil
	}
	if gone, ok := asked["files-"]; ok {
		stored.Set("files-", gone)
	}
	for _, key := range []string{"+files", "files+"} {
		if names, ok := asked[key]; ok {
			stored.Set(key, names) // of no file that is there; their validation speaks
		}
	}
	if where != "" {
		stored.Set(where, uploads(sent))
	}
	return nil
}

// uploadedAs is the name under which a form brings its files; empty is none.
func uploadedAs(e *core.RecordRequestEvent) string {
	if e.Request.MultipartForm != nil {
		for _, key := range []string{"files", "+files", "files+"} {
			if len(e.Request.MultipartForm.File[key]) > 0 {
				return key
			}
		}
	}
	return ""
}

func uploads(list any) []*filesystem.File {
	var out []*filesystem.File
	items, _ := list.([]any)
	for _, item := range items {
		if f, ok := item.(*filesystem.File); ok {
			out = append(out, f)
		}
	}
	return out
}
