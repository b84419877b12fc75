package parse

import (
	"strconv"
	"strings"
)

// param returns one parameter of a header: plain, quoted, split and encoded by RFC
// 2231, encoded by RFC 2047 although that is forbidden, or in raw 8-bit characters.
func param(value, name string) string { return paramsOf(value).get(name) }

// paramList are the parameters of a header by their names in lower case.
type paramList map[string]string

func paramsOf(value string) paramList { return params(value[:min(len(value), 16<<10)]) }

func (found paramList) get(name string) string {
	if text, ok := found[name+"*"]; ok {
		return decodeExtended([]string{text}, true)
	}
	if _, ok := found[name+"*0*"]; ok {
		return decodeExtended(pieces(found, name), true)
	}
	if _, ok := found[name+"*0"]; ok {
		return decodeExtended(pieces(found, name), false)
	}
	return decodeHeader(found[name])
}

// params parses the parameters of a header. Of repeated ones the first counts.
func params(value string) paramList {
	found := paramList{}
	for _, field := range splitOutside(value, ';') {
		name, text, ok := strings.Cut(field, "=")
		if !ok {
			continue
		}
		name = strings.ToLower(strings.TrimSpace(name))
		if _, repeated := found[name]; !repeated {
			found[name] = unquote(strings.TrimSpace(text))
		}
	}
	return found
}

// pieces returns the values of name*0, name*1* and so on, all percent-encoded: the
// pieces without a final star are plain and get encoded. The first names the
// charset of all.
func pieces(found map[string]string, name string) []string {
	var out []string
	for i := range 100 {
		key := name + "*" + strconv.Itoa(i)
		if text, ok := found[key+"*"]; ok {
			out = append(out, text)
		} else if text, ok := found[key]; ok {
			out = append(out, strings.ReplaceAll(text, "%", "%25"))
		} else {
			break
		}
	}
	return out
}

// decodeExtended joins the pieces of charset'language'%D0%B0 and decodes them.
// named is set if the first piece names a charset.
func decodeExtended(texts []string, named bool) string {
	text, charset := strings.Join(texts, ""), ""
	if parts := strings.SplitN(text, "'", 3); named && len(parts) == 3 {
		charset, text = parts[0], parts[2]
	}
	data := unhex(text, '%')
	if !named && strings.Contains(string(data), "=?") {
		return decodeHeader(string(data))
	}
	return decode(data, charset)
}

// splitOutside splits at the separators outside quotes, angle brackets, comments and
// encoded words, in which some programs leave them as they are.
func splitOutside(value string, separator byte) []string {
	var out []string
	quoted, angle, depth, start := false, false, 0, 0
	words := encodedWord().FindAllStringIndex(value, -1)
	for i := 0; i < len(value); i++ {
		if len(words) > 0 && i == words[0][0] && !quoted {
			i, words = words[0][1]-1, words[1:]
			continue
		}
		for len(words) > 0 && words[0][0] < i {
			words = words[1:]
		}
		switch c := value[i]; {
		case c == '\\' && quoted:
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '(':
			depth++
		case c == ')':
			depth = max(0, depth-1)
		case c == '<':
			angle = true
		case c == '>':
			angle = false
		case c == separator && !angle && depth == 0:
			out = append(out, value[start:i])
			start = i + 1
		}
	}
	return append(out, value[start:])
}

// unquote removes the quotes, and backslashes only before quotes and backslashes:
// other backslashes, as in C:\ in a file name, aren't escapes.
func unquote(text string) string {
	if len(text) >= 2 && text[0] == '"' && text[len(text)-1] == '"' {
		text = text[1 : len(text)-1]
		return strings.NewReplacer(`\\`, `\`, `\"`, `"`).Replace(text)
	}
	return strings.Trim(text, `"`)
}
