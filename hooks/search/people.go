package search

import (
	"slices"
	"strconv"
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/records"
	"otklik/hooks/text"
)

// The tasks of a person are found by the person's words, which are kept by person and
// not by task: a change of a name costs the same however many tasks there are. Clients
// don't search them.

// mostPeople is how many people one term finds, which bounds the query. A term that more
// people have says little: another word narrows it.
const mostPeople = 300

// personFields and profileFields are the fields that a person is found by.
var (
	personFields  = []string{"username", "name", "email"}
	profileFields = []string{"user", "phone", "contact", "kpp", "ogrn"}
)

// registerPeople binds the hooks that keep the words of people up to date.
func registerPeople(app core.App) {
	for collection, fields := range map[string][]string{"users": personFields, "profiles": profileFields} {
		user := func(r *core.Record) string {
			if collection == "users" {
				return r.Id
			}
			return r.GetString("user")
		}
		index := func(e *core.RecordEvent) error {
			return records.SaveInTransaction(e, func() error {
				if err := e.Next(); err != nil {
					return err
				}
				return indexPerson(e.App, user(e.Record))
			})
		}
		app.OnRecordCreate(collection).BindFunc(index)
		app.OnRecordDelete(collection).BindFunc(index)
		app.OnRecordUpdate(collection).BindFunc(func(e *core.RecordEvent) error {
			if len(records.DifferingFields(e.Record, e.Record.Original(), fields)) == 0 {
				return e.Next()
			}
			return index(e)
		})
	}
}

// personText holds what a person is found by.
type personText struct {
	ID       string `db:"id"`
	Username string `db:"username"`
	Name     string `db:"name"`
	Email    string `db:"email"`
	Profile  string `db:"profile"`
}

const personTextQuery = `SELECT u.id, u.username, u.name, u.email, COALESCE((
		SELECT group_concat(p.phone || char(10) || p.contact || char(10) || p.kpp || char(10) || p.ogrn, char(10)) FROM profiles p WHERE p.user = u.id
	), '') AS profile FROM users u WHERE `

// indexPerson replaces the words of a person, who may be gone.
func indexPerson(tx core.App, user string) error {
	var found []personText
	if err := tx.DB().NewQuery(personTextQuery + "u.id = {:user}").Bind(dbx.Params{"user": user}).All(&found); err != nil {
		return err
	}
	if _, err := tx.DB().NewQuery("DELETE FROM otklik_people WHERE user = {:user}").Bind(dbx.Params{"user": user}).Execute(); err != nil {
		return err
	}
	for _, p := range found {
		if err := addPerson(tx, p); err != nil {
			return err
		}
	}
	return nil
}

// words returns the words that a person is found by: those of the texts, the nick and
// the address as a whole, and the words before the @, for the rest is the provider's.
func (p personText) words() []string {
	email := text.Fold(p.Email)
	local, _, _ := strings.Cut(email, "@")
	words := stems(strings.Join([]string{p.Name, p.Username, local, p.Profile}, "\n"))
	words = append(words, text.Fold(p.Username), email)
	slices.Sort(words)
	words = slices.Compact(words)
	return slices.DeleteFunc(words, func(w string) bool { return w == "" })
}

func addPerson(tx core.App, p personText) error {
	words := p.words()
	for chunk := range slices.Chunk(words, wordsInsert) {
		params := dbx.Params{"user": p.ID}
		if _, err := tx.DB().NewQuery("INSERT OR IGNORE INTO otklik_people (word, user) VALUES " + rowsOf(chunk, params, ", {:user}")).Bind(params).Execute(); err != nil {
			return err
		}
	}
	return learnWords(tx, slices.DeleteFunc(words, func(w string) bool { return strings.Contains(w, "@") }))
}

// indexPeople indexes the people who have no words yet: they exist in a database older
// than the index, or in one filled past the hooks.
func indexPeople(app core.App) error {
	return app.RunInTransaction(func(tx core.App) error {
		var people []personText
		if err := tx.DB().NewQuery(personTextQuery + "NOT EXISTS (SELECT 1 FROM otklik_people w WHERE w.user = u.id)").All(&people); err != nil {
			return err
		}
		for _, p := range people {
			if err := addPerson(tx, p); err != nil {
				return err
			}
		}
		return nil
	})
}

// PersonText returns what a person is found by, in one line; empty if there is none.
func PersonText(app core.App, user string) (string, error) {
	var found []personText
	err := app.DB().NewQuery(personTextQuery + "u.id = {:user}").Bind(dbx.Params{"user": user}).All(&found)
	if err != nil || len(found) == 0 {
		return "", err
	}
	parts := append([]string{found[0].Name, found[0].Username, found[0].Email}, strings.Split(found[0].Profile, "\n")...)
	return strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), ", "), nil
}

// people returns the marks of the tasks of the people whom a term names.
func (s Searcher) people(t Term) ([]string, error) {
	params, names := dbx.Params{"limit": mostPeople, "plain": t.plain, "end": t.plain + "\U0010FFFF"}, []string{"{:plain}"}
	for i, stem := range t.stems {
		name := "stem" + strconv.Itoa(i)
		params[name] = stem
		names = append(names, "{:"+name+"}")
	}
	where := "word IN (" + strings.Join(names, ", ") + ")"
	if t.last {
		where += " OR (word > {:plain} AND word < {:end})"
	}
	var users []string
	err := s.app.DB().NewQuery("SELECT DISTINCT user FROM otklik_people WHERE " + where + " LIMIT {:limit}").Bind(params).Column(&users)
	for i, user := range users {
		users[i] = ownerToken(user)
	}
	return users, err
}
