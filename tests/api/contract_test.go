package api

import (
	"os"
	"testing"

	"otklik/hooks/contract"
)

// The page's copy of the facts is what Go and the collections say now.
func TestPageContractIsFresh(t *testing.T) {
	app := newApp(t)
	defer app.Cleanup()
	want, err := contract.TypeScript(app)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../../pb_public/src/lib/contract.ts")
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Error("pb_public/src/lib/contract.ts is out of date: run go generate ./hooks/contract and commit the file")
	}
}
