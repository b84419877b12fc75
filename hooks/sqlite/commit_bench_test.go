package sqlite

import (
	"fmt"
	"path/filepath"
	"sync"
	"testing"
)

// BenchmarkCommit prices a commit that is on the disk against one that is only in
// the memory of the system, for one writer and for many that wait in line.
func BenchmarkCommit(b *testing.B) {
	for _, mode := range []string{"NORMAL", "FULL"} {
		for _, writers := range []int{1, 16} {
			b.Run(fmt.Sprintf("%s/writers=%d", mode, writers), func(b *testing.B) {
				x, err := Connect(filepath.Join(b.TempDir(), "data.db"))
				if err != nil {
					b.Fatal(err)
				}
				db := x.DB()
				defer db.Close()
				db.SetMaxOpenConns(1) // as PocketBase's connection for writing
				for _, statement := range []string{"PRAGMA synchronous = " + mode, "CREATE TABLE words (id INTEGER PRIMARY KEY, word TEXT)"} {
					if _, err := db.Exec(statement); err != nil {
						b.Fatal(err)
					}
				}
				var all sync.WaitGroup
				for range writers {
					all.Go(func() {
						for range b.N / writers {
							if _, err := db.Exec("INSERT INTO words (word) VALUES ('слово слово слово слово слово')"); err != nil {
								b.Error(err)
							}
						}
					})
				}
				all.Wait()
			})
		}
	}
}
