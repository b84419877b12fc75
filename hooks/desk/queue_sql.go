package desk

import (
	"slices"
	"strconv"
	"strings"

	"github.com/pocketbase/dbx"

	"otklik/hooks/query"
	"otklik/hooks/records"
)

// segment is a consecutive part of a list that is ordered by one index.
type segment struct {
	where string
	index string // the index in its order; empty if its ranges use their own
	key   string // the column it is ordered by before the number

	priority string // that all its tasks have; empty if they have several
}

// Segments returns the segments of a list. Each is read in the order of an index,
// so none needs sorting, however long it is.
func (q QueueQuery) Segments() []segment {
	switch {
	case q.View == ViewArchived:
	case q.sort == sortDue:
		index := "idx_tasks_due_at"
		if q.Client != "" || q.profile != "" { // one client has few tasks
			index = ""
		}
		due, rest := segment{where: " AND t.due_at != ''", index: index, key: "t.due_at"}, segment{where: " AND t.due_at = ''"}
		if !slices.ContainsFunc(q.statuses, AwaitsReply) { // none of these statuses has a due time
			return []segment{rest}
		}
		return []segment{due, rest}
	case q.sort == sortUrgent:
		segments := make([]segment, len(Priorities))
		for i, priority := range MostUrgentFirst() {
			segments[i].where, segments[i].priority = " AND t.priority = '"+priority+"'", priority
		}
		return segments
	case q.byTime() == "created":
		return []segment{{index: "idx_tasks_created", key: "t.created"}}
	case q.byTime() == "done_at":
		return []segment{{where: " AND t.done_at != ''", index: "idx_tasks_finished", key: "t.done_at"}}
	}
	return []segment{{}}
}

// byTime returns the column that a list filtered by days is ordered by; empty for
// other lists.
func (q QueueQuery) byTime() string {
	switch {
	case q.sort == sortDue, q.sort == sortUrgent, q.View == ViewArchived, q.View == viewAnswered, q.View == ViewOverdue, q.Client != "", q.profile != "":
		return ""
	case q.created != period{}:
		return "created"
	case q.done != period{}:
		return "done_at"
	}
	return ""
}

// IDs returns the query for the rowids of a segment in order.
func (q QueueQuery) IDs(p segment, params dbx.Params) string {
	key := ""
	if p.key != "" {
		key = ", " + p.key + " AS k"
	}
	return strings.Join(q.ranges("SELECT t.rowid AS r, t.number AS n"+key, p, params), " UNION ALL ") + " ORDER BY " + q.order(p)
}

func (q QueueQuery) order(p segment) string {
	direction := " DESC"
	if q.sort == sortOldest {
		direction = ""
	}
	switch {
	case p.key == "t.due_at":
		return "k, n DESC"
	case p.key != "":
		return "k" + direction + ", n" + direction
	}
	return "n" + direction
}

// ranges returns the SELECT statements whose union is a segment. Unless one index
// covers the segment, each status is a range of the status index, already in
// order, and SQLite merges the ranges: the newest tasks of a rare status are found
// without scanning the others. The condition of a partial index must be written
// out, or SQLite can't use the index. Without any status there is one empty range.
func (q QueueQuery) ranges(columns string, p segment, params dbx.Params) []string {
	from, where := columns+" FROM tasks t", q.where(params)+p.where
	only, index := q.Only()
	if q.found != nil { // few tasks, whatever the other filters
		params["found"] = "[" + query.JoinInts(q.found) + "]"
		return []string{columns + " FROM json_each({:found}) f CROSS JOIN tasks t WHERE t.number = f.value AND " + orAll(only, "t.archived_at = '' AND t.status IN "+query.Quote(q.statuses)) + where}
	}
	if p.index != "" {
		index = p.index
	}
	if index != "" {
		from += " INDEXED BY " + index
	}
	if only != "" || index != "" || len(q.statuses) == 0 {
		return []string{from + q.join() + " WHERE " + orAll(only, "t.archived_at = '' AND t.status IN "+query.Quote(q.statuses)) + where}
	}
	var ranges []string
	for _, few := range q.few(p) {
		for i, s := range q.statuses {
			name := "status" + strconv.Itoa(i)
			params[name] = s
			ranges = append(ranges, from+few.indexed()+q.join()+" WHERE "+few.where+"t.archived_at = '' AND t.status = {:"+name+"}"+where)
		}
	}
	return ranges
}

// fewTasks are tasks that an index has by status and number.
type fewTasks struct{ where, index string }

func (f fewTasks) indexed() string {
	if f.index == "" {
		return ""
	}
	return " INDEXED BY " + f.index
}

// few returns the ranges within each status that a segment is made of: those with each
// rating of the query, or with a priority that isn't the usual one, or else all. The
// conditions are written out as in the partial indexes.
func (q QueueQuery) few(p segment) (few []fewTasks) {
	priorities := q.priorities
	if p.priority != "" {
		priorities = []string{p.priority}
	}
	switch {
	case q.words != "":
	case len(q.ratings) > 0:
		for _, r := range q.ratings {
			few = append(few, fewTasks{"t.rating > 0 AND t.rating = " + strconv.Itoa(r) + " AND ", "idx_tasks_rating"})
		}
	case len(priorities) > 0 && !slices.Contains(priorities, PriorityNormal):
		for _, priority := range priorities {
			few = append(few, fewTasks{"t.priority != '" + PriorityNormal + "' AND t.priority = '" + priority + "' AND ", "idx_tasks_priority"})
		}
	}
	if few == nil {
		few = []fewTasks{{}}
	}
	return few
}

func orAll(only, all string) string {
	if only == "" {
		return all
	}
	return only
}

// answeredStatuses excludes new tasks, where a client's comment asks for a reply of any
// consultant, and ended ones on which the client has said nothing since. It is written
// out as in the condition of the partial index.
var answeredStatuses = func() (where string) {
	where = " AND t.status != '" + StatusNew + "'"
	for _, s := range StatusTable {
		if s.EndedAt != "" {
			where += " AND (t.status != '" + s.Name + "' OR t.last_at > t." + s.EndedAt + ")"
		}
	}
	return where
}()

// Only returns the condition of a view that isn't made of statuses, and its index.
// INDEXED BY is needed because SQLite would choose the consultant's index, which
// has more rows than the overdue tasks; the statement fails if the index is gone.
func (q QueueQuery) Only() (where, index string) {
	switch {
	case q.View == viewAnswered:
		where, index = "t.last_by = '"+LastByClient+"'"+answeredStatuses+" AND t.archived_at = ''", "idx_tasks_answered"
	case q.View == ViewOverdue:
		where, index = "t.due_at != '' AND t.archived_at = '' AND t.due_at < {:now}", "idx_tasks_due_at"
		if q.consultant != "" && len(q.ratings) == 0 {
			index = "idx_tasks_due_of"
		}
	case q.View == ViewArchived:
		where, index = "t.archived_at != ''", "idx_tasks_archived"
	case q.Client+q.profile != "" && slices.Equal(q.statuses, OpenStatuses):
		return "", "idx_tasks_client_open"
	case q.Client+q.profile != "":
		return "", "idx_tasks_client"
	default:
		return "", ""
	}
	if q.statusAsked {
		where += " AND t.status IN " + query.Quote(q.statuses)
	}
	return where, index
}

func (q QueueQuery) where(params dbx.Params) (where string) {
	if q.View == ViewOverdue {
		params["now"] = records.StoredTime(q.now)
	}
	if q.consultant != "" {
		params["consultant"] = q.consultant
		if q.consultant == "none" {
			params["consultant"] = ""
		}
		switch {
		case len(q.ratings) > 0: // whose work is rated, see below
		case q.done != period{} || q.finished != period{}:
			where += " AND " + Worker + " = {:consultant}"
		default:
			where += " AND t.consultant = {:consultant}"
		}
	}
	if len(q.priorities) > 0 {
		where += " AND t.priority IN " + query.Quote(q.priorities)
	}
	if q.category != "" {
		params["category"] = q.category
		if q.category == "none" {
			params["category"] = ""
		}
		where += " AND t.category = {:category}"
	}
	where += q.whereClient("t.client", params)
	if len(q.ratings) > 0 {
		where += " AND t.rating IN (" + query.JoinInts(q.ratings) + ")"
		if q.consultant != "" {
			where += " AND EXISTS (SELECT 1 FROM assessments a WHERE a.task = t.id AND a.consultant = {:consultant})"
		}
	}
	if q.answered {
		where += " AND t.answered_at != ''"
	}
	where += q.created.where("t.created", "created", params) + q.done.where("t.done_at", "done", params) +
		q.closed.where("t.closed_at", "closed", params) + q.finished.where(finishedAt, "finished", params)
	return where + q.wherePage(params) + q.whereWords(params)
}

func (q QueueQuery) wherePage(params dbx.Params) string {
	if q.after == 0 {
		return ""
	}
	params["after"] = q.after
	if q.sort == sortOldest {
		return " AND t.number > {:after}"
	}
	return " AND t.number < {:after}"
}
