package backup

import (
	"path/filepath"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/filesystem"
)

// CreateBeforeUpdate copies a data folder that a newer version is about to change,
// and returns the path of the copy.
func CreateBeforeUpdate(folder string) (string, error) {
	backups := filepath.Join(folder, core.LocalBackupsDirName)
	target := filepath.Join(backups, Name(BeforeUpdate))
	if err := Create(folder, target); err != nil {
		return "", err
	}
	stored, err := filesystem.NewLocal(backups)
	if err != nil {
		return "", err
	}
	defer stored.Close()
	return target, prune(stored, BeforeUpdate, "")
}
