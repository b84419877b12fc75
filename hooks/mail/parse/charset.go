package parse

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	uni "golang.org/x/text/encoding/unicode"
)

// cyrillic lists the charsets of Russian mail, the most likely first.
var cyrillic = []*charmap.Charmap{charmap.Windows1251, charmap.KOI8R, charmap.CodePage866, charmap.ISO8859_5}

var metaCharset = pattern(`(?i)<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]{1,40})`)

// decode converts bytes to UTF-8 from the declared charset, or from the detected
// one if the declaration is missing or obviously wrong.
func decode(data []byte, declared string) string {
	if text, ok := decodeBOM(data); ok {
		return text
	}
	if found := metaCharset().FindSubmatch(data[:min(len(data), 4096)]); declared == "" && found != nil {
		declared = string(found[1])
	}
	enc := charsetOf(declared)
	high := highBytes(data)
	if isMultibyte(declared) {
		return decodeWith(enc, data)
	}
	if high == 0 {
		return string(data)
	}
	if utf8.Valid(data) && (high >= 6 || enc == nil || isWestern(enc)) {
		return string(data)
	}
	if enc == nil && mostlyUTF8(data, high) {
		return strings.ToValidUTF8(string(data), "\ufffd")
	}
	if enc == nil || isWestern(enc) {
		return decodeWith(detectCyrillic(data, enc), data)
	}
	if charset, ok := enc.(*charmap.Charmap); ok && russianScore(charset, data) < 0 {
		return decodeWith(detectCyrillic(data, enc), data)
	}
	return decodeWith(enc, data)
}

// decodeBOM decodes texts that begin with the byte order mark of UTF-16.
func decodeBOM(data []byte) (string, bool) {
	if len(data) < 2 || (data[0] != 0xff || data[1] != 0xfe) && (data[0] != 0xfe || data[1] != 0xff) {
		return "", false
	}
	return decodeWith(uni.UTF16(uni.LittleEndian, uni.UseBOM), data), true
}

// charsetOf returns the charset of a name; nil for UTF-8, ASCII and unknown names.
func charsetOf(name string) encoding.Encoding {
	name = strings.ToLower(strings.Trim(strings.TrimSpace(name), `"'`))
	name = strings.TrimPrefix(name, "charset=")
	switch name {
	case "", "utf-8", "utf8", "us-ascii", "ascii", "ansi_x3.4-1968", "unknown-8bit", "unicode-1-1-utf-8", "x-user-defined", "replacement":
		return nil
	case "cp866", "cp-866", "ibm-866":
		return charmap.CodePage866
	case "win-1251", "win1251", "windows1251", "cp-1251", "1251":
		return charmap.Windows1251
	case "koi8r":
		return charmap.KOI8R
	}
	enc, err := htmlindex.Get(name)
	if err != nil {
		return nil
	}
	return enc
}

// isMultibyte reports whether a byte below 128 may be part of another character in
// the charset.
func isMultibyte(name string) bool {
	name = strings.ToLower(name)
	return strings.HasPrefix(name, "utf-16") || strings.HasPrefix(name, "iso-2022")
}

// isWestern reports whether the charset is one that mail clients declare by
// default, whatever the text is in.
func isWestern(enc encoding.Encoding) bool {
	return enc == charmap.Windows1252 || enc == charmap.ISO8859_1 || enc == charmap.ISO8859_15
}

func decodeWith(enc encoding.Encoding, data []byte) string {
	if enc == nil {
		return strings.ToValidUTF8(string(data), "\ufffd")
	}
	out, err := enc.NewDecoder().Bytes(data)
	if err != nil {
		return strings.ToValidUTF8(string(data), "\ufffd")
	}
	return string(out)
}

func highBytes(data []byte) int {
	n := 0
	for _, b := range data {
		if b >= 0x80 {
			n++
		}
	}
	return n
}

// mostlyUTF8 reports whether data is UTF-8 with a few broken characters.
func mostlyUTF8(data []byte, high int) bool {
	bad := 0
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		if r == utf8.RuneError && size == 1 {
			bad++
		}
		data = data[size:]
	}
	return bad*10 < high
}

// detectCyrillic returns the Cyrillic charset with the highest [russianScore], or
// else the declared one.
func detectCyrillic(data []byte, declared encoding.Encoding) encoding.Encoding {
	best, score := declared, 0
	if best == nil {
		best = charmap.Windows1252
	}
	for _, charset := range cyrillic {
		if s := russianScore(charset, data); s > score {
			best, score = charset, s
		}
	}
	return best
}

// russianScore rates how likely the bytes are Russian in one charset. Common
// letters raise the score. A capital inside a word, a Latin letter next to a high
// byte (as in German) and characters other than letters lower it.
func russianScore(charset *charmap.Charmap, data []byte) int {
	score, run := 0, 0
	before := ' '
	for _, b := range data[:min(len(data), 16<<10)] {
		r := charset.DecodeByte(b)
		switch {
		case b < 0x80:
			if run > 0 && isLatin(r) {
				score -= 3
			}
			run = 0
		case isLatin(before):
			score -= 3
			run++
		case strings.ContainsRune("оеаинтсрвлкмдпуяьы", r):
			run++
			score += min(run, 2)
		case r >= 'а' && r <= 'я' || r == 'ё':
			run++
		case unicode.IsUpper(r) && (unicode.IsLower(before) || r > 'Я'):
			score -= 3
		case r >= 'А' && r <= 'Я' || strings.ContainsRune("Ё«»–—№…“”„’\u00a0", r):
		default:
			score -= 3
		}
		before = r
	}
	return score
}

func isLatin(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }
