package desk

import (
	"encoding/json"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/text"
)

const (
	// fileNameRunes is the limit of an original name: file systems have none that is
	// longer.
	fileNameRunes = 255
	// keptFileNames is how many names a record keeps. Those of removed files are among
	// them, for its history speaks of them; beyond it they are dropped.
	keptFileNames = 200
	// maxOriginalBytes is how much of a name PocketBase writes beside a file.
	maxOriginalBytes = 255
)

// FileNames maps the stored names of a record's files to the names they were sent
// with. Files stored before there was such a map are not in it.
type FileNames map[string]string

// ReadFileNames reads the map from its JSON; empty where there is none.
func ReadFileNames(raw []byte) FileNames {
	names := FileNames{}
	if json.Unmarshal(raw, &names) != nil || names == nil {
		return FileNames{}
	}
	return names
}

// FileNamesOf returns the names of a record's files.
func FileNamesOf(r *core.Record) FileNames { return ReadFileNames([]byte(r.GetString("file_names"))) }

// Of returns what a stored file is called for people.
func (n FileNames) Of(stored string) string {
	if name := n[stored]; name != "" {
		return name
	}
	return StoredSuffix.ReplaceAllString(stored, "$1")
}

// rememberFileNames adds the original names of the files being uploaded.
func rememberFileNames(r *core.Record) {
	names := FileNamesOf(r)
	for _, f := range r.GetUnsavedFiles("files") {
		if name := originalName(f.OriginalName); name != "" {
			names[f.Name] = name
		}
		// PocketBase cuts what it writes beside the file at 255 bytes, in the midst of a
		// letter, and then refuses it as no UTF-8.
		f.OriginalName = clipBytes(f.OriginalName, maxOriginalBytes)
	}
	if len(names) > keptFileNames {
		present := r.GetStringSlice("files")
		maps.DeleteFunc(names, func(stored, _ string) bool { return !slices.Contains(present, stored) })
	}
	r.Set("file_names", names)
}

var lineBreaks = strings.NewReplacer("\n", " ", "\t", " ")

// originalName returns a name as it was sent, on one line, without a path and
// without invisible characters. One that is too long keeps its ending.
func originalName(sent string) string {
	name := lineBreaks.Replace(text.Tidy(sent[strings.LastIndexAny(sent, `/\`)+1:]))
	if name == "." || name == ".." {
		return ""
	}
	runes := []rune(name)
	if len(runes) <= fileNameRunes {
		return name
	}
	ending := []rune(path.Ext(name))
	if len(ending) > fileNameRunes/2 {
		ending = nil
	}
	return string(runes[:fileNameRunes-len(ending)]) + string(ending)
}
