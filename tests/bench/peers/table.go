package peers

import (
	"fmt"
	"slices"
	"strings"
)

// table has a row for each goal, in Markdown.
type table struct{ rows []row }

// row is a goal and what has been measured of it.
type row struct {
	work    string
	values  map[string]string // by the name of the server
	found   string
	goal    string
	verdict string
}

// goal is a bound of a measured figure.
type goal struct {
	limit float64
	least bool   // the figure must not be less; otherwise not more
	unit  string // what the figure is of, such as "× Flask"
}

func atLeast(limit float64, unit string) goal { return goal{limit, true, unit} }

func atMost(limit float64, unit string) goal { return goal{limit, false, unit} }

func (g goal) String() string {
	sign := "≤"
	if g.least {
		sign = "≥"
	}
	return fmt.Sprintf("%s %s %s", sign, figure(g.limit), g.unit)
}

// judge adds a row. Figures that were not measured are 0.
func (t *table) judge(work string, values map[string]string, found float64, g goal) {
	r := row{work: work, values: values, goal: g.String(), found: "–", verdict: "not measured"}
	if found > 0 {
		r.found, r.verdict = figure(found)+" "+g.unit, "missed"
		if g.least && found >= g.limit || !g.least && found <= g.limit {
			r.verdict = "reached"
		}
	}
	t.rows = append(t.rows, r)
}

// columns are the servers in the order in which they are shown.
func (t *table) columns() (names []string) {
	for _, name := range []string{"Otklik", "Flask", "PocketBase", "Otklik before"} {
		if slices.ContainsFunc(t.rows, func(r row) bool { return r.values[name] != "" }) {
			names = append(names, name)
		}
	}
	return names
}

func (t *table) markdown() string {
	if len(t.rows) == 0 {
		return ""
	}
	var b strings.Builder
	columns := t.columns()
	line := func(cells ...string) { fmt.Fprintf(&b, "| %s |\n", strings.Join(cells, " | ")) }
	line(slices.Concat([]string{"Work"}, columns, []string{"Result", "Goal", ""})...)
	b.WriteString("|" + strings.Repeat("---|", len(columns)+4) + "\n")
	for _, r := range t.rows {
		cells := []string{r.work}
		for _, name := range columns {
			cells = append(cells, r.values[name])
		}
		line(append(cells, r.found, r.goal, r.verdict)...)
	}
	return b.String()
}

// figure is a number with two or three digits that count.
func figure(f float64) string {
	switch {
	case f >= 100:
		return fmt.Sprintf("%.0f", f)
	case f >= 10 || f == float64(int(f)):
		return strings.TrimSuffix(fmt.Sprintf("%.1f", f), ".0")
	}
	return strings.TrimRight(strings.TrimRight(fmt.Sprintf("%.2f", f), "0"), ".")
}
