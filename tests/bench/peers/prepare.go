package peers

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
)

// gunicornWorkers is how many processes serve the Flask application.
const gunicornWorkers = 4

// desks are the servers. All but otklik and live may be nil.
type desks struct {
	otklik     *server
	live       *server // another Otklik, the one that people listen to
	flask      *server
	pocketbase *server
	before     *server
}

// present returns those of the servers that are there.
func present(servers ...*server) (all []*server) {
	for _, s := range servers {
		if s != nil {
			all = append(all, s)
		}
	}
	return all
}

// prepare makes the data of all servers and starts none.
func (b *bench) prepare(ctx context.Context) (d *desks, err error) {
	d = &desks{}
	if d.otklik, err = b.makeOtklik(ctx, "Otklik", b.Otklik); err != nil {
		return nil, err
	}
	d.live = b.otklikServer("Otklik, listened to", b.Otklik)
	if err := os.CopyFS(b.path(d.live.name), os.DirFS(b.path(d.otklik.name))); err != nil {
		return nil, err
	}
	if b.Before != nil {
		if d.before, err = b.makeOtklik(ctx, "Otklik before", *b.Before); err != nil {
			return nil, err
		}
	}
	if b.firm, err = openFirm(b.path(d.otklik.name)); err != nil {
		return nil, err
	}
	b.say("The same firm for PocketBase and Flask")
	if d.pocketbase, err = b.makePocketBase(); err != nil {
		return nil, err
	}
	if b.Flask != "" {
		if d.flask, err = b.makeFlask(); err != nil {
			return nil, err
		}
	}
	return d, b.firm.db.Close()
}

// path is the data folder of a server.
func (b *bench) path(name string) string { return filepath.Join(b.folder, name) }

// command is a program with more arguments.
func (p Program) command(args ...string) *exec.Cmd {
	c := exec.Command(p.Args[0], append(p.Args[1:len(p.Args):len(p.Args)], args...)...)
	c.Env = append(os.Environ(), p.Env...)
	return c
}

// add registers a server, so that it is stopped in the end.
func (b *bench) add(s *server) *server {
	b.all = append(b.all, s)
	return s
}

func (b *bench) otklikServer(name string, p Program) *server {
	return b.add(&server{name: name, health: "/api/health", enter: enterOtklik, command: func(address string) *exec.Cmd {
		return p.command("serve", "--dir", b.path(name), "--http", address)
	}})
}

// makeOtklik has Otklik invent the firm, and returns the server of it.
func (b *bench) makeOtklik(ctx context.Context, name string, p Program) (*server, error) {
	b.say("%s invents a firm of %d tasks", name, b.Tasks)
	demo := b.add(&server{name: name, health: "/api/health", command: func(address string) *exec.Cmd {
		return p.command("demo", "--tasks", strconv.Itoa(b.Tasks), "--dir", b.path(name), "--http", address)
	}})
	if _, err := demo.start(ctx); err != nil {
		return nil, err
	}
	if err := unlimit(door{demo.client, demo.base}); err != nil {
		return nil, err
	}
	if err := demo.settle(ctx, b.Idle); err != nil {
		return nil, err
	}
	demo.stop()
	return b.otklikServer(name, p), b.forgetSearchStatistics(name)
}

// forgetSearchStatistics repairs what the demo of earlier versions did: it left
// statistics of the search index from when that was empty, and SQLite's planner makes
// writes up to six times slower by them.
func (b *bench) forgetSearchStatistics(name string) error {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(b.path(name), "data.db"))
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.Exec("DELETE FROM sqlite_stat1 WHERE tbl LIKE 'otklik_search%'")
	return err
}

func (b *bench) makePocketBase() (*server, error) {
	const name = "PocketBase"
	if _, err := execute(b.Plain.command("init", "--dir", b.path(name))); err != nil {
		return nil, err
	}
	if err := fillPocketBase(filepath.Join(b.path(name), "data.db"), b.firm); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return b.add(&server{name: name, health: "/api/health", enter: enterPocketBase, command: func(address string) *exec.Cmd {
		return b.Plain.command("serve", "--dir", b.path(name), "--http", address)
	}}), nil
}

func (b *bench) makeFlask() (*server, error) {
	const name = "Flask"
	if err := os.Mkdir(b.path(name), 0o700); err != nil {
		return nil, err
	}
	file := filepath.Join(b.path(name), "desk.db")
	python := func(args ...string) *exec.Cmd {
		c := exec.Command(b.Python, append([]string{"-m"}, args...)...)
		c.Dir, c.Env = b.Flask, append(os.Environ(), "DESK_DB="+file)
		return c
	}
	secret, err := execute(python("flask", "--app", "app", "init-db", demoPassword))
	if err != nil {
		return nil, err
	}
	if err := fillFlask(file, string(bytes.TrimSpace(secret)), b.firm); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return b.add(&server{name: name, health: "/healthz", enter: enterFlask, command: func(address string) *exec.Cmd {
		return python("gunicorn", "-w", strconv.Itoa(gunicornWorkers), "-b", address, "app:app")
	}}), nil
}
