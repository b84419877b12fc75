package inbox

import "testing"

func TestIsSameSubject(t *testing.T) {
	for _, c := range []struct {
		subject, earlier string
		same             bool
	}{
		{"Сверка за год", "Сверка за год", true},
		{"СРОЧНО!!! Re: Сверка за год", "Сверка за год", true},
		{"[SPAM] Re: № 12 Сверка за год", "№ 12 Сверка за год", true},
		{"[External] сверка за год [№ 12]", "Сверка за год", true},
		{"Сверка", "№ 7 Сверка за год", true},
		{"№ 7", "Сверка за год", true},
		{"", "Сверка за год", true},
		{"!!!", "Сверка за год", true},
		{"Отчёт за год", "Отчет за год", true},
		{"Касса не печатает чек", "Сверка за год", false},
		{"Новая беда: не открывается база [№ 1]", "№ 1 Сверка за год", false},
		{"Сверка за год не сходится", "Сверка за год", false},
		{"1С", "Сверка за год", false},
	} {
		words := subjectWords(c.subject)
		if same := len(words) == 0 || isSameSubject(words, subjectWords(c.earlier)); same != c.same {
			t.Errorf("%q after %q: %v", c.subject, c.earlier, same)
		}
	}
}
