package parse

import "testing"

// All text below the answer line of our mails is history, in any language.
func TestAnswerLine(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{"##- Ответ пишите выше этой строки -##", "Спасибо"},
		{"##- Write your answer above this line -##", "Спасибо"},
		{"##- Bitte antworten Sie oberhalb dieser Zeile -##", "Спасибо"},
		{"##-##", "Спасибо\n\n##-##\nСтарое"},
		{"## Итоги", "Спасибо\n\n## Итоги\nСтарое"},
	} {
		m, err := Read([]byte("From: olga@example.com\r\nSubject: Re: Задача\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nСпасибо\r\n\r\n" + c.line + "\r\nСтарое\r\n"))
		if err != nil {
			t.Fatal(err)
		}
		if m.Body != c.want {
			t.Errorf("above %q: %q, want %q", c.line, m.Body, c.want)
		}
	}
}
