// Package pb_public holds the bundled page as it is served. The libraries and
// the font within it are made by `make` and are not in git; without them the
// program still builds and serves everything else.
package pb_public

import "embed"

// FS is the tree of the page, with index.html at its root.
//
//go:embed all:app index.html manifest.webmanifest robots.txt sw.js
var FS embed.FS
