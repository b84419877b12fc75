package lifecycle

import "testing"

func TestParseMapping(t *testing.T) {
	for _, row := range []struct {
		line string
		want mapping
		ok   bool
	}{
		{"00400000-0134f000 r-xp 00000000 fe:00 9989194    /opt/my firm/otklik", mapping{0x400000, 0x134f000, true, "/opt/my firm/otklik"}, true},
		{"02625000-027c8000 rw-p 02225000 fe:00 9989194    /opt/otklik", mapping{0x2625000, 0x27c8000, false, "/opt/otklik"}, true},
		{"00400000-0134f000 r--s 00000000 fe:00 9989194    /opt/otklik", mapping{0x400000, 0x134f000, false, "/opt/otklik"}, true},
		{"7f03e9960000-7f03e9aa0000 rw-p 00000000 00:00 0 ", mapping{0x7f03e9960000, 0x7f03e9aa0000, false, ""}, true},
		{"Anonymous:             0 kB", mapping{}, false},
		{"VmFlags: rd ex mr mw me", mapping{}, false},
	} {
		if got, ok := parseMapping(row.line); got != row.want || ok != row.ok {
			t.Errorf("%q: %+v %v", row.line, got, ok)
		}
	}
}

// The program goes on after its code was given back.
func TestReleaseCode(t *testing.T) {
	if err := releaseCode(); err != nil {
		t.Fatal(err)
	}
	TestParseMapping(t)
}
