package disk

import (
	"errors"
	"io/fs"
)

// IgnoreMissing returns nil for what is not there, perhaps because it was removed
// meanwhile, and other errors as they are.
func IgnoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
