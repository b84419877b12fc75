package parse

import "testing"

// The name of a sender is whole, and the address right, however they are written.
func TestNamesOfSenders(t *testing.T) {
	for _, c := range []struct{ from, address, name string }{
		{"=?iso-8859-5?Q?=B8=D2=D0=DD=DE=D2,_=BF=F1=E2=E0?= <p@x.example>", "p@x.example", "Иванов, Пётр"},
		{"=?utf-8?Q?=D0=9E=D0=9E=D0=9E_(=D0=9E=D0=BF=D1=82);_=D0=90=D0=BD=D1=8F?= <p@x.example>", "p@x.example", "ООО (Опт); Аня"},
		{"=?utf-8?Q?a<b>@c,d?= <p@x.example>", "p@x.example", "a<b>@c,d"},
		{"Петров, Пётр <p@x.example>", "p@x.example", "Петров, Пётр"},
		{"Петров, Пётр, к.э.н. <p@x.example>", "p@x.example", "Петров, Пётр, к.э.н."},
		{"=?utf-8?B?0J/QtdGC0YDQvtCy?=, =?utf-8?B?0J/RkdGC0YA=?= <p@x.example>", "p@x.example", "Петров, Пётр"},
		{"\"Петров, Пётр\" <p@x.example>", "p@x.example", "Петров, Пётр"},
		{"Петров; Пётр <p@x.example>", "p@x.example", "Петров, Пётр"},
		{"p@x.example (Пётр, склад)", "p@x.example", "Пётр, склад"},
		{"p@x.example (=?utf-8?Q?=D0=90(=D0=91)?=)", "p@x.example", "А(Б)"},
		{"Группа: p@x.example;", "p@x.example", ""},
		{"p@x.example", "p@x.example", ""},
		{"a@x.example, b@x.example", "", "a@x.example, b@x.example"},
	} {
		m, err := readAtLeisure("From: " + c.from + "\r\nSubject: x\r\n\r\nx")
		if err != nil || m.From != c.address || m.FromName != c.name {
			t.Errorf("%s: %v %q %q", c.from, err, m.From, m.FromName)
		}
	}
}
