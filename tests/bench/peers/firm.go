package peers

import (
	"database/sql"
	"math/rand/v2"
	"path/filepath"

	_ "modernc.org/sqlite" // the driver
)

// firmTexts is how many tasks of the firm lend their words to new ones.
const firmTexts = 2000

// firm is the data of all servers: what Otklik's demo has made.
type firm struct {
	db          *sql.DB
	manager     account
	consultants []account
	clients     []account
	texts       []text
}

// account is somebody with a log-in. The id is Otklik's and plain PocketBase's, the
// serial number that of Flask.
type account struct {
	serial                              int
	id, nick, email, name, role, secret string // secret: the hash of the password
}

// text is what somebody writes about a task.
type text struct{ title, about string }

// some returns any of the texts.
func (f *firm) some(r *rand.Rand) text { return f.texts[r.IntN(len(f.texts))] }

// openFirm reads the people of a data folder that no server uses.
func openFirm(folder string) (*firm, error) {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(folder, "data.db"))
	if err != nil {
		return nil, err
	}
	f := &firm{db: db}
	if err := f.readPeople(); err != nil {
		return nil, err
	}
	// In any order but that of age: the first clients have by far the most tasks.
	rand.New(rand.NewPCG(1, 1)).Shuffle(len(f.clients), func(i, j int) { f.clients[i], f.clients[j] = f.clients[j], f.clients[i] })
	return f, f.readTexts()
}

func (f *firm) readPeople() error {
	rows, err := f.db.Query("SELECT id, username, email, name, role, password FROM users ORDER BY role = 'client', role, username")
	if err != nil {
		return err
	}
	defer rows.Close()
	for serial := 1; rows.Next(); serial++ {
		a := account{serial: serial}
		if err := rows.Scan(&a.id, &a.nick, &a.email, &a.name, &a.role, &a.secret); err != nil {
			return err
		}
		switch a.role {
		case "client":
			f.clients = append(f.clients, a)
		case "consultant":
			f.consultants = append(f.consultants, a)
		case "manager":
			f.manager = a
		}
	}
	return rows.Err()
}

func (f *firm) readTexts() error {
	rows, err := f.db.Query("SELECT title, description FROM tasks ORDER BY number DESC LIMIT ?", firmTexts)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var t text
		if err := rows.Scan(&t.title, &t.about); err != nil {
			return err
		}
		f.texts = append(f.texts, t)
	}
	return rows.Err()
}

// firmTask is a task as the peers know it.
type firmTask struct {
	number                                          int
	id, title, about, status, client, consultant    string
	created, updated, rating, ratingWords, ratingID string // rating "": not rated
}

// tasks calls each for all tasks, oldest first, that are not in the archive.
func (f *firm) tasks(each func(firmTask) error) error {
	rows, err := f.db.Query(`SELECT t.number, t.id, t.title, t.description, CASE t.status WHEN 'waiting' THEN 'in_progress' ELSE t.status END,
		t.client, t.consultant, t.created, t.updated, COALESCE(NULLIF(a.rating, 0), ''), COALESCE(a.comment, ''), COALESCE(a.id, '')
		FROM tasks t LEFT JOIN assessments a ON a.task = t.id WHERE t.archived_at = '' ORDER BY t.number`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var t firmTask
		if err := rows.Scan(&t.number, &t.id, &t.title, &t.about, &t.status, &t.client, &t.consultant, &t.created, &t.updated, &t.rating, &t.ratingWords, &t.ratingID); err != nil {
			return err
		}
		if err := each(t); err != nil {
			return err
		}
	}
	return rows.Err()
}

// people calls each for everybody.
func (f *firm) people(each func(account) error) error {
	for _, group := range [][]account{{f.manager}, f.consultants, f.clients} {
		for _, a := range group {
			if err := each(a); err != nil {
				return err
			}
		}
	}
	return nil
}
