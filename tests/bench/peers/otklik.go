package peers

import (
	"net/url"
	"strconv"
)

// The accounts of `otklik demo`.
const (
	demoPassword  = "otklik-demo" // of everybody
	demoSuperuser = "admin@example.com"
)

// otklik is a person at Otklik, with all its rules and hooks, by the REST API that its
// page uses.
type otklik struct{ *api }

func enterOtklik(d door, who account) (person, error) {
	a, err := apiLogin(d, "users", who.nick, demoPassword)
	return otklik{a}, err
}

func (o otklik) create(title, text string) (string, error) {
	return o.createTask(object{"title": title, "description": text})
}

func (o otklik) list() error {
	return o.call("GET", taskRecords+"?"+url.Values{"perPage": {"20"}, "sort": {"-number"}, "skipTotal": {"1"}, "filter": {"client='" + o.id + "'"}}.Encode(), nil, nil)
}

func (o otklik) view(id string) error {
	return o.call("GET", taskRecords+"/"+id+"?expand=profile,assessments_via_task", nil, nil)
}

func (o otklik) edit(id, title, text string) error {
	return o.call("PATCH", taskRecords+"/"+id, object{"title": title, "description": text}, nil)
}

func (o otklik) close(id string, rating int, words string) error {
	return o.call("PATCH", taskRecords+"/"+id, object{"status": "closed", "assessment": object{"rating": rating, "comment": words}}, nil)
}

func (o otklik) take(id string) error {
	return o.call("PATCH", taskRecords+"/"+id, object{"consultant": o.id}, nil)
}

func (o otklik) comment(id, text string) error {
	return o.call("POST", "/api/collections/comments/records", object{"task": id, "body": text}, nil)
}

// queue asks for the desk's list, which always has its total and counters.
func (o otklik) queue(f filter) error {
	v := url.Values{"view": {"all"}, "limit": {"50"}}
	if f.page > 1 {
		v.Set("offset", strconv.Itoa((f.page-1)*50))
	}
	if f.status != "" {
		v.Set("status", f.status)
	}
	if f.consultant != nil {
		v.Set("consultant", f.consultant.id)
	}
	return o.call("GET", "/api/desk/queue?"+v.Encode(), nil, nil)
}

// unlimit lifts the limits that are for people and not for benchmarks.
func unlimit(d door) error {
	a, err := apiLogin(d, "_superusers", demoSuperuser, demoPassword)
	if err != nil {
		return err
	}
	if err := a.call("PATCH", "/api/settings", object{"rateLimits": object{"enabled": false}}, nil); err != nil {
		return err
	}
	const quotas = "/api/collections/quotas/records"
	var found struct{ Items []struct{ ID string } }
	if err := a.call("GET", quotas, nil, &found); err != nil {
		return err
	}
	for _, q := range found.Items {
		if err := a.call("PATCH", quotas+"/"+q.ID, object{"tasks_a_day": 1_000_000}, nil); err != nil {
			return err
		}
	}
	return nil
}
