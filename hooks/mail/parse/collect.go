package parse

import (
	"bytes"
	"strings"

	"github.com/jhillyerd/enmime/v2"
)

// collected is the content of the tree of parts.
type collected struct {
	text     string // the visible text, history included
	html     string // the text of the HTML parts, with the places of the images
	files    []attachment
	report   []*enmime.Part // delivery-status parts and the like
	returned []*enmime.Part // mails within a report
	isReport bool
	receipt  bool // the report is a read receipt

	isEncrypted bool   // a part is encrypted for somebody else's key
	rich        string // the text of an Outlook container, for a mail without any other
	events      []invitation
	pictures    int               // how many pictures the HTML itself has
	pictureOf   map[string][]byte // the pictures by their Content-ID

	watch      *watch
	room       int             // how many more bytes of text are read
	htmlOfMail strings.Builder // becomes html
}

type attachment struct {
	File
	cid string
}

func collect(root *enmime.Part, w *watch) *collected {
	c := &collected{watch: w, room: maxText, pictureOf: map[string][]byte{}}
	c.findPictures(root)
	c.isReport = root.ContentType == "multipart/report"
	text := c.walk(root, false)
	if strings.TrimSpace(text) == "" {
		text = c.rich
	}
	c.text = strings.Trim(tidy(c.withInvitations(text)), "\n")
	c.html = c.htmlOfMail.String()
	return c
}

// walk returns the text of a part and collects the files below it.
func (c *collected) walk(p *enmime.Part, related bool) string {
	if p.FirstChild == nil {
		return c.leaf(p, related)
	}
	switch p.ContentType {
	case "multipart/alternative":
		return c.alternative(p)
	case "multipart/related":
		first := c.walk(p.FirstChild, false)
		for child := p.FirstChild.NextSibling; child != nil; child = child.NextSibling {
			if text := c.walk(child, true); first == "" {
				first = text
			}
		}
		return first
	case tnefType:
		if text := c.walkAll(p, related); c.rich == "" {
			c.rich = text
		}
		return ""
	}
	return c.walkAll(p, related)
}

// walkAll returns the texts of all parts of a part.
func (c *collected) walkAll(p *enmime.Part, related bool) string {
	var texts []string
	for child := p.FirstChild; child != nil; child = child.NextSibling {
		if text := strings.Trim(c.walk(child, related), "\n"); strings.TrimSpace(text) != "" {
			texts = append(texts, text)
		}
	}
	return strings.Join(texts, "\n\n")
}

// alternative prefers the plain text, unless it only says that the mail is HTML, or
// doesn't say where the pictures of the HTML stand.
func (c *collected) alternative(p *enmime.Part) string {
	var plain, rich string
	for child := p.FirstChild; child != nil; child = child.NextSibling {
		text := c.walk(child, false)
		switch {
		case child.ContentType == "text/plain" && plain == "":
			plain = text
		case strings.TrimSpace(text) != "":
			rich = text
		}
	}
	bare := len(strings.TrimSpace(plain))
	if bare == 0 || bare < 100 && len(rich) > 5*bare && strings.Contains(strings.ToLower(plain), "html") || c.losesPictures(plain, rich) {
		return rich
	}
	return plain
}

func (c *collected) leaf(p *enmime.Part, related bool) string {
	kind := p.ContentType
	switch {
	case c.watch.isOver():
		return ""
	case c.isReport && c.reported(p):
		return ""
	case isDetachedSignature(p):
		return ""
	case isCalendar(kind):
		c.addInvitation(p)
		return ""
	case isSMIME(p) && isEncrypted(p.Content), kind == "application/pgp-encrypted":
		c.isEncrypted = true
	case strings.HasPrefix(kind, "multipart/") && hasParts(p):
		// nested too deep: keep it as a file
	case kind == "text/plain" || kind == "text/html" || kind == "" || strings.HasPrefix(kind, "multipart/"):
		if p.Disposition == "attachment" || fileName(p) != "" {
			break
		}
		return c.leafText(p)
	}
	c.addFile(p, related)
	return ""
}

func hasParts(p *enmime.Part) bool {
	boundary := param(p.Header.Get("Content-Type"), "boundary")
	return boundary != "" && bytes.Contains(p.Content, []byte("--"+boundary))
}

func (c *collected) leafText(p *enmime.Part) string {
	kind := paramsOf(p.Header.Get("Content-Type"))
	content := p.Content
	if p.ContentType == "text/html" {
		content = c.liftPictures(content)
	}
	data := content[:min(len(content), 2*c.room)] // UTF-16 halves when it is decoded
	text := decode(data, kind.get("charset"))
	if len(text) > c.room {
		text = strings.ToValidUTF8(text[:c.room], "")
	}
	c.room -= min(c.room, len(data))
	text = clean(text)
	if p.ContentType == "text/html" {
		text = htmlText(text)
		c.htmlOfMail.WriteString(text + "\n")
		return text
	}
	if strings.EqualFold(kind.get("format"), "flowed") {
		return unflow(text, strings.EqualFold(kind.get("delsp"), "yes"))
	}
	return text
}

// reported collects the machine-readable parts of a report, which belong neither
// to the text nor to the files.
func (c *collected) reported(p *enmime.Part) bool {
	switch p.ContentType {
	case "message/disposition-notification":
		c.receipt = true
		c.report = append(c.report, p)
	case "message/delivery-status", "message/global-delivery-status":
		c.report = append(c.report, p)
	case "message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global", "message/global-headers":
		c.returned = append(c.returned, p)
	default:
		return false
	}
	return true
}
