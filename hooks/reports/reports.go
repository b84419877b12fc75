// Package reports owns the figures of a period and the list of low ratings.
package reports

import "otklik/hooks/desk"

// Report is the answer of GET /api/desk/reports: what came in and went out of
// the desk in a period, beside the period before. Every figure is of tasks that
// are not archived, by what is stored of them now: a task that is back at work
// is no longer done, and it counts to the consultant, organisation, priority and
// category it has now. Days are days of the schedule's time zone, 2006-01-02.
type Report struct {
	// Period is what was asked for, Before is what it is compared with: see
	// [periodBefore].
	Period Period `json:"period"`
	Before Period `json:"before"`
	// Totals are the figures of both.
	Totals struct {
		Now    Figures `json:"now"`
		Before Figures `json:"before"`
	} `json:"totals"`
	// Days are all days of the period; Weeks its weeks by their Mondays, the
	// first and the last without the days that lie outside of it.
	Days    []Day         `json:"days"`
	Weeks   []Day         `json:"weeks"`
	Backlog reportBacklog `json:"backlog"`
	// The same figures of the period by what the tasks have, one table for each of
	// breakdowns under its name: consultants, organizations, priorities, categories.
	// Rows without a task in any figure are left out; the row without an id is of
	// tasks that have none. Organizations are profiles, the 50 with the most tasks
	// created of organizations_total; priorities are always high, normal, low.
	Tables []Table `json:"-"`
	// Low is how many ratings of up to 3 wait for an answer now, whatever the
	// period and the filters: the list is GET /api/desk/low.
	Low int `json:"low"`
}

// Period is from one day to another, both included.
type Period struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// Day is what came in and went out on a day, or in the week of a Monday.
type Day struct {
	Date    string `json:"date"`
	Created int    `json:"created"`
	Done    int    `json:"done"`
	Closed  int    `json:"closed"`
}

// Figures are the figures of a set of tasks. After each is the filter of
// GET /api/desk/queue, beside view=all, that lists the tasks behind it.
type Figures struct {
	// Created is the tasks made in the period: created=from..to.
	Created int `json:"created"`
	// Done is the tasks whose done_at lies in it, closed since or not:
	// done=from..to.
	Done int `json:"done"`
	// Closed is the tasks whose closed_at lies in it: closed=from..to.
	Closed int `json:"closed"`
	// Open is those of Created that are new, in progress or waiting now:
	// created=from..to&status=new,in_progress,waiting.
	Open int `json:"open"`
	// Answer is from created to the first comment of staff, over those of
	// Created that have one: created=from..to&answered=yes.
	Answer reportTime `json:"answer"`
	// Work is from created to done_at, over Done.
	Work reportTime `json:"work"`
	// Finished is the tasks the work on which ended in the period: done in it,
	// or closed in it without ever having been done: finished=from..to.
	Finished int `json:"finished"`
	// Rated is those of Finished that have a rating of 1 to 5, whenever it was
	// given: finished=from..to&rating=1,2,3,4,5. Rated of Finished is the rate of
	// response.
	Rated int `json:"rated"`
	// Ratings are how many of Rated have 1, 2, 3, 4 and 5:
	// finished=from..to&rating=1.
	Ratings [desk.HighestRating]int `json:"ratings"`
	// Low is those of Rated that have up to 3: finished=from..to&rating=1,2,3.
	Low int `json:"low"`
}

// reportTime is working time in minutes of the schedule as it is now. N is how
// many tasks it is of; without any the figures are zero. Each task counts in
// whole minutes, begun ones not counted. Median is the middle one, or the mean
// of the middle two; P90 is the least time within which nine tenths of the tasks
// were.
type reportTime struct {
	N      int     `json:"n"`
	Median float64 `json:"median"`
	P90    float64 `json:"p90"`
}

// reportBacklog is the open tasks of now (new, in progress, waiting), whatever
// the period; the other filters apply.
type reportBacklog struct {
	// N is all of them; Overdue is those an answer was due of before now:
	// view=overdue.
	N       int `json:"n"`
	Overdue int `json:"overdue"`
	// Now is N by age, youngest first: created today (day), 1 to 3 days ago
	// (3days), 4 to 7 (week), 8 to 30 (month), before that (older).
	Now []reportAge `json:"now"`
}

// reportAge is the open tasks created from one day to another, both included;
// From of the oldest is empty. The filter is
// status=new,in_progress,waiting&created=from..to.
type reportAge struct {
	Age  string `json:"age"`
	N    int    `json:"n"`
	From string `json:"from"`
	To   string `json:"to"`
}

// row is the figures of one consultant, organisation, priority or
// category. Name is empty for priorities and where the id is.
type row struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	INN  string `json:"inn,omitempty"` // of an organisation
	Figures
}
