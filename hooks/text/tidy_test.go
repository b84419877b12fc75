package text

import "testing"

func TestTidy(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"  Не печатает \t\n", "Не печатает"},
		{"одна\r\nдве\rтри\nчетыре", "одна\nдве\nтри\nчетыре"},
		{"столбцы\tчисел", "столбцы\tчисел"},
		{"и\u0306 и е\u0308", "й и ё"},
		{"а\x00б\x1b[31mв\x07г\x7fд\u0085е", "аб[31mвгде"},
		{"счёт\u202Egpj.exe\u202C", "счётgpj.exe"},
		{"\u2066слева\u2069 \u202Aправа\u202C \u202Dи", "слева права и"},
		{"байты \xff\xfe и \uFFFD", "байты  и"},
		{"\u200b\u2060\ufeff", ""},
		{"семья 👨\u200d👩\u200d👧", "семья 👨\u200d👩\u200d👧"},
		{"\u200fשלום\u200e 1", "שלום\u200e 1"},
	} {
		if got := Tidy(c.text); got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}
