package parse

import "encoding/binary"

// The kinds of compressed RTF (MS-OXRTFCP), and its dictionary.
const (
	rtfCompressed   = 0x75465a4c // LZFu
	rtfUncompressed = 0x414c454d // MELA
	rtfHead         = 16         // bytes before the content
	rtfDictionary   = 4096       // bytes
	rtfBeginning    = `{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0` +
		"\r\n" + `\par \pard\plain\f0\fs20\b\i\u\tab\tx`
)

// decompressRTF returns the RTF of a property; nil if it has another form. Its length
// is limited to some texts of a mail.
func decompressRTF(data []byte) []byte {
	if len(data) < rtfHead {
		return nil
	}
	body := data[rtfHead:]
	switch binary.LittleEndian.Uint32(data[8:]) {
	case rtfUncompressed:
		return body[:min(len(body), 4*maxText)]
	case rtfCompressed:
		return inflateRTF(body)
	}
	return nil
}

// inflateRTF reads groups of eight tokens below a byte of flags: a literal byte, or a
// place and a length in the dictionary, which is the end of the output so far.
func inflateRTF(body []byte) []byte {
	var dictionary [rtfDictionary]byte
	at := copy(dictionary[:], rtfBeginning)
	out := make([]byte, 0, min(4*len(body), 4*maxText))
	put := func(b byte) {
		out = append(out, b)
		dictionary[at%rtfDictionary] = b
		at++
	}
	for len(body) > 0 && len(out) < 4*maxText {
		flags := body[0]
		body = body[1:]
		for bit := 0; bit < 8 && len(body) > 0; bit++ {
			if flags>>bit&1 == 0 {
				put(body[0])
				body = body[1:]
				continue
			}
			if len(body) < 2 {
				return out
			}
			token := int(binary.BigEndian.Uint16(body))
			body = body[2:]
			from, length := token>>4, token&0xf+2
			if from == at%rtfDictionary { // the end
				return out
			}
			for i := range length {
				put(dictionary[(from+i)%rtfDictionary])
			}
		}
	}
	return out
}
