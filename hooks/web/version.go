package web

import "runtime/debug"

// unknownVersion is the version in a binary without build information about its
// modules, such as a test.
const unknownVersion = "?"

// PocketBaseVersion returns the version of PocketBase that the program was built
// with.
func PocketBaseVersion() string {
	info, ok := debug.ReadBuildInfo()
	if ok {
		for _, m := range info.Deps {
			if m.Path == "github.com/pocketbase/pocketbase" {
				return m.Version
			}
		}
	}
	return unknownVersion
}
