package pictures

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"testing"
)

// A picture of two by three pixels, turned to each orientation of Exif, is upright
// again: its corner stays in the corner.
func TestTurn(t *testing.T) {
	mark := color.RGBA{255, 0, 0, 255}
	for orientation, corner := range map[int]image.Point{
		1: {0, 0}, 2: {1, 0}, 3: {1, 2}, 4: {0, 2}, 5: {0, 0}, 6: {0, 2}, 7: {1, 2}, 8: {1, 0},
	} {
		m := image.NewRGBA(image.Rect(0, 0, 2, 3))
		m.SetRGBA(corner.X, corner.Y, mark) // where the upper left corner lies in the file
		got := turn(m, orientation)
		if got.RGBAAt(0, 0) != mark {
			t.Errorf("%d: the corner is lost", orientation)
		}
		if want := image.Pt(2, 3); orientation >= 5 && got.Rect.Size() != image.Pt(3, 2) || orientation < 5 && got.Rect.Size() != want {
			t.Errorf("%d: %v", orientation, got.Rect.Size())
		}
	}
}

// withExif returns a JPEG of 40 by 20 pixels with the orientation in its header.
func withExif(t *testing.T, order binary.AppendByteOrder, mark string, orientation uint16) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, image.NewGray(image.Rect(0, 0, 40, 20)), nil); err != nil {
		t.Fatal(err)
	}
	tiff := order.AppendUint16([]byte("Exif\x00\x00"+mark), 42)
	tiff = order.AppendUint32(tiff, 8)
	tiff = order.AppendUint16(tiff, 1)
	tiff = order.AppendUint16(tiff, 0x0112)
	tiff = order.AppendUint16(tiff, 3)
	tiff = order.AppendUint32(tiff, 1)
	tiff = order.AppendUint16(order.AppendUint16(tiff, orientation), 0)
	segment := binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(tiff)+2))
	return append(append([]byte{0xff, 0xd8}, append(segment, tiff...)...), out.Bytes()[2:]...)
}

func TestOrientation(t *testing.T) {
	for _, row := range []struct {
		order       binary.AppendByteOrder
		mark        string
		orientation uint16
		width       int
	}{
		{binary.BigEndian, "MM", 1, 40}, {binary.BigEndian, "MM", 6, 20}, {binary.LittleEndian, "II", 8, 20}, {binary.LittleEndian, "II", 3, 40},
		{binary.LittleEndian, "II", 9, 40}, {binary.LittleEndian, "II", 0, 40},
	} {
		p, err := inspect(withExif(t, row.order, row.mark, row.orientation))
		if err != nil {
			t.Fatal(err)
		}
		encoded, kind, err := p.thumb(size{width: 960})
		if err != nil || kind != "image/jpeg" {
			t.Fatal(kind, err)
		}
		if shown, _ := jpeg.DecodeConfig(bytes.NewReader(encoded)); shown.Width != row.width {
			t.Errorf("%s %d: %d wide, want %d", row.mark, row.orientation, shown.Width, row.width)
		}
	}
}

func TestScaled(t *testing.T) {
	for _, row := range []struct {
		asked              string
		width, height      int
		w, h, cropW, cropH int
	}{
		{"240x240", 2000, 1000, 480, 240, 240, 240},
		{"240x240", 100, 1000, 100, 1000, 100, 240},
		{"960x0", 1920, 1080, 960, 540, 960, 540},
		{"960x0", 100, 50, 100, 50, 100, 50},
		{"960x0", 1000, 40000, 96, 3840, 96, 3840},
		{"0x96", 40000, 200, 960, 5, 960, 5},
		{"300x100f", 600, 600, 100, 100, 100, 100},
		{"5000x5000", 6000, 6000, 5000, 5000, 960, 3840},
		{"960x0", 65535, 1, 960, 1, 960, 1},
	} {
		s, ok := parseSize(row.asked)
		w, h, cropW, cropH := s.scaled(row.width, row.height)
		if !ok || w != row.w || h != row.h || cropW != row.cropW || cropH != row.cropH {
			t.Errorf("%s of %d by %d: %d by %d, cropped to %d by %d", row.asked, row.width, row.height, w, h, cropW, cropH)
		}
	}
}

// What is decoded at the same time takes no more than the budget, with one picture a
// processor.
func TestBudget(t *testing.T) {
	for _, row := range []struct {
		progressive, scans int
		ok                 bool
	}{{0, 1, true}, {2, 10, true}, {2, maxScans + 1, false}} {
		data := withExif(t, binary.BigEndian, "MM", 1)
		frame := bytes.Index(data, []byte{0xff, 0xc0})
		data[frame+1] += byte(row.progressive)
		data = append(data, bytes.Repeat([]byte{0xff, 0xda}, row.scans-1)...)
		p, err := inspect(data)
		if (err == nil) != row.ok {
			t.Errorf("%+v: %v", row, err)
		}
		if err == nil && (p.bytes < 40*20 || (row.progressive > 0 && p.bytes < 5*40*20)) {
			t.Errorf("%+v: %d bytes", row, p.bytes)
		}
	}
	procs := decodeBudget / share()
	if share()*procs > decodeBudget || share()*(procs+1) <= decodeBudget {
		t.Errorf("%d pictures of %d bytes at once", procs, share())
	}
}
