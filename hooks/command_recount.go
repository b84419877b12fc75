package hooks

import (
	"fmt"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/spf13/cobra"

	"otklik/hooks/desk"
	"otklik/hooks/reports"
)

// recountCommand returns the command `recount`, which makes the counters and the days of
// the reports anew. It works beside a running server.
func recountCommand(app core.App) *cobra.Command {
	return &cobra.Command{
		Use: "recount", Short: "Пересчитать счётчики и отчёты по самим задачам", Example: "otklik recount",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := app.RunAllMigrations(); err != nil {
				return err
			}
			if err := desk.RecountTasks(app, time.Time{}); err != nil {
				return fmt.Errorf("счётчики не пересчитаны: %w", err)
			}
			if err := reports.Recount(app); err != nil {
				return fmt.Errorf("отчёты не пересчитаны: %w", err)
			}
			fmt.Fprintln(c.OutOrStdout(), "Готово: счётчики и отчёты пересчитаны.")
			return nil
		},
	}
}
