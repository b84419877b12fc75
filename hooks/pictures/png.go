package pictures

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"io"
)

// A PNG is read line by line, for it is the one format that packs gigabytes into
// some kilobytes: whatever its size, a line of it is in memory. image/png only reads
// whole pictures; it still reads the interlaced ones, whose lines come in passes.

// The colour types of PNG, each with its number of samples a pixel.
const (
	pngGrey      = 0
	pngColour    = 2
	pngPalette   = 3
	pngGreyAlpha = 4
	pngAlpha     = 6
)

var pngSamples = map[byte]int{pngGrey: 1, pngColour: 3, pngPalette: 1, pngGreyAlpha: 2, pngAlpha: 4}

const (
	pngSignature = 8
	// Where IHDR has what else matters here.
	pngDepth, pngType, pngInterlace = 24, 25, 28
)

var errPNG = errors.New("not a usable PNG")

// pngReader holds one PNG while its lines are read.
type pngReader struct {
	data           []byte
	at             int // of the chunk after the one that is being read
	chunk          []byte
	depth, samples int
	kind           byte
	palette        [256][4]byte // red, green, blue and alpha
	transparent    []byte       // of a picture without a palette: the samples of the transparent colour
}

func isInterlaced(data []byte) bool { return len(data) > pngInterlace && data[pngInterlace] != 0 }

// pngLines calls each with the lines of a PNG of the given width from the top down,
// four bytes a pixel, the colours multiplied by the alpha. The line is overwritten.
func pngLines(data []byte, width, height int, each func(line []byte)) error {
	r := &pngReader{data: data, at: pngSignature, depth: int(data[pngDepth]), kind: data[pngType]}
	r.samples = pngSamples[r.kind]
	if err := r.findPixels(); err != nil {
		return err
	}
	unpacked, err := zlib.NewReader(r)
	if err != nil {
		return err
	}
	defer unpacked.Close()
	bits := r.depth * r.samples
	now, above := make([]byte, 1+(width*bits+7)/8), make([]byte, 1+(width*bits+7)/8)
	line := make([]byte, 4*width)
	for range height {
		if _, err := io.ReadFull(unpacked, now); err != nil {
			return errors.Join(errPNG, err)
		}
		if !unfilter(now[0], now[1:], above[1:], max(1, bits/8)) {
			return errPNG
		}
		r.convert(now[1:], line)
		each(line)
		now, above = above, now
	}
	return nil
}

// next moves on to the next chunk and returns its name; empty at the end.
func (r *pngReader) next() string {
	const head, sum = 8, 4
	if r.at+head > len(r.data) {
		return ""
	}
	length := int64(binary.BigEndian.Uint32(r.data[r.at:]))
	if length > int64(len(r.data)-r.at-head) {
		length = int64(len(r.data) - r.at - head) // cut; what is missing is found when it is unpacked
	}
	name := string(r.data[r.at+4 : r.at+head])
	r.chunk = r.data[r.at+head:][:length]
	r.at = min(len(r.data), r.at+head+int(length)+sum)
	return name
}

// findPixels reads the chunks before the pixels: the palette and what is transparent.
func (r *pngReader) findPixels() error {
	for i := range r.palette {
		r.palette[i][3] = 255
	}
	for {
		switch r.next() {
		case "":
			return errPNG
		case "PLTE":
			for i := range min(256, len(r.chunk)/3) {
				copy(r.palette[i][:3], r.chunk[3*i:])
			}
		case "tRNS":
			if r.kind != pngPalette {
				r.transparent = r.chunk
				continue
			}
			for i, alpha := range r.chunk[:min(256, len(r.chunk))] {
				r.palette[i][3] = alpha
			}
		case "IDAT":
			return nil
		}
	}
}

// Read reads the packed pixels, which may lie in many chunks.
func (r *pngReader) Read(p []byte) (int, error) {
	for len(r.chunk) == 0 {
		if r.next() != "IDAT" {
			return 0, io.EOF
		}
	}
	n := copy(p, r.chunk)
	r.chunk = r.chunk[n:]
	return n, nil
}

// unfilter undoes the prediction of a line from the pixel before and the line above;
// step is the distance of the pixel before in bytes.
func unfilter(filter byte, now, above []byte, step int) bool {
	const none, sub, up, average, paeth = 0, 1, 2, 3, 4
	if filter > paeth {
		return false
	}
	for i := range now {
		var left, corner byte
		if i >= step {
			left, corner = now[i-step], above[i-step]
		}
		switch filter {
		case none:
			return true
		case sub:
			now[i] += left
		case up:
			now[i] += above[i]
		case average:
			now[i] += byte((int(left) + int(above[i])) / 2)
		case paeth:
			now[i] += nearest(int(left), int(above[i]), int(corner))
		}
	}
	return true
}

// nearest is the predictor of Paeth: of the three neighbours the one nearest to
// left + above - corner.
func nearest(left, above, corner int) byte {
	distance := func(value int) int { return max(value, -value) }
	toLeft, toAbove, toCorner := distance(above-corner), distance(left-corner), distance(left+above-2*corner)
	switch {
	case toLeft <= toAbove && toLeft <= toCorner:
		return byte(left)
	case toAbove <= toCorner:
		return byte(above)
	}
	return byte(corner)
}

// convert writes a line of samples as colours of eight bits with alpha.
func (r *pngReader) convert(packed, line []byte) {
	size := max(1, r.depth/8) // of a sample in bytes
	for x := range len(line) / 4 {
		var pixel [4]byte
		if r.depth < 8 {
			pixel = r.small(packed, x)
		} else {
			pixel = r.colour(packed[x*size*r.samples:][:size*r.samples], size)
		}
		alpha := int(pixel[3])
		for i := range 3 {
			line[4*x+i] = byte((int(pixel[i])*alpha + 127) / 255)
		}
		line[4*x+3] = pixel[3]
	}
}

// small returns a pixel of less than eight bits: grey or of the palette.
func (r *pngReader) small(packed []byte, x int) [4]byte {
	most := 1<<r.depth - 1
	value := int(packed[x*r.depth/8]) >> (8 - r.depth - x*r.depth%8) & most
	if r.kind == pngPalette {
		return r.palette[value]
	}
	grey := byte(value * 255 / most)
	if len(r.transparent) >= 2 && int(r.transparent[1])&most == value {
		return [4]byte{}
	}
	return [4]byte{grey, grey, grey, 255}
}

// colour returns a pixel whose samples have one or two bytes; the second is dropped.
func (r *pngReader) colour(samples []byte, size int) [4]byte {
	s := func(i int) byte { return samples[i*size] }
	pixel := [4]byte{s(0), s(0), s(0), 255}
	switch r.kind {
	case pngPalette:
		return r.palette[s(0)]
	case pngGreyAlpha:
		pixel[3] = s(1)
	case pngColour, pngAlpha:
		pixel[1], pixel[2] = s(1), s(2)
		if r.kind == pngAlpha {
			pixel[3] = s(3)
		}
	}
	if r.isTransparent(samples, size) {
		return [4]byte{}
	}
	return pixel
}

// isTransparent reports whether the samples are those of the transparent colour, which
// has two bytes for each.
func (r *pngReader) isTransparent(samples []byte, size int) bool {
	if len(r.transparent) != 2*r.samples {
		return false
	}
	if size == 2 {
		return bytes.Equal(samples, r.transparent)
	}
	for i, sample := range samples {
		if r.transparent[2*i+1] != sample {
			return false
		}
	}
	return true
}
