package web

import "runtime/debug"

// unknownVersion is that of a program which does not know its libraries, as
// tests don't.
const unknownVersion = "?"

// PocketBaseVersion is the one this program was built with.
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
