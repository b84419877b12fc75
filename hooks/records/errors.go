package records

import (
	"database/sql"
	"errors"
)

// IgnoreNotFound returns nil for sql.ErrNoRows, and other errors as they are.
func IgnoreNotFound(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	return err
}
