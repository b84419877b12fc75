package hooks

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pocketbase/pocketbase/core"
	"github.com/spf13/cobra"

	"otklik/hooks/actor"
)

// roleCommand returns the command `role NICK client|consultant|manager`, which makes
// the first manager.
func roleCommand(app core.App) *cobra.Command {
	roles := []string{actor.RoleClient, actor.RoleConsultant, actor.RoleManager}
	return &cobra.Command{
		Use: "role НИК " + strings.Join(roles, "|"), Short: "Сменить роль человека", Example: "otklik role olga manager",
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) != 2 || !slices.Contains(roles, args[1]) {
				return fmt.Errorf("нужны ник и роль: otklik role НИК %s", strings.Join(roles, "|"))
			}
			if err := app.RunAllMigrations(); err != nil {
				return err
			}
			nick := strings.ToLower(args[0])
			u, err := app.FindFirstRecordByData("users", "username", nick)
			if err != nil {
				return fmt.Errorf("человека с ником %s нет", nick)
			}
			u.Set("role", args[1])
			if err := app.Save(u); err != nil {
				return fmt.Errorf("роль не сменилась: %w", err)
			}
			fmt.Fprintf(c.OutOrStdout(), "Готово: %s теперь %s. Пусть войдёт заново.\n", nick, args[1])
			return nil
		},
	}
}
