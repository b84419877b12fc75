package pictures

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math/rand/v2"
	"testing"
)

func pngChunk(name string, data []byte) []byte {
	out := append(binary.BigEndian.AppendUint32(nil, uint32(len(data))), name...)
	out = append(out, data...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}

// pngStart returns the signature and the header of a PNG.
func pngStart(width, height int, depth, kind byte) []byte {
	header := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, uint32(width)), uint32(height))
	return append([]byte("\x89PNG\r\n\x1a\n"), pngChunk("IHDR", append(header, depth, kind, 0, 0, 0))...)
}

// rawPNG packs random lines of a kind that image/png may not write.
func rawPNG(width, height int, depth, kind byte, more ...[]byte) []byte {
	random := rand.New(rand.NewPCG(1, uint64(depth)<<8|uint64(kind)))
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	line := make([]byte, 1+(width*int(depth)*pngSamples[kind]+7)/8)
	for y := range height {
		for i := range line {
			line[i] = byte(random.UintN(4))
		}
		line[0] = byte(y % 5) // all filters
		_, _ = z.Write(line)
	}
	_ = z.Close()
	out := pngStart(width, height, depth, kind)
	for i, data := range more {
		if data != nil {
			out = append(out, pngChunk([]string{"PLTE", "tRNS"}[i], data)...)
		}
	}
	for i := range packed.Bytes() { // a chunk for each byte, and empty ones between
		out = append(out, pngChunk("IDAT", packed.Bytes()[i:i+1])...)
		out = append(out, pngChunk("IDAT", nil)...)
	}
	return append(out, pngChunk("IEND", nil)...)
}

// A picture of forty megapixels is decoded, one of a column more is not.
func TestMaxPixels(t *testing.T) {
	for _, row := range []struct {
		width, height int
		ok            bool
	}{{8000, 5000, true}, {8001, 5000, false}, {8000, 5001, false}, {65535, 600, true}, {65536, 600, false}, {600, 65536, false}, {0, 1, false}} {
		if p, err := inspect(pngStart(row.width, row.height, 16, pngAlpha)); (err == nil) != row.ok || (row.ok && p.bytes > 1000) {
			t.Errorf("%+v: %v", row, err)
		}
	}
}

// Every kind of PNG is read line by line as image/png reads it.
func TestPNGLines(t *testing.T) {
	palette := make([]byte, 3*256)
	for i := range palette {
		palette[i] = byte(i * 7)
	}
	alphas := []byte{0, 100, 255}
	rows := map[string][]byte{}
	for _, k := range []struct {
		name   string
		kind   byte
		depths []byte
		more   [][]byte
	}{
		{"grey", pngGrey, []byte{1, 2, 4, 8, 16}, nil},
		{"grey, one of it transparent", pngGrey, []byte{1, 2, 4, 8, 16}, [][]byte{nil, {0, 1}}},
		{"colour", pngColour, []byte{8, 16}, nil},
		{"colour, one of it transparent", pngColour, []byte{8, 16}, [][]byte{nil, {0, 1, 0, 2, 0, 3}}},
		{"palette", pngPalette, []byte{8}, [][]byte{palette}},
		{"palette with alpha", pngPalette, []byte{8}, [][]byte{palette, alphas}},
		{"small palette", pngPalette, []byte{1}, [][]byte{palette[:6], alphas[:2]}},
		{"grey with alpha", pngGreyAlpha, []byte{8, 16}, nil},
		{"colour with alpha", pngAlpha, []byte{8, 16}, nil},
	} {
		for _, depth := range k.depths {
			rows[k.name+string('0'+rune(depth/10))+string('0'+rune(depth%10))] = rawPNG(13, 11, depth, k.kind, k.more...)
		}
	}
	for name, data := range rows {
		want, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		plain := image.NewRGBA(want.Bounds())
		draw.Draw(plain, plain.Rect, want, image.Point{}, draw.Src)
		y := 0
		err = pngLines(data, 13, 11, func(line []byte) {
			for x := range 13 {
				is, w := color.RGBA{line[4*x], line[4*x+1], line[4*x+2], line[4*x+3]}, plain.RGBAAt(x, y)
				if off(is.R, w.R) > 1 || off(is.G, w.G) > 1 || off(is.B, w.B) > 1 || is.A != w.A {
					t.Errorf("%s at %d, %d: %v, want %v", name, x, y, is, w)
				}
			}
			y++
		})
		if err != nil || y != 11 {
			t.Errorf("%s: %d lines, %v", name, y, err)
		}
		if err := pngLines(data[:len(data)/3], 13, 11, func([]byte) {}); err == nil {
			t.Errorf("%s: cut, and read", name)
		}
	}
}

func off(a, b byte) int { return max(int(a)-int(b), int(b)-int(a)) }
