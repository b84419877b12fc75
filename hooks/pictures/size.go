package pictures

import (
	"math"
	"regexp"
	"runtime"
	"strconv"
)

// The largest thumb in pixels. A narrow strip of a picture is taller than wide, and
// would otherwise be as large as the picture.
const (
	maxWidth  = 960
	maxHeight = 4 * maxWidth
)

// size is a size of thumbs as PocketBase writes it: WxH fills and crops, from the
// top with a t and from the bottom with a b; WxHf fits without cropping; a zero
// leaves that side to the other.
type size struct {
	width, height int
	mode          string
}

var sizePattern = regexp.MustCompile(`^(\d{1,5})x(\d{1,5})(t|b|f)?$`)

func parseSize(asked string) (size, bool) {
	m := sizePattern.FindStringSubmatch(asked)
	if m == nil {
		return size{}, false
	}
	w, _ := strconv.Atoi(m[1])
	h, _ := strconv.Atoi(m[2])
	return size{w, h, m[3]}, w > 0 || h > 0
}

// scaled returns the measures of a picture that is reduced for a thumb, before it is
// cropped, and those of the thumb. A picture is never enlarged: a strip one pixel
// wide would become a thumb of gigabytes.
func (s size) scaled(width, height int) (w, h, cropW, cropH int) {
	byWidth, byHeight := float64(s.width)/float64(width), float64(s.height)/float64(height)
	crop := s.width > 0 && s.height > 0 && s.mode != "f"
	var scale float64
	switch {
	case s.width == 0:
		scale = byHeight
	case s.height == 0:
		scale = byWidth
	case crop:
		scale = max(byWidth, byHeight)
	default:
		scale = min(byWidth, byHeight)
	}
	scale = min(scale, 1)
	if !crop {
		scale = min(scale, maxWidth/float64(width), maxHeight/float64(height))
		w, h = reduced(width, scale), reduced(height, scale)
		return w, h, w, h
	}
	w, h = reduced(width, scale), reduced(height, scale)
	return w, h, min(w, s.width, maxWidth), min(h, s.height, maxHeight)
}

func reduced(pixels int, scale float64) int {
	return max(1, int(math.Round(float64(pixels)*scale)))
}

// share is one processor's part of [decodeBudget].
func share() int64 { return decodeBudget / int64(runtime.GOMAXPROCS(0)) }
