package datafolder

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// The files that are held locked: by a server, and while PocketBase's folder for
// what it is making may neither be used nor emptied. A lock goes with its process,
// however that ends; the file stays.
const (
	lockName = "otklik.lock"
	tempLock = "otklik.temp.lock"
)

// OwnFiles are the files of this package in a data folder, which no backup takes and
// no restore replaces.
var OwnFiles = []string{lockName, tempLock, modesName, TempName}

// TempName is the folder for what is being made, beside the data.
const TempName = ".otklik_tmp"

// Lock is a data folder in use by this process.
type Lock struct{ file *os.File }

// Acquire takes the folder for this process, and makes it if it is missing. The
// error names the process that has it.
func Acquire(folder string) (*Lock, error) {
	lock, holder, err := take(folder, lockName)
	if err == nil && lock == nil {
		return nil, fmt.Errorf("с папкой %s уже работает другой otklik%s. Остановите его или укажите другую папку: --dir ПАПКА", folder, holder)
	}
	return lock, err
}

// The waits of [AcquireTemp]: TempWait is for a program that nobody waits for.
const (
	TempWait = 30 * time.Second
	tempPoll = 50 * time.Millisecond
)

// TempInUseError is why PocketBase's folder for what it is making was not taken in time.
type TempInUseError struct{ folder, holder string }

func (e *TempInUseError) Error() string {
	return fmt.Sprintf("в папке %s другой otklik%s делает или восстанавливает копию. Повторите, когда он закончит", e.folder, e.holder)
}

// AcquireTemp takes PocketBase's folder for what it is making, and waits for it so
// long. A server makes copies in it, and any command empties it when it opens the
// data: one waits for the other. It returns a [TempInUseError] in the end.
func AcquireTemp(folder string, wait time.Duration) (*Lock, error) {
	for began := time.Now(); ; time.Sleep(tempPoll) {
		lock, holder, err := take(folder, tempLock)
		if lock != nil || err != nil {
			return lock, err
		}
		if time.Since(began) > wait {
			return nil, &TempInUseError{folder, holder}
		}
	}
}

// take locks a file of the folder. The lock is nil if another process has it.
func take(folder, name string) (lock *Lock, holder string, err error) {
	if err := os.MkdirAll(folder, folderMode); err != nil {
		return nil, "", fmt.Errorf("не получилось открыть папку данных %s: %w", folder, err)
	}
	file, err := os.OpenFile(filepath.Join(folder, name), os.O_RDWR|os.O_CREATE, fileMode)
	if err != nil {
		return nil, "", fmt.Errorf("не получилось открыть папку данных %s: %w", folder, err)
	}
	free, err := tryLock(file)
	if err == nil && free {
		if err = file.Truncate(0); err == nil {
			_, err = fmt.Fprintln(file, os.Getpid())
		}
	}
	if err != nil {
		file.Close()
		return nil, "", fmt.Errorf("не получилось закрепить папку данных %s за этой программой: %w", folder, err)
	}
	if !free {
		defer file.Close()
		return nil, holderOf(file), nil
	}
	return &Lock{file}, "", nil
}

// Release gives the folder back.
func (l *Lock) Release() { l.file.Close() }

// holderOf names the process that has the lock, as it has written it.
func holderOf(file io.Reader) string {
	text, err := io.ReadAll(io.LimitReader(file, 20))
	if pid := strings.TrimSpace(string(text)); err == nil && pid != "" {
		return " (процесс " + pid + ")"
	}
	return ""
}
