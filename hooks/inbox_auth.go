package hooks

import (
	"bytes"
	"regexp"
	"strings"
)

// disowned reads what the server that received the mail found out about its
// sender (RFC 8601). Only the first server named counts, which is ours: its
// headers stand above those the mail came with.
func disowned(raw []byte) (dmarcFails, spfFails bool) {
	found := map[string]string{}
	server := ""
	for _, line := range headerLines(raw) {
		name, value, _ := strings.Cut(line, ":")
		if !strings.EqualFold(strings.TrimSpace(name), "Authentication-Results") {
			continue
		}
		by, results, _ := strings.Cut(asideInHeader.ReplaceAllString(value, " "), ";")
		if by = strings.ToLower(strings.TrimSpace(by)); server == "" {
			server = by
		}
		if by != server {
			break
		}
		for _, r := range authResult.FindAllStringSubmatch(results, -1) {
			if method := strings.ToLower(r[1]); found[method] != "pass" {
				found[method] = strings.ToLower(r[2])
			}
		}
	}
	return found["dmarc"] == "fail", found["spf"] == "fail" && found["dkim"] != "pass" && found["dmarc"] != "pass"
}

var (
	asideInHeader = regexp.MustCompile(`\([^()]*\)`)
	authResult    = regexp.MustCompile(`(?i)(?:^|[;\s])(spf|dkim|dmarc)\s*=\s*([a-z]+)`)
)

// headerLimit bounds what is read of headers.
const headerLimit = 256 << 10

// headerLines are the headers of a mail, each on one line.
func headerLines(raw []byte) []string {
	raw = raw[:min(len(raw), headerLimit)]
	var out []string
	for line := range bytes.Lines(raw) {
		text := strings.TrimRight(string(line), "\r\n")
		switch {
		case text == "":
			return out
		case (text[0] == ' ' || text[0] == '\t') && len(out) > 0:
			out[len(out)-1] += " " + strings.TrimSpace(text)
		default:
			out = append(out, text)
		}
	}
	return out
}
