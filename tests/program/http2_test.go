package program

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// versionOf returns the version of HTTP by which a transport gets the page.
func versionOf(t *testing.T, transport *http.Transport, url string) string {
	t.Helper()
	defer transport.CloseIdleConnections()
	answer, err := (&http.Client{Transport: transport, Timeout: 10 * time.Second}).Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != 200 {
		t.Errorf("%s: %d", url, answer.StatusCode)
	}
	return answer.Proto
}

// priorKnowledge returns a transport that speaks HTTP/2 without TLS.
func priorKnowledge() *http.Transport {
	transport := &http.Transport{Protocols: new(http.Protocols)}
	transport.Protocols.SetUnencryptedHTTP2(true)
	return transport
}

// A proxy may speak HTTP/2 without TLS; who does not know of it gets HTTP/1.1.
func TestHTTP2BehindAProxy(t *testing.T) {
	said := start(t, 3, "serve", "--dir", t.TempDir(), "--http", "127.0.0.1:0")
	page := address(t, said[0])
	if got := versionOf(t, priorKnowledge(), page); got != "HTTP/2.0" {
		t.Errorf("with prior knowledge: %s", got)
	}
	if got := versionOf(t, &http.Transport{}, page); got != "HTTP/1.1" {
		t.Errorf("without: %s", got)
	}
	request, err := http.NewRequest("GET", page, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{"Connection": "Upgrade, HTTP2-Settings", "Upgrade": "h2c", "HTTP2-Settings": "AAMAAABkAAQAoAAAAAIAAAAA"} {
		request.Header.Set(name, value)
	}
	answer, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != 200 || answer.Proto != "HTTP/1.1" {
		t.Errorf("an upgrade: %d by %s", answer.StatusCode, answer.Proto)
	}
}

// With TLS the browser and the server agree on HTTP/2.
func TestHTTP2WithTLS(t *testing.T) {
	const domain = "otklik.test"
	folder := t.TempDir()
	cached := filepath.Join(folder, ".autocert_cache")
	if err := os.Mkdir(cached, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(cached, domain), certificate(t, domain), 0o600); err != nil {
		t.Fatal(err)
	}
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	at := free.Addr().String()
	free.Close()
	start(t, 3, "serve", domain, "--dir", folder, "--http", "127.0.0.1:0", "--https", at)
	transport := &http.Transport{
		ForceAttemptHTTP2: true,
		TLSClientConfig:   &tls.Config{InsecureSkipVerify: true}, // its own certificate, on the loopback
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, at)
		},
	}
	if got := versionOf(t, transport, "https://"+domain+"/"); got != "HTTP/2.0" {
		t.Errorf("with TLS: %s", got)
	}
}

// certificate returns a key and a certificate of a domain, as the folder keeps them.
func certificate(t *testing.T, domain string) []byte {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: domain}, DNSNames: []string{domain},
		NotBefore: now.Add(-time.Hour), NotAfter: now.AddDate(1, 0, 0), KeyUsage: x509.KeyUsageDigitalSignature,
	}
	signed, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	for _, block := range []*pem.Block{{Type: "EC PRIVATE KEY", Bytes: private}, {Type: "CERTIFICATE", Bytes: signed}} {
		if err := pem.Encode(&file, block); err != nil {
			t.Fatal(err)
		}
	}
	return file.Bytes()
}
