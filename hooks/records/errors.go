package records

import (
	"database/sql"
	"errors"
)

// IgnoreNotFound makes what is not there no error.
func IgnoreNotFound(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	return err
}
