package inmail

import (
	"bytes"
	"io"
	"strings"

	"github.com/jhillyerd/enmime/v2"
	"github.com/jhillyerd/enmime/v2/mediatype"
)

// parsing gives enmime the mail and ends it early where somebody has made one
// of a million parts: each costs memory, and enmime sets no limit of its own.
type parsing struct {
	rest       []byte
	boundaries [][]byte
	parts      int
}

// parse makes the tree of parts. Transfer encodings are undone; texts keep their
// bytes, for the charset a mail declares is often not the one it is in.
func parse(raw []byte) (*enmime.Part, error) {
	raw = bytes.TrimLeft(raw, "\r\n \t\ufeff")
	if bytes.HasPrefix(raw, []byte("From ")) { // the separator of an mbox file
		_, raw, _ = bytes.Cut(raw, []byte("\n"))
	}
	p := &parsing{rest: raw}
	parser := enmime.NewParser(
		enmime.SkipMalformedParts(true),
		enmime.MultipartWOBoundaryAsSinglePart(true),
		enmime.DisableCharacterDetection(true),
		enmime.MaxStoredPartErrors(1),
		enmime.SetReadPartErrorPolicy(func(*enmime.Part, error) bool { return true }),
		enmime.SetCustomParseMediaType(p.mediaType),
	)
	root, err := parser.ReadParts(p)
	if err != nil || !isMail(root) {
		return nil, errNoMail
	}
	return root, nil
}

func isMail(root *enmime.Part) bool {
	for _, name := range []string{"From", "To", "Subject", "Date", "Message-Id", "Received", "Return-Path", "Content-Type"} {
		if root.Header.Get(name) != "" {
			return true
		}
	}
	return false
}

// Read hands on the next piece, none once there were too many boundaries.
func (p *parsing) Read(to []byte) (int, error) {
	for _, boundary := range p.boundaries {
		p.parts += bytes.Count(p.rest[:min(len(to), len(p.rest))], boundary)
	}
	if len(p.rest) == 0 || p.parts > maxParts {
		return 0, io.EOF
	}
	n := copy(to, p.rest)
	p.rest = p.rest[n:]
	return n, nil
}

// mediaType parses Content-Type and Content-Disposition for enmime, which never
// hears of a charset or of a multipart too many.
func (p *parsing) mediaType(value string) (string, map[string]string, []string, error) {
	kind, params, _, err := mediatype.Parse(value[:min(len(value), 4096)])
	if err != nil {
		kind, _, _ = strings.Cut(strings.ToLower(value), ";")
		kind, params = strings.TrimSpace(kind), map[string]string{}
	}
	if params == nil {
		params = map[string]string{}
	}
	params["charset"] = "utf-8"
	if boundary, ok := params["boundary"]; ok && !p.admits(boundary) {
		delete(params, "boundary")
	}
	return kind, params, nil, nil
}

func (p *parsing) admits(boundary string) bool {
	line := []byte("--" + boundary)
	for _, known := range p.boundaries {
		if bytes.Equal(known, line) {
			return true
		}
	}
	if boundary == "" || len(boundary) > 200 || len(p.boundaries) == maxMultiparts {
		return false
	}
	p.boundaries = append(p.boundaries, line)
	return true
}
