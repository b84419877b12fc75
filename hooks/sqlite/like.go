package sqlite

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"modernc.org/sqlite"

	"otklik/hooks/text"
)

// SQLite folds the case of ASCII only, so its LIKE, the operator ~ in PocketBase's
// filters, does not find «Альфа» by «альфа». SQLite lets a program replace the
// function behind the operator; this one folds all letters and treats ё as е.
//
// The driver registers a function once per name, case-sensitively, but SQLite
// ignores the case of names, so both arities of LIKE can be registered. A program
// that has registered its own function keeps it.
func init() {
	_ = sqlite.RegisterDeterministicScalarFunction("like", 2, likeFunction)
	_ = sqlite.RegisterDeterministicScalarFunction("LIKE", 3, likeFunction)
}

var errEscape = errors.New("ESCAPE expression must be a single character")

// likeFunction implements like(pattern, text[, escape]). A NULL argument gives NULL.
func likeFunction(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
	if args[0] == nil || args[1] == nil || (len(args) == 3 && args[2] == nil) {
		return nil, nil
	}
	escape := utf8.RuneError
	if len(args) == 3 {
		s := sqlText(args[2])
		r, size := utf8.DecodeRuneInString(s)
		if size == 0 || size != len(s) {
			return nil, errEscape
		}
		escape = r
	}
	if like(sqlText(args[0]), sqlText(args[1]), escape) {
		return int64(1), nil
	}
	return int64(0), nil
}

// sqlText converts a value to the text that SQLite would compare.
func sqlText(v driver.Value) string {
	switch s := v.(type) {
	case string:
		return s
	case []byte:
		return string(s)
	}
	return fmt.Sprint(v)
}

// like matches a text against a LIKE pattern, case-insensitively: % is any run of
// letters and _ any letter. A character after escape is literal; RuneError means
// that there is no escape character.
func like(pattern, value string, escape rune) bool {
	if inner, ok := contained(pattern, escape); ok {
		return strings.Contains(text.Fold(value), text.Fold(inner))
	}
	return match(parseLike(pattern, escape), []rune(text.Fold(value)))
}

// contained returns the text of a pattern %text%, the usual form of a search, which
// needs only a substring search.
func contained(pattern string, escape rune) (string, bool) {
	if len(pattern) < 2 || pattern[0] != '%' || pattern[len(pattern)-1] != '%' {
		return "", false
	}
	inner := pattern[1 : len(pattern)-1]
	if strings.ContainsAny(inner, "%_") || (escape != utf8.RuneError && strings.ContainsRune(inner, escape)) {
		return "", false
	}
	return inner, true
}

// The wildcards of a parsed pattern, outside the range of runes.
const (
	anyRun    rune = -1
	anyLetter rune = -2
)

func parseLike(pattern string, escape rune) []rune {
	var out []rune
	escaped := false
	for _, r := range pattern {
		switch {
		case escaped:
			out, escaped = append(out, text.FoldRune(r)), false
		case r == escape && escape != utf8.RuneError:
			escaped = true
		case r == '%':
			out = append(out, anyRun)
		case r == '_':
			out = append(out, anyLetter)
		default:
			out = append(out, text.FoldRune(r))
		}
	}
	return out
}

// match compares both from left to right and backtracks to the last anyRun on a
// mismatch.
func match(pattern, text []rune) bool {
	p, t := 0, 0
	run, resume := -1, 0
	for t < len(text) {
		switch {
		case p < len(pattern) && pattern[p] == anyRun:
			run, resume = p, t
			p++
		case p < len(pattern) && (pattern[p] == anyLetter || pattern[p] == text[t]):
			p++
			t++
		case run >= 0:
			resume++
			p, t = run+1, resume
		default:
			return false
		}
	}
	for p < len(pattern) && pattern[p] == anyRun {
		p++
	}
	return p == len(pattern)
}
