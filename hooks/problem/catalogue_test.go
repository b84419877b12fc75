package problem

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"otklik/hooks/i18n"
)

// Every code of a replaced PocketBase message has a text.
func TestTitlesHaveTexts(t *testing.T) {
	for title, code := range titles {
		if !i18n.Has(KeyPrefix + code) {
			t.Errorf("the title %q has no text %s", title, code)
		}
	}
	for status, code := range titleByStatus {
		if !i18n.Has(KeyPrefix + code) {
			t.Errorf("status %d has no text %s", status, code)
		}
	}
}

var (
	codeInSource = regexp.MustCompile(`(?i)(?:problem\.New(With)?\(|FieldError(With)?\([^,()]+, |refusal\{field: "\w+", code: |refusal\{("\w+"), |sentence\(|checkProblem\{Code: )"([a-z_/]+)"|return "((?:inn|kpp|ogrn)_\w+)"`)
	keyInSource  = regexp.MustCompile(`"((?:error|link|kind|export|trouble|letter|rating|month|date|incoming|failure)\.\w+)"`)
)

// Every code and key in the source has a text, and its parameters are given.
func TestEveryCodeHasText(t *testing.T) {
	codes := 0
	for _, source := range ownSources(t) {
		for _, m := range codeInSource.FindAllStringSubmatch(source.text, -1) {
			codes++
			code, given := m[4]+m[5], m[1]+m[2]+m[3] != ""
			if !i18n.Has(KeyPrefix + code) {
				t.Errorf("%s uses %s, which has no text", source.path, code)
			}
			if _, complete := i18n.FormatAll(i18n.Default, KeyPrefix+code, nil); !complete && !given {
				t.Errorf("%s uses %s without its parameters", source.path, code)
			}
		}
		for _, m := range keyInSource.FindAllStringSubmatch(source.text, -1) {
			if !i18n.Has(m[1]) {
				t.Errorf("%s uses %s, which has no text", source.path, m[1])
			}
		}
	}
	if codes < 100 {
		t.Errorf("only %d codes were found: the pattern no longer fits the source", codes)
	}
}

type sourceFile struct{ path, text string }

// ownSources reads the Go files of hooks, except tests.
func ownSources(t *testing.T) []sourceFile {
	t.Helper()
	root, err := os.Getwd()
	for err == nil && filepath.Base(root) != "hooks" {
		root = filepath.Dir(root)
	}
	var out []sourceFile
	if err == nil {
		err = filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
			if err != nil || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
				return err
			}
			text, err := os.ReadFile(path)
			out = append(out, sourceFile{path, string(text)})
			return err
		})
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}
