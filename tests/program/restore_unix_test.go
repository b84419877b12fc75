//go:build unix

package program

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A restore brings back what was copied, and can be taken back itself.
func TestRestore(t *testing.T) {
	d := openDesk(t)
	d.post(t, "Первая")
	if code, body := d.request(t, "POST", "/api/backups", `{"name":"first.zip"}`); code != 204 {
		t.Fatalf("%d %s", code, body)
	}
	d.post(t, "Вторая")
	if code, body := d.request(t, "POST", "/api/backups/first.zip/restore", ""); code != 204 {
		t.Fatalf("%d %s", code, body)
	}
	if code, body := d.request(t, "POST", "/api/backups", `{"name":"late.zip"}`); code != 503 && code != 0 { // 0: it restarts
		t.Errorf("what would be lost was accepted: %d %s", code, body)
	}
	eventually(t, "the restore", func() bool { return slices.Equal(d.titles(t), []string{"Первая"}) })
	saved := d.newest(t)
	if !strings.HasPrefix(saved, "before_restore_") {
		t.Fatalf("the newest copy is %s", saved)
	}
	if code, said := command(t, "verify", filepath.Join(d.folder, "backups", saved)); code != 0 || !strings.Contains(said, "Задач: 2, файлов: 2") {
		t.Errorf("%d %s", code, said)
	}
	if code, body := d.request(t, "POST", "/api/backups/"+saved+"/restore", ""); code != 204 {
		t.Fatalf("%d %s", code, body)
	}
	eventually(t, "the way back", func() bool { return slices.Equal(d.titles(t), []string{"Первая", "Вторая"}) })
}
