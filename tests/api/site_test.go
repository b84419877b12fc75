package api

import (
	"strings"
	"testing"
)

// There is one site record, readable by everyone and without scripts.
func TestSite(t *testing.T) {
	d := newDesk(t)
	r, err := d.app.FindFirstRecordByFilter("site", "id != ''")
	if err != nil {
		t.Fatal(err)
	}
	one := records("site") + "/" + r.Id
	d.want(200, "root", "PATCH", one, `{"name":"Учёт и точка","about":"<p onclick='x()'>О нас<script>x()</script> <a href='javascript:x()'>тут</a></p>"}`)
	if got := d.want(200, "", "GET", one, "", "Учёт и точка", "О нас"); strings.Contains(got.body, "x()") {
		t.Errorf("a script was kept: %s", got.body)
	}
	d.want(400, "root", "POST", records("site"), `{"name":"Вторая"}`, "site_is_one")
	d.want(400, "root", "DELETE", one, "", "site_stays", `"message":"Запись о фирме нельзя удалить`)
}
