package hooks

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/core"
	"github.com/spf13/cobra"

	"otklik/hooks/backup"
	"otklik/hooks/datafolder"
)

// exitError is an error with an exit code of its own.
type exitError struct {
	error
	code int
}

// unusable is the exit code of verify if the copy can't be read at all, or the
// command line is wrong; a bad copy is 1.
const unusable = 2

// backupCommand returns the command `backup [FILE]`, which works beside a server.
func backupCommand(app *pocketbase.PocketBase, register func(core.App)) *cobra.Command {
	return &cobra.Command{
		Use: "backup [ФАЙЛ]", Short: "Сделать и проверить копию данных; можно при работающем сервере", Example: "otklik backup /mnt/copies/otklik.zip",
		Args:              cobra.MaximumNArgs(1),
		PersistentPreRunE: func(*cobra.Command, []string) error { return nil },
		RunE: func(c *cobra.Command, args []string) error {
			folder := app.DataDir()
			state, err := datafolder.Inspect(folder)
			if err != nil {
				return err
			}
			if state.New {
				return fmt.Errorf("в папке %s сервис-деска нет, копировать нечего. Другую папку укажите так: --dir ПАПКА", folder)
			}
			target := filepath.Join(folder, core.LocalBackupsDirName, backup.Name("backup"))
			if len(args) > 0 {
				target = args[0]
			}
			if _, err := os.Stat(target); err == nil {
				return fmt.Errorf("файл %s уже есть. Укажите другой", target)
			}
			report, err := backup.CreateChecked(folder, target, app.EncryptionEnv(), register)
			if err != nil {
				return fmt.Errorf("копия не получилась: %w", err)
			}
			fmt.Fprintf(c.OutOrStdout(), "Готово: копия %s сделана и проверена. Задач: %d, файлов: %d.\n", target, report.Tasks, report.Files)
			return nil
		},
	}
}

// verifyCommand returns the command `verify FILE`. It needs no data folder.
func verifyCommand(app *pocketbase.PocketBase, register func(core.App)) *cobra.Command {
	return &cobra.Command{
		Use: "verify ФАЙЛ", Short: "Проверить, что копию можно восстановить", Example: "otklik verify pb_data/backups/backup.zip",
		Args:              cobra.ArbitraryArgs,
		PersistentPreRunE: func(*cobra.Command, []string) error { return nil },
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) != 1 {
				return exitError{errors.New("нужен файл копии: otklik verify ФАЙЛ"), unusable}
			}
			file, err := os.Open(args[0])
			if err != nil {
				return exitError{fmt.Errorf("файл копии не открывается: %w", err), unusable}
			}
			defer file.Close()
			if info, err := file.Stat(); err != nil || info.IsDir() {
				return exitError{fmt.Errorf("%s — не файл копии", args[0]), unusable}
			}
			scratch, err := os.MkdirTemp("", "otklik-verify-")
			if err != nil {
				return exitError{err, unusable}
			}
			defer os.RemoveAll(scratch)
			report, err := backup.Check(args[0], scratch, app.EncryptionEnv(), register)
			if err != nil {
				return fmt.Errorf("копия %s не годится: %w", args[0], err)
			}
			fmt.Fprintf(c.OutOrStdout(), "Копия %s исправна. Задач: %d, файлов: %d.\n", args[0], report.Tasks, report.Files)
			return nil
		},
	}
}
