package web

import (
	"embed"
	"io/fs"
)

// dist has what the program brings along beside the page. It is built with the
// page, by make, and is not in git: without it the program still builds, the
// dashboard has no page of ours, and the pages behind links are plain.
//
//go:embed all:dist
var dist embed.FS

// Dashboard is the tree of the dashboard's extension, empty in a program built
// without it.
func Dashboard() fs.FS { return sub("dashboard") }

// Links is the tree of what the pages of links need, with style.css at its
// root; empty in a program built without it.
func Links() fs.FS { return sub("links") }

func sub(folder string) fs.FS {
	tree, err := fs.Sub(dist, "dist/"+folder)
	if err != nil {
		panic(err) // the name is a valid one
	}
	return tree
}
