package program

import (
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
)

// What was acknowledged and not yet indexed when the program was killed is found after
// the next start.
func TestKilledBeforeIndexing(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data")
	server := launch(t, folder)
	token := register(t, server.base, "olga")
	again := func() {
		_ = server.Process.Kill()
		_ = server.Wait()
		server = launch(t, folder)
	}
	for _, word := range []string{"самовар", "чайник", "керосин"} { // the first fills an empty index, which is made anew in any case
		call(t, token, "POST", server.base+"/api/collections/tasks/records", "application/json", strings.NewReader(fmt.Sprintf(`{"title":"Тема %s"}`, word)))
		again() // within the pause of the indexer
		eventually(t, "the search of "+word, func() bool {
			found := call(t, token, "GET", server.base+"/api/desk/search?q="+url.QueryEscape(word), "application/json", nil)
			return len(found["items"].([]any)) == 1
		})
		again() // no search waits in the next one
	}
}
