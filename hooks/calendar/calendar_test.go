package calendar_test

import (
	"encoding/json"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"otklik/hooks/calendar"
)

// dayOf returns what a date is in a five-day week: "off", "short" or "work".
func dayOf(c *calendar.Calendar, date time.Time) string {
	off, short, like := c.Day(date)
	switch {
	case off, like == time.Saturday, like == time.Sunday:
		return "off"
	case short:
		return "short"
	}
	return "work"
}

// The shipped years are those of the decrees: every day that differs from the week,
// and the sums of the official calendar.
func TestShippedYears(t *testing.T) {
	c := calendar.With()
	for _, y := range []struct {
		year, work int
		differ     string // from Monday to Friday being work and the rest off
	}{
		{2025, 247, "01-01 off,01-02 off,01-03 off,01-06 off,01-07 off,01-08 off,03-07 short,04-30 short,05-01 off,05-02 off,05-08 off,05-09 off," +
			"06-11 short,06-12 off,06-13 off,11-01 short,11-03 off,11-04 off,12-31 off"},
		{2026, 247, "01-01 off,01-02 off,01-05 off,01-06 off,01-07 off,01-08 off,01-09 off,02-23 off,03-09 off,04-30 short,05-01 off,05-08 short,05-11 off," +
			"06-11 short,06-12 off,11-03 short,11-04 off,12-31 off"},
	} {
		var differ []string
		work := 0
		for date := time.Date(y.year, 1, 1, 0, 0, 0, 0, time.UTC); date.Year() == y.year; date = date.AddDate(0, 0, 1) {
			usual := "work"
			if date.Weekday() == time.Saturday || date.Weekday() == time.Sunday {
				usual = "off"
			}
			got := dayOf(c, date)
			if got != usual {
				differ = append(differ, date.Format("01-02 ")+got)
			}
			if got != "off" {
				work++
			}
		}
		if got := strings.Join(differ, ","); got != y.differ || work != y.work {
			t.Errorf("%d: %d working days, want %d\n got %s\nwant %s", y.year, work, y.work, got, y.differ)
		}
	}
	if got := calendar.Shipped(); !slices.Equal(got, []int{2025, 2026}) {
		t.Errorf("the years are %v", got)
	}
}

// A worked Saturday has the hours of the Monday that is off instead.
func TestWorkedSaturday(t *testing.T) {
	off, short, like := calendar.With().Day(time.Date(2025, 11, 1, 0, 0, 0, 0, time.UTC))
	if off || !short || like != time.Monday {
		t.Errorf("1 November 2025: off %v, short %v, like a %v", off, short, like)
	}
}

// Without a table the holidays of article 112 are off, and the weekends are left to
// the week of the firm.
func TestYearWithoutATable(t *testing.T) {
	c := calendar.With()
	var off []string
	for date := time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC); date.Year() == 2031; date = date.AddDate(0, 0, 1) {
		isOff, short, like := c.Day(date)
		if short || like != date.Weekday() {
			t.Errorf("%v: short %v, like a %v", date, short, like)
		}
		if isOff {
			off = append(off, date.Format("01-02"))
		}
	}
	if want := "01-01 01-02 01-03 01-04 01-05 01-06 01-07 01-08 02-23 03-08 05-01 05-09 06-12 11-04"; strings.Join(off, " ") != want {
		t.Errorf("off are %v", off)
	}
	if y, err := calendar.New(c.Year(2031).Table); err != nil || c.Has(2031) || y.Table.Months[1].Days != "1,2,8,9,15,16,22,23" {
		t.Errorf("the table is %v, %v", y, err)
	}
}

// The file of xmlcalendar in XML says the same as the one in JSON; a table of one's
// own wins over the shipped one.
func TestParseFile(t *testing.T) {
	raw, err := os.ReadFile("years/2025.json")
	if err != nil {
		t.Fatal(err)
	}
	byJSON, err := calendar.ParseFile(append([]byte("\ufeff"), raw...))
	if err != nil {
		t.Fatal(err)
	}
	byXML, err := calendar.ParseFile([]byte(`<?xml version="1.0" encoding="UTF-8"?><calendar year="2025" lang="ru" country="ru">
		<holidays><holiday id="1" title="Новогодние каникулы"/></holidays><days>
		<day d="01.01" t="1" h="1"/><day d="01.02" t="1"/><day d="01.03" t="1"/><day d="01.04" t="1"/><day d="01.05" t="1"/><day d="01.06" t="1"/><day d="01.07" t="1"/><day d="01.08" t="1"/>
		<day d="02.23" t="1"/><day d="03.07" t="2"/><day d="03.08" t="1"/><day d="04.30" t="2"/><day d="05.01" t="1"/><day d="05.02" t="1" f="01.04"/><day d="05.08" t="1" f="02.23"/><day d="05.09" t="1"/>
		<day d="06.11" t="2"/><day d="06.12" t="1"/><day d="06.13" t="1" f="03.08"/><day d="11.01" t="2"/><day d="11.03" t="1" f="11.01"/><day d="11.04" t="1"/><day d="12.31" t="1" f="01.05"/>
		</days></calendar>`))
	if err != nil {
		t.Fatal(err)
	}
	jsonYear, err := calendar.New(byJSON)
	if err != nil {
		t.Fatal(err)
	}
	xmlYear, err := calendar.New(byXML)
	if err != nil {
		t.Fatal(err)
	}
	a, b := calendar.With(jsonYear), calendar.With(xmlYear)
	for date := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC); date.Year() == 2025; date = date.AddDate(0, 0, 1) {
		offA, shortA, likeA := a.Day(date)
		if offB, shortB, likeB := b.Day(date); offA != offB || shortA != shortB || likeA != likeB {
			t.Errorf("%v: %v %v %v by JSON, %v %v %v by XML", date, offA, shortA, likeA, offB, shortB, likeB)
		}
	}
	byJSON.Months[6].Days += ",31"
	own, err := calendar.New(byJSON)
	if err != nil {
		t.Fatal(err)
	}
	if off, _, _ := calendar.With(own).Day(time.Date(2025, 7, 31, 0, 0, 0, 0, time.UTC)); !off {
		t.Error("the own table of a shipped year is not used")
	}
}

func TestRefusedTables(t *testing.T) {
	table := func(change func(*calendar.Table)) calendar.Table {
		copied := calendar.Table{}
		raw, err := json.Marshal(calendar.With().Year(2026).Table)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(raw, &copied); err != nil {
			t.Fatal(err)
		}
		change(&copied)
		return copied
	}
	for name, c := range map[string]struct {
		change func(*calendar.Table)
		want   error
	}{
		"no year":           {func(t *calendar.Table) { t.Year = 0 }, calendar.ErrYear},
		"a far year":        {func(t *calendar.Table) { t.Year = 2100 }, calendar.ErrYear},
		"eleven months":     {func(t *calendar.Table) { t.Months = t.Months[1:] }, calendar.ErrMonths},
		"a month twice":     {func(t *calendar.Table) { t.Months[1].Month = 1 }, calendar.ErrMonths},
		"month 13":          {func(t *calendar.Table) { t.Months[1].Month = 13 }, calendar.ErrMonths},
		"29 February":       {func(t *calendar.Table) { t.Months[1].Days += ",29" }, calendar.ErrMonths},
		"a day twice":       {func(t *calendar.Table) { t.Months[1].Days += ",28" }, calendar.ErrMonths},
		"no number":         {func(t *calendar.Table) { t.Months[1].Days += ",x" }, calendar.ErrMonths},
		"an empty day":      {func(t *calendar.Table) { t.Months[1].Days += "," }, calendar.ErrMonths},
		"an unknown mark":   {func(t *calendar.Table) { t.Months[1].Days += ",10!" }, calendar.ErrMonths},
		"no weekends":       {func(t *calendar.Table) { t.Months = emptyMonths(t.Months) }, calendar.ErrWeekends},
		"30 February":       {func(t *calendar.Table) { t.Transitions[0].From = "02.30" }, calendar.ErrTransitions},
		"no day":            {func(t *calendar.Table) { t.Transitions[0].To = "" }, calendar.ErrTransitions},
		"nothing unusual":   {func(*calendar.Table) {}, nil},
		"another leap year": {func(t *calendar.Table) { *t = calendar.With().Year(2028).Table }, nil},
	} {
		if _, err := calendar.New(table(c.change)); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	for _, c := range []struct {
		file string
		want error
	}{
		{"", calendar.ErrFile}, {"x", calendar.ErrFile}, {"[]", calendar.ErrFile}, {"<html><p>x", calendar.ErrFile},
		{`<calendar year="99999999"><days/></calendar>`, calendar.ErrYear},
		{`<calendar year="2027"><days><day d="13.01" t="1"/></days></calendar>`, calendar.ErrMonths},
		{`<calendar year="2027"><days><day d="02.01" t="7"/></days></calendar>`, calendar.ErrMonths},
	} {
		if _, err := calendar.ParseFile([]byte(c.file)); !errors.Is(err, c.want) {
			t.Errorf("%q: %v, want %v", c.file, err, c.want)
		}
	}
}

// emptyMonths returns months in which every day is worked.
func emptyMonths(months []calendar.Month) []calendar.Month {
	for i := range months {
		months[i].Days = ""
	}
	return months
}
