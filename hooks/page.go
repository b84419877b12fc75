package hooks

import (
	"io/fs"

	"github.com/pocketbase/pocketbase/core"
)

func registerPage(app core.App, page fs.FS) {}
