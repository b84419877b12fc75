package parse

import (
	"bytes"
	"image"
	_ "image/gif"  // sizes of pictures
	_ "image/jpeg" // sizes of pictures
	_ "image/png"  // sizes of pictures
	"path"
	"strings"
	"unicode"

	"github.com/jhillyerd/enmime/v2"
)

func (c *collected) addFile(p *enmime.Part, related bool) {
	cid := contentID(p)
	kind := p.ContentType
	if !strings.Contains(kind, "/") || strings.HasPrefix(kind, "multipart/") {
		kind = "application/octet-stream"
	}
	if len(p.Content) == 0 && fileName(p) == "" {
		return
	}
	inline := p.Disposition != "attachment" && strings.HasPrefix(kind, "image/") && (related || cid != "" || p.Disposition == "inline")
	c.files = append(c.files, attachment{File{safeName(fileName(p), kind, p), kind, p.Content, inline}, cid})
}

func contentID(p *enmime.Part) string {
	return strings.Trim(strings.TrimSpace(p.Header.Get("Content-Id")), "<>")
}

// fileName returns the file name of a part: Content-Disposition's filename, or else
// Content-Type's name.
func fileName(p *enmime.Part) string {
	if name := param(p.Header.Get("Content-Disposition"), "filename"); name != "" {
		return name
	}
	return param(p.Header.Get("Content-Type"), "name")
}

var extensions = map[string]string{
	"message/rfc822": ".eml", "text/calendar": ".ics", "text/plain": ".txt", "text/html": ".html", "text/csv": ".csv",
	"application/pdf": ".pdf", "application/zip": ".zip", "application/ms-tnef": ".dat", "application/pkcs7-mime": ".p7m", "application/x-pkcs7-mime": ".p7m", "application/ics": ".ics", "image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/webp": ".webp", "image/bmp": ".bmp", "image/svg+xml": ".svg",
}

// safeName returns the last element of a name without characters that could
// mislead a reader or a file system. A part without a name is named by its type.
func safeName(name, kind string, p *enmime.Part) string {
	name = path.Base(strings.ReplaceAll(oneLine(name), `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune(`<>:"|?*`, r) {
			return -1
		}
		return r
	}, name)
	if name = strings.Trim(name, " ."); name != "" && name != "/" {
		return shortName(name)
	}
	base, _, _ := strings.Cut(kind, "/")
	switch kind {
	case "message/rfc822":
		if base = innerSubject(p.Content); base == "" {
			base = "letter"
		}
		return safeName(shortName(base)+".eml", "", nil)
	case "text/calendar", "application/ics":
		base = "invite"
	case "application/ms-tnef":
		base = "winmail"
	case "application/pkcs7-mime", "application/x-pkcs7-mime":
		base = "smime"
	}
	return strings.Replace(base, "application", "file", 1) + extensions[kind]
}

// shortName clips a name to 100 characters and keeps its extension.
func shortName(name string) string {
	runes := []rune(name)
	if len(runes) <= 100 {
		return name
	}
	extension := []rune(path.Ext(name))
	if len(extension) > 10 {
		extension = nil
	}
	return strings.TrimSpace(string(runes[:100-len(extension)])) + string(extension)
}

func innerSubject(raw []byte) string {
	head, _ := splitHead(raw[:min(len(raw), 64<<10)])
	header, err := readHead(head)
	if err != nil {
		return ""
	}
	return oneLine(decodeHeader(cutBytes(header.Get("Subject"), 8*maxName)))
}

// keepFiles leaves out decoration and the images of quoted mails, and replaces the
// Content-IDs in the text by the names of the others.
func (m *Message) keepFiles(c *collected, kind threadKind) {
	names, marks := map[string]string{}, imageMarks(c.html, kind)
	left := map[string]bool{} // by name: mails repeat their logo for each quoted mail
	for _, f := range c.files {
		if f.Inline && f.cid != "" && (marks.inHistory(f.cid) || decoration(f.Data, marks, f.cid)) {
			if !left[f.Name] {
				left[f.Name] = true
				m.LeftOut = append(m.LeftOut, f.File)
			}
			continue
		}
		names[f.cid] = f.Name
		m.Files = append(m.Files, f.File)
	}
	m.Body, m.Quoted = nameCids(m.Body, names), nameCids(m.Quoted, names)
}

// The sizes in pixels from which on a picture shows something: a thinner one is a rule
// or counts readers, one up to an icon is content only among words, and one up to a logo
// is content unless it stands in the signature.
const (
	thinnest                = 4
	thinIcon, widestIcon    = 8, 64
	widestLogo, highestLogo = 500, 200
)

// decoration reports whether an image carries no content: a tracking pixel, an icon
// apart from the words, or a logo in the signature.
func decoration(data []byte, m marks, cid string) bool {
	size, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return false
	}
	short, long := min(size.Width, size.Height), max(size.Width, size.Height)
	switch {
	case short < thinnest:
		return true
	case m.inSignature(cid):
		return size.Width <= widestLogo && size.Height <= highestLogo
	}
	return (short <= thinIcon || long <= widestIcon) && !m.belongsToWords(cid)
}
