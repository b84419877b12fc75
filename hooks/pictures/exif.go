package pictures

import (
	"bytes"
	"encoding/binary"
)

// orientation returns how a JPEG lies, 1 to 8, from its Exif segment; 1 is upright,
// and what a picture without a usable segment has.
func orientation(data []byte) int {
	const app1, sos = 0xe1, 0xda
	for marker, segment := range segments(data) {
		if marker == sos {
			break
		}
		if tiff, found := bytes.CutPrefix(segment, []byte("Exif\x00\x00")); marker == app1 && found {
			return tiffOrientation(tiff)
		}
	}
	return 1
}

// tiffOrientation looks for the tag of the orientation in the first directory of a
// TIFF header.
func tiffOrientation(tiff []byte) int {
	const header, entrySize, tag, short = 8, 12, 0x0112, 3
	if len(tiff) < header {
		return 1
	}
	var order binary.ByteOrder = binary.BigEndian
	if string(tiff[:2]) == "II" {
		order = binary.LittleEndian
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return 1
	}
	entries := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		if len(entries) < entrySize {
			break
		}
		if order.Uint16(entries) == tag && order.Uint16(entries[2:]) == short {
			if value := int(order.Uint16(entries[8:])); value >= 1 && value <= 8 {
				return value
			}
			break
		}
		entries = entries[entrySize:]
	}
	return 1
}
