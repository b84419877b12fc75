package desk

import (
	"slices"
	"strconv"
	"strings"

	"github.com/pocketbase/dbx"

	"otklik/hooks/query"
	"otklik/hooks/records"
)

// segment is a stretch of a list which is in order by itself: after the last task
// of one comes the first of the next.
type segment struct {
	where string
	index string // the one that has its order; empty leaves that to the ranges
	key   string // the column it is ordered by before the number
}

// Segments are those of a list. Each is in the order of an index, and so none needs
// sorting, however long it is.
func (q QueueQuery) Segments() []segment {
	switch {
	case q.View == ViewArchived:
	case q.sort == sortDue:
		index := "idx_tasks_due_at"
		if q.Client != "" || q.profile != "" { // who has few
			index = ""
		}
		due, rest := segment{" AND t.due_at != ''", index, "t.due_at"}, segment{where: " AND t.due_at = ''"}
		if !slices.ContainsFunc(q.statuses, AwaitsReply) { // nothing of it is due
			return []segment{rest}
		}
		return []segment{due, rest}
	case q.sort == sortUrgent:
		parts := make([]segment, len(Priorities))
		for i, priority := range MostUrgentFirst() {
			parts[i].where = " AND t.priority = '" + priority + "'"
		}
		return parts
	case q.byTime() == "created":
		return []segment{{"", "idx_tasks_created", "t.created"}}
	case q.byTime() == "done_at":
		return []segment{{" AND t.done_at != ''", "idx_tasks_finished", "t.done_at"}}
	}
	return []segment{{}}
}

// byTime is the column a list of some days is ordered by; empty for other lists.
func (q QueueQuery) byTime() string {
	switch {
	case q.sort == sortDue, q.sort == sortUrgent, q.View == ViewArchived, q.View == viewAnswered, q.View == ViewOverdue, q.Client != "", q.profile != "", q.rare():
		return ""
	case q.created != period{}:
		return "created"
	case q.done != period{}:
		return "done_at"
	}
	return ""
}

// IDs is the query for the rowids of a part of the list in its order.
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

// ranges are what a part is made of, each selecting the same. Without an index
// that is known to serve, each status is a range of its own index, already in
// order, and SQLite merges them: the newest of a rare one are found without
// reading past all the others. The conditions that an index has must be written
// out, or SQLite would not know that it serves. Of no status at all there is one
// range, of nothing.
func (q QueueQuery) ranges(columns string, p segment, params dbx.Params) []string {
	from, where := columns+" FROM tasks t", q.where(params)+p.where
	only, index := q.Only()
	if q.found != nil { // there are few, whatever else is asked of them
		params["found"] = "[" + query.JoinInts(q.found) + "]"
		return []string{columns + " FROM json_each({:found}) f CROSS JOIN tasks t WHERE t.number = f.value AND " + orAll(only, "t.archived_at = '' AND t.status IN "+query.Quote(q.statuses)) + where}
	}
	if p.index != "" {
		index = p.index
	}
	if index != "" {
		from += " INDEXED BY " + index
	}
	if from += q.join() + " WHERE "; only != "" || index != "" || len(q.statuses) == 0 {
		return []string{from + orAll(only, "t.archived_at = '' AND t.status IN "+query.Quote(q.statuses)) + where}
	}
	ranges := make([]string, len(q.statuses))
	for i, s := range q.statuses {
		name := "status" + strconv.Itoa(i)
		params[name] = s
		ranges[i] = from + "t.archived_at = '' AND t.status = {:" + name + "}" + where
	}
	return ranges
}

// rare is true of low ratings: there are few, and so they are looked up first.
func (q QueueQuery) rare() bool {
	return len(q.ratings) > 0 && slices.Max(q.ratings) <= LowRating && q.View != viewAnswered && q.View != ViewOverdue && q.View != ViewArchived && q.Client+q.profile == ""
}

func orAll(only, all string) string {
	if only == "" {
		return all
	}
	return only
}

// answeredStatuses leaves out the statuses in which a client's word asks for
// nobody's reply, or for anybody's. Each is written out as the condition of the
// index has it.
var answeredStatuses = func() (where string) {
	for _, s := range statusesWith(func(s taskStatus) bool { return !s.Open || !s.NeedsConsultant }) {
		where += " AND t.status != '" + s + "'"
	}
	return where
}()

// Only is the condition of a view that is of no status, and the index that has
// it. A statement that names its index fails without it, but SQLite would take
// all tasks of a consultant for fewer than those of them that are overdue.
func (q QueueQuery) Only() (where, index string) {
	switch {
	case q.View == viewAnswered:
		where, index = "t.last_by = '"+LastByClient+"'"+answeredStatuses+" AND t.archived_at = ''", "idx_tasks_answered"
	case q.View == ViewOverdue:
		where, index = "t.due_at != '' AND t.archived_at = '' AND t.due_at < {:now}", "idx_tasks_due_at"
	case q.View == ViewArchived:
		where, index = "t.archived_at != ''", "idx_tasks_archived_at"
	case q.Client != "" || q.profile != "":
		return "", "idx_tasks_client"
	case q.rare():
		where = "t.id IN (SELECT task FROM assessments WHERE rating IN (" + query.JoinInts(q.ratings) + ")) AND t.archived_at = '' AND t.status IN " + query.Quote(q.statuses)
		return where, "sqlite_autoindex_tasks_1"
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
		where += " AND t.consultant = {:consultant}"
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
	if q.Client != "" {
		params["client"] = q.Client
		where += " AND t.client = {:client}"
	}
	if q.profile != "" { // which is of one client, and they have an index
		params["profile"] = q.profile
		where += " AND t.client = (SELECT user FROM profiles WHERE id = {:profile})"
	}
	if len(q.ratings) > 0 && !q.rare() {
		where += " AND EXISTS (SELECT 1 FROM assessments a WHERE a.task = t.id AND a.rating IN (" + query.JoinInts(q.ratings) + "))"
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
