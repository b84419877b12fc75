package desk

import (
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/filesystem"
)

// applyFiles applies the file changes of a request to the current row. PocketBase
// has merged files+ and files- into one list, based on a row that may be stale;
// writing that list back would lose files attached in the meantime. A request with
// the whole list replaces it.
func applyFiles(e *core.RecordRequestEvent, stored *core.Record) error {
	changes := map[string]any{}
	if err := e.BindBody(&changes); err != nil {
		return e.BadRequestError("", err)
	}
	sent, where := e.Record.GetRaw("files"), uploadedAs(e)
	if _, whole := changes["files"]; whole || where == "files" {
		stored.SetRaw("files", sent)
		return nil
	}
	if removed, ok := changes["files-"]; ok {
		stored.Set("files-", removed)
	}
	for _, key := range []string{"+files", "files+"} {
		if names, ok := changes[key]; ok {
			stored.Set(key, names) // names without an upload: the field's validation refuses them
		}
	}
	if where != "" {
		stored.Set(where, uploads(sent))
	}
	return nil
}

// uploadedAs returns the form field that holds the uploaded files; empty if there
// are none.
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
