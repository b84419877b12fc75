// Package pb_public holds the bundled page as it is served. It is built by
// `make` and is not in git; without it the program still builds and serves
// everything else.
package pb_public

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// FS is the tree of the page, with index.html at its root.
var FS = page()

func page() fs.FS {
	tree, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // the name is a valid one
	}
	return tree
}
