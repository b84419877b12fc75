package web

import (
	"embed"
	"io/fs"
)

// dist holds the built files other than the page. make builds them and git does not
// have them: without them the program still builds, but the dashboard has no
// extension and the signed pages have no style.
//
//go:embed all:dist
var dist embed.FS

// Dashboard returns the files of the dashboard extension; empty if the program was
// built without it.
func Dashboard() fs.FS { return sub("dashboard") }

// Links returns the files of the signed pages, with style.css at the root; empty if
// the program was built without them.
func Links() fs.FS { return sub("links") }

func sub(folder string) fs.FS {
	tree, err := fs.Sub(dist, "dist/"+folder)
	if err != nil {
		panic(err) // cannot happen: the name is valid
	}
	return tree
}
