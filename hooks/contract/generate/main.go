// Generate writes the facts that the page shares with the server, as TypeScript:
//
//	go run ./hooks/contract/generate pb_public/src/lib/contract.ts
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
		log.Fatal("usage: generate FILE")
	}
	if err := generate(os.Args[1]); err != nil {
		log.Fatal(err)
	}
}

func generate(file string) error {
	folder, err := os.MkdirTemp("", "otklik-contract-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: folder})
	if err := app.Bootstrap(); err != nil {
		return err
	}
	defer app.ResetBootstrapState()
	if err := app.RunAllMigrations(); err != nil {
		return err
	}
	text, err := contract.TypeScript(app)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, []byte(text), 0o644)
}
