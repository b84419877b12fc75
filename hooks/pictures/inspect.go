package pictures

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"iter"
	"slices"

	"golang.org/x/image/webp"
)

// maxPixels is 40 megapixels, above which no picture is decoded: twice what the
// cameras of most phones give.
const maxPixels = 40_000_000

// maxSide is the longest side of a picture in pixels: the most that a JPEG or a GIF
// can have. A PNG of one column and millions of lines would take minutes.
const maxSide = 1<<16 - 1

// maxScans is how many passes over the picture a progressive JPEG may have. Encoders
// write about ten; each costs the time of the whole picture and a few bytes.
const maxScans = 64

// contentTypes are the types of the pictures that get thumbs.
var contentTypes = []string{"image/png", "image/jpg", "image/jpeg", "image/gif", "image/webp"}

// picture is a file whose header has been read.
type picture struct {
	data          []byte
	width, height int
	format        format
	bytes         int64 // what decoding takes, the file included
	orientation   int   // 1 to 8, as in Exif
}

// format is one kind of pictures, recognised by how its files begin. cost returns
// how many bytes a pixel takes while it is decoded.
type format struct {
	begins func(data []byte) bool
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
	cost   func(data []byte, model color.Model) (int64, error)
	lines  func(data []byte, width, height int, each func(line []byte)) error // nil where there is only decode
	jpeg   bool
}

// formats are the kinds that PocketBase makes thumbs of.
var formats = []format{
	{begins: prefix("\x89PNG\r\n\x1a\n"), config: png.DecodeConfig, decode: png.Decode, cost: costOfPNG, lines: pngLines},
	{begins: prefix("\xff\xd8"), config: jpeg.DecodeConfig, decode: jpeg.Decode, cost: costOfJPEG, jpeg: true},
	{begins: prefix("GIF8"), config: gif.DecodeConfig, decode: gif.Decode, cost: costOfGIF},
	{begins: isWebP, config: webp.DecodeConfig, decode: webp.Decode, cost: costOfWebP},
}

func prefix(start string) func([]byte) bool {
	return func(data []byte) bool { return bytes.HasPrefix(data, []byte(start)) }
}

func isWebP(data []byte) bool {
	return len(data) > 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP"
}

// inspect reads the header of a picture, and refuses one that is too large to be
// decoded. Nothing is unpacked.
func inspect(data []byte) (*picture, error) {
	i := slices.IndexFunc(formats, func(f format) bool { return f.begins(data) })
	if i < 0 {
		return nil, image.ErrFormat
	}
	f := formats[i]
	config, err := f.config(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	pixels := int64(config.Width) * int64(config.Height)
	if min(config.Width, config.Height) <= 0 || max(config.Width, config.Height) > maxSide || pixels > maxPixels {
		return nil, fmt.Errorf("a picture of %d by %d pixels: %w", config.Width, config.Height, errRefused)
	}
	if f.lines != nil && isInterlaced(data) {
		f.lines = nil
	}
	cost, err := f.cost(data, config.ColorModel)
	if err != nil {
		return nil, err
	}
	p := &picture{data: data, width: config.Width, height: config.Height, format: f, bytes: pixels*cost + int64(len(data)), orientation: 1}
	if p.bytes > decodeBudget {
		return nil, fmt.Errorf("a picture of %d MB: %w", p.bytes>>20, errRefused)
	}
	if f.jpeg {
		p.orientation = orientation(data)
	}
	return p, nil
}

// costOfPNG is none where one line is read after another. An interlaced picture is
// counted twice: each pass is a picture of its own. Grey gets colours by a transparent
// one, which the header does not tell.
func costOfPNG(data []byte, model color.Model) (int64, error) {
	if !isInterlaced(data) {
		return 0, nil
	}
	cost := int64(1) // a palette
	switch model {
	case color.Gray16Model:
		cost = 2
	case color.RGBAModel, color.NRGBAModel:
		cost = 4
	case color.RGBA64Model, color.NRGBA64Model:
		cost = 8
	}
	if cost <= 2 && bytes.Contains(data, []byte("tRNS")) {
		cost *= 4
	}
	return 2 * cost, nil
}

// costOfJPEG counts the planes of the colours, and for a progressive picture the
// coefficients: four bytes for each sample.
func costOfJPEG(data []byte, model color.Model) (int64, error) {
	if bytes.Count(data, []byte("\xff\xda")) > maxScans {
		return 0, fmt.Errorf("a JPEG of more than %d scans: %w", maxScans, errRefused)
	}
	subsampled, progressive := frame(data)
	var cost int64
	switch {
	case model == color.GrayModel:
		cost = 1
	case model != color.YCbCrModel:
		cost = 8 // RGB and CMYK: the planes, and the picture put together from them
	case subsampled:
		cost = 2
	default:
		cost = 3
	}
	if progressive {
		cost *= 5
	}
	return cost, nil
}

// frame looks for the header of a JPEG's frame. It tells whether the colours have at
// most half the samples of the brightness, and whether the frame is progressive.
func frame(data []byte) (subsampled, progressive bool) {
	const sof0, sof2, sos = 0xc0, 0xc2, 0xda
	for marker, segment := range segments(data) {
		if marker == sos {
			break
		}
		if marker != sof0 && marker != sof0+1 && marker != sof2 {
			continue
		}
		const factors, step = 7, 3 // where the factors of the first component stand
		if len(segment) >= factors+2*step+1 {
			luma := segment[factors]
			subsampled = (luma>>4)*(luma&15) >= 2 && segment[factors+step] == 0x11 && segment[factors+2*step] == 0x11
		}
		return subsampled, marker == sof2
	}
	return false, true // not found where it is expected: the dearer kind
}

// segments yields the segments of a JPEG up to its first scan.
func segments(data []byte) iter.Seq2[byte, []byte] {
	return func(yield func(byte, []byte) bool) {
		for at := 2; at+4 <= len(data) && data[at] == 0xff; {
			length := int(binary.BigEndian.Uint16(data[at+2:]))
			if length < 2 || at+2+length > len(data) {
				return
			}
			if !yield(data[at+1], data[at+4:at+2+length]) {
				return
			}
			at += 2 + length
		}
	}
}

// costOfGIF is that of the first frame, the only one that is decoded, and of putting
// its interlaced lines in order.
func costOfGIF([]byte, color.Model) (int64, error) { return 2, nil }

// costOfWebP knows only the plain file with loss. In the others the decoder may have
// both the packed pixels and the plain ones, and the transparency apart.
func costOfWebP(data []byte, _ color.Model) (int64, error) {
	if bytes.HasPrefix(data[12:], []byte("VP8 ")) {
		return 2, nil
	}
	return 10, nil
}
