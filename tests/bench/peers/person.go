package peers

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// person is somebody who is logged in at a server. Each method is one request of a
// workload, and returns when the whole answer has been read.
type person interface {
	create(title, text string) (id string, err error)
	list() error // one's own tasks, the newest 20
	view(id string) error
	edit(id, title, text string) error
	close(id string, rating int, words string) error
	queue(f filter) error // everybody's tasks, 50 a page
}

// taker takes a task over, as a consultant.
type taker interface{ take(id string) error }

// commenter comments on a task.
type commenter interface{ comment(id, text string) error }

// filter is what a manager asks of the queue; zero values ask for all.
type filter struct {
	status     string
	consultant *account
	page       int // from 1
}

// send makes a request and returns its answer; another status than want is an error.
func (d door) send(method, path, contentType string, body []byte, want int, header ...string) ([]byte, *http.Response, error) {
	req, err := http.NewRequest(method, d.base+path, bytes.NewReader(body))
	if err != nil {
		return nil, nil, err
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := d.client.Do(req)
	if err != nil {
		return nil, nil, err
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, nil, err
	}
	if res.StatusCode != want {
		return nil, nil, fmt.Errorf("%s %s: %d, want %d: %.300s", method, path, res.StatusCode, want, answer)
	}
	return answer, res, nil
}

// api talks to a PocketBase by JSON and a token.
type api struct {
	door
	token, id string
}

// apiLogin logs in with a password at a collection of people.
func apiLogin(d door, collection, identity, password string) (*api, error) {
	var answer struct {
		Token  string
		Record struct{ ID string }
	}
	a := &api{door: d}
	if err := a.call("POST", "/api/collections/"+collection+"/auth-with-password", map[string]string{"identity": identity, "password": password}, &answer); err != nil {
		return nil, err
	}
	a.token, a.id = answer.Token, answer.Record.ID
	return a, nil
}

// call sends a value and decodes the answer; either may be nil.
func (a *api) call(method, path string, sent, answer any) error {
	var body []byte
	contentType := ""
	if sent != nil {
		var err error
		if body, err = json.Marshal(sent); err != nil {
			return err
		}
		contentType = "application/json"
	}
	got, _, err := a.send(method, path, contentType, body, http.StatusOK, "Authorization", a.token)
	if err != nil || answer == nil {
		return err
	}
	return json.Unmarshal(got, answer)
}

// taskRecords is the records API of tasks.
const taskRecords = "/api/collections/tasks/records"

// object is a JSON object.
type object = map[string]any

// createTask creates a task of the caller.
func (a *api) createTask(task object) (id string, err error) {
	var made struct{ ID string }
	err = a.call("POST", taskRecords, task, &made)
	return made.ID, err
}

// filterBy joins conditions, name='value', for the records API.
func filterBy(conditions ...string) string { return strings.Join(conditions, " && ") }
