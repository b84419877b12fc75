package hooks

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/pocketbase/pocketbase"
	"github.com/spf13/cobra"

	"otklik/hooks/backup"
	"otklik/hooks/datafolder"
)

// folderOpener opens the data folder before a command that needs it.
type folderOpener struct {
	app     *pocketbase.PocketBase
	lock    *datafolder.Lock // held by the server until the process ends
	created bool             // a new desk was made
}

// creators are the commands that make a new desk where there is none. A typing error
// in the folder of any other command must not leave one behind.
var creators = []string{"serve", "create", "upsert"}

func (o *folderOpener) open(c *cobra.Command) error {
	if o.app.IsBootstrapped() {
		return nil
	}
	folder := o.app.DataDir()
	state, err := datafolder.Inspect(folder)
	if err != nil {
		return err
	}
	if state.New && !slices.Contains(creators, c.Name()) {
		return fmt.Errorf("в папке %s сервис-деска нет. Его создаёт otklik serve; другую папку укажите так: --dir ПАПКА", folder)
	}
	// A command beside a server changes data, never the collections under it.
	if c.Name() == "serve" || len(state.Pending) > 0 {
		if o.lock, err = datafolder.Acquire(folder); err != nil {
			return err
		}
	}
	o.tighten(folder, c.Name() == "serve")
	if len(state.Pending) > 0 {
		if err := copyBeforeUpdate(folder); err != nil {
			return err
		}
	}
	if err := o.bootstrap(folder); err != nil {
		return err
	}
	o.created = state.New
	if state.New && c.Name() != "serve" { // which does so itself
		return o.app.RunAllMigrations()
	}
	return nil
}

// bootstrap opens the databases, which empties PocketBase's folder for what it is
// making.
func (o *folderOpener) bootstrap(folder string) error {
	temp, err := datafolder.AcquireTemp(folder, datafolder.TempWait)
	if err != nil {
		return err
	}
	defer temp.Release()
	if err := o.app.Bootstrap(); err != nil {
		return fmt.Errorf("не получилось открыть папку данных %s: %w", folder, err)
	}
	return nil
}

// tighten sets right the modes of a folder that is older or comes from elsewhere, and
// removes what a killed program has left. The many files of records are a server's
// work, in the background: a short command would read them all and not get far. On a
// disk without modes the start goes on.
func (o *folderOpener) tighten(folder string, server bool) {
	warn := func(err error) {
		if err != nil {
			fmt.Fprintln(os.Stderr, "Папка данных приведена в порядок не вся:", err)
		}
	}
	warn(errors.Join(datafolder.Tighten(folder), datafolder.RemoveOldTemp(folder)))
	if server {
		go func() { warn(datafolder.TightenStorage(folder)) }()
	}
}

// copyBeforeUpdate copies the data before this version changes the collections.
func copyBeforeUpdate(folder string) error {
	made, err := backup.CreateBeforeUpdate(folder)
	if err != nil {
		return fmt.Errorf("копия перед обновлением не получилась, поэтому данные не тронуты: %w", err)
	}
	fmt.Fprintf(os.Stderr, "Новая версия: копия данных перед обновлением лежит в %s\n", made)
	return nil
}

// announceNew says that a folder was empty: it may be another than was meant.
func announceNew(w io.Writer, folder string) {
	fmt.Fprintf(w, "ВНИМАНИЕ: данных не было, начат новый, пустой сервис-деск в папке %s\n", folder)
}
