package datafolder

import (
	"os"
	"path/filepath"
	"time"

	"otklik/hooks/disk"
)

// tempAge is how old something in the folder for what is being made must be, to be
// certain that nobody is making it any more.
const tempAge = 24 * time.Hour

// MakeTemp makes a folder inside scratch for something that is being made, and
// returns it and what removes it.
func MakeTemp(scratch, pattern string) (folder string, remove func(), err error) {
	if err := os.MkdirAll(scratch, folderMode); err != nil {
		return "", nil, err
	}
	folder, err = os.MkdirTemp(scratch, pattern)
	return folder, func() {
		_ = os.RemoveAll(folder)
		_ = os.Remove(scratch) // fails while it holds something else
	}, err
}

// RemoveOldTemp removes what a killed program has left.
func RemoveOldTemp(folder string) error {
	scratch := filepath.Join(folder, TempName)
	entries, err := os.ReadDir(scratch)
	if err != nil {
		return disk.IgnoreMissing(err)
	}
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil || time.Since(info.ModTime()) < tempAge {
			continue
		}
		if err := os.RemoveAll(filepath.Join(scratch, entry.Name())); err != nil {
			return err
		}
	}
	return nil
}
