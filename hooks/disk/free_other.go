//go:build !(linux || darwin || freebsd || windows)

package disk

import "errors"

// free can't measure the disk of this system.
func free(string) (uint64, error) { return 0, errors.ErrUnsupported }
