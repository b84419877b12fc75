package parse

import (
	"encoding/base64"
	"strconv"
	"strings"
)

// encodedWord leniently matches an encoded word of RFC 2047.
var encodedWord = pattern(`=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=`)

// brokenLetter matches space before a continuation byte of UTF-8, where some
// programs fold encoded words.
var brokenLetter = pattern(`[ \t]+(=[89ABab][0-9A-Fa-f])`)

// decodeHeader decodes the encoded words of a header. Adjacent words in one charset
// are joined before decoding, because many programs split a character between two.
func decodeHeader(value string) string {
	var out strings.Builder
	var pending []byte
	charset := ""
	flush := func() {
		out.WriteString(decode(pending, charset))
		pending = nil
	}
	end := 0
	for _, at := range encodedWord().FindAllStringSubmatchIndex(value, -1) {
		between := value[end:at[0]]
		name, _, _ := strings.Cut(strings.ToLower(value[at[2]:at[3]]), "*")
		if len(pending) > 0 && (name != charset || strings.TrimSpace(between) != "") {
			flush()
		}
		if end == 0 || strings.TrimSpace(between) != "" {
			out.WriteString(decode([]byte(between), ""))
		}
		charset = name
		pending = append(pending, wordBytes(value[at[4]:at[5]], value[at[6]:at[7]])...)
		end = at[1]
	}
	flush()
	out.WriteString(decode([]byte(value[end:]), ""))
	return out.String()
}

func wordBytes(kind, text string) []byte {
	if strings.EqualFold(kind, "q") {
		text = brokenLetter().ReplaceAllString(text, "$1")
		return unhex(strings.ReplaceAll(text, "_", " "), '=')
	}
	return unbase64(text)
}

// unbase64 leniently decodes base64, with or without padding.
func unbase64(text string) []byte {
	text = strings.Map(func(r rune) rune {
		if r == '+' || r == '/' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, text)
	if len(text)%4 == 1 {
		text = text[:len(text)-1]
	}
	out, _ := base64.RawStdEncoding.DecodeString(text)
	return out
}

// unhex decodes escapes such as =41 or %41 and leaves invalid ones as they are.
func unhex(text string, sign byte) []byte {
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		if text[i] == sign && i+2 < len(text) {
			if b, err := strconv.ParseUint(text[i+1:i+3], 16, 8); err == nil {
				out = append(out, byte(b))
				i += 2
				continue
			}
		}
		out = append(out, text[i])
	}
	return out
}
