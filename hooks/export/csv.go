package export

import (
	"bufio"
	"errors"
	"io"
	"strconv"
	"strings"
	"time"
)

// csvBook writes CSV that a Russian Excel opens on a double click: UTF-8 with a
// byte order mark, semicolons, decimal commas. Sheets follow each other.
// encoding/csv quotes only its own separator, which is not enough: see line.
type csvBook struct {
	to     *bufio.Writer
	sheets int
}

func newCSVBook(to io.Writer) *csvBook { return &csvBook{to: bufio.NewWriter(to)} }

// Sheet starts a sheet. Every sheet but the first begins with an empty line and its
// title; the first has none, so that a list is a plain table.
func (b *csvBook) Sheet(title string, columns []string) error {
	b.sheets++
	if b.sheets == 1 {
		if _, err := b.to.WriteString("\uFEFF"); err != nil {
			return err
		}
	} else if err := errors.Join(b.line(nil), b.line([]string{keepText(title)})); err != nil {
		return err
	}
	return b.line(columns)
}

// line also quotes cells with a comma or a tab. Other programs take these for
// separators: the rest would become a cell of its own, and possibly a formula.
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

// Row implements book.
func (b *csvBook) Row(cells []any) error {
	out := make([]string, len(cells))
	for i, cell := range cells {
		switch v := cell.(type) {
		case string:
			out[i] = keepText(v)
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

// Finish implements book.
func (b *csvBook) Finish() error { return b.to.Flush() }

// Close implements book.
func (b *csvBook) Close() {}
