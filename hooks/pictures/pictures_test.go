package pictures

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/tools/filesystem"
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

// A progressive picture counts five times, and has a limited number of scans.
func TestCostOfJPEG(t *testing.T) {
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
}

// A shelf is a folder of files, with a maker of their thumbs.
type shelf struct {
	*testing.T
	files *filesystem.System
	maker *thumbs
}

func newShelf(t *testing.T) *shelf {
	files, err := filesystem.NewLocal(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { files.Close() })
	return &shelf{t, files, newThumbs()}
}

// askAll asks for the thumbs of n copies of a file at once.
func (s *shelf) askAll(ctx context.Context, n int, data []byte) []error {
	out := make([]error, n)
	var asked sync.WaitGroup
	for i := range n {
		name := fmt.Sprintf("picture%d", i)
		if err := s.files.Upload(data, name); err != nil {
			s.Fatal(err)
		}
		asked.Go(func() {
			out[i] = s.maker.ensure(ctx, s.files, name, FolderPrefix+name, int64(len(data)), size{width: 20})
		})
	}
	asked.Wait()
	return out
}

// What is decoded at the same time takes no more than the budget, with one picture a
// processor, and all of it is free again in the end.
func TestBudget(t *testing.T) {
	const mark = "a picture of a test "
	var running, most atomic.Int64
	var pixels int64
	known := formats
	defer func() { formats = known }()
	formats = append(slices.Clone(known), format{
		begins: prefix(mark),
		config: func(io.Reader) (image.Config, error) { return image.Config{Width: 1000, Height: 1000}, nil },
		cost:   func([]byte, color.Model) (int64, error) { return pixels, nil },
		decode: func(io.Reader) (image.Image, error) {
			now := running.Add(1)
			defer running.Add(-1)
			for old := most.Load(); now > old && !most.CompareAndSwap(old, now); old = most.Load() {
			}
			time.Sleep(5 * time.Millisecond)
			return image.NewGray(image.Rect(0, 0, 20, 20)), nil
		},
	})
	for _, cost := range []int64{1, 30, 40, 60, 90} {
		s := newShelf(t)
		pixels = cost
		most.Store(0)
		for _, err := range s.askAll(t.Context(), 12, []byte(mark)) {
			if err != nil {
				t.Error(err)
			}
		}
		allowed := decodeBudget / max(cost*1000*1000, share())
		if got := most.Load(); got > allowed || got < 1 {
			t.Errorf("%d pictures of %d MB at once, want at most %d", got, cost, allowed)
		}
		if !s.maker.room.TryAcquire(decodeBudget) {
			t.Errorf("%d MB: the budget is not whole again", cost)
		}
	}
}

// A picture that waits for its turn takes no memory: its file is not read yet.
func TestWaitingPicturesAreNotRead(t *testing.T) {
	s := newShelf(t)
	if !s.maker.room.TryAcquire(decodeBudget) {
		t.Fatal("no room")
	}
	data := append(withExif(t, binary.BigEndian, "MM", 1), make([]byte, 2<<20)...)
	var before, after runtime.MemStats
	ctx, stop := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer stop()
	runtime.ReadMemStats(&before)
	for _, err := range s.askAll(ctx, 10, data) {
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%v", err)
		}
	}
	runtime.ReadMemStats(&after)
	if took := after.TotalAlloc - before.TotalAlloc; took > 10*uint64(len(data))/2 {
		t.Errorf("%d KB for what waits", took>>10)
	}
	s.maker.room.Release(decodeBudget)
	for _, err := range s.askAll(t.Context(), 2, data) {
		if err != nil {
			t.Error(err)
		}
	}
}
