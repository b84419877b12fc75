package export

import (
	"bufio"
	"errors"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// csvBook is CSV as Excel of a Russian computer opens it by a double click:
// UTF-8 with a mark, semicolons, a comma in numbers. Sheets follow each other. The
// writer of encoding/csv quotes for its own separator alone, which is not enough:
// see line.
type csvBook struct {
	to     *bufio.Writer
	sheets int
}

func newCSVBook(to io.Writer) *csvBook { return &csvBook{to: bufio.NewWriter(to)} }

// Sheet begins with the title where there are several, after an empty line; the
// first has none, so that a list is a plain table.
func (b *csvBook) Sheet(title string, columns []string) error {
	b.sheets++
	if b.sheets == 1 {
		if _, err := b.to.WriteString("\uFEFF"); err != nil {
			return err
		}
	} else if err := errors.Join(b.line(nil), b.line([]string{escapeFormula(title)})); err != nil {
		return err
	}
	return b.line(columns)
}

// line quotes what has a comma or a tab too, which other programs take for the
// end of a cell: the rest of it would be a cell of its own, and a formula if it
// begins like one.
func (b *csvBook) line(cells []string) error {
	for i, cell := range cells {
		if strings.ContainsAny(cell, ";,\t\"\r\n") || strings.HasPrefix(cell, " ") {
			cell = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
		}
		if i > 0 {
			cell = ";" + cell
		}
		if _, err := b.to.WriteString(cell); err != nil {
			return err
		}
	}
	_, err := b.to.WriteString("\r\n")
	return err
}

// Row is part of book.
func (b *csvBook) Row(cells []any) error {
	out := make([]string, len(cells))
	for i, cell := range cells {
		switch v := cell.(type) {
		case string:
			out[i] = escapeFormula(v)
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
	return b.line(out)
}

// Finish is part of book.
func (b *csvBook) Finish() error { return b.to.Flush() }

// Close is part of book.
func (b *csvBook) Close() {}

// escapeFormula is a text that no program takes for a formula: one that begins as
// such gets an apostrophe. What a program may pass over before it counts as not
// there: blanks, marks of order, signs of control; and the wide forms of the
// signs are the same signs.
func escapeFormula(text string) string {
	begun := strings.TrimLeftFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r)
	})
	if begun == "" {
		return text
	}
	if strings.ContainsAny(text[:1], "\t\r\n") || strings.ContainsRune("=+-@＝＋－＠﹢﹣﹦﹫", []rune(begun)[0]) {
		return "'" + text
	}
	return text
}
