package search

import (
	"iter"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/kljensen/snowball/english"

	"otklik/hooks/text"
)

// word is one word of a text with the forms that it is found by.
type word struct {
	from, to int      // byte offsets
	plain    string   // folded: lower case, ё as е, one alphabet
	stems    []string // one for each reading of the word
	numbers  []string // that it makes with the digits beside it
}

// longestWord is the indexed length of a word, in letters.
const longestWord = 40

// splitWords returns the words of a text in order. A repeated word is stemmed once.
func splitWords(text string) []word {
	var words []word
	seen := map[string]word{}
	for from, to := range eachWord(text) {
		w, ok := seen[text[from:to]]
		if !ok {
			w.plain = plainWord(text[from:to])
			w.stems = stemsOf(w.plain)
			seen[text[from:to]] = w
		}
		w.from, w.to = from, to
		words = append(words, w)
	}
	joinNumbers(words, text)
	return words
}

// eachWord yields the byte ranges of the words of a text: runs of letters and
// digits.
func eachWord(text string) iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		start := -1
		for i, r := range text {
			switch inside := unicode.IsLetter(r) || unicode.IsDigit(r); {
			case inside && start < 0:
				start = i
			case !inside && start >= 0:
				if !yield(start, i) {
					return
				}
				start = -1
			}
		}
		if start >= 0 {
			yield(start, len(text))
		}
	}
}

func plainWord(w string) string {
	plain := []rune(oneAlphabet(text.Fold(w)))
	return string(plain[:min(len(plain), longestWord)])
}

// lookalikes maps Latin letters to the Russian letters they are mistaken for.
var lookalikes = strings.NewReplacer("a", "а", "b", "в", "c", "с", "e", "е", "h", "н", "k", "к", "m", "м", "o", "о", "p", "р", "t", "т", "x", "х", "y", "у")

// oneAlphabet writes a word of mixed alphabets in Cyrillic, and the C of 1C too,
// because the letters look the same to the person who types them.
func oneAlphabet(w string) string {
	latin, cyrillic, digits := false, false, false
	for _, r := range w {
		latin = latin || (r >= 'a' && r <= 'z')
		cyrillic = cyrillic || unicode.Is(unicode.Cyrillic, r)
		digits = digits || unicode.IsDigit(r)
	}
	if latin && (cyrillic || (digits && strings.HasSuffix(w, "c") && len(w) == 2)) {
		return lookalikes.Replace(w)
	}
	return w
}

// stem returns the part of a word that all its forms share.
func stem(w string) string {
	switch {
	case strings.ContainsFunc(w, unicode.IsDigit):
		return w
	case strings.ContainsFunc(w, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }):
		return russianStem(w)
	case len(w) > 3: // the three letters of an abbreviation have no endings
		return english.Stem(w, true)
	}
	return w
}

// stemCache holds the stems of recent words, a few megabytes at most: a firm's
// texts use the same few thousand words.
var stemCache = struct {
	sync.RWMutex
	of map[string][]string
}{of: map[string][]string{}}

const maxCachedStems = 20_000

// stemsOf returns the stems of a word. The slice is shared: do not modify it.
func stemsOf(w string) []string {
	stemCache.RLock()
	out, ok := stemCache.of[w]
	stemCache.RUnlock()
	if ok {
		return out
	}
	out = slices.Clip(computeStems(w))
	stemCache.Lock()
	defer stemCache.Unlock()
	if len(stemCache.of) >= maxCachedStems {
		clear(stemCache.of)
	}
	stemCache.of[w] = out
	return out
}

// computeStems returns the stems of a word. A Russian word may be read as a verb
// and as a noun: in «подпись» the ending of a verb is сь, of a noun ь.
func computeStems(w string) []string {
	out := []string{stem(w)}
	if isNumber(w) {
		return numberForms(w)
	}
	if !strings.ContainsFunc(w, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }) || strings.ContainsFunc(w, unicode.IsDigit) {
		return out
	}
	if cut, ok := strings.CutSuffix(w, "сь"); ok && cut+"с" != out[0] {
		return append(out, cut+"с")
	}
	if noun := nounStem(w, out[0]); noun != "" {
		out = append(out, noun)
	}
	return out
}

// stems returns the distinct stems that a text is indexed by. Words joined by a
// hyphen or a dot are also indexed as one word, because people type them so:
// счет-фактура, 6-НДФЛ.
func stems(text string) []string {
	seen := map[string]bool{}
	var out []string
	add := func(s string) {
		if !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	words := splitWords(text)
	for i, w := range words {
		for _, s := range w.stems {
			add(s)
		}
		for _, s := range w.numbers {
			add(s)
		}
		if i > 0 && joined(text[words[i-1].to:w.from]) {
			add(stem(words[i-1].plain + w.plain))
		}
	}
	return out
}

// joined reports whether the text between two words makes them one compound word.
func joined(between string) bool {
	return between == "-" || between == "." || between == "‑" || between == "–"
}
