package web

import (
	"net"
	"strings"

	"github.com/pocketbase/pocketbase/core"
)

// ListenAnywhere takes a free port for an address that ends in :0, so that its
// number can be printed.
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
