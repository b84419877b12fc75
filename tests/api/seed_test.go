package api

import (
	"fmt"
	"strings"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"

	"otklik/hooks"
	"otklik/hooks/search"
	_ "otklik/pb_migrations"
)

func seed(folder string) error {
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: folder})
	hooks.Register(app, hooks.Config{})
	if err := app.Bootstrap(); err != nil {
		return err
	}
	if err := app.RunAllMigrations(); err != nil {
		return err
	}
	for _, part := range []func(core.App) error{cheapPasswords, seedPeople, seedLarge, seedWords, withdrawNotifications, search.IndexAll} {
		if err := part(app); err != nil {
			return err
		}
	}
	return app.ClearBootstrap()
}

// cheapPasswords lowers the cost of password hashes: under the race detector one of
// the real cost takes seconds.
func cheapPasswords(app core.App) error {
	for _, name := range []string{"users", core.CollectionNameSuperusers} {
		c, err := app.FindCollectionByNameOrId(name)
		if err != nil {
			return err
		}
		c.Fields.GetByName(core.FieldNamePassword).(*core.PasswordField).Cost = 4 // the least there is
		if err := app.Save(c); err != nil {
			return err
		}
	}
	return nil
}

// withdrawNotifications deletes all notifications, so that every test starts without
// any.
func withdrawNotifications(app core.App) error {
	_, err := app.DB().NewQuery("DELETE FROM notifications; DELETE FROM outbox").Execute()
	return err
}

func add(app core.App, collection, name string, fields map[string]any) error {
	c, err := app.FindCollectionByNameOrId(collection)
	if err != nil {
		return err
	}
	r := core.NewRecord(c)
	r.Id = id(name)
	for k, v := range fields {
		r.Set(k, v)
	}
	if err := app.Save(r); err != nil {
		return fmt.Errorf("%s %s: %w", collection, name, err)
	}
	return nil
}

func seedPeople(app core.App) error {
	if err := add(app, core.CollectionNameSuperusers, "root", map[string]any{"email": "root@example.com", "password": password}); err != nil {
		return err
	}
	for _, nick := range []string{"olga", "ivan", "vera", "anna", "igor", "boss"} {
		if err := add(app, "users", nick, map[string]any{
			"username": nick, "email": nick + "@example.com", "password": password, "name": strings.ToUpper(nick[:1]) + nick[1:],
			"role": roles[nick], "verified": true, "blocked": nick == "vera",
		}); err != nil {
			return err
		}
		if p := profiles[nick]; p != nil {
			if err := add(app, "profiles", "org"+nick, map[string]any{"user": id(nick), "organization": p[0], "inn": p[1], "kpp": p[2], "ogrn": p[3]}); err != nil {
				return err
			}
		}
	}
	return nil
}

func seedLarge(app core.App) error {
	for _, t := range []struct{ name, client, consultant, status string }{
		{"new", "olga", "", "new"},
		{"work", "olga", "anna", "in_progress"},
		{"wait", "olga", "anna", "waiting"},
		{"done", "olga", "anna", "done"},
		{"shut", "olga", "anna", "closed"},
		{"gone", "olga", "", "new"},
		{"ivannew", "ivan", "", "new"},
		{"ivandone", "ivan", "igor", "done"},
		{"veranew", "vera", "", "new"},
	} {
		title := "Задача " + t.name
		if t.client == "ivan" {
			title += " " + ivanSecret
		}
		fields := map[string]any{"title": title, "client": id(t.client), "status": t.status}
		if t.consultant != "" {
			fields["consultant"] = id(t.consultant)
		}
		if t.name == "gone" {
			fields["archived_at"] = types.NowDateTime()
		}
		if err := add(app, "tasks", t.name, fields); err != nil {
			return err
		}
	}
	return nil
}

func seedWords(app core.App) error {
	for _, c := range []struct{ collection, name, task, author, body string }{
		{"comments", "olgaword", "work", "olga", "Слово Ольги"},
		{"comments", "annaword", "work", "anna", "Слово Анны"},
		{"comments", "ivanword", "ivandone", "ivan", "Слово " + ivanSecret},
		{"comments", "goneword", "gone", "olga", "Слово об удалённой"},
		{"notes", "annanote", "work", "anna", noteSecret},
		{"notes", "igornote", "ivandone", "igor", noteSecret},
		{"notes", "gonenote", "gone", "anna", noteSecret},
	} {
		if err := add(app, c.collection, c.name, map[string]any{"task": id(c.task), "author": id(c.author), "body": c.body}); err != nil {
			return err
		}
	}
	if err := add(app, "assessments", "shutrate", map[string]any{"task": id("shut"), "rating": 4, "comment": "Хорошо"}); err != nil {
		return err
	}
	return add(app, "assessments", "ivanrate", map[string]any{"task": id("ivandone"), "rating": 2, "comment": ivanSecret})
}
