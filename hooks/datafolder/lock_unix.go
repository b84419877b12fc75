//go:build unix

package datafolder

import (
	"errors"
	"os"
	"syscall"
)

// tryLock locks a file; false if another process has it.
func tryLock(file *os.File) (bool, error) {
	err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return false, nil
	}
	return err == nil, err
}

// Private makes all files that this process creates its user's alone.
func Private() { syscall.Umask(0o077) }
