package reports

import (
	"encoding/binary"
	"slices"
)

// appendColumn appends a column of numbers in as few bytes a number as the largest takes:
// that width, 0, 1, 2 or 4, and the numbers, little-endian. Only zeros take no bytes.
func appendColumn(out []byte, column []uint32) []byte {
	width := byte(0)
	if len(column) > 0 {
		switch most := slices.Max(column); {
		case most > 0xffff:
			width = 4
		case most > 0xff:
			width = 2
		case most > 0:
			width = 1
		}
	}
	out = append(out, width)
	for _, n := range column {
		switch width {
		case 1:
			out = append(out, byte(n))
		case 2:
			out = binary.LittleEndian.AppendUint16(out, uint16(n))
		case 4:
			out = binary.LittleEndian.AppendUint32(out, n)
		}
	}
	return out
}

// factsReader reads stored facts. After a failure it returns nothing more.
type factsReader struct {
	rest   []byte
	failed bool
}

// mostEntries is more than a day has of anything.
const mostEntries = 1 << 24

// count reads a number of entries.
func (r *factsReader) count() int {
	n, size := binary.Uvarint(r.rest)
	if r.failed || size <= 0 || n > mostEntries {
		r.failed = true
		return 0
	}
	r.rest = r.rest[size:]
	return int(n)
}

func (r *factsReader) take(size int) []byte {
	if r.failed || size > len(r.rest) {
		r.failed = true
		return nil
	}
	taken := r.rest[:size]
	r.rest = r.rest[size:]
	return taken
}

// column appends the next column, of n numbers, to column.
func (r *factsReader) column(column []uint32, n int) []uint32 {
	width := r.take(1)
	if r.failed {
		return column
	}
	in := r.take(n * int(width[0]))
	if r.failed {
		return column
	}
	column = slices.Grow(column, n)[:n]
	switch width[0] {
	case 0:
		clear(column)
	case 1:
		for i := range column {
			column[i] = uint32(in[i])
		}
	case 2:
		for i := range column {
			column[i] = uint32(binary.LittleEndian.Uint16(in[2*i:]))
		}
	case 4:
		for i := range column {
			column[i] = binary.LittleEndian.Uint32(in[4*i:])
		}
	default:
		r.failed = true
	}
	return column
}
