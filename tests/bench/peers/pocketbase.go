package peers

import (
	"net/url"
	"strconv"
)

// pocketbase is a person at plain PocketBase.
type pocketbase struct{ *api }

func enterPocketBase(d door, who account) (person, error) {
	a, err := apiLogin(d, "users", who.email, demoPassword)
	return pocketbase{a}, err
}

func (p pocketbase) create(title, text string) (string, error) {
	return p.createTask(object{"title": title, "description": text, "status": "new", "client": p.id})
}

// records asks for a page without its total, which is quicker.
func (p pocketbase) records(v url.Values, expand string) error {
	v.Set("sort", "-created")
	v.Set("skipTotal", "1")
	v.Set("expand", expand)
	return p.call("GET", taskRecords+"?"+v.Encode(), nil, nil)
}

func (p pocketbase) list() error {
	return p.records(url.Values{"perPage": {"20"}, "filter": {"client='" + p.id + "'"}}, "consultant")
}

func (p pocketbase) view(id string) error {
	return p.call("GET", taskRecords+"/"+id+"?expand=client,consultant,assessments_via_task", nil, nil)
}

func (p pocketbase) edit(id, title, text string) error {
	return p.call("PATCH", taskRecords+"/"+id, object{"title": title, "description": text}, nil)
}

// close rates and closes in one batch, which is one transaction.
func (p pocketbase) close(id string, rating int, words string) error {
	return p.call("POST", "/api/batch", object{"requests": []object{
		{"method": "POST", "url": "/api/collections/assessments/records", "body": object{"task": id, "rating": rating, "comment": words}},
		{"method": "PATCH", "url": taskRecords + "/" + id, "body": object{"status": "closed"}},
	}}, nil)
}

func (p pocketbase) queue(f filter) error {
	var conditions []string
	if f.status != "" {
		conditions = append(conditions, "status='"+f.status+"'")
	}
	if f.consultant != nil {
		conditions = append(conditions, "consultant='"+f.consultant.id+"'")
	}
	return p.records(url.Values{"page": {strconv.Itoa(f.page)}, "perPage": {"50"}, "filter": {filterBy(conditions...)}}, "client,consultant")
}
