package parse

import (
	"regexp"
	"sync"
)

// pattern returns a regular expression that is compiled when it is first used. All of
// this package take 10 ms and 6 MB, which a start would pay without a mail to read.
func pattern(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}
