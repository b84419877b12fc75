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
	source, err := p.format.decode(bytes.NewReader(p.data))
	if err != nil {
		return nil, "", err
	}
	small := p.reduce(source, s)
	var out bytes.Buffer
	if p.format.jpeg {
		err = jpeg.Encode(&out, small, &jpeg.Options{Quality: jpegQuality})
		return out.Bytes(), "image/jpeg", err
	}
	err = png.Encode(&out, small)
	return out.Bytes(), "image/png", err
}

// reduce returns the picture in the measures of a thumb, upright and cropped. It is
// turned after it has become small: a turned copy of the whole one could be twice
// its size.
func (p *picture) reduce(source image.Image, s size) *image.RGBA {
	bounds := source.Bounds() // a frame of a GIF may be smaller than its screen
	width, height := bounds.Dx(), bounds.Dy()
	turned := p.orientation >= 5
	if turned {
		width, height = height, width
	}
	w, h, cropW, cropH := s.scaled(width, height)
	if turned {
		w, h = h, w
	}
	small := turn(average(source, w, h), p.orientation)
	rest := small.Bounds().Size().Sub(image.Pt(cropW, cropH))
	at := rest.Div(2)
	switch s.mode {
	case "t":
		at.Y = 0
	case "b":
		at.Y = rest.Y
	}
	return small.SubImage(image.Rectangle{Min: at, Max: at.Add(image.Pt(cropW, cropH))}).(*image.RGBA)
}

// average reduces a picture to w by h pixels, each the mean of those that it stands
// for. It reads the picture line by line and holds one line of it.
func average(source image.Image, w, h int) *image.RGBA {
	bounds := source.Bounds()
	width, height := bounds.Dx(), bounds.Dy()
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	line := image.NewRGBA(image.Rect(0, 0, width, 1))
	sums := make([]uint64, 5*w) // four colours and the number of pixels
	for y := range height {
		draw.Draw(line, line.Rect, source, image.Pt(bounds.Min.X, bounds.Min.Y+y), draw.Src)
		for x := range width {
			to := sums[5*(x*w/width):][:5]
			for i, value := range line.Pix[4*x:][:4] {
				to[i] += uint64(value)
			}
			to[4]++
		}
		row := y * h / height
		if y+1 < height && (y+1)*h/height == row {
			continue
		}
		for x := range w {
			sum := sums[5*x:][:5]
			for i := range 4 {
				out.Pix[row*out.Stride+4*x+i] = uint8((sum[i] + sum[4]/2) / sum[4])
			}
		}
		clear(sums)
	}
	return out
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
