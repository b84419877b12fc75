package parse

import (
	"strings"
	"time"
	_ "time/tzdata" // servers without a database of zones
)

// windowsZones are the zones by the names that Outlook and Exchange give them: those
// of Russia and its neighbours (Unicode CLDR, windowsZones.xml).
var windowsZones = map[string]string{
	"Russian Standard Time": "Europe/Moscow", "Kaliningrad Standard Time": "Europe/Kaliningrad", "Russia Time Zone 3": "Europe/Samara",
	"Samara Standard Time": "Europe/Samara", "Saratov Standard Time": "Europe/Saratov", "Volgograd Standard Time": "Europe/Volgograd",
	"Astrakhan Standard Time": "Europe/Astrakhan", "Ekaterinburg Standard Time": "Asia/Yekaterinburg", "Omsk Standard Time": "Asia/Omsk",
	"N. Central Asia Standard Time": "Asia/Novosibirsk", "Altai Standard Time": "Asia/Barnaul", "Tomsk Standard Time": "Asia/Tomsk",
	"North Asia Standard Time": "Asia/Krasnoyarsk", "North Asia East Standard Time": "Asia/Irkutsk", "Transbaikal Standard Time": "Asia/Chita",
	"Yakutsk Standard Time": "Asia/Yakutsk", "Vladivostok Standard Time": "Asia/Vladivostok", "Sakhalin Standard Time": "Asia/Sakhalin",
	"Magadan Standard Time": "Asia/Magadan", "Russia Time Zone 10": "Asia/Srednekolymsk", "Russia Time Zone 11": "Asia/Kamchatka",
	"Belarus Standard Time": "Europe/Minsk", "FLE Standard Time": "Europe/Kyiv", "Central Asia Standard Time": "Asia/Bishkek",
	"Qyzylorda Standard Time": "Asia/Qyzylorda", "West Asia Standard Time": "Asia/Tashkent", "Caucasus Standard Time": "Asia/Yerevan",
	"Georgian Standard Time": "Asia/Tbilisi", "Azerbaijan Standard Time": "Asia/Baku", "Turkey Standard Time": "Europe/Istanbul",
	"GTB Standard Time": "Europe/Bucharest", "E. Europe Standard Time": "Europe/Chisinau", "Central Europe Standard Time": "Europe/Budapest",
	"W. Europe Standard Time": "Europe/Berlin", "Romance Standard Time": "Europe/Paris", "GMT Standard Time": "Europe/London",
	"China Standard Time": "Asia/Shanghai", "Arabian Standard Time": "Asia/Dubai", "Israel Standard Time": "Asia/Jerusalem",
	"Eastern Standard Time": "America/New_York", "Pacific Standard Time": "America/Los_Angeles", "UTC": "UTC",
}

// readZones reads the offsets of the zones that a calendar defines itself.
func (c *calendar) readZones(lines []calendarLine) {
	id, standard := "", false
	for _, l := range lines {
		switch {
		case l.name == "END" && l.value == "VTIMEZONE":
			id = ""
		case l.name == "TZID":
			id = strings.TrimSpace(l.value)
		case l.name == "BEGIN":
			standard = l.value == "STANDARD"
		case l.name == "TZOFFSETTO" && standard && id != "" && len(c.zones) < maxEvents:
			if t, err := time.Parse("-0700", strings.TrimSpace(l.value)); err == nil {
				c.zones[id] = t.Location()
			}
		}
	}
}

// zone returns the zone of a TZID: by its name, or else by the calendar's definition.
func (c *calendar) zone(id string) *time.Location {
	id = strings.TrimPrefix(strings.TrimSpace(id), "/")
	if name, ok := windowsZones[id]; ok {
		id = name
	}
	if strings.Contains(id, "/") || id == "UTC" {
		if zone, err := time.LoadLocation(id); err == nil {
			return zone
		}
	}
	if zone, ok := c.zones[id]; ok {
		return zone
	}
	return firmZone
}

// moment reads DTSTART or DTEND; zero if it has no valid time.
func (c *calendar) moment(l calendarLine) moment {
	value := strings.TrimSpace(l.value)
	zone := firmZone
	if id := l.params.get("tzid"); id != "" {
		zone = c.zone(id)
	}
	if day, err := time.ParseInLocation("20060102", value, firmZone); err == nil {
		return moment{day, true}
	}
	if utc, found := strings.CutSuffix(value, "Z"); found {
		value, zone = utc, time.UTC
	}
	for _, layout := range []string{"20060102T150405", "20060102T1504"} {
		if t, err := time.ParseInLocation(layout, value, zone); err == nil {
			return moment{t.In(firmZone), false}
		}
	}
	return moment{}
}
