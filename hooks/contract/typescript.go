package contract

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// tsConst is an exported constant of the module.
type tsConst struct {
	name, doc string
	value     any
}

// tsObject is an object literal with ordered members.
type tsObject []tsMember

type tsMember struct {
	key   string
	value any
}

// tsWidth is the line width of the page's formatter.
const tsWidth = 120

func (c tsConst) typescript() string {
	head := "export const " + c.name + " = "
	value := tsValue(c.value, 0, len(head)+len(" as const;"), true)
	return "/** " + c.doc + " */\n" + head + value + " as const;\n"
}

// tsValue formats a value as the page's formatter would: on one line if it fits after
// the used columns, unless broken.
func tsValue(value any, indent, used int, broken bool) string {
	switch v := value.(type) {
	case string:
		return tsString(v)
	case int, bool:
		return fmt.Sprint(v)
	case []string:
		return tsList("[", "]", tsEach(v, tsString), indent, used, false)
	case []int:
		return tsList("[", "]", tsEach(v, strconv.Itoa), indent, used, false)
	case []tsObject:
		return tsList("[", "]", tsEach(v, func(o tsObject) string { return tsValue(o, indent+1, 1, false) }), indent, used, len(v) > 1)
	case tsObject:
		members := tsEach(v, func(m tsMember) string {
			key := tsKey(m.key) + ": "
			return key + tsValue(m.value, indent+1, len(key)+1, indent == 0 && isNested(m.value))
		})
		return tsList("{ ", " }", members, indent, used, broken)
	}
	panic(fmt.Sprintf("no TypeScript for %T", value)) // a bug in the tables of facts
}

// isNested reports whether a value is an object of objects.
func isNested(value any) bool {
	o, ok := value.(tsObject)
	if !ok || len(o) == 0 {
		return false
	}
	_, nested := o[0].value.(tsObject)
	return nested
}

func tsEach[T any](values []T, write func(T) string) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = write(v)
	}
	return out
}

func tsList(open, end string, items []string, indent, used int, broken bool) string {
	line := open + strings.Join(items, ", ") + end
	if len(items) == 0 {
		return strings.TrimSpace(open) + strings.TrimSpace(end)
	}
	if !broken && !strings.Contains(line, "\n") && 2*indent+used+len([]rune(line)) <= tsWidth {
		return line
	}
	pad := strings.Repeat("  ", indent)
	return strings.TrimSpace(open) + "\n" + pad + "  " + strings.Join(items, ",\n"+pad+"  ") + ",\n" + pad + strings.TrimSpace(end)
}

var tsIdentifier = regexp.MustCompile(`^[A-Za-z_$][\w$]*$`)

func tsKey(key string) string {
	if tsIdentifier.MatchString(key) {
		return key
	}
	return tsString(key)
}

// tsString quotes as the page's formatter does: with the quotes that need no
// escape.
func tsString(text string) string {
	quote := "'"
	if strings.Contains(text, "'") && !strings.Contains(text, `"`) {
		quote = `"`
	}
	return quote + strings.NewReplacer(`\`, `\\`, quote, `\`+quote, "\n", `\n`, "\u00a0", `\u00a0`).Replace(text) + quote
}
