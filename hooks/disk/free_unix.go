//go:build linux || darwin || freebsd

package disk

import "syscall"

// free returns the bytes that a program without privileges may still write.
func free(folder string) (uint64, error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(folder, &s); err != nil {
		return 0, err
	}
	return uint64(max(s.Bavail, 0)) * uint64(s.Bsize), nil // the types differ between the systems
}
