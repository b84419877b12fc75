package disk

import (
	"path/filepath"
	"testing"
)

func TestFree(t *testing.T) {
	if n, err := free(t.TempDir()); err != nil || n == 0 {
		t.Errorf("%d bytes, %v", n, err)
	}
	if n, err := free(filepath.Join(t.TempDir(), "missing")); err == nil {
		t.Errorf("a missing folder has %d bytes", n)
	}
}
