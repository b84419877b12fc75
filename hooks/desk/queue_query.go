package desk

import (
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pocketbase/dbx"

	"otklik/hooks/actor"
	"otklik/hooks/problem"
	"otklik/hooks/query"
	"otklik/hooks/records"
	"otklik/hooks/text"
)

// The numbers of tasks in a page of the queue: by default, and at most.
const (
	QueueLimit    = 50
	QueueMaxLimit = 200
)

// The views of the queue.
const (
	viewOpen       = ""           // open: new, in progress, or waiting for the client
	viewMine       = "mine"       // open, assigned to the caller
	viewUnassigned = "unassigned" // open, without a consultant
	viewWaiting    = "waiting"    // waiting for the client
	viewAnswered   = "answered"   // begun, and the client wrote last; of those that have ended, since then
	ViewOverdue    = "overdue"    // open, the due time has passed
	viewDone       = "done"       // done, not closed yet
	ViewAll        = "all"        // of any status
	ViewArchived   = "archived"   // deleted by clients; for managers only
)

// The orders of the queue. Those by due time and by urgency leave out closed
// tasks, which have neither.
const (
	sortNewest = "newest"
	sortOldest = "oldest"
	sortDue    = "due"    // the earliest due time first, then tasks without one
	sortUrgent = "urgent" // high priority first
)

var (
	queueViews = []string{viewOpen, viewMine, viewUnassigned, viewWaiting, viewAnswered, ViewOverdue, viewDone, ViewAll, ViewArchived}
	queueSorts = []string{sortNewest, sortOldest, sortDue, sortUrgent}
)

// QueueQuery is a parsed query of the queue, see [ReadQueueQuery].
type QueueQuery struct {
	View          string
	statuses      []string
	statusAsked   bool   // statuses come from the request, not from the view
	consultant    string // a user id; "none" is unassigned; empty is all
	requested     string // the consultant of the request, before the view is applied
	category      string // an id; "none" is without a category
	priorities    []string
	ratings       []int
	profile       string
	Client        string
	created, done period
	closed        period
	finished      period // done, or closed without having been done
	answered      bool   // only tasks that staff have answered
	words         string
	found         []int // numbers of the tasks that match words; nil if not searched
	foundPage     bool  // found holds the tasks of the page alone
	foundTotal    int   // how many match, then
	sort          string
	after         int // the last task number of the previous page; 0 for the first page
	offset, limit int
	now           time.Time
}

// period is the half-open interval [from, before); a zero bound is open.
type period struct{ from, before time.Time }

// ReadQueueQuery parses the parameters of the queue:
//
//	view        one of the views; empty for the open tasks
//	status      statuses that replace those of the view, or all
//	consultant  a user id, me, or none: whose the tasks are; with done or finished
//	            who did the work, with rating who is rated
//	priority    low, normal, high
//	category    an id, or none
//	rating      1 to 5
//	organization, client   the id of a profile, of a user
//	created, done, closed, finished
//	            days of the firm's calendar, from..to, either may be empty
//	answered    yes for tasks that staff have answered at any time
//	q           words of the task or its organisation, an INN or a number
//	sort        newest, oldest, due, urgent; by default due for the view overdue, else
//	            newest; lists filtered by days are ordered by them
//	after       the next of the previous page
//	offset      how many tasks to skip
//	limit       at most 200
//
// Lists are separated by commas. Errors are keyed by the parameter's name.
func ReadQueueQuery(values url.Values, who actor.Actor, hours *OfficeHours, now time.Time) (QueueQuery, error) {
	get := values.Get
	q := QueueQuery{
		View: get("view"), consultant: get("consultant"), profile: get("organization"), Client: get("client"),
		category: get("category"), words: text.Tidy(get("q")), sort: get("sort"), now: now,
	}
	if q.consultant == "me" {
		q.consultant = who.OwnID()
	}
	q.requested = q.consultant
	if q.sort == "" {
		q.sort = defaultSort(q.View)
	}
	switch {
	case !slices.Contains(queueViews, q.View), q.View == ViewArchived && who.Role == actor.RoleConsultant:
		return q, problem.FieldError("view", "validation_invalid_value")
	case !slices.Contains(queueSorts, q.sort):
		return q, problem.FieldError("sort", "validation_invalid_value")
	}
	for _, read := range []func(*QueueQuery, url.Values, *OfficeHours) error{readStatuses, readPriorities, readRatings, readPeriods, readAnswered, readPage} {
		if err := read(&q, values, hours); err != nil {
			return q, err
		}
	}
	q.applyView(who)
	return q, nil
}

// defaultSort returns the order of a view in which the most urgent come first: of the
// overdue tasks the oldest breach.
func defaultSort(view string) string {
	if view == ViewOverdue {
		return sortDue
	}
	return sortNewest
}

func readStatuses(q *QueueQuery, values url.Values, _ *OfficeHours) (err error) {
	if values.Get("status") == "all" {
		q.statuses = TaskStatuses
		return nil
	}
	q.statuses, err = query.List(values, "status", TaskStatuses)
	return err
}

func readPriorities(q *QueueQuery, values url.Values, _ *OfficeHours) (err error) {
	q.priorities, err = query.List(values, "priority", Priorities)
	return err
}

func readRatings(q *QueueQuery, values url.Values, _ *OfficeHours) error {
	var known []string
	for n := range HighestRating {
		known = append(known, strconv.Itoa(n+1))
	}
	found, err := query.List(values, "rating", known)
	for _, s := range found {
		n, _ := strconv.Atoi(s) // query.List allows only known ratings
		q.ratings = append(q.ratings, n)
	}
	return err
}

func readPeriods(q *QueueQuery, values url.Values, hours *OfficeHours) (err error) {
	for _, days := range []struct {
		name string
		into *period
	}{{"created", &q.created}, {"done", &q.done}, {"closed", &q.closed}, {"finished", &q.finished}} {
		if *days.into, err = readPeriod(values, days.name, hours); err != nil {
			return err
		}
	}
	return nil
}

func readAnswered(q *QueueQuery, values url.Values, _ *OfficeHours) error {
	found, err := query.List(values, "answered", []string{"yes"})
	q.answered = len(found) > 0
	return err
}

// readPeriod parses days as from..to, both inclusive.
func readPeriod(values url.Values, name string, hours *OfficeHours) (p period, err error) {
	text := values.Get(name)
	if text == "" {
		return p, nil
	}
	from, to, ok := strings.Cut(text, "..")
	if !ok {
		return p, problem.FieldError(name, "validation_invalid_value")
	}
	if from != "" {
		if p.from, err = ParseDay(from, hours); err != nil {
			return p, problem.FieldError(name, "validation_invalid_value")
		}
	}
	if to != "" {
		if p.before, err = ParseDay(to, hours); err != nil {
			return p, problem.FieldError(name, "validation_invalid_value")
		}
		p.before = AddDate(p.before, 0, 1)
	}
	return p, nil
}

func readPage(q *QueueQuery, values url.Values, _ *OfficeHours) (err error) {
	if q.after, err = query.Integer(values, "after", 0, 1, math.MaxInt, "validation_invalid_value"); err != nil {
		return err
	}
	if q.offset, err = query.Integer(values, "offset", 0, 0, math.MaxInt, "validation_invalid_value"); err != nil {
		return err
	}
	if q.limit, err = query.Integer(values, "limit", QueueLimit, 1, QueueMaxLimit, "queue_limit"); err != nil {
		return err
	}
	if q.counting() {
		q.offset, q.after = min(q.offset, math.MaxInt-q.after)+q.after, 0
	}
	return nil
}

// applyView sets the statuses and the consultant of the view.
func (q *QueueQuery) applyView(who actor.Actor) {
	if q.statusAsked = len(q.statuses) > 0; !q.statusAsked {
		q.statuses = OpenStatuses
		switch q.View {
		case viewUnassigned:
			q.statuses = []string{StatusNew}
		case viewWaiting:
			q.statuses = []string{StatusWaiting}
		case viewDone:
			q.statuses = []string{StatusDone}
		case ViewAll:
			q.statuses = TaskStatuses
		}
	}
	if q.View == viewMine {
		q.consultant = who.OwnID()
	}
	if q.sort == sortDue || q.sort == sortUrgent {
		q.statuses = notClosed(q.statuses)
	}
}

// notClosed returns the statuses without [StatusClosed].
func notClosed(statuses []string) []string {
	return slices.DeleteFunc(slices.Clone(statuses), func(s string) bool { return s == StatusClosed })
}

// counting reports whether the cursor of the list is an offset rather than a task
// number.
func (q QueueQuery) counting() bool {
	return q.sort == sortDue || q.sort == sortUrgent || q.byTime() != ""
}

// next returns the cursor of the page after the one that ends with item.
func (q QueueQuery) next(item *queueItem) string {
	if q.counting() {
		return strconv.Itoa(q.offset + q.limit)
	}
	return strconv.Itoa(item.Number)
}

// plain reports whether the stored counters give the length of the list.
func (q QueueQuery) plain() bool {
	only, index := q.Only()
	return only+index == "" && q.unfiltered() && q.words == ""
}

// unfiltered reports whether nothing but the view, the statuses, the words and whose the
// tasks are makes the list.
func (q QueueQuery) unfiltered() bool {
	return !q.answered && len(q.priorities)+len(q.ratings) == 0 && q.category == "" && q.periods() == [4]period{}
}

// ofClient reports whether the list has all tasks of a client in its statuses.
func (q QueueQuery) ofClient() bool {
	only, _ := q.Only()
	return q.Client+q.profile != "" && only == "" && q.unfiltered() && q.words+q.consultant == "" && (q.Client == "" || q.profile == "")
}

// whereClient returns the condition of a column with the client of the query: a profile
// belongs to one client, and clients have an index.
func (q QueueQuery) whereClient(column string, params dbx.Params) (where string) {
	if q.Client != "" {
		params["client"] = q.Client
		where += " AND " + column + " = {:client}"
	}
	if q.profile != "" {
		params["profile"] = q.profile
		where += " AND " + column + " = (SELECT user FROM profiles WHERE id = {:profile})"
	}
	return where
}

func (q QueueQuery) periods() [4]period { return [4]period{q.created, q.done, q.closed, q.finished} }

// finishedAt and Worker are the SQL counterparts of [workflow.FinishedAt] and
// workflow.worker.
const (
	finishedAt = "CASE t.done_at WHEN '' THEN t.closed_at ELSE t.done_at END"
	Worker     = "CASE t.done_by WHEN '' THEN t.consultant ELSE t.done_by END"
)

func (p period) where(column, name string, params dbx.Params) (where string) {
	if !p.from.IsZero() {
		params[name+"From"] = records.StoredTime(p.from)
		where += " AND " + column + " >= {:" + name + "From}"
	}
	if !p.before.IsZero() {
		params[name+"Before"] = records.StoredTime(p.before)
		where += " AND " + column + " < {:" + name + "Before} AND " + column + " != ''"
	}
	return where
}
