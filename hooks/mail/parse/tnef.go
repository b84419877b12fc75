package parse

import (
	"encoding/binary"
	"net/textproto"
	"net/url"
	"strconv"
	"strings"

	"github.com/jhillyerd/enmime/v2"
)

// tnefType is the type of the container that [splitter.openTNEF] puts in the place of
// a winmail.dat.
const tnefType = "multipart/x-otklik-tnef"

// The signature and the attributes of TNEF (MS-OXTNEF) that are read: the type of an
// attribute stands in its upper half.
const (
	tnefSignature  = 0x223e9f78
	tnefBody       = 0x0002800c
	tnefProps      = 0x00069003
	tnefCodepage   = 0x00069007
	tnefNewFile    = 0x00069002
	tnefFileName   = 0x00018010
	tnefFileData   = 0x0006800f
	tnefFileProps  = 0x00069005
	tnefMaxNesting = 5 // mails within mails
)

// isTNEF reports whether a part is the container in which Outlook sends a mail as
// «rich text».
func isTNEF(p *enmime.Part) bool {
	if len(p.Content) < 6 || binary.LittleEndian.Uint32(p.Content) != tnefSignature {
		return false
	}
	kind := p.ContentType
	return kind == "application/ms-tnef" || kind == "application/vnd.ms-tnef" || strings.EqualFold(fileName(p), "winmail.dat")
}

// tnef is what a container holds.
type tnef struct {
	body, html, rtf []byte
	unicodeBody     bool
	codepage        int
	files           []tnefFile
}

type tnefFile struct {
	name, long, kind, cid string
	data                  []byte
	inner                 []byte // a mail, as a container of its own
}

// openTNEF replaces a container by the text and the files within. One without either
// stays a file.
func (s *splitter) openTNEF(p *enmime.Part) *enmime.Part {
	out := enmime.NewPart(tnefType)
	out.Header = p.Header
	s.addTNEF(out, p.Content, tnefMaxNesting)
	if out.FirstChild == nil {
		return p
	}
	return out
}

// wrapper matches what tells of a container within a mail.
var wrapper = pattern(`(?i)ms-tnef|winmail\.dat|pkcs7-mime`)

func hasWrapper(mail []byte) bool { return wrapper().Match(mail) }

// openForwarded puts what the containers of an attached mail hold beside it: few
// programs of those who get the file can open them.
func (s *splitter) openForwarded(p *enmime.Part, depth int) *enmime.Part {
	if depth == 0 || s.left <= 0 {
		return p
	}
	out := enmime.NewPart("multipart/mixed")
	out.Header = textproto.MIMEHeader{}
	out.AddChild(p)
	for _, opened := range openedWithin(s.part(p.Content, depth-1)) {
		out.AddChild(opened)
	}
	return out
}

// openedWithin returns the parts below p that were containers.
func openedWithin(p *enmime.Part) []*enmime.Part {
	if p.ContentType == tnefType {
		p.ContentType = "multipart/mixed"
		return []*enmime.Part{p}
	}
	if isSMIME(p) && p.FirstChild != nil {
		return []*enmime.Part{p}
	}
	var out []*enmime.Part
	for child := p.FirstChild; child != nil; child = child.NextSibling {
		out = append(out, openedWithin(child)...)
	}
	return out
}

func (s *splitter) addTNEF(out *enmime.Part, data []byte, levels int) {
	found := readTNEF(data)
	if kind, text := found.text(); strings.TrimSpace(text) != "" {
		out.AddChild(madePart(kind+"; charset=utf-8", "", "", []byte(text)))
	}
	for _, f := range found.files {
		if s.left--; s.left <= 0 {
			return
		}
		switch {
		case len(f.inner) > 0 && levels > 0:
			s.addTNEF(out, f.inner, levels-1)
		case len(f.data) > 0:
			out.AddChild(madePart(f.kind, firstFilled(f.long, f.name, "file"), f.cid, f.data))
		}
	}
}

func firstFilled(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

// madePart returns a part that stands in no mail in this form; without a name it is
// text of the mail.
func madePart(kind, name, cid string, content []byte) *enmime.Part {
	if media, _, _, _ := mediaType(kind); !strings.Contains(media, "/") {
		kind = "application/octet-stream"
	}
	media, _, _, _ := mediaType(kind)
	part := enmime.NewPart(media)
	part.Header = textproto.MIMEHeader{"Content-Type": {kind}}
	if name != "" {
		part.Disposition = "attachment"
		part.Header.Set("Content-Disposition", "attachment; filename*=utf-8''"+url.PathEscape(name))
	}
	if cid != "" {
		part.Disposition = "inline"
		part.Header.Set("Content-Id", "<"+cid+">")
	}
	part.Content = content
	return part
}

// text returns the text in the best form that the container has.
func (t *tnef) text() (kind, text string) {
	charset := "windows-" + strconv.Itoa(t.codepage)
	if t.codepage == 65001 || t.codepage == 0 {
		charset = "utf-8"
	}
	if t.unicodeBody {
		return "text/plain", strings.TrimRight(decode(t.body, "utf-16le"), "\x00")
	}
	if text = strings.TrimRight(decode(t.body, charset), "\x00"); strings.TrimSpace(text) != "" {
		return "text/plain", text
	}
	if text = strings.TrimRight(decode(t.html, charset), "\x00"); strings.TrimSpace(text) != "" {
		return "text/html", text
	}
	text, isHTML := readRTF(decompressRTF(t.rtf))
	if isHTML {
		return "text/html", text
	}
	return "text/plain", text
}

// readTNEF reads the attributes of a container, up to the first broken one.
func readTNEF(data []byte) *tnef {
	t := &tnef{}
	for rest := data[min(6, len(data)):]; len(rest) >= 9; {
		id, length := binary.LittleEndian.Uint32(rest[1:]), int(binary.LittleEndian.Uint32(rest[5:]))
		rest = rest[9:]
		if length < 0 || length > len(rest) {
			return t
		}
		t.attribute(id, rest[:length])
		rest = rest[min(length+2, len(rest)):] // behind the checksum
	}
	return t
}

func (t *tnef) attribute(id uint32, value []byte) {
	switch id {
	case tnefCodepage:
		if len(value) >= 4 {
			t.codepage = int(binary.LittleEndian.Uint32(value))
		}
	case tnefBody:
		if !t.unicodeBody {
			t.body = value
		}
	case tnefProps:
		readProps(value, t.property)
	case tnefNewFile:
		t.files = append(t.files, tnefFile{})
	}
	if len(t.files) == 0 {
		return
	}
	f := &t.files[len(t.files)-1]
	switch id {
	case tnefFileName:
		f.name = strings.TrimRight(decode(value, "windows-"+strconv.Itoa(t.codepage)), "\x00")
	case tnefFileData:
		f.data = value
	case tnefFileProps:
		readProps(value, f.property)
	}
}

// The properties of MAPI (MS-OXPROPS) that are read.
const (
	propBody, propRTF, propHTML = 0x1000, 0x1009, 0x1013
	propFileData, propFileName  = 0x3701, 0x3704
	propLongName, propFileKind  = 0x3707, 0x370e
	propCID                     = 0x3712
)

func (t *tnef) property(p property) {
	switch p.id {
	case propBody:
		t.body, t.unicodeBody = p.value, p.kind == kindUnicode
	case propRTF:
		t.rtf = p.value
	case propHTML:
		t.html = p.value
	}
}

func (f *tnefFile) property(p property) {
	switch p.id {
	case propFileData:
		const iid = 16 // bytes before a mail within
		if p.kind == kindObject && len(p.value) > iid+6 && binary.LittleEndian.Uint32(p.value[iid:]) == tnefSignature {
			f.inner = p.value[iid:]
		} else if p.kind == kindBinary {
			f.data = p.value
		}
	case propLongName:
		f.long = p.text()
	case propFileName:
		f.name = firstFilled(f.name, p.text())
	case propFileKind:
		f.kind = p.text()
	case propCID:
		f.cid = strings.Trim(p.text(), "<>")
	}
}
