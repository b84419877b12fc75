package inbox

import (
	"fmt"
	"testing"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tests"

	"otklik/hooks/actor"
	"otklik/hooks/signing"
	_ "otklik/pb_migrations"
)

const (
	olga = "olga00000000000" // the client of the tasks
	ivan = "ivan00000000000" // another client
	anna = "anna00000000000" // a consultant
)

// The token in an address identifies the author of an answer: the task's client,
// staff, or any user who was sent a mail about the task, and nobody else.
func TestReplyTokens(t *testing.T) {
	t.Parallel()
	app, err := tests.NewTestApp(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(app.Cleanup)
	insertPeopleAndTasks(t, app)
	key, err := signing.Key(app, "reply")
	if err != nil {
		t.Fatal(err)
	}
	address := func(number int, task, user string) string {
		return fmt.Sprintf("desk+%d-%s@firma.ru", number, signing.ReplyTokenWith(key, task, user))
	}
	check := func(address, user string, marked bool) {
		t.Helper()
		got, err := findReplyTarget(app, []string{"desk@firma.ru", address}, nil)
		if err != nil || got.user != user || got.marked != marked || (got.task != nil) != (user != "") || (got.task != nil && got.task.GetInt("number") != 7) {
			t.Errorf("%s is of %q about %v, marked %v, %v; want %q", address, got.user, got.task, got.marked, err, user)
		}
	}
	check(address(7, "task00000000000", olga), olga, true)
	check(address(7, "task00000000000", anna), anna, true)
	check(address(7, "task00000000000", ivan), "", true)
	check(address(8, "task00000000000", olga), "", true)
	check(address(7, "other0000000000", olga), "", true)
	check(address(9, "task00000000000", olga), "", true)
	check("desk+7-abcdefgh234567ab@firma.ru", "", true)
	check("desk+7@firma.ru", "", false)
	insert(t, app, "outbox", map[string]any{"id": "mail00000000000", "to": "ivan@example.com", "user": ivan, "task": "task00000000000"})
	check(address(7, "task00000000000", ivan), ivan, true)
}

func insertPeopleAndTasks(t *testing.T, app core.App) {
	t.Helper()
	for _, user := range [][2]string{{olga, actor.RoleClient}, {ivan, actor.RoleClient}, {anna, actor.RoleConsultant}} {
		insert(t, app, "users", map[string]any{"id": user[0], "username": user[0], "email": user[0] + "@example.com", "tokenKey": user[0], "role": user[1]})
	}
	insert(t, app, "tasks", map[string]any{"id": "task00000000000", "number": 7, "client": olga})
	insert(t, app, "tasks", map[string]any{"id": "other0000000000", "number": 8, "client": olga})
}

// insert adds a row, bypassing the hooks.
func insert(t *testing.T, app core.App, table string, row map[string]any) {
	t.Helper()
	if _, err := app.NonconcurrentDB().Insert(table, row).Execute(); err != nil {
		t.Fatal(err)
	}
}
