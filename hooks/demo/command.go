// Package demo owns the generated firms: the small one of the demo command and the
// large one for load tests.
package demo

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"

	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
	"github.com/spf13/cobra"

	"otklik/hooks/actor"
	"otklik/hooks/sqlite"
	"otklik/hooks/web"
)

// Credentials of the demo.
const (
	Password  = "otklik-demo" // of every account
	demoAdmin = "admin@example.com"
)

// options are the flags of the command. Without tasks the demo is the small firm;
// without a folder its data is temporary.
type options struct{ address, tasks, folder string }

// Command returns the demo command. It serves a generated firm from a temporary
// folder and does not touch the real data. register binds Otklik to an application.
func Command(app *pocketbase.PocketBase, register func(core.App)) *cobra.Command {
	var opts options
	command := &cobra.Command{
		Use: "demo", Short: "Показать живой пример: временная фирма с клиентами и задачами", Args: cobra.NoArgs,
		PersistentPreRunE: func(*cobra.Command, []string) error { return nil },
		RunE: func(c *cobra.Command, _ []string) error {
			if c.Flags().Changed("dir") {
				opts.folder = app.DataDir()
			}
			return runDemo(app, register, c, opts)
		},
	}
	command.Flags().StringVar(&opts.address, "http", "127.0.0.1:8090", "адрес сервера")
	command.Flags().StringVar(&opts.tasks, "tasks", "", "большая фирма: `число` задач за три года; с --dir её папка остаётся")
	return command
}

func runDemo(outer core.App, register func(core.App), c *cobra.Command, opts options) error {
	tasks, err := readTasks(opts.tasks)
	if err != nil {
		return err
	}
	folder, kept, err := demoFolder(opts.folder)
	if err != nil {
		return err
	}
	if err := checkAddress(opts.address); err != nil {
		if kept {
			return err
		}
		return firstError(err, os.RemoveAll(folder))
	}
	demo := core.NewBaseApp(core.BaseAppConfig{DataDir: folder, DBConnect: sqlite.Connect})
	register(demo)
	closeDemo := func() error {
		event := &core.TerminateEvent{App: demo}
		return demo.OnTerminate().Trigger(event, func(e *core.TerminateEvent) error {
			if kept {
				return e.App.ClearBootstrap()
			}
			return firstError(e.App.ClearBootstrap(), os.RemoveAll(folder))
		})
	}
	outer.OnTerminate().BindFunc(func(e *core.TerminateEvent) error {
		return firstError(closeDemo(), e.Next())
	})
	if err := makeDemo(demo, register, tasks, os.Stderr); err != nil {
		return fmt.Errorf("пример не получилось подготовить: %w", err)
	}
	out := c.OutOrStdout()
	demo.OnServe().Bind(&hook.Handler[*core.ServeEvent]{Id: "otklikBanner", Priority: 9999, Func: func(e *core.ServeEvent) error {
		e.InstallerFunc = nil
		if err := web.ListenAnywhere(e); err != nil {
			return err
		}
		if err := e.Next(); err != nil {
			return err
		}
		printBanner(out, "http://"+e.Server.Addr)
		if kept {
			fmt.Fprintf(out, "Данные останутся в папке %s: otklik serve --dir %s\n", folder, folder)
		} else {
			fmt.Fprintln(out, "Данные временные и исчезнут, когда программа остановится (Ctrl + C).")
		}
		return nil
	}})
	return apis.Serve(demo, apis.ServeConfig{HttpAddr: opts.address})
}

// readTasks returns the number of tasks that is asked for; 0 for the small firm.
func readTasks(asked string) (int, error) {
	if asked == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(asked)
	if err != nil || n < 1 || n > firmMostTasks {
		return 0, errFirmTasks
	}
	return n, nil
}

// checkAddress refuses an address that the server could not listen on, before the
// firm is made for it.
func checkAddress(address string) error {
	if _, port, err := net.SplitHostPort(address); err != nil || !isPort(port) {
		return fmt.Errorf("адрес %q непонятен. Нужны адрес и порт, например --http 127.0.0.1:8091", address)
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	return listener.Close()
}

// isPort reports whether a text is the number of a port.
func isPort(text string) bool {
	_, err := strconv.ParseUint(text, 10, 16)
	return err == nil
}

// demoFolder returns the data folder: a temporary one, or the wanted one, which is
// kept and must be empty or new.
func demoFolder(wanted string) (folder string, kept bool, err error) {
	if wanted == "" {
		folder, err = os.MkdirTemp("", "otklik-demo-")
		return folder, false, err
	}
	entries, err := os.ReadDir(wanted)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return "", true, err
	}
	if len(entries) > 0 {
		return "", true, fmt.Errorf("папка %s не пуста, а пример пишется только в пустую или новую", wanted)
	}
	return wanted, true, nil
}

// makeDemo fills the data folder of an application that has not been bootstrapped,
// and bootstraps it.
func makeDemo(demo core.App, register func(core.App), tasks int, progress io.Writer) error {
	if tasks == 0 {
		return prepareDemo(demo)
	}
	if err := SeedLarge(demo.DataDir(), tasks, register, progress); err != nil {
		return err
	}
	return demo.Bootstrap()
}

func prepareDemo(demo core.App) error {
	if err := openDemo(demo); err != nil {
		return err
	}
	return Seed(demo, Password)
}

// openDemo creates the collections and the administrator.
func openDemo(demo core.App) error {
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
	admin.SetPassword(Password)
	return demo.Save(admin)
}

// printBanner lists the addresses and accounts of the demo.
func printBanner(w io.Writer, address string) {
	fmt.Fprintf(w, "Страница для клиентов:   %s/\n", address)
	fmt.Fprintf(w, "Панель администратора:   %s/_/ (%s)\n", address, demoAdmin)
	fmt.Fprintf(w, "Пароль у всех один:      %s\n", Password)
	for _, p := range demoStaff {
		role := "консультант"
		if p.role == actor.RoleManager {
			role = "руководитель"
		}
		fmt.Fprintf(w, "  %-10s %s, %s\n", p.nick, p.name, role)
	}
	for _, c := range Clients {
		fmt.Fprintf(w, "  %-10s %s, %s\n", c.Nick, c.name, c.organization)
	}
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
