package calendar

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

// The errors of [New]: which part of a table is wrong.
var (
	ErrYear        = errors.New("calendar: the year is out of range")
	ErrMonths      = errors.New("calendar: the months are no twelve lists of days")
	ErrWeekends    = errors.New("calendar: the weekends are missing among the days off")
	ErrTransitions = errors.New("calendar: a transition has no two days of the year")
)

// The years that a table may be of.
const (
	FirstYear = 2000
	LastYear  = 2099
)

// maxWorkedWeekends is the largest number of weekend days that may be worked in a
// year; there have been six at most. A table with more has left the weekends out.
const maxWorkedWeekends = 20

// Table is a year in the shape of xmlcalendar's data: the days of each month that
// differ from a working day, separated by commas, as "8*,9,11+". Days off include
// weekends; a star marks a shortened day, a plus a day off that was moved there.
type Table struct {
	Year        int          `json:"year"`
	Months      []Month      `json:"months"`
	Transitions []Transition `json:"transitions"`
}

// Month holds the days of one month, 1 to 12.
type Month struct {
	Month int    `json:"month"`
	Days  string `json:"days"`
}

// Transition is a day off that was moved, both as "01.31", the month first.
type Transition struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// monthDay is the layout of the days of a transition.
const monthDay = "01.02"

// kind is what a table says of a day.
type kind int

const (
	working kind = iota
	off
	short
)

// Year is a parsed table.
type Year struct {
	Table Table
	days  [12 + 1][31 + 1]kind
	like  map[[2]int]time.Weekday // of worked weekends, by month and day
}

// New parses a table. An error wraps ErrYear, ErrMonths, ErrWeekends or
// ErrTransitions.
func New(table Table) (*Year, error) {
	if table.Year < FirstYear || table.Year > LastYear {
		return nil, ErrYear
	}
	y := &Year{Table: table, like: map[[2]int]time.Weekday{}}
	if err := y.readMonths(); err != nil {
		return nil, err
	}
	if err := y.readTransitions(); err != nil {
		return nil, err
	}
	worked := 0
	for date := y.first(); date.Year() == table.Year; date = date.AddDate(0, 0, 1) {
		if isWeekend(date) && y.days[date.Month()][date.Day()] != off {
			worked++
		}
	}
	if worked > maxWorkedWeekends {
		return nil, ErrWeekends
	}
	return y, nil
}

func (y *Year) first() time.Time { return time.Date(y.Table.Year, 1, 1, 0, 0, 0, 0, time.UTC) }

// has reports whether the year has a day.
func (y *Year) has(month, day int) bool {
	date := time.Date(y.Table.Year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return int(date.Month()) == month && date.Day() == day
}

func (y *Year) readMonths() error {
	var seen [12 + 1]bool
	if len(y.Table.Months) != 12 {
		return ErrMonths
	}
	for _, month := range y.Table.Months {
		if month.Month < 1 || month.Month > 12 || seen[month.Month] {
			return ErrMonths
		}
		seen[month.Month] = true
		if err := y.readDays(month); err != nil {
			return err
		}
	}
	return nil
}

func (y *Year) readDays(month Month) error {
	if strings.TrimSpace(month.Days) == "" {
		return nil
	}
	for text := range strings.SplitSeq(month.Days, ",") {
		text = strings.TrimSpace(text)
		digits := strings.TrimRight(text, "*+")
		day, err := strconv.Atoi(digits)
		if err != nil || !y.has(month.Month, day) || y.days[month.Month][day] != working {
			return ErrMonths
		}
		y.days[month.Month][day] = off
		if strings.Contains(text[len(digits):], "*") {
			y.days[month.Month][day] = short
		}
	}
	return nil
}

// readTransitions finds which weekday a worked weekend stands in for.
func (y *Year) readTransitions() error {
	for _, t := range y.Table.Transitions {
		from, errFrom := time.Parse("2006."+monthDay, strconv.Itoa(y.Table.Year)+"."+t.From)
		to, errTo := time.Parse("2006."+monthDay, strconv.Itoa(y.Table.Year)+"."+t.To)
		if errFrom != nil || errTo != nil {
			return ErrTransitions
		}
		y.like[[2]int{int(from.Month()), from.Day()}] = to.Weekday()
	}
	return nil
}

// day is [Calendar.Day] for a year with a table. A worked weekend has the hours of
// the day that is off instead, or of a Friday if the table does not name it.
func (y *Year) day(date time.Time) (isOff, isShort bool, like time.Weekday) {
	kind, like := y.days[date.Month()][date.Day()], date.Weekday()
	if kind == off {
		return !isWeekend(date) || isHoliday(date), false, like
	}
	if isWeekend(date) {
		like = time.Friday
		if moved, ok := y.like[[2]int{int(date.Month()), date.Day()}]; ok && moved != time.Saturday && moved != time.Sunday {
			like = moved
		}
	}
	return false, kind == short, like
}

// byLaw returns what is off in a year without a decree.
func byLaw(year int) *Year {
	y := &Year{Table: Table{Year: year, Transitions: []Transition{}}}
	marks := map[string]string{}
	for date := y.first(); date.Year() == year; date = date.AddDate(0, 0, 1) {
		if isWeekend(date) || isHoliday(date) {
			y.days[date.Month()][date.Day()] = off
			marks[date.Format(monthDay)] = strconv.Itoa(date.Day())
		}
	}
	y.Table.Months = monthsOf(year, marks)
	return y
}
