package problem

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/pocketbase/pocketbase/tools/router"

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

// An answer in words only gets the code of its words, whatever its status and the
// language; where the words say no more than the status, that of the status.
func TestCodesOfWholeAnswers(t *testing.T) {
	for _, row := range []struct {
		status  int
		message string
		code    string
	}{
		{400, "Invalid or expired token.", "token_invalid"},
		{403, "Invalid or expired token.", "token_invalid"},
		{400, "Failed to authenticate.", "wrong_password"},
		{429, "Too Many Requests.", "too_many_requests"},
		{400, "Try again later - another backup/restore process has already been started.", "backup_active"},
		{503, Sentence("restoring"), "restoring"},
		{500, Sentence("restoring"), "restoring"},
		{409, Sentence("site_stays"), "site_stays"},
		{413, Sentence("site_stays"), "site_stays"},
		{400, "What nobody has translated.", "bad_request"},
		{413, "What nobody has translated.", "body_large"},
		{502, "What nobody has translated.", "internal"},
		{500, "Something went wrong while processing your request.", "internal"},
		{400, "Failed to create record.", "bad_request"},
		{404, "The requested resource wasn't found.", ""},
		{403, "You are not allowed to perform this request.", ""},
	} {
		for _, locale := range i18n.Locales() {
			answer := router.NewApiError(row.status, row.message, nil)
			title := codeOfTitle(answer)
			translateTitle(answer, title, locale, false)
			addCode(answer, title)
			item, _ := answer.Data[RequestKey].(map[string]any)
			if code, _ := item["code"].(string); code != row.code {
				t.Errorf("%d %q in %s: %q, want %q", row.status, row.message, locale, code, row.code)
			}
		}
	}
}

var (
	codeInSource = regexp.MustCompile(`(?i)(?:problem\.New(With)?\(|FieldError(With)?\([^,()]+, |refusal\{field: "\w+", code: |refusal\{("\w+"), |sentence\(|checkProblem\{(params: .+, )?Code: )"([a-z_/]+)"|return "((?:inn|kpp|ogrn)_\w+)"`)
	keyInSource  = regexp.MustCompile(`"((?:error|link|kind|export|trouble|letter|rating|month|date|incoming|failure)\.\w+)"`)
)

// Every code and key in the source has a text, and its parameters are given.
func TestEveryCodeHasText(t *testing.T) {
	codes := 0
	for _, source := range ownSources(t) {
		for _, m := range codeInSource.FindAllStringSubmatch(source.text, -1) {
			codes++
			code, given := m[5]+m[6], m[1]+m[2]+m[3]+m[4] != ""
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
