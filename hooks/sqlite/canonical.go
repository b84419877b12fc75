package sqlite

import (
	"database/sql/driver"
	"slices"
	"strings"
)

// The text of PocketBase's check of a create rule:
//
//	WITH `tasks__pb_create__Xq3bT9` as (SELECT ? AS `title`,? AS `client`) SELECT (1) FROM …
//
// The name ends in random letters and the columns come in the order of a Go map, so that
// SQLite would compile the same check anew for each record.
const (
	createMark   = "__pb_create__"
	createRandom = 6 // letters
	createBegin  = "` as (SELECT "
)

// canonical gives the check of a create rule one name and one order of its columns, so
// that its statement can be kept. Other texts are returned as they are.
func canonical(query string, args []driver.NamedValue) (string, []driver.NamedValue) {
	if !strings.HasPrefix(query, "WITH `") {
		return query, args
	}
	name, rest, found := strings.Cut(query[len("WITH `"):], createBegin)
	if !found || len(name) < len(createMark)+createRandom || strings.ContainsRune(name, '`') {
		return query, args
	}
	mark := name[len(name)-len(createMark)-createRandom:]
	list, rest, found := strings.Cut(rest, ") SELECT ")
	if !strings.HasPrefix(mark, createMark) || !found {
		return query, args
	}
	columns := strings.Split(list, ",")
	order := make([]int, len(columns))
	for i, column := range columns {
		if !strings.HasPrefix(column, "? AS `") || len(columns) > len(args) {
			return query, args
		}
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return strings.Compare(columns[a], columns[b]) })
	sorted, values := make([]string, len(columns)), slices.Clone(args)
	for to, from := range order {
		sorted[to], values[to] = columns[from], args[from]
		values[to].Ordinal = to + 1
	}
	text := "WITH `" + name + createBegin + strings.Join(sorted, ",") + ") SELECT " + rest
	return strings.ReplaceAll(text, mark, createMark), values
}
