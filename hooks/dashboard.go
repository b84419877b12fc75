package hooks

import "github.com/pocketbase/pocketbase/core"

func registerDashboard(app core.App) {}
