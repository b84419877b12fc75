package demo

import (
	"context"
	"database/sql"
	"maps"
	"slices"
	"strings"
)

// firmTables are the written columns of each table; the others get their defaults.
var firmTables = map[string][]string{
	"users":       {"id", "username", "email", "password", "tokenKey", "name", "role", "locale", "verified", "created", "updated"},
	"profiles":    {"id", "user", "organization", "inn", "kpp", "phone", "address", "contact", "created", "updated"},
	"tasks":       {"id", "number", "title", "description", "status", "priority", "client", "profile", "consultant", "done_at", "done_by", "closed_at", "archived_at", "rev", "created", "updated", "last_by", "last_at", "answered_at", "due_from", "due_at", "category"},
	"notes":       {"id", "task", "author", "body", "created", "updated"},
	"comments":    {"id", "task", "author", "body", "created", "updated"},
	"history":     {"id", "task", "actor", "event", "before", "after", "created", "updated"},
	"assessments": {"id", "task", "client", "consultant", "rating", "comment", "created", "updated", "answered_at", "answered_by"},
}

// firmRows is the number of rows in one INSERT.
const firmRows = 40

// firmWriter buffers the values of rows until there are enough for one INSERT.
type firmWriter struct {
	tx      *sql.Tx
	waiting map[string][]any
}

// transaction writes the rows that work adds in one transaction.
func (f *demoFirm) transaction(work func(*firmWriter) error) error {
	tx, err := f.db.BeginTx(context.Background(), nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // no effect after a commit
	w := &firmWriter{tx: tx, waiting: map[string][]any{}}
	if err := work(w); err != nil {
		return err
	}
	for _, table := range slices.Sorted(maps.Keys(w.waiting)) {
		if err := w.write(table); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// add buffers one row of a table, its values in the order of firmTables.
func (w *firmWriter) add(table string, values ...any) error {
	w.waiting[table] = append(w.waiting[table], values...)
	if len(w.waiting[table]) < firmRows*len(firmTables[table]) {
		return nil
	}
	return w.write(table)
}

// write inserts the buffered rows. OR FAIL saves SQLite the statement journal that
// would undo a partial statement: the whole transaction is rolled back anyway.
func (w *firmWriter) write(table string) error {
	columns, values := firmTables[table], w.waiting[table]
	if len(values) == 0 {
		return nil
	}
	row := "(?" + strings.Repeat(", ?", len(columns)-1) + ")"
	query := "INSERT OR FAIL INTO " + table + " (" + strings.Join(columns, ", ") + ") VALUES " + row + strings.Repeat(", "+row, len(values)/len(columns)-1)
	w.waiting[table] = values[:0]
	_, err := w.tx.Exec(query, values...)
	return err
}

// id returns the next id of a table. Ids look random, as real ones do, and do not
// repeat, because mix is a bijection.
func (f *demoFirm) id(table string) string {
	f.serial[table]++
	n := mix(f.serial[table])
	var out [15]byte
	copy(out[:], table[:2])
	for i := len(out) - 1; i >= 2; i-- {
		out[i] = "0123456789abcdefghijklmnopqrstuvwxyz"[n%36]
		n /= 36
	}
	return string(out[:])
}

// mix is the finalizer of splitmix64.
func mix(n uint64) uint64 {
	n += 0x9e3779b97f4a7c15
	n = (n ^ n>>30) * 0xbf58476d1ce4e5b9
	n = (n ^ n>>27) * 0x94d049bb133111eb
	return n ^ n>>31
}

// dropIndexes drops the indexes and triggers of the tables and returns the statements
// that recreate them: building an index once is faster than updating it for every row,
// and a trigger without the index of its condition reads a table for every row.
func (f *demoFirm) dropIndexes() (create []string, err error) {
	var drop []string
	for _, table := range slices.Sorted(maps.Keys(firmTables)) {
		rows, err := f.db.QueryContext(context.Background(), "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL AND tbl_name = ? ORDER BY type", table)
		if err != nil {
			return nil, err
		}
		for rows.Next() {
			var kind, name, query string
			if err := rows.Scan(&kind, &name, &query); err != nil {
				return nil, err
			}
			drop, create = append(drop, "DROP "+kind+" `"+name+"`"), append(create, query)
		}
		if err := firstError(rows.Err(), rows.Close()); err != nil {
			return nil, err
		}
	}
	for _, statement := range drop {
		if _, err := f.db.ExecContext(context.Background(), statement); err != nil {
			return nil, err
		}
	}
	return create, nil
}
