package reports

import (
	"encoding/json"

	"otklik/hooks/desk"
)

// breakdown declares a table of the report: the figures of the period grouped by
// an attribute of the tasks. The response, the export and the page have them all.
type breakdown struct {
	Name   string   // its key in the response, and the code of its title
	Column string   // the code of the heading of the first column
	of     string   // SQL of the id that a task t is grouped by; empty for who has it or did the work
	names  string   // SQL of the id, name and inn of the groups
	Values []string // instead of names: the ids of all rows, which are translated
	most   int      // the largest number of rows on the page; 0 is no limit
	INN    bool     // whether the rows have an INN
}

// Breakdowns are the tables of the report, in its order.
var Breakdowns = []breakdown{
	{Name: "consultants", Column: "consultant", names: "SELECT id, COALESCE(NULLIF(name, ''), username) AS name, '' AS inn FROM users"},
	{Name: "organizations", Column: "organization", of: "t.profile", names: "SELECT id, organization AS name, inn FROM profiles", most: reportOrganizations, INN: true},
	{Name: "priorities", Column: "priority", of: "t.priority", Values: desk.MostUrgentFirst()},
	{Name: "categories", Column: "category", of: "t.category", names: "SELECT id, name, '' AS inn FROM categories"},
}

// Table holds the rows of a breakdown and the total number of rows.
type Table struct {
	breakdown
	Rows  []row
	total int
}

// MarshalJSON puts each table beside the other figures under its name. A table
// with a limit also has the total number of its rows, under name_total.
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
