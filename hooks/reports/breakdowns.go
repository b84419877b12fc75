package reports

import (
	"encoding/json"

	"otklik/hooks/desk"
)

// breakdown declares a table of the report: the figures of the period by what its
// tasks have. The answer, the file and the page have all of them.
type breakdown struct {
	Name   string   // its key in the answer, and the code of its title
	Column string   // the code of the heading over what the rows are of
	of     string   // SQL of the id that a task t counts to
	names  string   // SQL of the id, name and inn of those
	Values []string // or the ids of all its rows, which have words of their own
	most   int      // how many rows the page has at most; 0 is all
	INN    bool     // whether the rows have an ИНН
}

// Breakdowns are the tables of the report, in its order.
var Breakdowns = []breakdown{
	{Name: "consultants", Column: "consultant", of: "t.consultant", names: "SELECT id, COALESCE(NULLIF(name, ''), username) AS name, '' AS inn FROM users"},
	{Name: "organizations", Column: "organization", of: "t.profile", names: "SELECT id, organization AS name, inn FROM profiles", most: reportOrganizations, INN: true},
	{Name: "priorities", Column: "priority", of: "t.priority", Values: desk.MostUrgentFirst()},
	{Name: "categories", Column: "category", of: "t.category", names: "SELECT id, name, '' AS inn FROM categories"},
}

// Table is the rows of a breakdown, and how many there are in all.
type Table struct {
	breakdown
	Rows  []row
	total int
}

// MarshalJSON puts the tables beside the other figures, each under its name; one
// that may be cut short says how many rows it has in all.
func (r *Report) MarshalJSON() ([]byte, error) {
	type figures Report
	fixed, err := json.Marshal((*figures)(r))
	if err != nil {
		return nil, err
	}
	answer := map[string]any{}
	for _, t := range r.Tables {
		answer[t.Name] = t.Rows
		if t.most > 0 {
			answer[t.Name+"_total"] = t.total
		}
	}
	tables, err := json.Marshal(answer)
	if err != nil {
		return nil, err
	}
	return append(append(fixed[:len(fixed)-1], ','), tables[1:]...), nil
}
