package parse

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jhillyerd/enmime/v2"
)

// The limits of a calendar. A larger one is read up to them.
const (
	maxEvents       = 5
	maxCalendarLine = 16 << 10 // bytes
)

// firmZone is the zone in which the times of an invitation are told, and that of times
// without one.
var firmZone = time.FixedZone("MSK", 3*60*60)

// isCalendar reports whether a part is a calendar (RFC 5545).
func isCalendar(kind string) bool { return kind == "text/calendar" || kind == "application/ics" }

// invitation is an event of a mail, in words.
type invitation struct{ told, details, clock string }

// addInvitation keeps a calendar as a file, and tells its events. Many programs send
// the same one twice: beside the text and as a file.
func (c *collected) addInvitation(p *enmime.Part) {
	for _, f := range c.files {
		if isCalendar(f.Type) && bytes.Equal(f.Data, p.Content) {
			return
		}
	}
	c.addFile(p, false)
	kind := paramsOf(p.Header.Get("Content-Type"))
	calendar := readCalendar(clean(decode(p.Content[:min(len(p.Content), maxText)], kind.get("charset"))))
	method := firstFilled(calendar.method, strings.ToUpper(kind.get("method")))
	for _, e := range calendar.events {
		told := e.text(method)
		known := slices.ContainsFunc(c.events, func(other invitation) bool { return other.told == told })
		if told != "" && !known && len(c.events) < maxEvents {
			c.events = append(c.events, invitation{told, e.description, e.starts.Format("15:04")})
		}
	}
}

// withInvitations puts the events above a text that doesn't tell them itself.
func (c *collected) withInvitations(text string) string {
	var out []string
	for _, e := range c.events {
		if strings.TrimSpace(text) != "" && strings.Contains(text, e.clock) {
			continue
		}
		out = append(out, e.told)
		if e.details != "" && !strings.Contains(text, e.details) {
			out = append(out, e.details)
		}
	}
	if strings.TrimSpace(text) != "" {
		out = append(out, text)
	}
	return strings.Join(out, "\n\n")
}

// calendar is what is read of one.
type calendar struct {
	method string
	events []*event
	zones  map[string]*time.Location // of the calendar's own VTIMEZONE
}

type event struct {
	summary, location, description, organizer string
	starts, ends                              moment
	lasts                                     time.Duration
	cancelled, repeats                        bool
}

// moment is a time, or a day without one.
type moment struct {
	time.Time
	isDay bool
}

// calendarLine is a property: a name, its parameters and a value.
type calendarLine struct {
	name, value string
	params      paramList
}

func readCalendar(text string) *calendar {
	c := &calendar{zones: map[string]*time.Location{}}
	lines := unfoldCalendar(text)
	c.readZones(lines)
	var within []string
	var e *event
	for _, l := range lines {
		switch {
		case l.name == "BEGIN":
			within = append(within, l.value)
			if l.value == "VEVENT" && len(c.events) < maxEvents {
				e = &event{}
				c.events = append(c.events, e)
			}
		case l.name == "END":
			if within = within[:max(0, len(within)-1)]; l.value == "VEVENT" {
				e = nil
			}
		case l.name == "METHOD" && e == nil:
			c.method = strings.ToUpper(strings.TrimSpace(l.value))
		case e != nil && len(within) > 0 && within[len(within)-1] == "VEVENT":
			c.property(e, l)
		}
	}
	return c
}

func (c *calendar) property(e *event, l calendarLine) {
	switch l.name {
	case "SUMMARY":
		e.summary = oneLine(unescapeCalendar(l.value))
	case "LOCATION":
		e.location = oneLine(unescapeCalendar(l.value))
	case "DESCRIPTION":
		e.description = strings.TrimSpace(unescapeCalendar(l.value))
	case "ORGANIZER":
		e.organizer = personOf(l)
	case "DTSTART":
		e.starts = c.moment(l)
	case "DTEND":
		e.ends = c.moment(l)
	case "DURATION":
		e.lasts = durationOf(l.value)
	case "RRULE":
		e.repeats = true
	case "STATUS":
		e.cancelled = strings.EqualFold(strings.TrimSpace(l.value), "CANCELLED")
	}
}

// unfoldCalendar joins the folded lines and splits each into its parts.
func unfoldCalendar(text string) []calendarLine {
	var out []calendarLine
	var whole strings.Builder
	flush := func() {
		if l, ok := calendarLineOf(whole.String()); ok {
			out = append(out, l)
		}
		whole.Reset()
	}
	for line := range strings.SplitSeq(text, "\n") {
		if folded := strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t"); folded {
			line = line[1:]
		} else {
			flush()
		}
		if whole.Len()+len(line) <= maxCalendarLine {
			whole.WriteString(line)
		}
	}
	flush()
	return out
}

func calendarLineOf(line string) (calendarLine, bool) {
	quoted := false
	colon := strings.IndexFunc(line, func(c rune) bool {
		if c == '"' {
			quoted = !quoted
		}
		return c == ':' && !quoted
	})
	if colon < 0 {
		return calendarLine{}, false
	}
	name, _, _ := strings.Cut(line[:colon], ";")
	value := line[colon+1:]
	if name = strings.ToUpper(strings.TrimSpace(name)); name == "BEGIN" || name == "END" {
		value = strings.ToUpper(strings.TrimSpace(value))
	}
	return calendarLine{name, value, params(line[:colon])}, true
}

var calendarEscapes = strings.NewReplacer(`\\`, `\`, `\n`, "\n", `\N`, "\n", `\,`, ",", `\;`, ";")

func unescapeCalendar(text string) string { return calendarEscapes.Replace(text) }

// personOf returns the name and the address of an organizer.
func personOf(l calendarLine) string {
	address := strings.TrimSpace(l.value)
	if len(address) >= 7 && strings.EqualFold(address[:7], "mailto:") {
		address = address[7:]
	}
	name := oneLine(l.params.get("cn"))
	switch {
	case name == "" || name == address:
		return address
	case address == "":
		return name
	}
	return name + " <" + address + ">"
}

var calendarDuration = pattern(`^\+?P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,4})M)?(?:(\d{1,5})S)?)?$`)

func durationOf(value string) time.Duration {
	found := calendarDuration().FindStringSubmatch(strings.TrimSpace(value))
	if found == nil {
		return 0
	}
	total := time.Duration(0)
	for i, unit := range []time.Duration{7 * 24 * time.Hour, 24 * time.Hour, time.Hour, time.Minute, time.Second} {
		n, _ := strconv.Atoi(found[i+1])
		total += time.Duration(n) * unit
	}
	return total
}
