package hooks

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"time"
)

// plainBook is CSV as Excel of a Russian computer opens it by a double click:
// UTF-8 with a mark, semicolons, a comma in numbers. Sheets follow each other.
type plainBook struct {
	to     io.Writer
	rows   *csv.Writer
	sheets int
}

func newPlainBook(to io.Writer) *plainBook {
	rows := csv.NewWriter(to)
	rows.Comma, rows.UseCRLF = ';', true
	return &plainBook{to: to, rows: rows}
}

// Sheet begins with the title where there are several, after an empty line; the
// first has none, so that a list is a plain table.
func (b *plainBook) Sheet(title string, columns []string) error {
	b.sheets++
	if b.sheets == 1 {
		if _, err := io.WriteString(b.to, "\uFEFF"); err != nil {
			return err
		}
	} else {
		b.rows.Flush()
		if _, err := io.WriteString(b.to, "\r\n"); err != nil {
			return err
		}
		if err := b.rows.Write([]string{harmless(title)}); err != nil {
			return err
		}
	}
	return b.rows.Write(columns)
}

func (b *plainBook) Row(cells []any) error {
	out := make([]string, len(cells))
	for i, cell := range cleaned(cells) {
		switch v := cell.(type) {
		case string:
			out[i] = v
		case int:
			out[i] = strconv.Itoa(v)
		case float64:
			out[i] = strings.Replace(strconv.FormatFloat(v, 'f', -1, 64), ".", ",", 1)
		case time.Time:
			out[i] = v.Format(time.DateTime)
		case date:
			out[i] = time.Time(v).Format(time.DateOnly)
		}
	}
	return b.rows.Write(out)
}

func (b *plainBook) Finish() error {
	b.rows.Flush()
	return b.rows.Error()
}

func (b *plainBook) Close() {}
