package hooks

import "encoding/json"

// breakdown declares a table of the report: the figures of the period by what its
// tasks have. The answer, the file and the page have all of them.
type breakdown struct {
	name   string   // its key in the answer, and the code of its title
	column string   // the code of the heading over what the rows are of
	of     string   // SQL of the id that a task t counts to
	names  string   // SQL of the id, name and inn of those
	values []string // or the ids of all its rows, which have words of their own
	most   int      // how many rows the page has at most; 0 is all
	inn    bool     // whether the rows have an ИНН
}

var breakdowns = []breakdown{
	{name: "consultants", column: "consultant", of: "t.consultant", names: "SELECT id, COALESCE(NULLIF(name, ''), username) AS name, '' AS inn FROM users"},
	{name: "organizations", column: "organization", of: "t.profile", names: "SELECT id, organization AS name, inn FROM profiles", most: reportOrganizations, inn: true},
	{name: "priorities", column: "priority", of: "t.priority", values: mostUrgentFirst()},
	{name: "categories", column: "category", of: "t.category", names: "SELECT id, name, '' AS inn FROM categories"},
}

// reportTable is the rows of a breakdown, and how many there are in all.
type reportTable struct {
	breakdown
	rows  []reportRow
	total int
}

// MarshalJSON puts the tables beside the other figures, each under its name; one
// that may be cut short says how many rows it has in all.
func (r *report) MarshalJSON() ([]byte, error) {
	type figures report
	fixed, err := json.Marshal((*figures)(r))
	if err != nil {
		return nil, err
	}
	answer := map[string]any{}
	for _, t := range r.tables {
		answer[t.name] = t.rows
		if t.most > 0 {
			answer[t.name+"_total"] = t.total
		}
	}
	tables, err := json.Marshal(answer)
	if err != nil {
		return nil, err
	}
	return append(append(fixed[:len(fixed)-1], ','), tables[1:]...), nil
}
