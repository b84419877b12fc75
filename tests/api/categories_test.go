package api

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// newCategory creates a category as the manager and returns its id.
func (d *desk) newCategory(name string) string {
	d.Helper()
	return d.want(200, "boss", "POST", records("categories"), fmt.Sprintf(`{"name":%q}`, name)).decode(d)["id"].(string)
}

func TestCategories(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	salary, taxes := d.newCategory("  Зарплата и кадры "), d.newCategory("Налоги")
	listed := d.want(200, "olga", "GET", records("categories")+"?sort=position&fields=name,position", "").decode(d)["items"]
	if want := []any{map[string]any{"name": "Зарплата и кадры", "position": 1.0}, map[string]any{"name": "Налоги", "position": 2.0}}; !reflect.DeepEqual(listed, want) {
		t.Errorf("listed %v, want %v", listed, want)
	}

	d.want(400, "boss", "POST", records("categories"), `{"name":"НАЛОГИ"}`, `"code":"category_taken"`, `"name"`)
	d.want(400, "root", "PATCH", records("categories")+"/"+salary, `{"name":"налоги"}`, `"code":"category_taken"`)
	d.want(200, "boss", "PATCH", records("categories")+"/"+taxes, `{"name":"НАЛОГИ"}`)
	d.want(400, "boss", "POST", records("categories"), `{"name":"Я"}`, `"name"`)

	d.want(200, "olga", "PATCH", record("tasks", "work"), fmt.Sprintf(`{"category":%q}`, salary), salary)
	d.want(400, "boss", "DELETE", records("categories")+"/"+salary, "", `"code":"category_used"`)
	d.want(204, "boss", "DELETE", records("categories")+"/"+taxes, "")
	d.want(400, "olga", "PATCH", record("tasks", "work"), fmt.Sprintf(`{"category":%q}`, taxes), `"category"`)
	line := d.ask("olga", "GET", records("history")+"?filter="+`task="`+id("work")+`"%26%26event="edited"`, "").body
	if !strings.Contains(line, `"after":{"category":"`+salary+`"}`) || !strings.Contains(line, `"before":{"category":""}`) {
		t.Errorf("history does not tell of the category: %s", line)
	}
}

// A retired category stays on the tasks that have it and cannot be set on others.
func TestRetiredCategory(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	salary := d.newCategory("Зарплата")
	sorted := fmt.Sprintf(`{"category":%q}`, salary)
	d.want(200, "olga", "PATCH", record("tasks", "work"), sorted)
	d.want(200, "boss", "PATCH", records("categories")+"/"+salary, `{"retired":true}`)
	d.want(200, "olga", "PATCH", record("tasks", "work"), `{"title":"С прежним разделом","category":"`+salary+`"}`, salary)
	for _, who := range []string{"olga", "boss", "root"} {
		d.want(400, who, "PATCH", record("tasks", "new"), sorted, `"code":"category_retired"`)
	}
	d.want(400, "olga", "POST", records("tasks"), `{"title":"Новая","category":"`+salary+`"}`, `"code":"category_retired"`)
	d.want(200, "anna", "PATCH", record("tasks", "work"), `{"category":""}`)
	d.want(400, "anna", "PATCH", record("tasks", "work"), sorted, `"code":"category_retired"`)
}

// A consultant sets the category of their own tasks, and of a task taken in the same
// change.
func TestConsultantSortsOwnTasks(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	sorted := fmt.Sprintf(`"category":%q`, d.newCategory("Зарплата"))
	d.want(400, "anna", "PATCH", record("tasks", "new"), "{"+sorted+"}", `"code":"not_your_task"`)
	d.want(200, "anna", "PATCH", record("tasks", "new"), "{"+sorted+`,"consultant":"`+id("anna")+`"}`)
	d.want(400, "anna", "PATCH", record("tasks", "ivandone"), "{"+sorted+"}", `"code":"not_your_task"`)
	d.want(400, "olga", "PATCH", record("tasks", "shut"), "{"+sorted+"}", `"code":"task_closed"`)
}
