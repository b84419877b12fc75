package demo

import (
	"sort"
	"time"
)

// firmDays distributes the tasks over days.
type firmDays struct {
	days   []time.Time // midnights in the firm's time zone
	grown  []float64   // the share of all tasks created by the end of each day
	before time.Time   // the limit of all times
}

// calendar returns the days of the firm: more tasks each year, more when reports
// are due, few on days off.
func (f *demoFirm) calendar() firmDays {
	d := firmDays{before: f.now}
	zone := f.hours.Location()
	y, m, day := f.now.In(zone).Date()
	today := time.Date(y, m, day, 0, 0, 0, 0, zone)
	sum := 0.0
	for t := today.AddDate(-firmYears, 0, 0); !t.After(today); t = t.AddDate(0, 0, 1) {
		weight := 1 + 0.5*t.Sub(today.AddDate(-firmYears, 0, 0)).Hours()/24/365
		if f.hours.Between(t, t.AddDate(0, 0, 1)) == 0 {
			weight *= 0.05
		}
		if n := t.Day(); n >= 20 && n <= 28 {
			weight *= 1.6
		}
		if t.Equal(today) {
			weight *= float64(f.hours.Between(t, f.now)) / float64(9*time.Hour)
		}
		sum += weight
		d.days, d.grown = append(d.days, t), append(d.grown, sum)
	}
	for i := range d.grown {
		d.grown[i] /= sum
	}
	return d
}

// at returns the time by which a part of all tasks, from 0 to 1, has been created.
func (d firmDays) at(part float64) time.Time {
	i := min(sort.SearchFloat64s(d.grown, part), len(d.days)-1)
	from := 0.0
	if i > 0 {
		from = d.grown[i-1]
	}
	within := 0.0
	if d.grown[i] > from {
		within = (part - from) / (d.grown[i] - from)
	}
	opens, lasts := d.days[i].Add(9*time.Hour), 9*time.Hour
	if i == len(d.days)-1 {
		lasts = max(time.Minute, min(lasts, d.before.Sub(opens)))
	}
	at := opens.Add(time.Duration(within * float64(lasts)))
	if at.After(d.before) {
		return d.before
	}
	return at
}
