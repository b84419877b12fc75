package export

import (
	"archive/zip"
	"io"
	"slices"
	"strconv"
	"time"

	"github.com/xuri/excelize/v2"
)

// sheetRows is Excel's limit of rows in a sheet.
const sheetRows = 1 << 20

// The formats of times and dates, and the width of a column in characters.
const (
	timeFormat  = "dd.mm.yyyy hh:mm"
	dateFormat  = "dd.mm.yyyy"
	columnWidth = 18
)

// xlsxBook writes XLSX. The library spools the rows to temporary files, so that
// memory does not grow with them, and the archive is compressed while it is sent.
type xlsxBook struct {
	file         *excelize.File
	sheet        *excelize.StreamWriter
	title        string
	columns      []string
	most         int // rows in a sheet; a longer list continues on further sheets
	part, row    int
	head, at, on int // styles of headings, times, dates
	err          error
}

func newXLSXBook(to io.Writer) *xlsxBook {
	b := &xlsxBook{file: excelize.NewFile(), most: sheetRows}
	b.file.SetZipWriter(func(io.Writer) excelize.ZipWriter { return zip.NewWriter(to) })
	b.head = b.style(&excelize.Style{Font: &excelize.Font{Bold: true}})
	b.at = b.style(&excelize.Style{CustomNumFmt: new(timeFormat)})
	b.on = b.style(&excelize.Style{CustomNumFmt: new(dateFormat)})
	return b
}

func (b *xlsxBook) style(of *excelize.Style) (id int) {
	if b.err == nil {
		id, b.err = b.file.NewStyle(of)
	}
	return id
}

// Sheet implements book.
func (b *xlsxBook) Sheet(title string, columns []string) error {
	b.title, b.columns, b.part = title, columns, 1
	return b.begin(title)
}

// begin opens a sheet with a frozen row of column headings.
func (b *xlsxBook) begin(name string) error {
	if err := b.end(); err != nil {
		return err
	}
	first := b.file.GetSheetName(0)
	if b.sheet == nil {
		b.err = b.file.SetSheetName(first, name)
	} else {
		_, b.err = b.file.NewSheet(name)
	}
	if b.err == nil {
		b.sheet, b.err = b.file.NewStreamWriter(name)
	}
	if b.err != nil {
		return b.err
	}
	b.row = 0
	cells := make([]any, len(b.columns))
	for i, column := range b.columns {
		cells[i] = excelize.Cell{StyleID: b.head, Value: column}
	}
	if b.err = b.sheet.SetColWidth(1, len(b.columns), columnWidth); b.err == nil {
		b.err = b.sheet.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
	}
	return b.write(cells)
}

func (b *xlsxBook) end() error {
	if b.sheet != nil && b.err == nil {
		b.err = b.sheet.Flush()
	}
	return b.err
}

// Row implements book. A full sheet is followed by another.
func (b *xlsxBook) Row(cells []any) error {
	if b.row == b.most {
		b.part++
		if err := b.begin(b.title + " (" + strconv.Itoa(b.part) + ")"); err != nil {
			return err
		}
	}
	out := slices.Clone(cells)
	for i, cell := range out {
		switch v := cell.(type) { // a string stays as it is: its cell type is not a formula
		case time.Time:
			out[i] = excelize.Cell{StyleID: b.at, Value: v}
		case date:
			out[i] = excelize.Cell{StyleID: b.on, Value: time.Time(v)}
		}
	}
	return b.write(out)
}

func (b *xlsxBook) write(cells []any) error {
	if b.err == nil {
		b.row++
		b.err = b.sheet.SetRow("A"+strconv.Itoa(b.row), cells)
	}
	return b.err
}

// Finish implements book.
func (b *xlsxBook) Finish() error {
	if err := b.end(); err != nil {
		return err
	}
	return b.file.Write(io.Discard) // the zip writer sends it to the reader
}

// Close implements book. It removes the temporary files.
func (b *xlsxBook) Close() { _ = b.file.Close() }
