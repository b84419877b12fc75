package strictjson

import (
	"strings"
	"testing"
)

func TestCheck(t *testing.T) {
	nested := func(n int) string { return strings.Repeat(`{"a":`, n) + "1" + strings.Repeat("}", n) }
	lists := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	wide := func(n int, of string) string { return `[` + strings.TrimSuffix(strings.Repeat(of+",", n), ",") + `]` }
	for _, c := range []struct{ name, text, want string }{
		{"object", `{"title":"Не печатает","priority":null,"n":-1.5e3,"ok":true,"list":[1,{"a":"b"}]}`, ""},
		{"scalar", ` "text" `, ""},
		{"spaces after", "{}\r\n\t ", ""},
		{"empty", "", Invalid},
		{"cut", `{"title":`, Invalid},
		{"not closed", `{"a":[1`, Invalid},
		{"comma", `{"a":1,}`, Invalid},
		{"not json", `title=x`, Invalid},
		{"bad number", `{"a":01}`, Invalid},
		{"second document", `{} {}`, Trailing},
		{"garbage after", `{}x`, Trailing},
		{"bracket after", `{}}`, Trailing},
		{"twice", `{"title":"a","title":"b"}`, Duplicate},
		{"twice by escape", `{"title":"a","\u0074itle":"b"}`, Duplicate},
		{"twice within", `{"assessment":{"rating":1,"rating":2}}`, Duplicate},
		{"same name at two places", `{"a":{"x":1},"b":{"x":1}}`, ""},
		{"bytes", "{\"a\":\"\xff\"}", InvalidUTF8},
		{"bytes of a name", "{\"\xc3\x28\":1}", InvalidUTF8},
		{"half of a pair", `{"a":"\ud800"}`, InvalidUTF8},
		{"a whole pair", `{"a":"\ud83d\ude00"}`, ""},
		{"deep enough", nested(MaxDepth), ""},
		{"too deep", nested(MaxDepth + 1), TooDeep},
		{"far too deep", nested(100_000), TooDeep},
		{"deep lists", lists(MaxDepth + 1), TooDeep},
		{"not closed and deep", strings.Repeat("[", 1000), TooDeep},
		{"wide enough", wide(MaxValues-1, "1"), ""},
		{"too wide", wide(MaxValues, "1"), TooWide},
		{"empty objects", wide(MaxValues, "{}"), TooWide},
		{"wide and not closed", "[" + strings.Repeat("1,", 2*MaxValues), TooWide},
	} {
		if got := Check([]byte(c.text), MaxValues); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// The memory of the check does not grow with the text.
func TestCheckTakesNoMemory(t *testing.T) {
	of := func(n int) float64 {
		text := []byte(`{"a":[` + strings.Repeat("{},", n) + `{}]}`)
		return testing.AllocsPerRun(20, func() { Check(text, MaxValues) })
	}
	if small, large := of(100), of(200_000); large > small+50 {
		t.Errorf("%v allocations for 100 objects, %v for 200,000", small, large)
	}
}
