//go:build !linux

package lifecycle

// releaseCode does nothing: other systems have no such call, or need none.
func releaseCode() error { return nil }
