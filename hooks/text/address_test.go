package text

import "testing"

func TestAddress(t *testing.T) {
	for _, c := range []struct{ typed, stored, wire string }{
		{" Olga@Example.COM ", "olga@example.com", "olga@example.com"},
		{"\u200bolga@exam\u00adple.com\ufeff", "olga@example.com", "olga@example.com"},
		{"olga\u2060@example.com.", "olga@example.com", "olga@example.com"},
		{"Olga@Пример.РФ", "olga@пример.рф", "olga@xn--e1afmkfd.xn--p1ai"},
		{"olga@xn--E1AFMKFD.XN--P1AI", "olga@пример.рф", "olga@xn--e1afmkfd.xn--p1ai"},
		{"olga@почта.пример.рф", "olga@почта.пример.рф", "olga@xn--80a1acny.xn--e1afmkfd.xn--p1ai"},
		{"olga@и\u0306.рф", "olga@й.рф", "olga@xn--i1a.xn--p1ai"},
		{"olga@пример。рф", "olga@пример.рф", "olga@xn--e1afmkfd.xn--p1ai"},
		{"ольга@пример.рф", "ольга@пример.рф", "ольга@xn--e1afmkfd.xn--p1ai"},
		{"olga@under_score.example", "olga@under_score.example", "olga@under_score.example"},
		{"olga", "olga", "olga"},
		{"", "", ""},
	} {
		if got := Address(c.typed); got != c.stored {
			t.Errorf("%q is stored as %q, want %q", c.typed, got, c.stored)
		}
		if got := WireAddress(c.stored); got != c.wire {
			t.Errorf("%q goes out as %q, want %q", c.stored, got, c.wire)
		}
		if again := Address(c.wire); again != c.stored {
			t.Errorf("%q comes back as %q", c.wire, again)
		}
	}
}

func TestMixesAlphabets(t *testing.T) {
	for _, c := range []struct {
		address string
		mixed   bool
	}{
		{"olga@client.example", false}, {"olga@пример.рф", false}, {"info@1с-бухгалтерия.рф", false}, {"olga@почта.example", false}, {"olga@xn--e1afmkfd.xn--p1ai", false},
		{"olga@сlient.example", true}, {"оlga@client.example", true}, {"olga@client.examрle", true}, {"olga@приmер.рф", true}, {"olga@xn--lient-0ye.example", true},
	} {
		if got := MixesAlphabets(c.address); got != c.mixed {
			t.Errorf("%s: %v", c.address, got)
		}
	}
}
