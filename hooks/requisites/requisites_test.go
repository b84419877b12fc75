package requisites

import "testing"

func TestRequisites(t *testing.T) {
	for _, c := range []struct{ field, value, beside, want string }{
		{"inn", "7707083893", "", ""}, {"inn", "7736207543", "", ""}, {"inn", "500100732259", "", ""},
		{"inn", "7707083894", "", "inn_checksum"}, {"inn", "7707083839", "", "inn_checksum"}, {"inn", "500100732258", "", "inn_checksum"}, {"inn", "500100732249", "", "inn_checksum"},
		{"inn", "770708389", "", "inn_length"}, {"inn", "77070838930", "", "inn_length"}, {"inn", "770708389x", "", "inn_length"}, {"inn", "", "", "inn_length"}, {"inn", "٧٧٠٧٠٨٣٨٩٣", "", "inn_length"},
		{"inn", "0000000000", "", "inn_checksum"},
		{"kpp", "773601001", "7707083893", ""}, {"kpp", "7736AZ001", "7707083893", ""}, {"kpp", "", "7707083893", ""}, {"kpp", "", "500100732259", ""},
		{"kpp", "77360100", "7707083893", "kpp_format"}, {"kpp", "7736az001", "7707083893", "kpp_format"}, {"kpp", "773601001", "500100732259", "kpp_with_person"},
		{"ogrn", "1027700132195", "", ""}, {"ogrn", "304500116000157", "", ""}, {"ogrn", "", "", ""},
		{"ogrn", "1027700132196", "", "ogrn_checksum"}, {"ogrn", "304500116000158", "", "ogrn_checksum"}, {"ogrn", "102770013219", "", "ogrn_length"}, {"ogrn", "10277001321955", "", "ogrn_length"},
	} {
		got := map[string]func() string{
			"inn": func() string { return CheckINN(c.value) }, "kpp": func() string { return CheckKPP(c.value, c.beside) }, "ogrn": func() string { return CheckOGRN(c.value) },
		}[c.field]()
		if got != c.want {
			t.Errorf("%s %q beside %q: %q, want %q", c.field, c.value, c.beside, got, c.want)
		}
	}
}
