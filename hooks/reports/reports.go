// Package reports owns the figures of a period and the list of low ratings.
package reports

import "otklik/hooks/desk"

// Report is the response of GET /api/desk/reports: the figures of a period and of
// the period before. Archived tasks do not count. Figures follow the present state
// of the tasks: a reopened task is no longer done, and a task counts for the
// organisation, priority and category it has now. Done, Work and Finished count for
// the consultant who did the work, ratings for the one who is rated, everything else
// for the one who has the task now. Days are in the time
// zone of the schedule, 2006-01-02.
type Report struct {
	// Period is the requested period, Before the one it is compared with: see
	// periodBefore.
	Period Period `json:"period"`
	Before Period `json:"before"`
	// Totals are the figures of both periods.
	Totals struct {
		Now    Figures `json:"now"`
		Before Figures `json:"before"`
	} `json:"totals"`
	// Days are all days of the period; Weeks are its weeks by their Mondays, without
	// the days outside the period.
	Days    []Day         `json:"days"`
	Weeks   []Day         `json:"weeks"`
	Backlog reportBacklog `json:"backlog"`
	// Tables are the figures of the period by group, one table for each of
	// [Breakdowns] under its name: consultants, organizations, priorities, categories.
	// Rows without any task are left out; the row with an empty id is for tasks
	// without a group. Organizations are profiles: the 50 with the most created tasks
	// out of organizations_total. Priorities are always high, normal, low.
	Tables []Table `json:"-"`
	// Low is the number of ratings of up to 3 that await an answer now, regardless of
	// the period and the filters: the list is GET /api/desk/low.
	Low int `json:"low"`
}

// Period is a range of days, both ends included.
type Period struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// Day counts the tasks of a day, or of the week that starts on a Monday.
type Day struct {
	Date    string `json:"date"`
	Created int    `json:"created"`
	Done    int    `json:"done"`
	Closed  int    `json:"closed"`
}

// Figures are the figures of a set of tasks. Each comment ends with the filter of
// GET /api/desk/queue that, with view=all, lists the tasks behind the figure.
type Figures struct {
	// Created counts the tasks created in the period: created=from..to.
	Created int `json:"created"`
	// Done counts the tasks whose done_at lies in the period, closed since or not:
	// done=from..to.
	Done int `json:"done"`
	// Closed counts the tasks whose closed_at lies in the period: closed=from..to.
	Closed int `json:"closed"`
	// Open counts those of Created that are new, in progress or waiting now:
	// created=from..to&status=new,in_progress,waiting.
	Open int `json:"open"`
	// Answer is the time from created to the first comment of staff, over those of
	// Created that have one: created=from..to&answered=yes.
	Answer reportTime `json:"answer"`
	// Work is the time from created to done_at, over Done.
	Work reportTime `json:"work"`
	// Finished counts the tasks whose work ended in the period: done in it, or closed
	// in it without having been done: finished=from..to.
	Finished int `json:"finished"`
	// Rated counts those of Finished with a rating of 1 to 5, whenever it was given:
	// finished=from..to&rating=1,2,3,4,5. Rated / Finished is the response rate.
	Rated int `json:"rated"`
	// Ratings count those of Rated with 1, 2, 3, 4 and 5:
	// finished=from..to&rating=1.
	Ratings [desk.HighestRating]int `json:"ratings"`
	// Low counts those of Rated with up to 3: finished=from..to&rating=1,2,3.
	Low int `json:"low"`
}

// reportTime is working time in minutes, by the schedule of the time when the task was
// answered or done. N is the number of tasks; if it is 0, so are the figures. The time
// of each task is rounded down to whole minutes. Median is the middle one, or the mean of
// the middle two; P90 is the 90th percentile, by the nearest rank.
type reportTime struct {
	N      int     `json:"n"`
	Median float64 `json:"median"`
	P90    float64 `json:"p90"`
}

// reportBacklog counts the tasks open now (new, in progress, waiting), regardless
// of the period; the other filters apply.
type reportBacklog struct {
	// N counts all of them; Overdue those whose answer is overdue: view=overdue.
	N       int `json:"n"`
	Overdue int `json:"overdue"`
	// Now is N by age, youngest first: created today (day), 1 to 3 days ago
	// (3days), 4 to 7 (week), 8 to 30 (month), before that (older).
	Now []reportAge `json:"now"`
}

// reportAge counts the open tasks created in a range of days, both ends included;
// From of the oldest group is empty. The filter is
// status=new,in_progress,waiting&created=from..to.
type reportAge struct {
	Age  string `json:"age"`
	N    int    `json:"n"`
	From string `json:"from"`
	To   string `json:"to"`
}

// row holds the figures of one consultant, organisation, priority or category.
// Name is empty for priorities, and if ID is empty.
type row struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	INN  string `json:"inn,omitempty"` // of an organisation
	Figures
}
