package datafolder

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// tryLock locks a file; false if another process has it. The locked byte lies far
// behind the text, which others may therefore read.
func tryLock(file *os.File) (bool, error) {
	err := windows.LockFileEx(windows.Handle(file.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &windows.Overlapped{OffsetHigh: 1})
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
		return false, nil
	}
	return err == nil, err
}

// Private does nothing: on Windows the folder's access list decides.
func Private() {}
