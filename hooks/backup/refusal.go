// Package backup owns copies of the data folder: making them, checking that one can
// be restored, and restoring one without losing what is there.
package backup

import (
	"errors"
	"runtime"

	validation "github.com/pocketbase/ozzo-validation/v4"

	"otklik/hooks/i18n"
	"otklik/hooks/problem"
)

// filesMissing is the code of a copy that lacks files of records: in one that was just
// made, they may have been deleted meanwhile.
const filesMissing = "backup_files_missing"

// Refusal is why a copy isn't restored. Nothing has been changed.
type Refusal struct {
	code   string
	params i18n.Params
	cause  error // for the log
}

func refuse(code string, cause error) error { return &Refusal{code: code, cause: cause} }

// Error returns the reason in the default language.
func (r *Refusal) Error() string {
	return i18n.Format(i18n.Default, problem.KeyPrefix+r.code, r.params)
}

// data returns the reason as the error of the key of the copy.
func (r *Refusal) data() validation.Errors {
	return problem.FieldErrorWith("key", r.code, r.params)
}

// asRefusal returns the refusal in an error. An error without one is a fault of the
// disk or of the program.
func asRefusal(err error) (refusal *Refusal, ok bool) {
	ok = errors.As(err, &refusal)
	return refusal, ok
}

// restorable reports whether PocketBase can restore on this system.
func restorable() bool { return runtime.GOOS != "windows" }
