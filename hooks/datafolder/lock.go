package datafolder

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// lockName is the file that a server holds locked. The lock goes with the process,
// however it ends; the file stays.
const lockName = "otklik.lock"

// OwnFiles are the files of this package in a data folder, which no backup takes and
// no restore replaces.
var OwnFiles = []string{lockName, TempName}

// TempName is the folder for what is being made, beside the data.
const TempName = ".otklik_tmp"

// Lock is a data folder in use by this process.
type Lock struct{ file *os.File }

// Acquire takes the folder for this process, and makes it if it is missing. The
// error names the process that has it.
func Acquire(folder string) (*Lock, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("не получилось открыть папку данных %s: %w", folder, err)
	}
	file, err := os.OpenFile(filepath.Join(folder, lockName), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("не получилось открыть папку данных %s: %w", folder, err)
	}
	free, err := tryLock(file)
	if err == nil && free {
		if err = file.Truncate(0); err == nil {
			_, err = fmt.Fprintln(file, os.Getpid())
		}
	}
	if err != nil {
		file.Close()
		return nil, fmt.Errorf("не получилось закрепить папку данных %s за этой программой: %w", folder, err)
	}
	if !free {
		defer file.Close()
		return nil, fmt.Errorf("с папкой %s уже работает другой otklik%s. Остановите его или укажите другую папку: --dir ПАПКА", folder, holder(file))
	}
	return &Lock{file}, nil
}

// Release gives the folder back.
func (l *Lock) Release() { l.file.Close() }

// holder names the process that has the lock, as it has written it.
func holder(file io.Reader) string {
	text, err := io.ReadAll(io.LimitReader(file, 20))
	if pid := strings.TrimSpace(string(text)); err == nil && pid != "" {
		return " (процесс " + pid + ")"
	}
	return ""
}
