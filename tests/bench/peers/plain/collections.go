package plain

import (
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// makeDesk creates the collections in an empty folder.
func makeDesk(app core.App) error {
	app.Settings().Batch.Enabled = true // closing with a rating is one batch
	if err := app.Save(app.Settings()); err != nil {
		return err
	}
	users, err := changeUsers(app)
	if err != nil {
		return err
	}
	if err := app.Save(profiles(users)); err != nil {
		return err
	}
	tasks := tasks(users)
	if err := app.Save(tasks); err != nil {
		return err
	}
	return app.Save(assessments(tasks))
}

// changeUsers gives PocketBase's own users a role.
func changeUsers(app core.App) (*core.Collection, error) {
	c, err := app.FindCollectionByNameOrId("users")
	if err != nil {
		return nil, err
	}
	c.Fields.Add(&core.SelectField{Name: "role", Values: []string{"client", "consultant", "admin"}, MaxSelect: 1, Required: true})
	c.ListRule = types.Pointer(`id = @request.auth.id || @request.auth.role = "admin"`)
	c.ViewRule = types.Pointer(`id = @request.auth.id || role = "consultant" || @request.auth.role = "admin"`)
	c.CreateRule, c.UpdateRule, c.DeleteRule = nil, nil, nil
	c.AuthAlert.Enabled = false
	return c, app.Save(c)
}

func profiles(users *core.Collection) *core.Collection {
	c := core.NewBaseCollection("profiles")
	c.Fields.Add(
		&core.RelationField{Name: "user", CollectionId: users.Id, Required: true, MaxSelect: 1},
		&core.TextField{Name: "full_name", Required: true, Max: 255},
		&core.TextField{Name: "company", Max: 255},
		&core.TextField{Name: "phone", Max: 64},
	)
	c.AddIndex("idx_profiles_user", true, "user", "")
	c.ListRule = types.Pointer(`user = @request.auth.id || @request.auth.role = "admin"`)
	c.ViewRule = c.ListRule
	return c
}

func tasks(users *core.Collection) *core.Collection {
	c := core.NewBaseCollection("tasks")
	c.Fields.Add(
		&core.TextField{Name: "title", Required: true, Max: 200},
		&core.TextField{Name: "description", Max: 20000},
		&core.SelectField{Name: "status", Values: []string{"new", "in_progress", "done", "closed"}, MaxSelect: 1, Required: true},
		&core.RelationField{Name: "client", CollectionId: users.Id, Required: true, MaxSelect: 1},
		&core.RelationField{Name: "consultant", CollectionId: users.Id, MaxSelect: 1},
		&core.AutodateField{Name: "created", OnCreate: true},
		&core.AutodateField{Name: "updated", OnCreate: true, OnUpdate: true},
	)
	c.AddIndex("idx_tasks_created", false, "created", "")
	c.AddIndex("idx_tasks_status_created", false, "status, created", "")
	c.AddIndex("idx_tasks_client_created", false, "client, created", "")
	c.AddIndex("idx_tasks_consultant_created", false, "consultant, created", "")
	c.ListRule = types.Pointer(`client = @request.auth.id || @request.auth.role = "admin"`)
	c.ViewRule, c.UpdateRule = c.ListRule, c.ListRule
	c.CreateRule = types.Pointer(`@request.auth.id != "" && client = @request.auth.id`)
	return c
}

func assessments(tasks *core.Collection) *core.Collection {
	c := core.NewBaseCollection("assessments")
	c.Fields.Add(
		&core.RelationField{Name: "task", CollectionId: tasks.Id, Required: true, MaxSelect: 1},
		&core.NumberField{Name: "rating", Min: types.Pointer(1.0), Max: types.Pointer(5.0), OnlyInt: true, Required: true},
		&core.TextField{Name: "comment", Max: 5000},
		&core.AutodateField{Name: "created", OnCreate: true},
	)
	c.AddIndex("idx_assessments_task", true, "task", "")
	c.ListRule = types.Pointer(`task.client = @request.auth.id || @request.auth.role = "admin"`)
	c.ViewRule = c.ListRule
	c.CreateRule = types.Pointer(`task.client = @request.auth.id`)
	return c
}
