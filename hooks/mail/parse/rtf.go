package parse

import (
	"bytes"
	"html"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
)

// rtfHidden are the groups of RTF that are no text.
var rtfHidden = []string{
	"fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf",
	"themedata", "colorschememapping", "latentstyles", "datastore", "xmlnstbl", "listtable", "listoverridetable", "rsidtbl", "generator", "fldinst",
}

// rtfSigns are the control words that stand for a sign.
var rtfSigns = map[string]string{
	"par": "\n", "line": "\n", "row": "\n", "sect": "\n", "page": "\n", "tab": "\t", "cell": " | ", "emdash": "—", "endash": "–", "bullet": "•",
	"lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "emspace": " ", "enspace": " ",
}

// rtfGroup is the state that a group of RTF inherits from the one around it.
type rtfGroup struct {
	hidden  bool
	tag     bool // a tag of the HTML that was converted to this RTF (MS-OXRTFEX)
	htmlRTF bool // formatting that only RTF has
	skip    int  // bytes after \uN that repeat it for old programs
}

// rtfReader converts RTF to text in one pass.
type rtfReader struct {
	out      strings.Builder
	bytes    []byte // text in the codepage, not yet decoded
	codepage string
	isHTML   bool
	group    rtfGroup
	groups   []rtfGroup
	toSkip   int
	high     uint16 // the first half of a character of two units
	starred  bool   // \* has begun a group that old programs skip
}

// readRTF returns the text of RTF; it is HTML if the RTF was made from HTML.
func readRTF(data []byte) (text string, isHTML bool) {
	r := &rtfReader{codepage: "windows-1251", group: rtfGroup{skip: 1}}
	r.isHTML = bytes.Contains(data[:min(len(data), 4096)], []byte(`\fromhtml1`))
	for len(data) > 0 {
		switch c := data[0]; c {
		case '{':
			if r.groups = append(r.groups, r.group); len(r.groups) > maxLines {
				return "", false
			}
			data = data[1:]
		case '}':
			r.flush()
			if last := len(r.groups) - 1; last >= 0 {
				r.group, r.groups = r.groups[last], r.groups[:last]
			}
			data, r.starred, r.toSkip = data[1:], false, 0
		case '\\':
			data = r.control(data[1:])
		case '\r', '\n':
			data = data[1:]
		default:
			r.byte(c)
			data = data[1:]
		}
	}
	r.flush()
	return r.out.String(), r.isHTML
}

func (r *rtfReader) visible() bool {
	return !r.group.hidden && !(r.isHTML && r.group.htmlRTF)
}

func (r *rtfReader) byte(c byte) {
	if r.toSkip > 0 {
		r.toSkip--
	} else if r.visible() {
		r.bytes = append(r.bytes, c)
	}
}

// flush decodes the bytes so far. Text between the tags of HTML is escaped.
func (r *rtfReader) flush() {
	text := decode(r.bytes, r.codepage)
	r.bytes = r.bytes[:0]
	if r.isHTML && !r.group.tag {
		text = html.EscapeString(text)
	}
	r.out.WriteString(text)
}

func (r *rtfReader) sign(text string) {
	if !r.visible() {
		return
	}
	r.flush()
	r.out.WriteString(text)
}

// unit takes a unit of UTF-16.
func (r *rtfReader) unit(u uint16) {
	char, high := rune(u), r.high
	r.high = 0
	if utf16.IsSurrogate(char) {
		if char = utf16.DecodeRune(rune(high), char); char == unicode.ReplacementChar {
			r.high = u
			return
		}
	}
	if text := string(char); r.isHTML && !r.group.tag {
		r.sign(html.EscapeString(text))
	} else {
		r.sign(text)
	}
}

// control reads a control word or a control sign behind its backslash.
func (r *rtfReader) control(data []byte) (rest []byte) {
	if len(data) == 0 {
		return nil
	}
	switch c := data[0]; {
	case c == '\'' && len(data) >= 3:
		if b, err := strconv.ParseUint(string(data[1:3]), 16, 8); err == nil {
			r.byte(byte(b))
		}
		return data[3:]
	case c == '*':
		r.starred = true
		return data[1:]
	case c == '~':
		r.sign("\u00a0")
		return data[1:]
	case c < 'a' || c > 'z':
		if strings.IndexByte(`\{}`, c) >= 0 {
			r.byte(c)
		} else if c == '\r' || c == '\n' {
			r.sign("\n")
		}
		return data[1:]
	}
	end := bytes.IndexFunc(data, func(c rune) bool { return c < 'a' || c > 'z' })
	if end < 0 {
		end = len(data)
	}
	word, number := string(data[:min(end, 32)]), end
	for number < len(data) && number < end+10 && (data[number] >= '0' && data[number] <= '9' || number == end && data[number] == '-') {
		number++
	}
	value, err := strconv.Atoi(string(data[end:number]))
	if number < len(data) && data[number] == ' ' {
		number++
	}
	r.word(word, value, err == nil)
	return data[number:]
}

func (r *rtfReader) word(word string, value int, given bool) {
	starred := r.starred
	r.starred = false
	switch {
	case word == "htmltag":
		r.flush()
		r.group.tag = true
	case word == "htmlrtf":
		r.flush()
		r.group.htmlRTF = !given || value != 0
	case starred || slices.Contains(rtfHidden, word):
		r.flush()
		r.group.hidden = true
	case word == "ansicpg" && given && value > 0:
		r.codepage = "windows-" + strconv.Itoa(value)
	case word == "uc" && given:
		r.group.skip = min(max(value, 0), 10)
	case word == "u" && given:
		r.unit(uint16(value))
		r.toSkip = r.group.skip
	case word == "bin" && given:
		r.toSkip = max(value, 0)
	default:
		if text, ok := rtfSigns[word]; ok && !(r.isHTML && text == " | ") {
			r.sign(text)
		}
	}
}
