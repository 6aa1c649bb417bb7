package watch

import "strings"

// words is a list of words that texts are searched for all at once: the first
// character of most places rules out every word.
type words struct {
	list  []string
	begin [64]uint64 // bits of the first characters, folded to twelve bits
	from  map[rune][]string
}

// newWords makes the list; no word is empty.
func newWords(list ...string) *words {
	w := &words{list: list, from: map[rune][]string{}}
	for _, s := range list {
		for _, r := range s {
			w.begin[r>>6&63] |= 1 << (r & 63)
			w.from[r] = append(w.from[r], s)
			break
		}
	}
	return w
}

// in reports whether any of the words stands in s.
func (w *words) in(s string) bool {
	for i, r := range s {
		if w.begin[r>>6&63]>>(r&63)&1 != 0 && hasPrefix(s[i:], w.from[r]) {
			return true
		}
	}
	return false
}

// cutAny splits at the first of the marks, which goes.
func cutAny(s string, marks []rune) (before, after string) {
	for i, r := range s {
		for _, m := range marks {
			if r == m {
				return s[:i], s[i+len(string(r)):]
			}
		}
	}
	return s, ""
}

func hasAll(s string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(s, w) {
			return false
		}
	}
	return true
}

func hasPrefix(s string, words []string) bool {
	for _, w := range words {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	return false
}
