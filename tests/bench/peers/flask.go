package peers

import (
	"errors"
	"net/http"
	"net/url"
	"path"
	"strconv"
)

// flask is a person at the Flask application: forms, a cookie and HTML. The redirect
// after a form is not followed.
type flask struct {
	door
	cookie string
}

func enterFlask(d door, who account) (person, error) {
	f := flask{door: d}
	res, err := f.post("/login", url.Values{"email": {who.email}, "password": {demoPassword}})
	if err != nil {
		return nil, err
	}
	for _, c := range res.Cookies() {
		if c.Name == "session" {
			f.cookie = c.Name + "=" + c.Value
			return f, nil
		}
	}
	return nil, errors.New("no session cookie")
}

func (f flask) post(path string, v url.Values) (*http.Response, error) {
	_, res, err := f.send("POST", path, "application/x-www-form-urlencoded", []byte(v.Encode()), http.StatusFound, "Cookie", f.cookie)
	return res, err
}

func (f flask) get(path string) error {
	_, _, err := f.send("GET", path, "", nil, http.StatusOK, "Cookie", f.cookie)
	return err
}

func (f flask) create(title, text string) (string, error) {
	res, err := f.post("/tasks/new", url.Values{"title": {title}, "description": {text}})
	if err != nil {
		return "", err
	}
	return path.Base(res.Header.Get("Location")), nil
}

func (f flask) list() error { return f.get("/tasks") }

func (f flask) view(id string) error { return f.get("/tasks/" + id) }

func (f flask) edit(id, title, text string) error {
	_, err := f.post("/tasks/"+id+"/edit", url.Values{"title": {title}, "description": {text}})
	return err
}

func (f flask) close(id string, rating int, words string) error {
	_, err := f.post("/tasks/"+id+"/close", url.Values{"rating": {strconv.Itoa(rating)}, "comment": {words}})
	return err
}

func (f flask) queue(by filter) error {
	v := url.Values{"page": {strconv.Itoa(by.page)}}
	if by.status != "" {
		v.Set("status", by.status)
	}
	if by.consultant != nil {
		v.Set("consultant", strconv.Itoa(by.consultant.serial))
	}
	return f.get("/admin/tasks?" + v.Encode())
}
