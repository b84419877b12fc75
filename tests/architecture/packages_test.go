// Package architecture_test holds the shape of the Go code: which package may
// import which.
package architecture_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// module is the import path of the program, and source where the packages are whose
// shape is held.
const (
	module = "otklik"
	source = "../../hooks"
)

// layer is a set of packages that do not import each other, only packages of the
// layers below.
type layer []rule

// rule names a package and all packages of hooks that it may import.
type rule struct{ name, imports string }

// layers are from the ground up. Add a line for a new package, and a name for a
// new import; an import from above or beside means that a definition is in the
// wrong package.
var layers = []layer{
	{
		{"actor", ""},
		{"calendar", ""},
		{"clock", ""},
		{"disk", ""},
		{"i18n", ""},
		{"lifecycle", ""},
		{"network", ""},
		{"mail/parse", ""},
		{"pictures", ""},
		{"requisites", ""},
		{"signing", ""},
		{"strictjson", ""},
		{"text", ""},
		{"worktime", ""},
	},
	{
		{"jobs", "clock"},
		{"problem", "actor i18n"},
		{"sqlite", "text"},
		{"web", "actor"},
	},
	{
		{"datafolder", "disk sqlite"},
		{"probe", "jobs problem sqlite"},
		{"query", "i18n problem"},
		{"realtime", "actor i18n network problem"},
		{"records", "clock problem strictjson text"},
		{"storage", "disk jobs pictures"},
	},
	{
		{"mail/outbox", "clock i18n jobs lifecycle problem records signing"},
		{"presence", "actor problem records"},
		{"search", "jobs lifecycle query records requisites text"},
	},
	{
		{"desk", "actor calendar clock disk i18n jobs mail/outbox network problem query realtime records requisites search text worktime"},
	},
	{
		{"backup", "datafolder desk i18n problem sqlite storage"},
		{"guard", "actor desk problem records strictjson"},
		{"links", "actor clock desk i18n jobs problem records signing text web"},
		{"upkeep", "clock disk i18n jobs mail/outbox problem records"},
		{"mail/inbox", "actor clock desk i18n jobs mail/outbox mail/parse problem records signing text"},
		{"reports", "actor clock desk i18n jobs lifecycle problem query records"},
	},
	{
		{"contract", "actor desk i18n mail/inbox mail/parse reports requisites"},
		{"demo", "actor clock desk records reports requisites search sqlite web"},
		{"export", "actor clock desk i18n problem query reports search text"},
		{"mail/letters", "actor clock desk i18n links mail/outbox problem records signing text web"},
		{"mail/mailbox", "clock i18n lifecycle mail/inbox mail/parse problem records text"},
		{"mail/smtpd", "lifecycle mail/inbox mail/parse network signing text"},
	},
	{
		{"mail/health", "actor clock i18n mail/outbox mail/smtpd problem records search upkeep web"},
	},
	{
		{"hooks", "actor backup datafolder demo desk export guard lifecycle links mail/health mail/inbox mail/letters mail/mailbox mail/outbox mail/smtpd pictures presence probe problem realtime records reports search sqlite storage upkeep web"},
	},
}

// found is what a folder of Go files has.
type found struct {
	doc     string
	imports []string
}

// TestImports fails on an import that the table does not name, on one that it
// names in vain, and on a package that it does not know.
func TestImports(t *testing.T) {
	packages := read(t)
	var below, here []string
	for _, layer := range layers {
		for _, r := range layer {
			got, want := packages[r.name].imports, strings.Fields(r.imports)
			if _, ok := packages[r.name]; !ok {
				t.Errorf("there is no package %s", r.name)
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s imports %v, the table has %v", r.name, got, want)
			}
			for _, name := range want {
				if !slices.Contains(below, name) {
					t.Errorf("%s may import %s, which is not below it", r.name, name)
				}
			}
			here = append(here, r.name)
			delete(packages, r.name)
		}
		below = append(below, here...)
	}
	for name := range packages {
		t.Errorf("the table has no line for %s", name)
	}
}

// TestPackagesSayWhatTheyOwn wants the first line of each package to name what
// belongs there.
func TestPackagesSayWhatTheyOwn(t *testing.T) {
	for name, p := range read(t) {
		if want := "Package " + path.Base(name) + " owns "; name != "hooks" && !strings.HasPrefix(p.doc, want) {
			t.Errorf("%s begins with %q, want %q", name, strings.SplitN(p.doc, "\n", 2)[0], want+"…")
		}
	}
}

// nameOf returns the name that a package of the program has in the table: hooks
// itself and what lies beside it are hooks, pb_public and pb_migrations.
func nameOf(imported string) (name string, ours bool) {
	name, ours = strings.CutPrefix(imported, module+"/")
	return strings.TrimPrefix(name, "hooks/"), ours || imported == module
}

// read parses all packages of hooks but their tests and programs.
func read(t *testing.T) map[string]found {
	t.Helper()
	packages := map[string]found{}
	err := filepath.WalkDir(source, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly|parser.ParseComments)
		if err != nil {
			return err
		}
		if parsed.Name.Name == "main" {
			return nil
		}
		folder, err := filepath.Rel(source, filepath.Dir(file))
		if err != nil {
			return err
		}
		name := filepath.ToSlash(folder)
		if name == "." {
			name = "hooks"
		}
		p := packages[name]
		if parsed.Doc != nil {
			p.doc = parsed.Doc.Text()
		}
		for _, i := range parsed.Imports {
			imported, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				return err
			}
			if own, ours := nameOf(imported); ours && !slices.Contains(p.imports, own) {
				p.imports = append(p.imports, own)
			}
		}
		slices.Sort(p.imports)
		packages[name] = p
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(packages) == 0 {
		t.Fatal("no package was found in " + source)
	}
	return packages
}
