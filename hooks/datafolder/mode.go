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

// modesName is the file that stands in a folder while the files of its records are
// known to have the right modes.
const modesName = "otklik.modes"

// Tighten takes the folder, and all in it but the files of records, away from other
// users of the computer. The folders of records, closed themselves, may hold hundreds
// of thousands: [TightenStorage] sets those right.
func Tighten(folder string) error {
	return errors.Join(tighten(folder, filepath.Join(folder, core.LocalStorageDirName)), closeStorage(folder))
}

// closeStorage closes the folder of records and the folders of collections in it. The
// program makes them closed: an open one comes from elsewhere, with files that are
// open too.
func closeStorage(folder string) error {
	storage := filepath.Join(folder, core.LocalStorageDirName)
	entries, err := os.ReadDir(storage)
	if err != nil {
		return disk.IgnoreMissing(err)
	}
	paths := []string{storage}
	for _, entry := range entries {
		paths = append(paths, filepath.Join(storage, entry.Name()))
	}
	for _, path := range paths {
		info, err := os.Lstat(path)
		if err == nil && info.IsDir() && hasWrongMode(info) {
			err = disk.IgnoreMissing(os.Remove(filepath.Join(folder, modesName))) // before the sign is gone
		}
		if err == nil {
			err = setMode(path, info)
		}
		if disk.IgnoreMissing(err) != nil {
			return err
		}
	}
	return nil
}

// TightenStorage sets right the files of records, unless that has been done: new ones
// are made with the right modes.
func TightenStorage(folder string) error {
	done := filepath.Join(folder, modesName)
	if _, err := os.Lstat(done); err == nil {
		return nil
	}
	if err := tighten(filepath.Join(folder, core.LocalStorageDirName), ""); err != nil {
		return err
	}
	return os.WriteFile(done, nil, fileMode)
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
	if !hasWrongMode(info) {
		return nil
	}
	return disk.IgnoreMissing(os.Chmod(path, modeOf(info)))
}

func hasWrongMode(info fs.FileInfo) bool {
	if runtime.GOOS == "windows" || !info.IsDir() && !info.Mode().IsRegular() {
		return false // a link leads elsewhere, a socket is the mail server's
	}
	return info.Mode().Perm() != modeOf(info)
}

func modeOf(info fs.FileInfo) fs.FileMode {
	if info.IsDir() {
		return folderMode
	}
	return fileMode
}
