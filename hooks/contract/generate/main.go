// Generate writes the facts that the page shares with the server, as TypeScript:
//
//	go run ./hooks/contract/generate pb_public/src/lib
//
// It reads the limits of fields from an empty application with all migrations.
package main

import (
	"log"
	"os"
	"path/filepath"

	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/contract"
	_ "otklik/pb_migrations"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: generate FOLDER")
	}
	if err := generate(os.Args[1]); err != nil {
		log.Fatal(err)
	}
}

func generate(into string) error {
	folder, err := os.MkdirTemp("", "otklik-contract-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: folder})
	if err := app.Bootstrap(); err != nil {
		return err
	}
	defer app.ClearBootstrap()
	if err := app.RunAllMigrations(); err != nil {
		return err
	}
	files, err := contract.TypeScript(app)
	if err != nil {
		return err
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(into, name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}
