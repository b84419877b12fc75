package parse

import (
	"net/mail"
	"slices"
	"strings"
	"unicode/utf8"
)

// header is a mail's header with its names in canonical form.
type header map[string][]string

func (h header) get(name string) string {
	if values := h[name]; len(values) > 0 {
		return strings.TrimSpace(values[0])
	}
	return ""
}

func (h header) has(name string) bool { return len(h[name]) > 0 }

func (m *Message) readHeader(h header) {
	m.MessageID = firstOf(messageIDs(h.get("Message-Id")))
	m.From, m.FromName = sender(h)
	if reply := addresses(h.get("Reply-To")); len(reply) > 0 {
		m.ReplyTo, m.ReplyToName = reply[0].Address, reply[0].Name
	}
	m.Recipients = recipients(h)
	m.Subject = cutRunes(oneLine(decodeHeader(cutBytes(h.get("Subject"), 8*maxSubject))), maxSubject)
	m.InReplyTo = messageIDs(h.get("In-Reply-To"))
	m.References = messageIDs(strings.Join(h["References"], " "))
	if date, err := mail.ParseDate(h.get("Date")); err == nil && date.Year() > 1980 && date.Year() < 2200 {
		m.Date = date
	}
}

// sender returns the only address of From. The address is empty if From has none or
// several: authentication may have checked another of them.
func sender(h header) (address, name string) {
	var all []string
	for _, value := range h["From"] {
		for _, a := range addresses(value) {
			if !slices.Contains(all, a.Address) {
				all = append(all, a.Address)
			}
			if address, name = a.Address, a.Name; len(all) == maxSenders {
				return "", cutRunes(strings.Join(all, ", "), 200)
			}
		}
	}
	return address, name
}

func recipients(h header) []string {
	var out []string
	seen := map[string]bool{}
	for _, name := range []string{"To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To"} {
		for _, value := range h[name] {
			for _, a := range addresses(value) {
				if len(out) == maxList {
					return out
				}
				if !seen[a.Address] {
					seen[a.Address] = true
					out = append(out, a.Address)
				}
			}
		}
	}
	return out
}

var bareAddress = pattern(`[^\x00-\x20\x7f<>()\[\]",;:\\@]+@[^\x00-\x20\x7f<>()\[\]",;:\\@]+`)

// addresses parses a list of addresses leniently. Entries without an address, such
// as undisclosed-recipients:;, are left out.
func addresses(value string) []mail.Address {
	var out []mail.Address
	before := "" // the beginning of a name that was split: «Иванова, Ольга <…>»
	for _, field := range splitOutside(value, ',') {
		for _, one := range splitOutside(field, ';') {
			if len(out) == maxList {
				return out
			}
			a, ok := address(one)
			if !ok {
				before = nameBefore(before, one)
				continue
			}
			if before != "" && strings.Contains(one, "<") {
				a.Name = cutRunes(oneLine(before+", "+a.Name), maxName)
			}
			before = ""
			out = append(out, a)
		}
	}
	return out
}

// nameBefore adds an entry without an address to the name that it begins. The name of a
// group, as undisclosed-recipients:, begins none.
func nameBefore(before, entry string) string {
	word := oneLine(unquote(oneLine(decodeHeader(cutBytes(strings.TrimSpace(entry), 8*maxName)))))
	if word == "" || strings.ContainsAny(word, ":<>@") || len(before) > maxName {
		return ""
	}
	if before != "" {
		return before + ", " + word
	}
	return word
}

// address finds the address in <…> or, without brackets, anywhere; the name is the
// text before it. An address is never taken from an encoded word.
func address(text string) (mail.Address, bool) {
	name := ""
	if at := strings.LastIndexByte(text, '<'); at >= 0 {
		name, text = text[:at], text[at+1:]
	} else if open := strings.IndexByte(encodedWord().ReplaceAllStringFunc(text, blanks), '('); open >= 0 && strings.HasSuffix(strings.TrimSpace(text), ")") {
		name, text = strings.TrimSuffix(strings.TrimSpace(text[open+1:]), ")"), text[:open]
	}
	found := bareAddress().FindString(text)
	if found == "" || len(found) > 320 || !utf8.ValidString(found) {
		return mail.Address{}, false
	}
	name = cutBytes(strings.TrimSpace(name), 8*maxName)
	name = oneLine(unquote(oneLine(decodeHeader(unquote(name)))))
	return mail.Address{Name: cutRunes(name, maxName), Address: asciiLower(strings.Trim(found, ".'"))}, true
}

// blanks returns as many spaces as a text has bytes.
func blanks(text string) string { return strings.Repeat(" ", len(text)) }

// maxName is the limit of a sender's name in characters.
const maxName = 200

// asciiLower lowers only ASCII letters: the lower case of some other characters,
// such as the Kelvin sign, is an ASCII letter.
func asciiLower(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}, text)
}

// cutBytes cuts a text before it is decoded: an encoded word takes up to about eight
// bytes for each of its characters.
func cutBytes(text string, n int) string { return text[:min(len(text), n)] }

func cutRunes(text string, n int) string {
	if runes := []rune(text); len(runes) > n {
		return string(runes[:n])
	}
	return text
}

var bracketedID = pattern(`<([^<>\s]{1,900})>`)

// messageIDs returns the ids in <…>, or the words with an @ if there are no
// brackets.
func messageIDs(value string) []string {
	var out []string
	for _, found := range bracketedID().FindAllStringSubmatch(value, maxList) {
		out = append(out, found[1])
	}
	if out != nil || strings.ContainsAny(value, "<>") {
		return out
	}
	for _, word := range strings.Fields(value) {
		if strings.Contains(word, "@") && len(word) <= 900 && len(out) < maxList {
			out = append(out, word)
		}
	}
	return out
}

func firstOf(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

var (
	subjectPrefix  = pattern(`(?i)^\s*(re|aw|fwd?|fw|wg|sv|vs|ref|на|ha|нa|hа|отв|ответ|пер|пр|переслано|пересл|пересылка)\s*(\[\d+\]|\(\d+\)|\*\d+|\^\d+)?\s*:\s*`)
	replySubject   = pattern(`(?i)^\s*(re|aw|на|ha|нa|hа|отв|ответ)\s*(\[\d+\]|\(\d+\))?\s*:`)
	forwardSubject = pattern(`(?i)^\s*(fwd?|fw|wg|пер|пр|переслано|пересл|пересылка)\s*(\[\d+\])?\s*:`)
)

// Title returns the subject without Re:, Fwd:, На:, Отв:, HA:, RE[2]: and the like.
func (m *Message) Title() string {
	title := cutRunes(m.Subject, maxSubject)
	for {
		prefix := subjectPrefix().FindStringIndex(title)
		if prefix == nil {
			return strings.TrimSpace(title)
		}
		title = title[prefix[1]:]
	}
}
