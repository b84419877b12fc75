package calendar

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"strconv"
	"strings"
	"time"
)

// ErrFile is the error of [ParseFile] for what is no calendar at all.
var ErrFile = errors.New("calendar: the file is no calendar in JSON or XML")

// ParseFile parses a file of xmlcalendar: calendar.json or calendar.xml of a year.
func ParseFile(raw []byte) (Table, error) {
	raw = bytes.TrimSpace(bytes.TrimPrefix(raw, []byte("\ufeff")))
	var table Table
	if bytes.HasPrefix(raw, []byte("<")) {
		return parseXML(raw)
	}
	if err := json.Unmarshal(raw, &table); err != nil {
		return table, ErrFile
	}
	return table, nil
}

// The types of days in the XML file. Ordinary weekends and working days are left out.
const (
	xmlOff   = 1
	xmlShort = 2
	xmlWork  = 3 // a weekend that is worked
)

// xmlCalendar is calendar.xml of xmlcalendar. D and F are "01.31", the month first; F
// is the day that was moved to D.
type xmlCalendar struct {
	Year int `xml:"year,attr"`
	Days []struct {
		D string `xml:"d,attr"`
		T int    `xml:"t,attr"`
		F string `xml:"f,attr"`
	} `xml:"days>day"`
}

func parseXML(raw []byte) (Table, error) {
	var file xmlCalendar
	if err := xml.Unmarshal(raw, &file); err != nil {
		return Table{}, ErrFile
	}
	table := Table{Year: file.Year, Transitions: []Transition{}}
	marks := map[string]string{} // of the days that are no weekdays, by "01.31"
	if file.Year < FirstYear || file.Year > LastYear {
		return table, ErrYear
	}
	for date := time.Date(file.Year, 1, 1, 0, 0, 0, 0, time.UTC); date.Year() == file.Year; date = date.AddDate(0, 0, 1) {
		if isWeekend(date) {
			marks[date.Format(monthDay)] = strconv.Itoa(date.Day())
		}
	}
	for _, day := range file.Days {
		date, err := time.Parse("2006."+monthDay, strconv.Itoa(file.Year)+"."+day.D)
		if err != nil {
			return table, ErrMonths
		}
		switch number := strconv.Itoa(date.Day()); day.T {
		case xmlOff:
			marks[day.D] = number
			if day.F != "" {
				marks[day.D] += "+"
				table.Transitions = append(table.Transitions, Transition{From: day.F, To: day.D})
			}
		case xmlShort:
			marks[day.D] = number + "*"
		case xmlWork:
			delete(marks, day.D)
		default:
			return table, ErrMonths
		}
	}
	table.Months = monthsOf(file.Year, marks)
	return table, nil
}

// monthsOf returns the marks of the days in the order of the year.
func monthsOf(year int, marks map[string]string) []Month {
	months := make([]Month, 12)
	var days [12][]string
	for date := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC); date.Year() == year; date = date.AddDate(0, 0, 1) {
		if mark, ok := marks[date.Format(monthDay)]; ok {
			days[date.Month()-1] = append(days[date.Month()-1], mark)
		}
	}
	for i := range months {
		months[i] = Month{i + 1, strings.Join(days[i], ",")}
	}
	return months
}
