package hooks

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var placeholder = regexp.MustCompile(`\{\w+\}`)

// Every sentence is there in both languages and asks for the same parameters.
func TestMessagesAreWhole(t *testing.T) {
	for code, m := range messages {
		if m.Russian == "" || m.English == "" {
			t.Errorf("%s lacks a language", code)
		}
		if ru, en := placeholder.FindAllString(m.Russian, -1), placeholder.FindAllString(m.English, -1); strings.Join(ru, "") != strings.Join(en, "") {
			t.Errorf("%s: %v and %v", code, ru, en)
		}
	}
	for title, code := range titles {
		if messages[code].Russian == "" {
			t.Errorf("the title %q has no sentence %s", title, code)
		}
	}
	for status, code := range byStatus {
		if messages[code].Russian == "" {
			t.Errorf("status %d has no sentence %s", status, code)
		}
	}
}

var codeInSource = regexp.MustCompile(`(?:problem\(|wrong\([^,()]+, |wrongWith\([^,()]+, |refusal\{"\w+", |messages\[)"([a-z_/]+)"|return "((?:inn|kpp|ogrn)_\w+)"`)

// Every code the hooks use has its sentence.
func TestEveryCodeHasItsSentence(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range codeInSource.FindAllStringSubmatch(string(source), -1) {
			found++
			if code := m[1] + m[2]; messages[code].Russian == "" {
				t.Errorf("%s uses %s, which has no sentence", file, code)
			}
		}
	}
	if found < 40 {
		t.Errorf("only %d codes were found: the pattern no longer fits the source", found)
	}
}
