package export

import (
	"bytes"
	"slices"
	"strconv"
	"testing"

	"github.com/xuri/excelize/v2"
)

// A list longer than a sheet continues on further sheets, each with the column
// headings.
func TestLongListContinuesOnFurtherSheets(t *testing.T) {
	var out bytes.Buffer
	b := newXLSXBook(&out)
	defer b.Close()
	b.most = 1000
	if err := b.Sheet("Задачи", []string{"Номер"}); err != nil {
		t.Fatal(err)
	}
	for n := range 2500 {
		if err := b.Row([]any{n}); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.Finish(); err != nil {
		t.Fatal(err)
	}
	file, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if got, want := file.GetSheetList(), []string{"Задачи", "Задачи (2)", "Задачи (3)"}; !slices.Equal(got, want) {
		t.Fatalf("the sheets are %q, want %q", got, want)
	}
	next := 0
	for _, sheet := range file.GetSheetList() {
		rows, err := file.GetRows(sheet)
		if err != nil || len(rows) > 1000 || rows[0][0] != "Номер" {
			t.Fatalf("%s has %d rows, %v", sheet, len(rows), err)
		}
		for _, row := range rows[1:] {
			if row[0] != strconv.Itoa(next) {
				t.Fatalf("%s has %s, want %d", sheet, row[0], next)
			}
			next++
		}
	}
	if next != 2500 {
		t.Errorf("%d rows in all", next)
	}
}
