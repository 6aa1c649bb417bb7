package watch

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gongkai-data/gongkai/normalize"
)

// reuseIn are the chapters that a body writes itself. The tables stand in the
// others, in files that have lost them as running text, and the preface is
// much the same everywhere.
var reuseIn = map[string]bool{"sec.overview": true, "sec.problems": true, "sec.other": true, "sec.unknown": true}

// shingle is the length of the pieces that texts are compared by, in characters.
const shingle = 5

// maxReuse bounds what is compared of a chapter, in bytes; a whole report has
// some 10,000.
const maxReuse = 256 << 10

// shingles calls f for every piece of the masked text.
func shingles(name string, sections []normalize.Section, f func(uint64)) {
	masks := newWords(bodyMasks(name)...)
	for i := range sections {
		s := &sections[i]
		if !reuseIn[s.Code] {
			continue
		}
		var window [shingle]uint64
		n := 0
		for _, r := range masked(s.Text[:min(len(s.Text), maxReuse)], masks) {
			copy(window[:], window[1:])
			window[shingle-1] = uint64(r)
			if n++; n < shingle {
				continue
			}
			h := uint64(fnvOffset)
			for _, w := range window {
				h = (h ^ w) * 1099511628211
			}
			f(mix(h))
		}
	}
}

// Signs that stand for what differs between bodies and years.
const (
	aNumber = '0'
	aBody   = '@'
)

// masked is the text without boilerplate, marks and spaces, every number and
// every name of the body replaced.
func masked(text string, masks *words) []rune {
	out := make([]rune, 0, len(text)/3)
	for line := range strings.SplitSeq(text, "\n") {
		for line != "" {
			var sentence string
			sentence, line = cutAny(line, printedEnds)
			if !boilerplate.in(sentence) {
				out = maskSentence(out, sentence, masks)
			}
		}
	}
	return out
}

func maskSentence(out []rune, s string, masks *words) []rune {
	if masks.in(s) {
		for _, m := range masks.list {
			s = strings.ReplaceAll(s, m, string(aBody))
		}
	}
	var last rune
	if len(out) > 0 {
		last = out[len(out)-1]
	}
	skip := 0
	for i, r := range s {
		if skip > 0 {
			skip -= utf8.RuneLen(r)
			continue
		}
		switch kindOf(r) {
		case numeral:
			r = aNumber
			if last == aNumber {
				continue
			}
		case self:
			skip = ours(s[i+utf8.RuneLen(r):])
			if skip > 0 {
				r = aBody
			}
			if skip > 0 && last == aBody {
				continue
			}
		case theBody:
			if last == aBody {
				continue
			}
		case nothing:
			continue
		}
		out, last = append(out, r), r
	}
	return out
}

// Kinds of characters.
const (
	nothing = iota
	letter
	numeral
	self // 我, 本, 全, 该: the body where a word for it follows
	theBody
)

func kindOf(r rune) int {
	switch r {
	case '零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '百', '千', '万', '〇', '○':
		return numeral
	case '我', '本', '全', '该':
		return self
	case aBody:
		return theBody
	}
	switch {
	case r >= 0x4E00 && r <= 0x9FA5:
		return letter
	case unicode.IsDigit(r):
		return numeral
	case unicode.IsLetter(r):
		return letter
	}
	return nothing
}

// ours is the length of the word that makes 我 the body: 局 in 我局.
func ours(s string) int {
	for _, w := range ofOurs {
		if strings.HasPrefix(s, w) {
			return len(w)
		}
	}
	return 0
}

// nameEnds end the parts of a body's name.
var nameEnds = []string{"人民政府", "街道办事处", "管理委员会", "管委会", "委员会", "办事处", "自治区", "自治州", "自治县", "自治旗", "街道", "办公室", "开发区", "分局", "省", "市", "区", "县", "旗", "盟", "州", "镇", "乡", "苏木", "局", "厅", "委", "办", "部", "处"}

// bodyMasks are the parts of a name, longest first: 包头市, 昆都仑区, 卜尔汉图镇.
func bodyMasks(name string) []string {
	var parts []string
	if name == "" {
		return nil
	}
	parts = append(parts, name)
	for rest := name; rest != ""; {
		at := len(rest)
		for i, r := range rest {
			if i == 0 {
				continue
			}
			for _, e := range nameEnds {
				if strings.HasPrefix(rest[i:], e) && i+len(e) <= at {
					at = i + len(e)
				}
			}
			if at < len(rest) || i+len(string(r)) >= len(rest) {
				break
			}
		}
		if part := rest[:at]; len(part) >= 6 {
			parts = append(parts, part)
		}
		rest = rest[at:]
	}
	slices.SortStableFunc(parts, func(a, b string) int { return len(b) - len(a) })
	return slices.Compact(parts)
}

// bins is the size of a sketch. Two sketches agree in a share of bins that is
// the Jaccard similarity of the texts, with a standard error of 0.035 at 0.8.
const bins = 128

// sketch is a text in 256 bytes: one-permutation MinHash (Li, Owen, Zhang 2012)
// with optimal densification (Shrivastava 2017) for empty bins, of which 16 bits
// are kept (Li, König 2010): two that differ look alike once in 65,536 times.
type sketch struct {
	min    *[bins]uint16 // nil where there is nothing to compare, or too little
	pieces int           // shingles, repeated ones too
}

// sketchOf makes the sketch of a report's text. One hash a shingle.
func sketchOf(name string, sections []normalize.Section) sketch {
	var low [bins]uint32
	for i := range low {
		low[i] = ^uint32(0)
	}
	s := sketch{}
	shingles(name, sections, func(h uint64) {
		s.pieces++
		bin, v := h%bins, uint32(h>>32)
		low[bin] = min(low[bin], v)
	})
	if s.pieces > 0 {
		s.min = densify(&low)
	}
	return s
}

// densify gives every empty bin the value of a full one, chosen by a hash that
// depends on the bin alone, so that equal texts stay equal.
func densify(low *[bins]uint32) *[bins]uint16 {
	full := *low
	const none = ^uint32(0)
	for i := range low {
		for try := uint64(1); full[i] == none && try < 64*bins; try++ {
			full[i] = low[mix(uint64(i)<<32|try)%bins]
		}
	}
	var kept [bins]uint16
	for i, v := range full {
		kept[i] = uint16(mix(uint64(v)) >> 48)
	}
	return &kept
}

// similar estimates the similarity of two texts.
func (s *sketch) similar(t *sketch) float64 {
	if s.min == nil || t.min == nil {
		return 0
	}
	n := 0
	for i := range s.min {
		if s.min[i] == t.min[i] {
			n++
		}
	}
	return float64(n) / bins
}

// jaccard is the exact similarity of two texts by their distinct shingles.
func jaccard(a, b []uint64) float64 {
	both, i, j := 0, 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			both, i, j = both+1, i+1, j+1
		}
	}
	if all := len(a) + len(b) - both; all > 0 {
		return float64(both) / float64(all)
	}
	return 0
}

// distinct are the shingles of a text, sorted, each once.
func distinct(name string, sections []normalize.Section) []uint64 {
	var hs []uint64
	shingles(name, sections, func(h uint64) { hs = append(hs, h) })
	slices.Sort(hs)
	return slices.Compact(hs)
}
