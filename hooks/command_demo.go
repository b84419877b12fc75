package hooks

import (
	"fmt"
	"io"
	"os"

	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
	"github.com/spf13/cobra"

	"otklik/hooks/sqlite"
)

// What everybody of the demo logs in with.
const (
	demoPassword = "otklik-demo"
	demoAdmin    = "admin@example.com"
)

// demoCommand is `demo`: an invented firm in a folder that goes away with the
// program. The data of the real one is not touched.
func demoCommand(app *pocketbase.PocketBase, config Config) *cobra.Command {
	var address string
	command := &cobra.Command{
		Use: "demo", Short: "Показать живой пример: временная фирма с клиентами и задачами", Args: cobra.NoArgs,
		PersistentPreRunE: func(*cobra.Command, []string) error { return nil },
		RunE:              func(c *cobra.Command, _ []string) error { return runDemo(app, config, c.OutOrStdout(), address) },
	}
	command.Flags().StringVar(&address, "http", "127.0.0.1:8090", "адрес сервера")
	return command
}

func runDemo(outer core.App, config Config, out io.Writer, address string) (err error) {
	folder, err := os.MkdirTemp("", "otklik-demo-")
	if err != nil {
		return err
	}
	demo := core.NewBaseApp(core.BaseAppConfig{DataDir: folder, DBConnect: sqlite.Connect})
	Register(demo, config)
	closeDemo := func() error {
		event := &core.TerminateEvent{App: demo}
		return demo.OnTerminate().Trigger(event, func(e *core.TerminateEvent) error {
			return firstError(e.App.ResetBootstrapState(), os.RemoveAll(folder))
		})
	}
	outer.OnTerminate().BindFunc(func(e *core.TerminateEvent) error {
		return firstError(closeDemo(), e.Next())
	})
	if err := prepareDemo(demo); err != nil {
		return fmt.Errorf("пример не получилось подготовить: %w", err)
	}
	demo.OnServe().Bind(&hook.Handler[*core.ServeEvent]{Id: "otklikBanner", Priority: 9999, Func: func(e *core.ServeEvent) error {
		e.InstallerFunc = nil
		if err := listenAnywhere(e); err != nil {
			return err
		}
		if err := e.Next(); err != nil {
			return err
		}
		inviteToDemo(out, "http://"+e.Server.Addr)
		return nil
	}})
	return apis.Serve(demo, apis.ServeConfig{HttpAddr: address})
}

func prepareDemo(demo core.App) error {
	if err := demo.Bootstrap(); err != nil {
		return err
	}
	if err := demo.RunAllMigrations(); err != nil {
		return err
	}
	superusers, err := demo.FindCollectionByNameOrId(core.CollectionNameSuperusers)
	if err != nil {
		return err
	}
	admin := core.NewRecord(superusers)
	admin.SetEmail(demoAdmin)
	admin.SetPassword(demoPassword)
	if err := demo.Save(admin); err != nil {
		return err
	}
	return seedDemo(demo, demoPassword)
}

func inviteToDemo(w io.Writer, address string) {
	fmt.Fprintf(w, "Страница для клиентов:   %s/\n", address)
	fmt.Fprintf(w, "Панель администратора:   %s/_/ (%s)\n", address, demoAdmin)
	fmt.Fprintf(w, "Пароль у всех один:      %s\n", demoPassword)
	for _, p := range demoStaff {
		role := "консультант"
		if p.role == roleManager {
			role = "руководитель"
		}
		fmt.Fprintf(w, "  %-10s %s, %s\n", p.nick, p.name, role)
	}
	for _, c := range demoClients {
		fmt.Fprintf(w, "  %-10s %s, %s\n", c.nick, c.name, c.organization)
	}
	fmt.Fprintln(w, "Данные временные и исчезнут, когда программа остановится (Ctrl + C).")
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
