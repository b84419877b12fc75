package datafolder

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/disk"
)

// The modes of what is in a data folder: tasks, keys and password hashes are for the
// user of the program alone.
const (
	fileMode   = 0o600
	folderMode = 0o700
)

// Tighten takes the folder, and all in it but the files of records, away from other
// users of the computer. The folder of records, closed itself, may hold hundreds of
// thousands: [TightenStorage] sets them right.
func Tighten(folder string) error {
	storage := filepath.Join(folder, core.LocalStorageDirName)
	return errors.Join(tighten(folder, storage), tightenOne(storage))
}

// TightenStorage sets right the files of records.
func TightenStorage(folder string) error {
	return tighten(filepath.Join(folder, core.LocalStorageDirName), "")
}

func tightenOne(path string) error {
	info, err := os.Lstat(path)
	if err != nil {
		return disk.IgnoreMissing(err)
	}
	return setMode(path, info)
}

func tighten(root, skip string) error {
	return filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return disk.IgnoreMissing(err) // something removed meanwhile
		}
		if path == skip {
			return fs.SkipDir
		}
		info, err := entry.Info()
		if err != nil {
			return disk.IgnoreMissing(err)
		}
		return setMode(path, info)
	})
}

func setMode(path string, info fs.FileInfo) error {
	want := fs.FileMode(fileMode)
	switch {
	case runtime.GOOS == "windows":
		return nil
	case info.IsDir():
		want = folderMode
	case !info.Mode().IsRegular():
		return nil // a link leads elsewhere, a socket is the mail server's
	}
	if info.Mode().Perm() == want {
		return nil
	}
	return disk.IgnoreMissing(os.Chmod(path, want))
}
