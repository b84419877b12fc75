package parse

import (
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// Every pattern is a constant that compiles: none is found invalid by the first mail
// that needs it.
func TestPatternsCompile(t *testing.T) {
	set := token.NewFileSet()
	var files []*ast.File
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		file, err := parser.ParseFile(set, name, source, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	known := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}}
	lenient := types.Config{Error: func(error) {}} // of packages that it cannot import
	_, _ = lenient.Check("parse", set, files, known)
	tried := 0
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			if name, ok := call.Fun.(*ast.Ident); !ok || name.Name != "pattern" {
				return true
			}
			value := known.Types[call.Args[0]].Value
			if value == nil {
				t.Errorf("%s: the pattern is no constant", set.Position(call.Pos()))
			} else if _, err := regexp.Compile(constant.StringVal(value)); err != nil {
				t.Errorf("%s: %v", set.Position(call.Pos()), err)
			}
			tried++
			return true
		})
	}
	if tried < 50 {
		t.Errorf("only %d patterns were found", tried)
	}
}
