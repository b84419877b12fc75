package api

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"maps"
	"mime"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// exported requests an export as CSV.
func (d *desk) exported(who, query string, headers ...string) [][]string {
	d.Helper()
	got := d.ask(who, "GET", "/api/desk/export?format=csv&"+query, "", headers...)
	d.check(got, 200)
	body, marked := strings.CutPrefix(got.body, "\uFEFF")
	if !marked || strings.Count(body, "\r\n") == 0 {
		d.Errorf("%s: no mark or no CRLF", query)
	}
	rows := csv.NewReader(strings.NewReader(body))
	rows.Comma, rows.FieldsPerRecord = ';', -1
	all, err := rows.ReadAll()
	if err != nil {
		d.Fatal(err)
	}
	return all
}

// workbook requests an export as XLSX.
func (d *desk) workbook(who, query string) (*excelize.File, response) {
	d.Helper()
	got := d.ask(who, "GET", "/api/desk/export?format=xlsx&"+query, "")
	d.check(got, 200)
	file, err := excelize.OpenReader(strings.NewReader(got.body))
	if err != nil {
		d.Fatal(err)
	}
	d.Cleanup(func() { _ = file.Close() })
	return file, got
}

// numbersOf returns the first column below the headings.
func numbersOf(rows [][]string) (numbers []int) {
	for _, row := range rows[1:] {
		n, _ := strconv.Atoi(row[0])
		numbers = append(numbers, n)
	}
	return numbers
}

// An export has all rows of a list in its order, in both formats, across batches and
// sheets.
func TestTableExportTasks(t *testing.T) {
	d := newDesk(t)
	d.manyTasks(2500)
	for _, c := range []struct{ query, order string }{{"view=all", "number DESC"}, {"view=all&sort=oldest", "number"}, {"status=done&sort=urgent", "CASE priority WHEN 'high' THEN 0 WHEN 'normal' THEN 1 ELSE 2 END, number DESC"}} {
		where := "archived_at = ''"
		if strings.Contains(c.query, "done") {
			where += " AND status = 'done'"
		}
		if got, want := numbersOf(d.exported("anna", "what=tasks&"+c.query)), d.numbers(where, c.order); !slices.Equal(got, want) {
			t.Errorf("%s has %d rows, want %d in order", c.query, len(got), len(want))
		}
	}
	want := d.numbers("archived_at = ''", "number DESC")
	file, got := d.workbook("anna", "what=tasks&view=all&progress=mine")
	var found []int
	for _, sheet := range file.GetSheetList() {
		rows, err := file.GetRows(sheet)
		if err != nil || rows[0][0] != "Номер" {
			t.Fatalf("%s has %d rows, %v", sheet, len(rows), err)
		}
		found = append(found, numbersOf(rows)...)
	}
	if !slices.Equal(found, want) || got.header.Get("X-Total-Rows") != strconv.Itoa(len(want)) {
		t.Errorf("%d rows in %v, %s said, want %d", len(found), file.GetSheetList(), got.header.Get("X-Total-Rows"), len(want))
	}
	how := d.want(200, "anna", "GET", "/api/desk/export/progress?id=mine", "").decode(t)
	if how["rows"] != float64(len(want)) || how["total"] != float64(len(want)) || how["done"] != true {
		t.Errorf("the progress is %v", how)
	}
	d.want(404, "igor", "GET", "/api/desk/export/progress?id=mine", "")
	_, params, err := mime.ParseMediaType(got.header.Get("Content-Disposition"))
	if err != nil || !strings.HasPrefix(params["filename"], "Задачи 20") || !strings.HasSuffix(params["filename"], ".xlsx") {
		t.Errorf("the file is named %v, %v", params, err)
	}
}

// A client's export has only the client's own tasks and nothing reserved for staff.
func TestExportOwnTasks(t *testing.T) {
	d := newDesk(t)
	all := []string{"shut", "done", "wait", "work", "new"}
	for _, c := range []struct {
		query string
		want  []string
	}{
		{"", all}, {"&status=done", []string{"done"}}, {"&client=" + id("ivan") + "&view=archived", all},
		{"&q=" + url.QueryEscape(d.task("work").GetString("title")), []string{"work"}}, {"&q=" + url.QueryEscape(noteSecret), nil}, {"&q=" + url.QueryEscape(ivanSecret), nil},
	} {
		rows := d.exported("olga", "what=tasks"+c.query)
		var numbers []int
		for _, name := range c.want {
			numbers = append(numbers, d.task(name).GetInt("number"))
		}
		if got := numbersOf(rows); !slices.Equal(got, numbers) {
			t.Errorf("%s: %v, want %v", c.query, got, numbers)
		}
		for _, row := range rows {
			for _, secret := range []string{noteSecret, ivanSecret, "Ответить до", "ИНН"} {
				if strings.Contains(strings.Join(row, ";"), secret) {
					t.Errorf("%s tells %s", c.query, secret)
				}
			}
		}
	}
	if rows := d.exported("olga", "what=tasks", "Accept-Language", "en"); rows[0][0] != "Number" || rows[1][2] != "Closed" {
		t.Errorf("in English: %v", rows[:2])
	}
}

// The export of the archive has the time and the author of the archiving, and accepts
// a search.
func TestExportArchive(t *testing.T) {
	d := newDesk(t)
	d.want(204, "olga", "DELETE", record("tasks", "work"), "")
	number := strconv.Itoa(d.task("work").GetInt("number"))
	rows := d.exported("boss", "what=tasks&view=archived")
	at := slices.IndexFunc(rows, func(row []string) bool { return row[0] == number })
	if len(rows) != 3 || rows[0][1] != "Удалена" || at < 0 || rows[at][1] == "" || rows[at][2] != "Olga" || strings.Contains(fmt.Sprint(rows), noteSecret) {
		t.Errorf("the archive is %v", rows)
	}
	if rows := d.exported("boss", "what=tasks&view=archived&q="+url.QueryEscape(d.task("work").GetString("title"))); len(rows) != 2 || rows[1][0] != number {
		t.Errorf("with words: %v", rows)
	}
	d.want(400, "anna", "GET", "/api/desk/export?format=csv&what=tasks&view=archived", "", `"view":{`)
}

// The export of the log describes changes in words.
func TestExportLogInWords(t *testing.T) {
	d := newDesk(t)
	d.want(200, "boss", "PATCH", record("tasks", "new"), `{"consultant":"`+id("igor")+`"}`)
	d.want(200, "boss", "PATCH", record("tasks", "new"), `{"priority":"high"}`)
	d.want(200, "igor", "PATCH", record("tasks", "new"), `{"status":"done"}`)
	made := d.want(200, "boss", "POST", records("categories"), `{"name":"Печать"}`).decode(t)
	d.want(200, "boss", "PATCH", records("categories")+"/"+made["id"].(string), `{"name":"Печать и сканы"}`)
	d.want(200, "boss", "PATCH", record("users", "anna"), `{"blocked":true}`)
	only := func(collection string) string { // the address of the one record
		first := d.want(200, "boss", "GET", records(collection), "").decode(t)["items"].([]any)[0].(map[string]any)
		return records(collection) + "/" + first["id"].(string)
	}
	d.want(200, "boss", "PATCH", only("site"), `{"about":"<p>Счета &amp; «акты»</p><ul><li>в срок</li></ul>"}`)
	d.want(200, "boss", "PATCH", only("schedule"), `{"week":[[["09:00","13:00"],["14:00","18:00"]],[["09:00","18:00"]],[],[],[],[],[]],"exceptions":{"01-01":[],"2026-12-31":[["09:00","12:00"]]}}`)
	lines := map[string]bool{}
	for _, row := range d.exported("boss", "what=log")[1:] {
		lines[strings.Join(append(row[1:4], row[6], row[7]), "|")] = true
	}
	number := strconv.Itoa(d.task("new").GetInt("number"))
	for _, want := range []string{
		"Boss|Назначение|" + number + "|Консультант: |Консультант: Igor",
		"Boss|Правка|" + number + "|Срочность: Обычная|Срочность: Срочно",
		"Boss|Настройки||Имя (название): Печать|Имя (название): Печать и сканы",
		"Boss|Люди||Вход закрыт: нет|Вход закрыт: да",
		"Boss|Настройки||О фирме: |О фирме: Счета & «акты» в срок",
	} {
		if !lines[want] {
			t.Errorf("there is no %q in %q", want, slices.Sorted(maps.Keys(lines)))
		}
	}
	const hours = "|Особые дни: 01-01 выходной, 2026-12-31 09:00–12:00; Часы недели: пн 09:00–13:00 14:00–18:00, вт 09:00–18:00, ср выходной, чт выходной, пт выходной, сб выходной, вс выходной"
	if !slices.ContainsFunc(slices.Collect(maps.Keys(lines)), func(line string) bool { return strings.HasSuffix(line, hours) }) {
		t.Errorf("there is no %q in %q", hours, slices.Sorted(maps.Keys(lines)))
	}
}

// No text becomes a formula, however disguised: CSV has an apostrophe, XLSX the type
// of the cell. Numbers and times keep their types; times are local to the firm.
func TestExportIsHarmless(t *testing.T) {
	d := newDesk(t)
	bad := []string{"=1+1", "+1", "+7 495 000-00-00", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\u00a0=1", "\u200b=1", "\ufeff=1", "＝1+1", "＋1", "－1", "＠x", "\n\n=1"}
	good := []string{"a=1", "Цена -5", "'=1", "1-2", "«=»"}
	for i, text := range append(bad, good...) {
		if _, err := d.app.DB().NewQuery("INSERT INTO tasks (id, number, title, description, status, priority, client, profile, created) VALUES ({:id}, {:n}, {:text}, {:text}, 'new', 'normal', {:client}, {:profile}, '2026-11-01 21:30:00.000Z')").
			Bind(map[string]any{"id": fmt.Sprintf("text%011d", i), "n": 1000 - i, "text": text, "client": id("ivan"), "profile": id("orgivan")}).Execute(); err != nil {
			t.Fatal(err)
		}
	}
	query := "what=tasks&view=all&client=" + id("ivan")
	file, _ := d.workbook("anna", query)
	inSheet, err := file.GetRows("Задачи")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		format string
		rows   [][]string
	}{{"csv", d.exported("anna", query)}, {"xlsx", inSheet}} {
		for i, text := range append(bad, good...) {
			want := text
			if i < len(bad) && c.format == "csv" {
				want = "'" + text
			}
			if c.format == "csv" && slices.Contains([]string{"+1", "-1", "1-2", "+7 495 000-00-00"}, text) {
				want = `="` + text + `"` // the constant of a formula: neither a sum nor a day
			}
			if got := c.rows[i+1][1]; strings.Join(strings.Fields(got), "") != strings.Join(strings.Fields(want), "") {
				t.Errorf("%s: %q, want %q", c.format, got, want)
			}
		}
	}
	for row := range inSheet {
		for _, column := range []string{"B", "C", "S"} { // title, status and description
			at := column + strconv.Itoa(row+1)
			kind, _ := file.GetCellType("Задачи", at)
			if formula, _ := file.GetCellFormula("Задачи", at); formula != "" || kind != excelize.CellTypeInlineString {
				t.Errorf("%s is of the type %v, its formula %q", at, kind, formula)
			}
		}
	}
	if kind, _ := file.GetCellType("Задачи", "A2"); kind != excelize.CellTypeUnset && kind != excelize.CellTypeNumber {
		t.Errorf("a number is of the type %v", kind)
	}
	if shown, _ := file.GetCellValue("Задачи", "J2"); shown != "02.11.2026 00:30" {
		t.Errorf("the time is shown as %q", shown)
	}
	if raw, _ := file.GetCellValue("Задачи", "J2", excelize.Options{RawCellValue: true}); !strings.HasPrefix(raw, "46328.02") {
		t.Errorf("the time is stored as %q", raw)
	}
	if rows := d.exported("anna", query); rows[1][9] != "2026-11-02 00:30:00" {
		t.Errorf("the time in CSV is %q", rows[1][9])
	}
}

// A program that also splits cells at commas and tabs reads the same cells: none is
// cut, and no part of one becomes a formula.
func TestExportForOtherSeparators(t *testing.T) {
	d := newDesk(t)
	title := "Отчёт,=1+1\t=2"
	if _, err := d.app.DB().NewQuery("UPDATE tasks SET title = {:title}, description = {:text} WHERE id = {:id}").
		Bind(map[string]any{"title": title, "text": "Первая\n=вторая", "id": id("work")}).Execute(); err != nil {
		t.Fatal(err)
	}
	got := d.want(200, "anna", "GET", "/api/desk/export?what=tasks&format=csv&view=all", "")
	line := fmt.Sprintf("\r\n%d;\"%s\";В работе;", d.task("work").GetInt("number"), title)
	if !strings.Contains(got.body, line) {
		t.Errorf("no %q in %s", line, got.body)
	}
	d.want(200, "anna", "PATCH", record("tasks", "work"), `{"status":"waiting"}`)
	if rows := d.exported("anna", "what=tasks&status=waiting&sort=oldest"); len(rows) != 3 || rows[1][1] != title || rows[1][len(rows[1])-1] != "Первая\n=вторая" {
		t.Errorf("the rows are %q", rows)
	}
}

// The other exports: their content and who may request them.
func TestExportLists(t *testing.T) {
	d := newDesk(t)
	report, _ := d.workbook("boss", "what=report&from=2026-11-01&to=2026-11-30")
	if got := report.GetSheetList(); len(got) != 8 || got[0] != "Итоги" {
		t.Errorf("the report has %v", got)
	}
	if days, _ := report.GetRows("По дням"); len(days) != 31 || days[1][0] != "01.11.2026" {
		t.Errorf("%d days, the first is %v", len(days), days[1])
	}
	if low := d.exported("root", "what=low"); len(low) != 2 || low[1][0] != "2" || low[1][1] != ivanSecret {
		t.Errorf("low ratings: %v", low)
	}
	if people := d.exported("boss", "what=people"); len(people) != 7 || len(d.exported("boss", "what=people&role=manager")) != 2 {
		t.Errorf("people: %v", people)
	}
	lines := d.count("history", "1")
	if log := d.exported("boss", "what=log"); len(log) != lines+1 {
		t.Errorf("%d lines of the log", len(log))
	}
	if found := d.exported("boss", "what=people&q=ООО"); len(found) != d.count("profiles", "organization LIKE '%ООО%'")+1 || len(found) < 2 {
		t.Errorf("people with words: %v", found)
	}
	var load struct {
		Items []struct {
			Username      string
			Open, Overdue int
		}
	}
	if err := json.Unmarshal([]byte(d.want(200, "boss", "GET", "/api/desk/staff", "").body), &load); err != nil {
		t.Fatal(err)
	}
	staff := d.exported("boss", "what=staff")
	if len(load.Items) < 3 || len(staff) != len(load.Items)+1 {
		t.Fatalf("%d of the staff have %d rows", len(load.Items), len(staff))
	}
	for i, person := range load.Items {
		if row := staff[i+1]; row[0] != person.Username || row[5] != strconv.Itoa(person.Open) || row[7] != strconv.Itoa(person.Overdue) {
			t.Errorf("the load of %v is %v", person, row)
		}
	}
	d.want(400, "boss", "GET", "/api/desk/export?format=csv&what=report&from=2026-11-02&to=2026-11-01", "", `"to":{"code":"report_backwards"`)
	d.want(400, "boss", "GET", "/api/desk/export?format=pdf&what=low", "", `"format":{`)
	d.want(400, "boss", "GET", "/api/desk/export?format=csv&what=x", "", `"what":{`)
}
