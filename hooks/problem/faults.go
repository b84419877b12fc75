package problem

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io/fs"
	"maps"
	"net/http"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/pocketbase/dbx"
	validation "github.com/pocketbase/ozzo-validation/v4"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/tools/router"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// fault is a failure of the server, as it is answered.
type fault struct {
	status     int
	code       string
	retryAfter time.Duration // when another try makes sense
}

var (
	busyFault     = fault{http.StatusServiceUnavailable, "busy", 2 * time.Second}
	fullFault     = fault{http.StatusInsufficientStorage, "disk_full", time.Minute}
	storageFault  = fault{http.StatusServiceUnavailable, "storage_failed", 30 * time.Second}
	internalFault = fault{http.StatusInternalServerError, "internal", 30 * time.Second}
	restoreFault  = fault{http.StatusServiceUnavailable, "restoring", 30 * time.Second}
)

// ErrRestoring is why nothing may be written while a copy is being restored.
var ErrRestoring = errors.New("a copy is being restored")

// answer returns the answer to a request that failed; the log gets the cause.
func (f fault) answer(cause error) error {
	answer := apis.NewApiError(f.status, Sentence(f.code), cause)
	answer.Data = Request(f.status, f.code).Data
	return answer
}

// IsFault reports whether an error comes from a failure of the database or the disk,
// or from a restore.
func IsFault(err error) bool {
	_, found := causeOf(err)
	return found
}

// FaultCode returns the code of a failure of the server; empty if it is none. An error
// that nobody meant for the caller is one.
func FaultCode(err error) string {
	f, _ := faultOf(err)
	return f.code
}

// FaultStatus returns the HTTP status of a failure of the server; 0 if it is none.
func FaultStatus(err error) int {
	f, _ := faultOf(err)
	return f.status
}

// faultOf finds a failure of the server in an error. PocketBase answers them all 400,
// as it does mistakes of the caller, but keeps the cause.
func faultOf(err error) (fault, bool) {
	if f, found := causeOf(err); found {
		return f, true
	}
	var answer *router.ApiError
	var fields validation.Errors
	var field validation.Error
	switch {
	case err == nil, errors.As(err, &answer), errors.As(err, &fields), errors.As(err, &field):
	case errors.Is(err, sql.ErrNoRows), errors.Is(err, fs.ErrNotExist), errors.Is(err, context.Canceled):
	default:
		return internalFault, true // nobody meant it for the caller
	}
	return fault{}, false
}

// causeOf finds the failure of the database or the disk that an error wraps.
func causeOf(err error) (fault, bool) {
	if err == nil {
		return fault{}, false
	}
	var failed *sqlite.Error
	if errors.As(err, &failed) {
		return faultOfSQLite(failed)
	}
	switch {
	case errors.Is(err, ErrRestoring):
		return restoreFault, true
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return fullFault, true
	case errors.Is(err, syscall.EIO), errors.Is(err, syscall.EROFS), errors.Is(err, syscall.EFBIG), errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE):
		return storageFault, true
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, sql.ErrConnDone), errors.Is(err, driver.ErrBadConn):
		return busyFault, true
	}
	return causeWithin(err)
}

// causeWithin looks into the errors that hide their causes from [errors.As]: answers,
// errors of fields, and those of a transaction whose rollback failed too.
func causeWithin(err error) (fault, bool) {
	var answer *router.ApiError
	var fields validation.Errors
	var failed dbx.Errors
	var causes []error
	switch {
	case errors.As(err, &answer):
		raw, _ := answer.RawData().(error)
		if raw == nil {
			return faultOfText(answer.Message)
		}
		causes = []error{raw}
	case errors.As(err, &failed):
		causes = failed
	case errors.As(err, &fields):
		causes = slices.Collect(maps.Values(fields))
	}
	for _, cause := range causes {
		if f, found := causeOf(cause); found {
			return f, true
		}
	}
	return fault{}, false
}

// rawErrors are the texts of failures of SQLite, and of package sqlite: PocketBase
// answers a superuser whose change of a collection fails with the text alone.
var rawErrors = map[string]fault{
	"another program writes to the database": busyFault,
	"database is locked":                     busyFault, "database table is locked": busyFault, "database or disk is full": fullFault,
	"disk I/O error": storageFault, "unable to open database file": storageFault, "attempt to write a readonly database": storageFault,
	"database disk image is malformed": storageFault,
}

// faultOfText finds a failure of the database in the text of an answer.
func faultOfText(message string) (fault, bool) {
	_, raw, found := strings.Cut(message, "Raw error:")
	for text, f := range rawErrors {
		if found && strings.Contains(raw, text) {
			return f, true
		}
	}
	return fault{}, false
}

// faultOfSQLite judges by the primary code. What a caller's own filter can bring about,
// such as a missing column, is no failure.
func faultOfSQLite(failed *sqlite.Error) (fault, bool) {
	switch failed.Code() & 0xff {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_PROTOCOL, sqlite3.SQLITE_SCHEMA:
		return busyFault, true
	case sqlite3.SQLITE_FULL:
		return fullFault, true
	case sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_PERM:
		return storageFault, true
	case sqlite3.SQLITE_ERROR:
		text := failed.Error()
		return storageFault, strings.Contains(text, "no such table: ") || strings.Contains(text, "has no column named ")
	}
	return fault{}, false
}
