package api

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// pngHeader returns the beginning of a PNG: its header, and data that end early.
func pngHeader(width, height int, depth, kind byte) string {
	header := binary.BigEndian.AppendUint32(nil, uint32(width))
	header = binary.BigEndian.AppendUint32(header, uint32(height))
	header = append(header, depth, kind, 0, 0, 0)
	chunk := func(name string, data []byte) []byte {
		out := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
		out = append(append(out, name...), data...)
		return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
	}
	return "\x89PNG\r\n\x1a\n" + string(chunk("IHDR", header)) + string(chunk("IDAT", []byte{0x78, 0x9c}))
}

// plain is a picture of one colour without a pixel in memory.
type plain struct{ width, height int }

func (p plain) ColorModel() color.Model { return color.GrayModel }
func (p plain) Bounds() image.Rectangle { return image.Rect(0, 0, p.width, p.height) }
func (p plain) At(int, int) color.Color { return color.Gray{0x80} }

func pngOf(t *testing.T, width, height int) string {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, plain{width, height}); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// jpegSaying returns a small JPEG whose header says that it is larger.
func jpegSaying(t *testing.T, width, height uint16) string {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, plain{16, 16}, nil); err != nil {
		t.Fatal(err)
	}
	data := out.Bytes()
	frame := bytes.Index(data, []byte{0xff, 0xc0})
	binary.BigEndian.PutUint16(data[frame+5:], height)
	binary.BigEndian.PutUint16(data[frame+7:], width)
	return string(data)
}

func jpegOf(t *testing.T, width, height int) string {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, plain{width, height}, nil); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// gifOf returns a GIF whose screen has the given size, with a frame of 16 pixels.
func gifOf(t *testing.T, width, height uint16) string {
	t.Helper()
	var out bytes.Buffer
	if err := gif.Encode(&out, plain{16, 16}, nil); err != nil {
		t.Fatal(err)
	}
	data := out.Bytes()
	binary.LittleEndian.PutUint16(data[6:], width)
	binary.LittleEndian.PutUint16(data[8:], height)
	return string(data)
}

// webpOf returns the header of a WebP without loss.
func webpOf(width, height uint32) string {
	bits := (width - 1) | (height-1)<<14
	return "RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f" + string(binary.LittleEndian.AppendUint32(nil, bits)) + strings.Repeat("\x00", 9)
}

// decodeRoom is what a request for a thumb may allocate, in bytes.
const decodeRoom = 150 << 20

// Whatever the header of a picture says, a thumb is answered with a small picture and
// takes little memory, and the file is there as it was sent. A picture that can't
// have a thumb leaves none behind.
func TestThumbs(t *testing.T) {
	d := newDesk(t)
	key := "?token=" + url.QueryEscape(d.want(200, "olga", "POST", "/api/files/token", "").decode(t)["token"].(string))
	for _, row := range []struct {
		name, file, content, size string
		width, height             int // of the thumb; 0 for none
	}{
		{"81 megapixels in 16 bits", "a.png", pngHeader(9000, 9000, 16, 6), "960x0", 0, 0},
		{"36 megapixels in 16 bits, cut", "a.png", pngHeader(6000, 6000, 16, 6), "960x0", 0, 0},
		{"10 GB", "a.png", pngHeader(36000, 36000, 16, 6), "240x240", 0, 0},
		{"41 megapixels of a JPEG", "a.jpg", jpegSaying(t, 6500, 6400), "240x240", 0, 0},
		{"the largest JPEG", "a.jpeg", jpegSaying(t, 65535, 65535), "960x0", 0, 0},
		{"the largest GIF", "a.gif", gifOf(t, 65535, 65535), "240x240", 0, 0},
		{"the largest WebP", "a.webp", webpOf(16383, 16383), "240x240", 0, 0},
		{"a million lines", "a.png", pngHeader(1, 1_000_000, 8, 0), "960x0", 0, 0},
		{"cut", "a.png", pngOf(t, 500, 500)[:60], "240x240", 0, 0},
		{"cut in the header", "a.jpg", jpegOf(t, 50, 50)[:30], "240x240", 0, 0},
		{"no picture inside", "a.png", "\x89PNG\r\n\x1a\nand nothing more", "240x240", 0, 0},
		{"a strip is not enlarged", "a.png", pngOf(t, 1, 60_000), "960x0", 1, 3840},
		{"a wide strip", "a.png", pngOf(t, 60_000, 2), "240x240", 240, 2},
		{"a photo", "a.jpg", jpegOf(t, 1920, 1000), "960x0", 960, 500},
		{"a photo, cropped", "a.jpg", jpegOf(t, 600, 300), "240x240", 240, 240},
		{"PocketBase's own size", "a.png", pngOf(t, 300, 200), "100x100", 100, 100},
		{"small ones stay small", "a.gif", gifOf(t, 16, 16), "960x0", 16, 16},
	} {
		t.Run(row.name, func(t *testing.T) {
			at := "/api/files/comments/" + uploadFile(d, "olga", "comments", map[string]string{"task": id("work"), "body": "Снимок"}, row.file, row.content) + key
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			got := d.ask("", "GET", at+"&thumb="+row.size, "")
			runtime.ReadMemStats(&after)
			if taken := after.TotalAlloc - before.TotalAlloc; taken > decodeRoom {
				t.Errorf("took %d MB", taken>>20)
			}
			shown, _, err := image.DecodeConfig(strings.NewReader(got.body))
			if err != nil || got.status != 200 || max(shown.Width, shown.Height) > 3840 || shown.Width > 960 {
				t.Fatalf("%d: %v, %d by %d", got.status, err, shown.Width, shown.Height)
			}
			if row.width > 0 && (shown.Width != row.width || shown.Height != row.height) {
				t.Errorf("%d by %d, want %d by %d", shown.Width, shown.Height, row.width, row.height)
			}
			record := strings.Split(at, "/")[4]
			made, _ := filepath.Glob(filepath.Join(d.app.DataDir(), "storage", "*", record, "thumbs_*", "*"))
			if (len(made) > 0) != (row.width > 0) {
				t.Errorf("stored thumbs: %v", made)
			}
			d.check(d.ask("", "GET", at, ""), 200, row.content)
		})
	}
}

// What comes by mail is kept as it came and measured like an upload: as a picture, or
// as a script that is only named like a text.
func TestPicturesOfMail(t *testing.T) {
	d := newMailDesk(t)
	body := "--b\r\nContent-Type: text/plain\r\n\r\nPictures\r\n"
	sent := map[string]string{"bomb": pngHeader(9000, 9000, 16, 6), "photo": jpegOf(t, 300, 200), "script": "alert(1)"}
	for name, extension := range map[string]string{"bomb": "png", "photo": "jpg", "script": "js"} {
		body += "--b\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=\"" + name + "." + extension + "\"\r\n\r\n" +
			base64.StdEncoding.EncodeToString([]byte(sent[name])) + "\r\n"
	}
	row := d.receive(mailOf("olga@example.com", d.replyTo("work", "olga"), "pictures@olga", "Re: task", body+"--b--", "MIME-Version: 1.0", `Content-Type: multipart/mixed; boundary="b"`))
	comment, err := d.app.FindRecordById("comments", row.GetString("comment"))
	if err != nil {
		t.Fatal(err)
	}
	key := "?thumb=240x240&token=" + url.QueryEscape(d.want(200, "anna", "POST", "/api/files/token", "").decode(t)["token"].(string))
	var widths []int
	for _, name := range comment.GetStringSlice("files") {
		at := "/api/files/comments/" + comment.Id + "/" + name
		got := d.want(200, "", "GET", at+key, "")
		if strings.HasPrefix(name, "script") {
			if kind := got.header.Get("Content-Type"); kind != "application/octet-stream" || got.body != sent["script"] {
				t.Errorf("%s: %s %q", name, kind, got.body)
			}
			continue
		}
		shown, _, err := image.DecodeConfig(strings.NewReader(got.body))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		widths = append(widths, shown.Width)
		if whole := d.want(200, "", "GET", at+strings.Replace(key, "thumb=", "x=", 1), "").body; whole != sent[strings.Split(name, "_")[0]] {
			t.Errorf("%s: %d bytes", name, len(whole))
		}
	}
	if slices.Sort(widths); !slices.Equal(widths, []int{96, 240}) {
		t.Errorf("thumbs are %v wide", widths)
	}
}

// A thumb is for those who may read the file, of the sizes that the field lists, and
// of pictures only; it goes with its file.
func TestThumbsAreGuarded(t *testing.T) {
	d := newDesk(t)
	token := func(who string) string {
		return "?token=" + url.QueryEscape(d.want(200, who, "POST", "/api/files/token", "").decode(t)["token"].(string))
	}
	olga, ivan := token("olga"), token("ivan")
	picture := pngOf(t, 1000, 500)
	name := uploadFile(d, "olga", "comments", map[string]string{"task": id("work"), "body": "Снимок"}, "снимок.png", picture)
	at := "/api/files/comments/" + name
	for _, row := range []struct {
		key, size string
		status    int
		whole     bool
	}{
		{"?", "240x240", 404, false},
		{ivan, "240x240", 404, false},
		{olga, "240x240", 200, false},
		{olga, "5000x0", 200, true},
		{olga, "0x0", 200, true},
		{olga, "-1x9", 200, true},
		{olga, "240x240&thumb=5000x0", 200, false},
		{olga, "", 200, true},
	} {
		got := d.ask("", "GET", at+row.key+"&thumb="+row.size, "")
		d.check(got, row.status)
		if whole := got.body == picture; got.status == 200 && whole != row.whole {
			t.Errorf("%s: the whole picture: %v", row.size, whole)
		}
		if got.status == 200 && got.header.Get("Cache-Control") != "private, no-store" {
			t.Errorf("%s: %s", row.size, got.header.Get("Cache-Control"))
		}
	}
	text := uploadFile(d, "olga", "comments", map[string]string{"task": id("work"), "body": "Акт"}, "акт.txt", "сумма 100")
	d.want(200, "", "GET", "/api/files/comments/"+text+olga+"&thumb=240x240", "", "сумма 100")

	record, _, _ := strings.Cut(name, "/")
	d.want(204, "root", "DELETE", records("comments")+"/"+record, "")
	left := []string{"unknown"}
	for range 100 { // PocketBase removes files after it has answered
		if left, _ = filepath.Glob(filepath.Join(d.app.DataDir(), "storage", "*", record, "*")); len(left) == 0 {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	if len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}

// A thumb that takes the field's word for its size is no wider than 960 pixels.
func TestNoThumbIsWider(t *testing.T) {
	d := newDesk(t)
	site, err := d.app.FindFirstRecordByFilter("site", "")
	if err != nil {
		t.Fatal(err)
	}
	logo := filepath.Join(d.app.DataDir(), "storage", site.Collection().Id, site.Id, "logo.png")
	for name, content := range map[string]string{logo: pngOf(t, 20_000, 200), logo + ".attrs": `{"user.content_type":"image/png"}`} {
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := d.app.DB().NewQuery("UPDATE site SET logo = 'logo.png'").Execute(); err != nil {
		t.Fatal(err)
	}
	got := d.want(200, "", "GET", "/api/files/site/"+site.Id+"/logo.png?thumb=0x96", "")
	if shown, _, err := image.DecodeConfig(strings.NewReader(got.body)); err != nil || shown.Width != 960 {
		t.Errorf("%v: %d wide", err, shown.Width)
	}
}
