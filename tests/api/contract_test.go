package api

import (
	"os"
	"testing"

	"otklik/hooks/contract"
)

// The page's copy of the facts, and what they are called, is what Go and the
// collections say now.
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
