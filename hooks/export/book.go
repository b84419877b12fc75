package export

import "time"

// book writes a workbook of sheets. A cell is a string, an int, a float64, a
// time.Time in the firm's time zone, a date, or nil if it is empty.
type book interface {
	Sheet(title string, columns []string) error
	Row(cells []any) error
	Finish() error // flushes the rest
	Close()        // releases the resources, finished or not
}

// date is a day without a time.
type date time.Time
