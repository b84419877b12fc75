package web

import (
	"net"
	"net/http"
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

// AllowH2C lets a proxy of the same network speak HTTP/2 without TLS, with prior
// knowledge alone: the header Upgrade stays ignored. With TLS, HTTP/2 is negotiated.
func AllowH2C(server *http.Server) {
	server.Protocols = new(http.Protocols)
	server.Protocols.SetHTTP1(true)
	server.Protocols.SetHTTP2(true)
	server.Protocols.SetUnencryptedHTTP2(true)
}
