package search

import "strings"

// A number may be written in groups: a phone, an account, a sum, a budget code. It is
// indexed by its groups and by what neighbouring groups make together, and so are the
// numbers of a query: each way of writing finds the others.
const (
	shortestNumber = 4    // digits of a number made of groups: shorter ones say nothing
	longestNumber  = 20   // digits: an account and a budget code have so many
	mostGroups     = 8    // of one number: a budget code has seven
	mostNumbers    = 2000 // made of the groups of one text: a pasted table has no more
	phoneDigits    = 11   // of a Russian phone, with the 7 or 8 before it
)

// numberGaps are what may stand between the groups of a number.
var numberGaps = func() map[string]bool {
	gaps := map[string]bool{") ": true, " (": true, ")-": true, "-(": true, " - ": true, " – ": true}
	for _, r := range " \u00a0\u202f\u2009\u2007-\u2011–—().,/'’" {
		gaps[string(r)] = true
	}
	return gaps
}()

// isNumber reports whether a word has digits alone.
func isNumber(w string) bool {
	return w != "" && strings.Trim(w, "0123456789") == ""
}

// numberForms returns the digits of a number and, of a phone, also those without the
// 7 or 8 that people write before it or leave out.
func numberForms(digits string) []string {
	if len(digits) == phoneDigits && (digits[0] == '7' || digits[0] == '8') {
		return []string{digits, digits[1:]}
	}
	return []string{digits}
}

// joinNumbers sets the numbers that the words of a text make together.
func joinNumbers(words []word, text string) {
	made := 0
	for i := range words {
		number := words[i].plain
		if !isNumber(number) {
			continue
		}
		for j := i + 1; j < len(words) && j < i+mostGroups && made < mostNumbers; j++ {
			if !isNumber(words[j].plain) || !numberGaps[text[words[j-1].to:words[j].from]] {
				break
			}
			if number += words[j].plain; len(number) > longestNumber {
				break
			}
			if len(number) < shortestNumber {
				continue
			}
			made++
			for k := i; k <= j; k++ {
				words[k].numbers = append(words[k].numbers, numberForms(number)...)
			}
		}
	}
}

// numberRun returns how many words from the first on make one number in a query.
func numberRun(words []word, text string) int {
	n, digits := 0, 0
	for n < len(words) && isNumber(words[n].plain) && (n == 0 || numberGaps[text[words[n-1].to:words[n].from]]) {
		digits += len(words[n].plain)
		n++
	}
	if digits < shortestNumber || digits > longestNumber {
		return 1
	}
	return max(n, 1)
}

// NumberOf returns the digits of a query that is nothing but a number in any way of
// writing, without the 7 or 8 before a phone; empty for any other query.
func NumberOf(question string) string {
	question = strings.TrimLeft(strings.TrimSpace(question), "+(")
	words := splitWords(question)
	if len(words) == 0 || !isNumber(words[0].plain) || numberRun(words, question) != len(words) {
		return ""
	}
	digits := ""
	for _, w := range words {
		digits += w.plain
	}
	if len(digits) < shortestNumber {
		return ""
	}
	forms := numberForms(digits)
	return forms[len(forms)-1]
}
