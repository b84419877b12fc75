package web

import (
	"net"
	"strings"

	"github.com/pocketbase/pocketbase/core"
)

// ListenAnywhere opens the listener of an address that ends in :0 early, so that the
// number of the free port can be printed.
func ListenAnywhere(e *core.ServeEvent) error {
	if e.Listener != nil || !strings.HasSuffix(e.Server.Addr, ":0") {
		return nil
	}
	l, err := net.Listen("tcp", e.Server.Addr)
	if err != nil {
		return err
	}
	e.Listener, e.Server.Addr = l, l.Addr().String()
	return nil
}
