package desk

import "testing"

func TestCheckPassword(t *testing.T) {
	own := []string{"olga", "buh@firma.test", "buh", "Ольга Петрова", "Ольга", "Петрова", "ООО «Ромашка»", "ООО", "Ромашка", "2026", "al", "petr7"}
	for _, row := range []struct{ password, want string }{
		{"password", "password_common"},
		{"PassWord", "password_common"},
		{"12345678", "password_common"},
		{"11111111", "password_common"},
		{"qwertyuiop", "password_common"},
		{"йцукенгш", "password_common"}, // the same keys as qwertyui
		{"Зфыыцщкв", "password_common"}, // and as Password
		{"olga12345", "password_own_word"},
		{"Olga-2026!", "password_own_word"},
		{"20olga26", "password_own_word"},
		{"olgaolga", "password_own_word"},
		{"olga1olga2", "password_own_word"},
		{"buh@firma.test", "password_own_word"},
		{"ПЕТРОВА1", "password_own_word"},
		{"ольгапетрова", "password_own_word"},
		{"ооо ромашка", "password_own_word"},
		{"Ромашка2024", "password_own_word"},
		{"petr2026", "password_own_word"},
		{"alalalal", ""}, // too short a word
		{"20261127", ""},
		{"parol-12345", ""},
		{"volga-don-17", ""},
		{"olga любит чай", ""},
		{"ромашковый луг", ""},
	} {
		if got := checkPassword(row.password, own); got != row.want {
			t.Errorf("%q: %q, want %q", row.password, got, row.want)
		}
	}
	if n := len(commonPasswords()); n < 3000 {
		t.Errorf("the list has %d passwords", n)
	}
}
