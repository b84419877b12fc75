package api

import (
	"os"
	"testing"

	"otklik/hooks/contract"
)

// The page's copies of the facts and of their names are up to date with Go and the
// collections.
func TestPageContractIsFresh(t *testing.T) {
	app := newApp(t)
	defer app.Cleanup()
	want, err := contract.TypeScript(app)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range want {
		got, err := os.ReadFile("../../pb_public/src/lib/" + name)
		if err != nil {
			t.Error(err)
		} else if string(got) != text {
			t.Errorf("pb_public/src/lib/%s is out of date: run go generate ./hooks/contract and commit the file", name)
		}
	}
}
