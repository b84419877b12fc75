package parse

import "bytes"

// The identifiers of the elements of BER (X.690) that CMS wrappers have.
const (
	tagOctets      = 0x04
	tagOID         = 0x06
	tagSequence    = 0x30
	tagConstructed = 0x20 // the bit of a string in pieces
)

// maxNesting limits the elements within elements: those of CMS have about ten levels.
const maxNesting = 32

// element is a value of BER. encoding/asn1 reads only DER, but mail programs write
// elements whose length is not known in advance, and strings in pieces.
type element struct {
	tag     byte
	content []byte
}

// readElement reads the first element of data, and returns what is behind it.
func readElement(data []byte) (e element, rest []byte, ok bool) { return readNested(data, maxNesting) }

func readNested(data []byte, levels int) (e element, rest []byte, ok bool) {
	if len(data) < 2 || levels == 0 || data[0]&0x1f == 0x1f { // CMS has no tags of several bytes
		return e, nil, false
	}
	e.tag = data[0]
	length, size := readLength(data[1:])
	if size == 0 {
		return e, nil, false
	}
	body := data[1+size:]
	if length < 0 {
		return readIndefinite(e.tag, body, levels)
	}
	length = min(length, len(body)) // a mail that was cut off still has its beginning
	e.content = body[:length]
	return e, body[length:], true
}

// readIndefinite reads an element that ends with two zero bytes.
func readIndefinite(tag byte, body []byte, levels int) (e element, rest []byte, ok bool) {
	rest = body
	for len(rest) > 0 && !bytes.HasPrefix(rest, []byte{0, 0}) {
		if _, rest, ok = readNested(rest, levels-1); !ok {
			return e, nil, false
		}
	}
	e = element{tag, body[:len(body)-len(rest)]}
	return e, rest[min(2, len(rest)):], true
}

// readLength returns a length and the bytes that it takes; -1 is an indefinite length,
// and a size of 0 an invalid one.
func readLength(data []byte) (length, size int) {
	first := int(data[0])
	if first < 0x80 {
		return first, 1
	}
	n := first & 0x7f
	if n == 0 {
		return -1, 1
	}
	if n > 4 || len(data) < 1+n {
		return 0, 0
	}
	for _, b := range data[1 : 1+n] {
		length = length<<8 | int(b)
	}
	return length, 1 + n
}

// children returns at most n elements within an element.
func (e element) children(n int) []element {
	var out []element
	for rest := e.content; len(out) < n && len(rest) > 0; {
		next, behind, ok := readElement(rest)
		if !ok {
			break
		}
		out, rest = append(out, next), behind
	}
	return out
}

// octets returns the bytes of a string, which may be in pieces.
func (e element) octets() []byte {
	if e.tag == tagOctets {
		return e.content
	}
	if e.tag != tagOctets|tagConstructed {
		return nil
	}
	var out []byte
	for rest := e.content; len(rest) > 0; {
		piece, behind, ok := readElement(rest)
		if !ok || piece.tag != tagOctets {
			break
		}
		out, rest = append(out, piece.content...), behind
	}
	return out
}
