package parse

import (
	"encoding/binary"
	"strings"
)

// The kinds of the values of properties (MS-OXCDATA, 2.11.1).
const (
	kindObject  = 0x000d
	kindString  = 0x001e
	kindUnicode = 0x001f
	kindBinary  = 0x0102
	kindMany    = 0x1000 // the bit of a list
	firstNamed  = 0x8000 // the ids from which on a property has a name
)

// fixedSizes are the bytes that the values of the other kinds take, padding included.
var fixedSizes = map[uint16]int{
	0x0002: 4, 0x0003: 4, 0x0004: 4, 0x0005: 8, 0x0006: 8, 0x0007: 8, 0x000a: 4, 0x000b: 4, 0x0014: 8, 0x0040: 8, 0x0048: 16,
}

// property is a property of MAPI.
type property struct {
	id, kind uint16
	value    []byte
}

func (p property) text() string {
	charset := ""
	if p.kind == kindUnicode {
		charset = "utf-16le"
	}
	return strings.TrimRight(decode(p.value, charset), "\x00")
}

// words reads numbers off the beginning of data. It is broken once there are too few
// bytes.
type words struct {
	data   []byte
	broken bool
}

// take returns the next n bytes, and skips the padding behind them.
func (w *words) take(n int) []byte {
	if n < 0 || n > len(w.data) {
		w.broken = true
		return nil
	}
	out := w.data[:n]
	w.data = w.data[min((n+3)&^3, len(w.data)):]
	return out
}

func (w *words) number() int {
	four := w.take(4)
	if w.broken {
		return 0
	}
	return int(binary.LittleEndian.Uint32(four))
}

// readProps calls found for each property of a list that isn't a list itself, up to
// the first broken one.
func readProps(data []byte, found func(property)) {
	w := &words{data: data}
	for n := w.number(); n > 0 && !w.broken; n-- {
		head := w.number()
		p := property{id: uint16(head >> 16), kind: uint16(head)}
		if p.id >= firstNamed {
			w.skipName()
		}
		values := 1
		size, fixed := fixedSizes[p.kind&^kindMany]
		if !fixed || p.kind&kindMany != 0 {
			values = w.number()
		}
		for i := 0; i < values && !w.broken; i++ {
			if fixed {
				p.value = w.take(size)
			} else {
				p.value = w.take(w.number())
			}
		}
		if !w.broken && p.kind&kindMany == 0 {
			found(p)
		}
	}
}

// skipName skips the name of a property: its namespace and a number or a text.
func (w *words) skipName() {
	w.take(16)
	if isText := w.number() == 1; isText {
		w.take(w.number())
		return
	}
	w.number()
}
