package parse

import (
	"bytes"
	"slices"
	"strings"

	"github.com/jhillyerd/enmime/v2"
)

// The object identifiers of CMS (RFC 5652, section 4), without their tag and length.
var (
	oidSigned    = []byte{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02}
	oidEnveloped = []byte{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x03}
	oidAuth      = []byte{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x01, 0x17} // AuthEnvelopedData (RFC 5083)
)

// isSMIME reports whether a part may be a CMS wrapper around a mail.
func isSMIME(p *enmime.Part) bool {
	kind, _, _, _ := mediaType(p.Header.Get("Content-Type"))
	return kind == "application/pkcs7-mime" || kind == "application/x-pkcs7-mime" ||
		kind == "application/octet-stream" && strings.EqualFold(fileName(p), "smime.p7m")
}

// signatureTypes are the types of detached signatures.
var signatureTypes = []string{"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"}

// isDetachedSignature reports whether a part is the signature of the mail itself, and not of
// a document: mailing lists move it out of its multipart/signed.
func isDetachedSignature(p *enmime.Part) bool {
	if !slices.Contains(signatureTypes, p.ContentType) {
		return false
	}
	name := strings.ToLower(fileName(p))
	return p.Parent != nil && p.Parent.ContentType == "multipart/signed" || name == "smime.p7s" || name == "signature.asc"
}

// unwrap replaces a signed wrapper by the part within. The signature is not verified:
// whose the mail is, the mail server says. An encrypted one stays as it is.
func (s *splitter) unwrap(p *enmime.Part, depth int) *enmime.Part {
	content, ok := signedContent(p.Content)
	if !ok || depth == 0 || s.left <= 0 || !isEntity(content) {
		return p
	}
	outer := enmime.NewPart("multipart/mixed")
	outer.Header = p.Header
	outer.AddChild(s.part(content, depth-1))
	return outer
}

// isEntity reports whether signed content is a part of a mail, and not a document that
// somebody has signed and attached.
func isEntity(content []byte) bool {
	head, _ := splitHead(content)
	header, err := readHead(head)
	return err == nil && header.Get("Content-Type") != ""
}

// signedContent returns the content of CMS SignedData.
func signedContent(data []byte) ([]byte, bool) {
	oid, body, ok := contentInfo(data)
	if !ok || !bytes.Equal(oid, oidSigned) {
		return nil, false
	}
	signed, ok := child(body) // SignedData
	if !ok {
		return nil, false
	}
	fields := signed.children(3) // version, digestAlgorithms, encapContentInfo
	if len(fields) < 3 {
		return nil, false
	}
	inner := fields[2].children(2) // eContentType, [0] eContent
	if len(inner) < 2 {
		return nil, false
	}
	octets, ok := child(inner[1])
	if !ok {
		return nil, false
	}
	content := octets.octets()
	return content, len(content) > 0
}

// isEncrypted reports whether a CMS wrapper is encrypted.
func isEncrypted(data []byte) bool {
	oid, _, ok := contentInfo(data)
	return ok && (bytes.Equal(oid, oidEnveloped) || bytes.Equal(oid, oidAuth))
}

// contentInfo returns the type and the content of the outermost structure of CMS.
func contentInfo(data []byte) (oid []byte, body element, ok bool) {
	outer, _, ok := readElement(data)
	if !ok || outer.tag != tagSequence {
		return nil, body, false
	}
	fields := outer.children(2)
	if len(fields) < 2 || fields[0].tag != tagOID {
		return nil, body, false
	}
	return fields[0].content, fields[1], true
}

// child returns the first element within another.
func child(e element) (element, bool) {
	found := e.children(1)
	if len(found) == 0 {
		return element{}, false
	}
	return found[0], true
}
