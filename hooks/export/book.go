package export

import "time"

// book is a file of sheets with rows of cells: strings, whole numbers, numbers,
// times by the firm's clock, dates, and nil for what is empty.
type book interface {
	Sheet(title string, columns []string) error
	Row(cells []any) error
	Finish() error // writes what has not been written yet
	Close()        // gives back what it has taken, finished or not
}

// date is a day without a time.
type date time.Time
