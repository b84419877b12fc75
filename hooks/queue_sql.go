package hooks

import (
	"strconv"
	"strings"

	"github.com/pocketbase/dbx"
)

// ids is the query for the rowids of a list in its order. Each status is a range
// of its own index, already in that order, and SQLite merges them: the newest of
// a rare one are found without reading past all the others. The conditions that
// an index has must be written out, or SQLite would not know that it serves.
func (q queueQuery) ids(params dbx.Params) string {
	return strings.Join(q.ranges("SELECT t.rowid AS r, t.number AS n"+q.key(), params), " UNION ALL ") + " ORDER BY " + q.order()
}

// ranges are the parts of a list, each selecting the same.
func (q queueQuery) ranges(columns string, params dbx.Params) []string {
	from := columns + " FROM tasks t" + q.join() + " WHERE "
	where := q.where(params)
	if special := q.special(); special != "" {
		return []string{from + special + where}
	}
	ranges := make([]string, len(q.statuses))
	for i, s := range q.statuses {
		name := "status" + strconv.Itoa(i)
		params[name] = s
		ranges[i] = from + "t.archived_at = '' AND t.status = {:" + name + "}" + where
	}
	return ranges
}

// special is the condition of a view that has an index of its own.
func (q queueQuery) special() string {
	switch q.view {
	case viewAnswered:
		return "t.last_by = 'client' AND t.status != 'new' AND t.status != 'done' AND t.status != 'closed' AND t.archived_at = ''"
	case viewOverdue:
		return "t.due_at != '' AND t.archived_at = '' AND t.due_at < {:now}"
	case viewArchived:
		return "t.archived_at != ''"
	}
	return ""
}

// key is the column a list is ordered by before the number.
func (q queueQuery) key() string {
	switch q.sort {
	case sortDue:
		return ", CASE t.due_at WHEN '' THEN '9' ELSE t.due_at END AS k"
	case sortUrgent:
		return ", CASE t.priority WHEN 'high' THEN 0 WHEN 'normal' THEN 1 ELSE 2 END AS k"
	}
	return ""
}

func (q queueQuery) order() string {
	switch q.sort {
	case sortOldest:
		return "n"
	case sortDue, sortUrgent:
		return "k, n DESC"
	}
	return "n DESC"
}

// join brings in the organisation where the words may be of it.
func (q queueQuery) join() string {
	if q.words == "" {
		return ""
	}
	return " LEFT JOIN profiles p ON p.id = t.profile"
}

func (q queueQuery) where(params dbx.Params) (where string) {
	if q.view == viewOverdue {
		params["now"] = stored(q.now)
	}
	if q.consultant != "" {
		params["consultant"] = q.consultant
		if q.consultant == "none" {
			params["consultant"] = ""
		}
		where += " AND t.consultant = {:consultant}"
	}
	if len(q.priorities) > 0 {
		where += " AND t.priority IN ('" + strings.Join(q.priorities, "', '") + "')" // of the three known ones
	}
	for name, value := range map[string]string{"profile": q.profile, "client": q.client} {
		if value != "" {
			params[name] = value
			where += " AND t." + name + " = {:" + name + "}"
		}
	}
	if len(q.ratings) > 0 {
		where += " AND EXISTS (SELECT 1 FROM assessments a WHERE a.task = t.id AND a.rating IN (" + joinInts(q.ratings) + "))"
	}
	where += q.created.where("t.created", "created", params) + q.done.where("t.done_at", "done", params) +
		q.closed.where("t.closed_at", "closed", params) + q.finished.where(finishedAt, "finished", params)
	return where + q.wherePage(params) + q.whereWords(params)
}

func (q queueQuery) wherePage(params dbx.Params) string {
	if q.after == 0 {
		return ""
	}
	params["after"] = q.after
	if q.sort == sortOldest {
		return " AND t.number > {:after}"
	}
	return " AND t.number < {:after}"
}

func (q queueQuery) whereWords(params dbx.Params) string {
	if q.words == "" {
		return ""
	}
	params["words"] = "%" + escapeLike(q.words) + "%"
	return ` AND (t.title LIKE {:words} ESCAPE '\' OR CAST(t.number AS TEXT) LIKE {:words} ESCAPE '\'` +
		` OR p.organization LIKE {:words} ESCAPE '\' OR p.inn LIKE {:words} ESCAPE '\')`
}

func joinInts(numbers []int) string {
	out := make([]string, len(numbers))
	for i, n := range numbers {
		out[i] = strconv.Itoa(n)
	}
	return strings.Join(out, ", ")
}

func escapeLike(s string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s)
}
