package pb_migrations

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pocketbase/pocketbase/tests"
)

// effective is who may do what by the rules the migrations set, as one reads
// them in the dashboard (trap 19): «client», «staff» and the like stand for the
// fragments of rules.go, which all begin with the signed-in, unblocked test.
// The administrator may change the rules later; what we ship is this.
const effective = `
users
  list    (signedIn && id = @request.auth.id) || (staff)
  view    (signedIn && id = @request.auth.id) || (staff)
  create  (@request.auth.id = "" && (@request.body.role:isset = false || @request.body.role = "client") && @request.body.blocked:isset = false) || (manager && @request.body.role = "consultant" && @request.body.blocked:isset = false)
  update  (signedIn && id = @request.auth.id && @request.body.role:changed = false && @request.body.blocked:changed = false) || (manager && role != "manager" && @request.body.role != "manager")
  delete  superusers
  auth    (blocked = false)
  manage  superusers

profiles
  list    (client && user = @request.auth.id) || (staff)
  view    (client && user = @request.auth.id) || (staff)
  create  (client && (user = "" || user = @request.auth.id))
  update  (client && user = @request.auth.id && @request.body.user:changed = false) || (staff)
  delete  superusers

tasks
  list    (client && client = @request.auth.id && archived_at = "") || (consultant && archived_at = "") || (manager)
  view    (client && client = @request.auth.id && archived_at = "") || (consultant && archived_at = "") || (manager)
  create  (@request.auth.collectionName = "users" && (client = "" || client = @request.auth.id))
  update  (client && client = @request.auth.id && archived_at = "") || (consultant && archived_at = "") || (manager)
  delete  (client && client = @request.auth.id && archived_at = "")

assessments
  list    (client && task.client = @request.auth.id && task.archived_at = "") || (consultant && task.archived_at = "") || (manager)
  view    (client && task.client = @request.auth.id && task.archived_at = "") || (consultant && task.archived_at = "") || (manager)
  create  (client && task.client = @request.auth.id && task.archived_at = "")
  update  (client && task.client = @request.auth.id && task.archived_at = "")
  delete  superusers

comments
  list    (client && task.client = @request.auth.id && task.archived_at = "") || (consultant && task.archived_at = "") || (manager)
  view    (client && task.client = @request.auth.id && task.archived_at = "") || (consultant && task.archived_at = "") || (manager)
  create  (client && task.client = @request.auth.id && task.archived_at = "") || (consultant && task.archived_at = "") || (manager && task.archived_at = "")
  update  (client && author = @request.auth.id && task.client = @request.auth.id && task.archived_at = "") || (staff && author = @request.auth.id && task.archived_at = "")
  delete  superusers

notes
  list    (consultant && task.archived_at = "") || (manager)
  view    (consultant && task.archived_at = "") || (manager)
  create  (staff && task.archived_at = "")
  update  superusers
  delete  superusers

history
  list    (client && task.client = @request.auth.id && task.archived_at = "") || (client && profile.user = @request.auth.id) || (consultant && event != "user" && event != "settings" && event != "exported" && (task = "" || task.archived_at = "")) || (manager)
  view    (client && task.client = @request.auth.id && task.archived_at = "") || (client && profile.user = @request.auth.id) || (consultant && event != "user" && event != "settings" && event != "exported" && (task = "" || task.archived_at = "")) || (manager)
  create  superusers
  update  superusers
  delete  superusers

site
  list    everybody
  view    everybody
  create  superusers
  update  (manager)
  delete  superusers

staff
  list    (signedIn)
  view    (signedIn)
  create  superusers
  update  superusers
  delete  superusers

task_board
  list    superusers
  view    superusers
  create  superusers
  update  superusers
  delete  superusers

lockouts
  list    superusers
  view    superusers
  create  superusers
  update  superusers
  delete  superusers

notifications
  list    (client && user = @request.auth.id && task.client = @request.auth.id && task.archived_at = "") || (consultant && user = @request.auth.id && (task = "" || task.archived_at = "")) || (manager && user = @request.auth.id)
  view    (client && user = @request.auth.id && task.client = @request.auth.id && task.archived_at = "") || (consultant && user = @request.auth.id && (task = "" || task.archived_at = "")) || (manager && user = @request.auth.id)
  create  superusers
  update  superusers
  delete  superusers

outbox
  list    superusers
  view    superusers
  create  superusers
  update  superusers
  delete  superusers

mailbox
  list    superusers
  view    superusers
  create  superusers
  update  superusers
  delete  superusers

inbox
  list    (manager)
  view    (manager)
  create  superusers
  update  superusers
  delete  superusers

mail_templates
  list    superusers
  view    superusers
  create  superusers
  update  superusers
  delete  superusers

schedule
  list    (signedIn)
  view    (signedIn)
  create  superusers
  update  (manager)
  delete  superusers

canned_answers
  list    (staff && owner = @request.auth.id) || (staff && owner = "")
  view    (staff && owner = @request.auth.id) || (staff && owner = "")
  create  (staff && owner = @request.auth.id) || (staff && owner = "")
  update  (staff && owner = @request.auth.id) || (manager && owner = "")
  delete  (staff && owner = @request.auth.id) || (manager && owner = "")

categories
  list    (signedIn)
  view    (signedIn)
  create  (manager)
  update  (manager)
  delete  (manager)

quotas
  list    superusers
  view    superusers
  create  superusers
  update  superusers
  delete  superusers

calendar
  list    (staff)
  view    (staff)
  create  (manager)
  update  (manager)
  delete  (manager)

mail_files
  list    (consultant && task.archived_at = "") || (manager)
  view    (consultant && task.archived_at = "") || (manager)
  create  superusers
  update  superusers
  delete  superusers
`

func TestEffectiveRules(t *testing.T) {
	app, err := tests.NewTestApp(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer app.Cleanup()
	collections, err := app.FindAllCollections()
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, c := range collections {
		if c.System {
			continue
		}
		fmt.Fprintf(&out, "\n%s\n", c.Name)
		for _, rule := range []struct {
			action string
			text   *string
		}{{"list", c.ListRule}, {"view", c.ViewRule}, {"create", c.CreateRule}, {"update", c.UpdateRule}, {"delete", c.DeleteRule}, {"auth", c.AuthRule}, {"manage", c.ManageRule}} {
			if rule.action == "auth" && !c.IsAuth() {
				break
			}
			fmt.Fprintf(&out, "  %-7s %s\n", rule.action, inWords(rule.text))
		}
	}
	if got := out.String(); got != effective {
		t.Errorf("the rules are now:\n%s", got)
	}
}

// inWords replaces the fragments by their names.
func inWords(rule *string) string {
	if rule == nil {
		return "superusers"
	}
	if *rule == "" {
		return "everybody"
	}
	return strings.NewReplacer(staff, "staff", client, "client", consultant, "consultant", manager, "manager", signedIn, "signedIn").Replace(*rule)
}
