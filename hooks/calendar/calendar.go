// Package calendar owns the official production calendar of Russia: days off, moved
// days and shortened days by year, from tables in the shape of xmlcalendar's data.
package calendar

import (
	"embed"
	"encoding/json"
	"maps"
	"path"
	"slices"
	"time"
)

// shippedTables are the years that come with the program. Each file names the decrees
// that its days are from.
//
//go:embed years/*.json
var shippedTables embed.FS

// shipped holds the parsed tables of the program by year.
var shipped = func() map[int]*Year {
	years := map[int]*Year{}
	files, err := shippedTables.ReadDir("years")
	if err != nil {
		panic(err) // the program is built wrong
	}
	for _, file := range files {
		raw, err := shippedTables.ReadFile(path.Join("years", file.Name()))
		if err != nil {
			panic(err)
		}
		var table Table
		if err := json.Unmarshal(raw, &table); err != nil {
			panic(file.Name() + ": " + err.Error())
		}
		year, err := New(table)
		if err != nil {
			panic(file.Name() + ": " + err.Error())
		}
		years[table.Year] = year
	}
	return years
}()

// Shipped returns the years that come with the program, in order.
func Shipped() []int { return slices.Sorted(maps.Keys(shipped)) }

// Calendar is the production calendar of all years.
type Calendar struct{ years map[int]*Year }

// With returns the calendar of the shipped years and of others, which win.
func With(others ...*Year) *Calendar {
	years := maps.Clone(shipped)
	for _, year := range others {
		years[year.Table.Year] = year
	}
	return &Calendar{years}
}

// Has reports whether there is a table of a year.
func (c *Calendar) Has(year int) bool { return c.years[year] != nil }

// Year returns the table of a year. Without one it is what the law alone says: the
// holidays of article 112 of the Labour Code and the weekends are off.
func (c *Calendar) Year(year int) *Year {
	if y := c.years[year]; y != nil {
		return y
	}
	return byLaw(year)
}

// Day returns how a date differs from its weekday: whether it is off or shortened,
// and the weekday whose hours apply, which is another one on a weekend that is worked.
// An ordinary weekend is not off by the calendar: a firm may work on Saturdays.
func (c *Calendar) Day(date time.Time) (off, short bool, like time.Weekday) {
	if y := c.years[date.Year()]; y != nil {
		return y.day(date)
	}
	return isHoliday(date), false, date.Weekday()
}

// holidays are those of article 112 of the Labour Code: the first and the last day of
// each, as month and day.
var holidays = []struct{ from, to int }{{101, 108}, {223, 223}, {308, 308}, {501, 501}, {509, 509}, {612, 612}, {1104, 1104}}

// isHoliday reports whether a date is a holiday by the law, in any year.
func isHoliday(date time.Time) bool {
	day := int(date.Month())*100 + date.Day()
	for _, h := range holidays {
		if h.from <= day && day <= h.to {
			return true
		}
	}
	return false
}

func isWeekend(date time.Time) bool {
	return date.Weekday() == time.Saturday || date.Weekday() == time.Sunday
}
