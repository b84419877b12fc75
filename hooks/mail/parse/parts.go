package parse

import (
	"bufio"
	"bytes"
	"net/textproto"
	"regexp"
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
	if kind = strings.ToLower(strings.TrimSpace(kind)); !wellFormed.MatchString(kind) {
		kind = "" // treated as text, or as a file if it has a name
	}
	return kind, map[string]string{"charset": "utf-8"}, nil, nil
}

// wellFormed matches a media type, or a value of Content-Disposition.
var wellFormed = regexp.MustCompile(`^[\w.+-]{1,100}(/[\w.+-]{1,100})?$`)

// parse returns the tree of parts.
func parse(raw []byte) (*enmime.Part, error) {
	raw = bytes.TrimLeft(raw, "\r\n \t\ufeff")
	if bytes.HasPrefix(raw, []byte("From ")) { // the separator of an mbox file
		_, raw, _ = bytes.Cut(raw, []byte("\n"))
	}
	left := maxParts
	root := readPart(raw, maxDepth, &left)
	if !isMail(root) {
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

// readPart reads a part and its children, down to depth and up to left parts.
func readPart(raw []byte, depth int, left *int) *enmime.Part {
	*left--
	head, body := splitHead(raw)
	header, err := enmime.ReadHeader(bufio.NewReader(bytes.NewReader(head)), discardErrors{})
	if err != nil { // no header: all of it is text
		part := enmime.NewPart("text/plain")
		part.Header, part.Content = textproto.MIMEHeader{}, raw
		return part
	}
	kind, _, _, _ := mediaType(header.Get("Content-Type"))
	boundary := param(header.Get("Content-Type"), "boundary")
	if pieces := split(body, boundary, *left); strings.HasPrefix(kind, "multipart/") && depth > 0 && len(pieces) > 0 {
		part := enmime.NewPart(kind)
		part.Header = header
		for _, piece := range pieces {
			if *left > 0 {
				part.AddChild(readPart(piece, depth-1, left))
			}
		}
		return part
	}
	part, err := reader.ReadParts(bytes.NewReader(raw))
	if err != nil {
		part = enmime.NewPart("text/plain")
		part.Header, part.Content = header, body
	}
	return part
}

// discardErrors ignores enmime's reports of what it has repaired.
type discardErrors struct{}

func (discardErrors) AddError(string, string, ...any)   {}
func (discardErrors) AddWarning(string, string, ...any) {}

// splitHead splits a part at the empty line after its header.
func splitHead(raw []byte) (head, body []byte) {
	for at := 0; at < len(raw); {
		end := bytes.IndexByte(raw[at:], '\n')
		if end < 0 {
			break
		}
		if len(bytes.TrimRight(raw[at:at+end], "\r")) == 0 {
			return raw[:at], raw[at+end+1:]
		}
		at += end + 1
	}
	return raw, nil
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
