package parse

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strings"
)

// embedded matches the beginning of a picture that HTML carries in itself (RFC 2397).
var embedded = pattern(`(?i)data:(image/[a-z0-9.+-]{1,40})((?:;[a-z0-9=_-]{1,40}){0,3}),`)

// sourceBefore matches what stands before the address of a picture.
var sourceBefore = pattern(`(?i)\ssrc\s{0,5}=\s{0,5}["']?\s{0,5}$`)

// liftPictures takes the pictures that HTML carries in itself out of it, for a screenshot
// is longer than all text that is read. A mark of the form «cid:» is left where each
// stands; what is no content, as a background, is left out.
func (c *collected) liftPictures(source []byte) []byte {
	found := embedded().FindAllSubmatchIndex(source, -1)
	if found == nil {
		return source
	}
	var out bytes.Buffer
	end := 0
	for _, at := range found {
		if at[0] < end {
			continue
		}
		before := source[end:at[0]]
		out.Write(before)
		data := source[at[1]:]
		length := bytes.IndexAny(data, `"'<>()`)
		if length < 0 {
			length = len(data)
		}
		end = at[1] + length
		if sourceBefore().Match(before[max(0, len(before)-30):]) {
			isBase64 := strings.Contains(strings.ToLower(string(source[at[4]:at[5]])), ";base64")
			out.WriteString(c.addEmbedded(strings.ToLower(string(source[at[2]:at[3]])), data[:length], isBase64))
		}
	}
	out.Write(source[end:])
	return out.Bytes()
}

// addEmbedded adds a picture as a file, and returns the address to put in its place.
func (c *collected) addEmbedded(kind string, data []byte, isBase64 bool) string {
	if len(c.files) >= maxParts {
		return ""
	}
	var picture []byte
	c.watch.pause(func() { picture = embeddedBytes(data, isBase64) })
	if len(picture) == 0 {
		return ""
	}
	c.pictures++
	extension := extensions[kind]
	if extension == "" {
		extension = "." + strings.TrimSuffix(strings.TrimPrefix(kind, "image/"), "+xml")
	}
	name, cid := fmt.Sprintf("image%d%s", c.pictures, extension), fmt.Sprintf("otklik-embedded-%d", c.pictures)
	c.pictureOf[cid] = picture
	c.files = append(c.files, attachment{File{name, kind, picture, true}, cid})
	return "cid:" + cid
}

// embeddedBytes decodes a picture. White space and escapes may stand in its base64.
func embeddedBytes(data []byte, isBase64 bool) []byte {
	if bytes.IndexByte(data, '%') >= 0 {
		data = unhex(string(data), '%')
	}
	if !isBase64 {
		return data
	}
	clean := bytes.NewBuffer(make([]byte, 0, len(data)))
	for _, b := range data {
		if b > ' ' && b != '=' {
			clean.WriteByte(b)
		}
	}
	picture, err := base64.RawStdEncoding.DecodeString(clean.String())
	if err != nil { // what was cut off
		picture, _ = base64.RawStdEncoding.DecodeString(clean.String()[:clean.Len()/4*4])
	}
	return picture
}
