package pictures

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"sync"
)

// jpegQuality is that of thumbs: no visible loss at a tenth of the size of a PNG.
const jpegQuality = 88

// thumb decodes the picture and returns the encoded thumb with its content type: a
// JPEG of a JPEG, else a PNG, which keeps transparency. A panic of a decoder becomes
// an error.
func (p *picture) thumb(s size) (encoded []byte, kind string, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the decoder panicked: %v", r)
		}
	}()
	small, err := p.small(s)
	if err != nil {
		return nil, "", err
	}
	var out bytes.Buffer
	if p.format.jpeg {
		err = jpeg.Encode(&out, small, &jpeg.Options{Quality: jpegQuality})
		return out.Bytes(), "image/jpeg", err
	}
	err = png.Encode(&out, small)
	return out.Bytes(), "image/png", err
}

// small returns the picture in the measures of a thumb, upright and cropped. It is
// turned after it has become small: a turned copy of the whole one could be twice
// its size.
func (p *picture) small(s size) (*image.RGBA, error) {
	var source image.Image
	width, height := p.width, p.height
	if p.format.lines == nil {
		var err error
		if source, err = p.format.decode(bytes.NewReader(p.data)); err != nil {
			return nil, err
		}
		width, height = source.Bounds().Dx(), source.Bounds().Dy() // a frame of a GIF may be smaller than its screen
	}
	turned := p.orientation >= 5
	if turned {
		width, height = height, width
	}
	w, h, cropW, cropH := s.scaled(width, height)
	if turned {
		width, height, w, h = height, width, h, w
	}
	r := newReducer(width, height, w, h)
	if source != nil {
		r.addAll(source)
	} else if err := p.format.lines(p.data, width, height, r.add); err != nil {
		return nil, err
	}
	upright := turn(r.out, p.orientation)
	rest := upright.Bounds().Size().Sub(image.Pt(cropW, cropH))
	at := rest.Div(2)
	switch s.mode {
	case "t":
		at.Y = 0
	case "b":
		at.Y = rest.Y
	}
	return upright.SubImage(image.Rectangle{Min: at, Max: at.Add(image.Pt(cropW, cropH))}).(*image.RGBA), nil
}

// reducer makes a picture smaller: each pixel is the mean of those that it stands
// for. It takes the lines from the top down and holds one line of sums.
type reducer struct {
	width, height int
	out           *image.RGBA
	sums          []uint64 // four colours and the number of pixels, for each pixel of a line
	y             int
}

func newReducer(width, height, w, h int) *reducer {
	return &reducer{width: width, height: height, out: image.NewRGBA(image.Rect(0, 0, w, h)), sums: make([]uint64, 5*w)}
}

// addAll takes the lines of a decoded picture.
func (r *reducer) addAll(source image.Image) {
	from := source.Bounds().Min
	line := image.NewRGBA(image.Rect(0, 0, r.width, 1))
	for y := range r.height {
		draw.Draw(line, line.Rect, source, from.Add(image.Pt(0, y)), draw.Src)
		r.add(line.Pix)
	}
}

// add takes one line: four bytes a pixel, the colours multiplied by the alpha.
func (r *reducer) add(line []byte) {
	w, h := r.out.Rect.Dx(), r.out.Rect.Dy()
	for x := range r.width {
		to := r.sums[5*(x*w/r.width):][:5]
		for i, value := range line[4*x:][:4] {
			to[i] += uint64(value)
		}
		to[4]++
	}
	row := r.y * h / r.height
	r.y++
	if r.y < r.height && r.y*h/r.height == row {
		return
	}
	for x := range w {
		sum := r.sums[5*x:][:5]
		for i := range 4 {
			r.out.Pix[row*r.out.Stride+4*x+i] = uint8((sum[i] + sum[4]/2) / sum[4])
		}
	}
	clear(r.sums)
}

// turn returns the picture upright. The orientations are the eight of Exif, from 5 on
// with the sides swapped.
func turn(m *image.RGBA, orientation int) *image.RGBA {
	if orientation <= 1 || orientation > 8 {
		return m
	}
	w, h := m.Rect.Dx(), m.Rect.Dy()
	size := image.Rect(0, 0, w, h)
	if orientation >= 5 {
		size = image.Rect(0, 0, h, w)
	}
	out := image.NewRGBA(size)
	for y := range size.Dy() {
		for x := range size.Dx() {
			fromX, fromY := x, y
			if orientation >= 5 {
				fromX, fromY = y, x
			}
			switch orientation {
			case 2, 3, 7, 8:
				fromX = w - 1 - fromX
			}
			switch orientation {
			case 3, 4, 6, 7:
				fromY = h - 1 - fromY
			}
			out.SetRGBA(x, y, m.RGBAAt(fromX, fromY))
		}
	}
	return out
}

// placeholder is the picture that stands for those without a thumb: a grey sheet.
var placeholder = sync.OnceValue(func() []byte {
	const side, border = 96, 3
	edge, paper := color.Gray{0xa0}, color.Gray{0xe8}
	sheet := image.NewGray(image.Rect(0, 0, side, side))
	draw.Draw(sheet, sheet.Rect, image.NewUniform(edge), image.Point{}, draw.Src)
	draw.Draw(sheet, sheet.Rect.Inset(border), image.NewUniform(paper), image.Point{}, draw.Src)
	var out bytes.Buffer
	if err := png.Encode(&out, sheet); err != nil {
		panic(err) // a buffer takes everything
	}
	return out.Bytes()
})
