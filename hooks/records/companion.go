package records

import "encoding/json"

// ParseObject parses the companion object of a request: a JSON object or, in a
// multipart form, its text.
func ParseObject(value any) (map[string]any, bool) {
	switch v := value.(type) {
	case map[string]any:
		return v, true
	case string:
		var out map[string]any
		if json.Unmarshal([]byte(v), &out) == nil && out != nil {
			return out, true
		}
	}
	return nil, false
}
