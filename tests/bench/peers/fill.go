package peers

import (
	"database/sql"
	"strings"
)

// filler writes the firm to the empty database of a peer, in one transaction.
type filler struct {
	tx         *sql.Tx
	statements map[string]*sql.Stmt
}

// fill opens a database file, has it filled, and gathers statistics for its planner.
func fill(file string, with func(*filler) error) error {
	db, err := sql.Open("sqlite", "file:"+file+"?_pragma=synchronous(OFF)&_pragma=cache_size(-200000)")
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	if err := with(&filler{tx, map[string]*sql.Stmt{}}); err != nil {
		_ = tx.Rollback()
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	for _, last := range []string{"ANALYZE", "PRAGMA wal_checkpoint(TRUNCATE)"} {
		if _, err := db.Exec(last); err != nil {
			return err
		}
	}
	return db.Close()
}

// add inserts a row; columns are separated by commas.
func (f *filler) add(table, columns string, values ...any) error {
	s := f.statements[table]
	if s == nil {
		var err error
		if s, err = f.tx.Prepare("INSERT INTO " + table + "(" + columns + ") VALUES (?" + strings.Repeat(",?", len(values)-1) + ")"); err != nil {
			return err
		}
		f.statements[table] = s
	}
	_, err := s.Exec(values...)
	return err
}

// fillPocketBase writes the firm to plain PocketBase. The passwords are the same, for
// both keep them alike.
func fillPocketBase(file string, from *firm) error {
	const now = "2026-01-01 00:00:00.000Z"
	return fill(file, func(to *filler) error {
		err := from.people(func(a account) error {
			role := a.role
			if role == "manager" {
				role = "admin"
			}
			if err := to.add("users", "id,email,name,role,password,tokenKey,verified,created,updated", a.id, a.email, a.name, role, a.secret, strings.Repeat(a.id, 3), true, now, now); err != nil {
				return err
			}
			return to.add("profiles", "id,user,full_name,company,phone", a.id, a.id, a.name, "Company", "+7 900 555-01-00")
		})
		if err != nil {
			return err
		}
		return from.tasks(func(t firmTask) error {
			if err := to.add("tasks", "id,title,description,status,client,consultant,created,updated", t.id, t.title, t.about, t.status, t.client, t.consultant, t.created, t.updated); err != nil || t.rating == "" {
				return err
			}
			return to.add("assessments", "id,task,rating,comment,created", t.ratingID, t.id, t.rating, t.ratingWords, t.updated)
		})
	})
}

// fillFlask writes the firm to the Flask application, with one hash for all passwords.
func fillFlask(file, secret string, from *firm) error {
	serials := map[string]any{"": nil}
	return fill(file, func(to *filler) error {
		err := from.people(func(a account) error {
			role := a.role
			if role == "manager" {
				role = "admin"
			}
			serials[a.id] = a.serial
			if err := to.add("users", "id,email,password_hash,role,created_at", a.serial, a.email, secret, role, flaskTime("2026-01-01 00:00:00.000Z")); err != nil {
				return err
			}
			return to.add("profiles", "user_id,full_name,company,phone", a.serial, a.name, "Company", "+7 900 555-01-00")
		})
		if err != nil {
			return err
		}
		return from.tasks(func(t firmTask) error {
			if err := to.add("tasks", "id,title,description,status,client_id,consultant_id,created_at,updated_at", t.number, t.title, t.about, t.status,
				serials[t.client], serials[t.consultant], flaskTime(t.created), flaskTime(t.updated)); err != nil || t.rating == "" {
				return err
			}
			return to.add("assessments", "task_id,rating,comment,created_at", t.number, t.rating, t.ratingWords, flaskTime(t.updated))
		})
	})
}

// flaskTime turns a time of PocketBase, in milliseconds, into one of SQLAlchemy, in
// microseconds.
func flaskTime(t string) string { return strings.TrimSuffix(t, "Z") + "000" }
