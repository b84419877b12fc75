package hooks

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/cmd"
	"github.com/pocketbase/pocketbase/core"
	"github.com/spf13/cobra"

	"otklik/hooks/datafolder"
	"otklik/hooks/demo"
	"otklik/hooks/lifecycle"
	"otklik/hooks/web"
)

// AddCommands adds the commands of the program: PocketBase's serve and superuser,
// and role, backup, verify, unlock, recount, demo, help and version.
func AddCommands(app *pocketbase.PocketBase, config Config, version string) {
	root := app.RootCmd
	root.Version = version
	root.Short = "Отклик: сервис-деск для клиентов в одном файле"
	root.SilenceErrors, root.SilenceUsage = true, true
	root.FParseErrWhitelist.UnknownFlags = false // an unknown flag is an error
	open := &folderOpener{app: app}
	root.PersistentPreRunE = func(c *cobra.Command, _ []string) error {
		if c.HasSubCommands() {
			return nil // it only prints its help
		}
		return open.open(c)
	}
	root.PersistentPostRun = func(c *cobra.Command, _ []string) {
		if open.created {
			announceNew(c.OutOrStdout(), app.DataDir())
		}
	}
	root.SetHelpCommand(helpCommand())
	root.AddCommand(
		serveCommand(app, open),
		superuserCommand(app),
		roleCommand(app),
		backupCommand(app, func(app core.App) { Register(app, config) }),
		verifyCommand(app, func(app core.App) { Register(app, config) }),
		unlockCommand(app),
		recountCommand(app),
		demo.Command(app, func(app core.App) { Register(app, config) }),
		versionCommand(version),
	)
}

// helpCommand returns the command that many type first; PocketBase has taken
// cobra's own away.
func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use: "help [команда]", Short: "Показать помощь по команде",
		PersistentPreRunE: func(*cobra.Command, []string) error { return nil },
		RunE: func(c *cobra.Command, args []string) error {
			about, rest, err := c.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return fmt.Errorf("unknown command %q for help", strings.Join(args, " "))
			}
			about.InitDefaultHelpFlag()
			return about.Help()
		},
	}
}

// superuserCommand returns PocketBase's superuser command, made to reject an unknown
// subcommand: it would otherwise print its help and exit with 0.
func superuserCommand(app core.App) *cobra.Command {
	command := cmd.NewSuperuserCommand(app)
	command.Args = cobra.NoArgs
	command.RunE = func(c *cobra.Command, _ []string) error { return c.Help() }
	return command
}

// Execute runs the command line and returns the exit code: 0, or 1, if the error has
// no code of its own, after printing the error in one sentence. PocketBase's own Execute exits with 0 even if a command
// fails.
func Execute(app *pocketbase.PocketBase) int {
	datafolder.Private()
	interrupted := make(chan os.Signal, 1)
	signal.Notify(interrupted, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP) // SIGHUP: the terminal was closed
	finished := make(chan error, 1)
	go func() { finished <- app.RootCmd.Execute() }()

	var err error
	select {
	case err = <-finished:
		lifecycle.AwaitRestart(app)
	case <-interrupted:
	}
	event := &core.TerminateEvent{App: app}
	err = errors.Join(err, app.OnTerminate().Trigger(event, func(e *core.TerminateEvent) error {
		return e.App.ClearBootstrap()
	}))
	if err != nil {
		printError(os.Stderr, app.DataDir(), err)
		if exit, ok := errors.AsType[exitError](err); ok {
			return exit.code
		}
		return 1
	}
	return 0
}

// printError prints an error in one sentence.
func printError(w io.Writer, folder string, err error) {
	if text, ok := datafolder.Explain(folder, err); ok {
		fmt.Fprintln(w, "Ошибка:", text)
		return
	}
	fmt.Fprintln(w, "Ошибка:", plainMessage(err))
}

// plainMessage translates the most common errors for people.
func plainMessage(err error) string {
	var op *net.OpError
	switch {
	case errors.As(err, &op) && op.Op == "listen" && errors.Is(err, syscall.EADDRINUSE):
		return fmt.Sprintf("адрес %s уже занят другой программой. Остановите её или укажите другой: --http 127.0.0.1:8091", op.Addr)
	case errors.As(err, &op) && op.Op == "listen" && errors.Is(err, syscall.EACCES):
		return fmt.Sprintf("нет прав занять адрес %s. Порты до 1024 разрешает администратор системы.", op.Addr)
	case errors.Is(err, syscall.ENOSPC):
		return "на диске кончилось место. Освободите его и запустите снова: сохранённое цело"
	case errors.Is(err, os.ErrPermission):
		return "нет прав на файл или папку: " + err.Error()
	}
	text := err.Error()
	for _, known := range []struct{ cobra, ours string }{
		{"unknown command", "неизвестная команда"},
		{"unknown flag", "неизвестный ключ"},
	} {
		if rest, ok := strings.CutPrefix(text, known.cobra); ok {
			rest, _, _ = strings.Cut(rest, " for ") // cuts the name of the program
			return known.ours + rest + "; список — otklik --help"
		}
	}
	return strings.ReplaceAll(text, "\n", "; ")
}

func versionCommand(version string) *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Показать версию", Args: cobra.NoArgs,
		PersistentPreRunE: func(*cobra.Command, []string) error { return nil },
		Run: func(c *cobra.Command, _ []string) {
			fmt.Fprintln(c.OutOrStdout(), "otklik", version, "· PocketBase", web.PocketBaseVersion())
		},
	}
}
