package sqlite

import (
	"database/sql/driver"
	"strings"
	"testing"
)

// The check of a create rule gets one text, and each value stays with its column; no other
// text is touched, whatever it says.
func TestCanonical(t *testing.T) {
	const rest = ") SELECT (1) FROM `tasks__pb_create__?` LEFT JOIN `users` `tasks__pb_create__?_client` ON 1 WHERE `tasks__pb_create__?`.`title` = ? LIMIT 1"
	check := func(random, columns string) string {
		return "WITH `tasks__pb_create__" + random + "` as (SELECT " + columns + strings.ReplaceAll(rest, "__pb_create__?", "__pb_create__"+random)
	}
	const want = "WITH `tasks__pb_create__` as (SELECT ? AS `client`,? AS `number`,? AS `title`) SELECT (1) FROM `tasks__pb_create__` LEFT JOIN `users` `tasks__pb_create___client` ON 1 WHERE `tasks__pb_create__`.`title` = ? LIMIT 1"
	for _, c := range []struct{ query, values, want, order string }{
		{check("Xq3bT9", "? AS `title`,? AS `client`,? AS `number`"), "title client number x", want, "client number title x"},
		{check("000000", "? AS `number`,? AS `title`,? AS `client`"), "number title client x", want, "client number title x"},
		{"SELECT '__pb_create__Xq3bT9' FROM t WHERE a = ?", "a", "", "a"},
		{"WITH `a` as (SELECT ? AS `b`) SELECT 1", "b", "", "b"},
		{"WITH `__pb_create__Xq3bT9`, `x` as (SELECT ? AS `b`) SELECT 1", "b", "", "b"},
		{"WITH `t__pb_create__Xq3bT9` as (SELECT '?' AS `b`,? AS `a`) SELECT 1", "a", "", "a"},
		{"WITH `t__pb_create__Xq3bT9` as (SELECT ? AS `b`,? AS `a`) SELECT 1", "b", "", "b"},
		{"WITH `t__pb_create__Xq3bT9` as (SELECT ? AS `b`", "b", "", "b"},
	} {
		var args []driver.NamedValue
		for i, value := range strings.Fields(c.values) {
			args = append(args, driver.NamedValue{Ordinal: i + 1, Value: value})
		}
		if c.want == "" {
			c.want = c.query
		}
		got, values := canonical(c.query, args)
		var order []string
		for i, value := range values {
			if value.Ordinal != i+1 {
				t.Errorf("%s: value %d has the ordinal %d", c.query, i, value.Ordinal)
			}
			order = append(order, value.Value.(string))
		}
		if got != c.want || strings.Join(order, " ") != c.order {
			t.Errorf("%s:\n got %s with %v\nwant %s with %s", c.query, got, order, c.want, c.order)
		}
	}
}
