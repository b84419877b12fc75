package hooks

import (
	"errors"
	"fmt"
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/spf13/cobra"

	"otklik/hooks/desk"
)

// unlockCommand returns the command `unlock NICK`, which forgets the wrong passwords
// counted for an account. It works beside a running server.
func unlockCommand(app core.App) *cobra.Command {
	return &cobra.Command{
		Use: "unlock НИК|ПОЧТА", Short: "Забыть неверные пароли человека или администратора", Example: "otklik unlock olga",
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) != 1 {
				return errors.New("нужен ник или почта: otklik unlock НИК")
			}
			if err := app.RunAllMigrations(); err != nil {
				return err
			}
			name := strings.ToLower(strings.TrimSpace(args[0]))
			accounts, err := findAccounts(app, name)
			if err != nil {
				return err
			}
			if len(accounts) == 0 {
				return fmt.Errorf("человека с ником или почтой %s нет", name)
			}
			for _, account := range accounts {
				if _, err := desk.Unlock(app, account); err != nil {
					return fmt.Errorf("неверные пароли не забыты: %w", err)
				}
			}
			fmt.Fprintf(c.OutOrStdout(), "Готово: неверные пароли %s забыты, войти можно сразу.\n", name)
			return nil
		},
	}
}

// findAccounts finds the user with a nick or an address and the superuser with the
// address.
func findAccounts(app core.App, name string) ([]*core.Record, error) {
	var users, superusers []*core.Record
	err := app.RecordQuery("users").AndWhere(dbx.NewExp("(username = {:name} COLLATE NOCASE OR email = {:name} COLLATE NOCASE)", dbx.Params{"name": name})).All(&users)
	if err == nil {
		err = app.RecordQuery(core.CollectionNameSuperusers).AndWhere(dbx.NewExp("email = {:name} COLLATE NOCASE", dbx.Params{"name": name})).All(&superusers)
	}
	return append(users, superusers...), err
}
