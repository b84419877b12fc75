package parse

import (
	"bufio"
	"bytes"
	"io"
	"net/textproto"
	"slices"
	"strings"

	"github.com/jhillyerd/enmime/v2"
	"github.com/jhillyerd/enmime/v2/mediatype"
)

// reader parses a single part with enmime, which repairs headers and transfer
// encodings. This package splits the parts itself: enmime doesn't limit their
// number, and its time doubles with each unclosed level of nesting.
var reader = enmime.NewParser(
	enmime.MultipartWOBoundaryAsSinglePart(true),
	enmime.DisableCharacterDetection(true),
	enmime.MaxStoredPartErrors(1),
	enmime.SetReadPartErrorPolicy(func(*enmime.Part, error) bool { return true }),
	enmime.SetCustomParseMediaType(mediaType),
)

// mediaType parses Content-Type and Content-Disposition for enmime. It hides the
// boundary and the charset from enmime, so that texts keep their bytes: the charset
// that a mail declares is often wrong.
func mediaType(value string) (string, map[string]string, []string, error) {
	kind, _, _, err := mediatype.Parse(value[:min(len(value), 4096)])
	if err != nil {
		kind, _, _ = strings.Cut(value, ";")
	}
	if kind = strings.ToLower(strings.TrimSpace(kind)); !wellFormed().MatchString(kind) {
		kind = "" // treated as text, or as a file if it has a name
	}
	return kind, map[string]string{"charset": "utf-8"}, nil, nil
}

// wellFormed matches a media type, or a value of Content-Disposition.
var wellFormed = pattern(`^[\w.+-]{1,100}(/[\w.+-]{1,100})?$`)

// splitter reads the parts of a mail.
type splitter struct {
	left  int // how many more parts are read
	watch *watch
}

// parse returns the tree of parts.
func parse(raw []byte, w *watch) (*enmime.Part, error) {
	raw = bytes.TrimLeft(raw, "\r\n \t\ufeff")
	if bytes.HasPrefix(raw, []byte("From ")) { // the separator of an mbox file
		_, raw, _ = bytes.Cut(raw, []byte("\n"))
	}
	s := &splitter{left: maxParts, watch: w}
	root := s.part(raw, maxDepth)
	if w.isOver() {
		return nil, errTooSlow
	}
	if !isMail(root.Header) {
		return nil, errNoMail
	}
	return root, nil
}

func isMail(header textproto.MIMEHeader) bool {
	for _, name := range []string{"From", "To", "Subject", "Date", "Message-Id", "Received", "Return-Path", "Content-Type"} {
		if header.Get(name) != "" {
			return true
		}
	}
	return false
}

// part reads a part and its children, down to depth.
func (s *splitter) part(raw []byte, depth int) *enmime.Part {
	s.left--
	head, body := splitHead(raw)
	header, err := readHead(head)
	if err != nil { // no header: all of it is text
		part := enmime.NewPart("text/plain")
		part.Header, part.Content = textproto.MIMEHeader{}, raw
		return part
	}
	kind, _, _, _ := mediaType(header.Get("Content-Type"))
	boundary := param(header.Get("Content-Type"), "boundary")
	if pieces := split(body, boundary, s.left); strings.HasPrefix(kind, "multipart/") && depth > 0 && len(pieces) > 0 {
		part := enmime.NewPart(kind)
		part.Header = header
		for _, piece := range pieces {
			if s.left > 0 && !s.watch.isOver() {
				part.AddChild(s.part(piece, depth-1))
			}
		}
		return part
	}
	if strings.EqualFold(header.Get("Content-Transfer-Encoding"), "base64") {
		body = cleanBase64(body)
	}
	var part *enmime.Part
	s.watch.pause(func() {
		part, err = reader.ReadParts(io.MultiReader(bytes.NewReader(head), strings.NewReader("\r\n"), bytes.NewReader(body)))
	})
	if err != nil {
		part = enmime.NewPart("text/plain")
		part.Header, part.Content = header, body
	}
	switch {
	case isSMIME(part):
		return s.unwrap(part, depth)
	case isTNEF(part):
		return s.openTNEF(part)
	case part.ContentType == "message/rfc822" && hasWrapper(part.Content):
		return s.openForwarded(part, depth)
	}
	return part
}

// cleanBase64 removes what is neither base64 nor space: enmime would keep an error for
// each such byte, gigabytes for one mail.
func cleanBase64(body []byte) []byte {
	invalid := func(c byte) bool {
		return !(c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || strings.IndexByte("+/=\r\n \t", c) >= 0)
	}
	first := slices.IndexFunc(body, invalid)
	if first < 0 {
		return body
	}
	out := slices.Clone(body[:first])
	for _, c := range body[first:] {
		if !invalid(c) {
			out = append(out, c)
		}
	}
	return out
}

func readHead(head []byte) (textproto.MIMEHeader, error) {
	return enmime.ReadHeader(bufio.NewReader(bytes.NewReader(head)), discardErrors{})
}

// discardErrors ignores enmime's reports of what it has repaired.
type discardErrors struct{}

func (discardErrors) AddError(string, string, ...any)   {}
func (discardErrors) AddWarning(string, string, ...any) {}

// splitHead splits a part at the empty line after its header. Of a header that is
// too long only the whole fields within the limit are left: half a From could name
// another sender.
func splitHead(raw []byte) (head, body []byte) {
	kept := 0 // where the last field ends that is whole and within the limit
	for at := 0; at < len(raw); {
		end := bytes.IndexByte(raw[at:], '\n')
		if end < 0 {
			break
		}
		if len(bytes.TrimRight(raw[at:at+end], "\r")) == 0 {
			if at <= maxHeader {
				kept = at
			}
			return raw[:kept], raw[at+end+1:]
		}
		if folded := raw[at] == ' ' || raw[at] == '\t'; !folded && at <= maxHeader {
			kept = at
		}
		at += end + 1
	}
	if len(raw) <= maxHeader {
		kept = len(raw)
	}
	return raw[:kept], nil
}

// split splits a body at the lines of its boundary. An unclosed body ends with the
// mail.
func split(body []byte, boundary string, most int) [][]byte {
	if boundary == "" || len(boundary) > 200 {
		return nil
	}
	var out [][]byte
	line, start := []byte("--"+boundary), -1
	for at := 0; at < len(body) && len(out) < most; {
		found := bytes.Index(body[at:], line)
		if found < 0 {
			break
		}
		found += at
		rest, _, _ := bytes.Cut(body[found+len(line):], []byte("\n"))
		at = min(found+len(line)+len(rest)+1, len(body))
		rest = bytes.TrimSpace(rest)
		if found > 0 && body[found-1] != '\n' || len(rest) > 0 && string(rest) != "--" {
			continue
		}
		if start >= 0 {
			out = append(out, trimEnd(body[start:max(start, found)]))
		}
		if start = at; len(rest) > 0 {
			return out
		}
	}
	if start >= 0 && len(out) < most {
		out = append(out, body[start:])
	}
	return out
}

// trimEnd removes the line end that belongs to the boundary below.
func trimEnd(part []byte) []byte {
	return bytes.TrimSuffix(bytes.TrimSuffix(part, []byte("\n")), []byte("\r"))
}
