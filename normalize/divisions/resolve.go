package divisions

import (
	"strings"
	"unicode/utf8"
)

// Resolution is what Resolve found at the start of a body's name.
type Resolution struct {
	OK         bool
	Division   Division   // the last division of the chain; meaningful where OK
	Path       []Division // the divisions above it, the province first
	Rest       string     // what follows the chain; the whole name where nothing was found
	Candidates []Division // divisions that fit equally well, by code, where not OK
}

// longestName is the length in runes of the longest name tried.
const longestName = 20

// Resolve finds the longest chain of division names at the start of a folded
// body name: 包头市昆都仑区卜尔汉图镇, 南关区永吉街道办事处. Levels may be left out.
// Where two divisions fit it chooses none, unless exactly one of them agrees
// with a hint: a code of 6 digits such as the one in a site's identifier.
// year is the year of the report; 0 stands for any.
func Resolve(body string, year int, hints ...string) Resolution {
	w := walk{year: year, size: len(body)}
	w.upper(body, "")
	if len(w.best) == 0 && looksLikeTownship(body) {
		w.anywhere(body)
	}
	return w.result(body, hints)
}

// walk collects the chains that use up most of the name.
type walk struct {
	year int
	used int // bytes of the name used by the best chains
	best []*Division
	size int // length of the name
}

func (w *walk) keep(d *Division, used int) {
	if used < w.used {
		return
	}
	if used > w.used {
		w.used, w.best = used, w.best[:0]
	}
	for _, b := range w.best {
		if b.Code == d.Code {
			return
		}
	}
	w.best = append(w.best, d)
}

// upper tries every name of a county or above at the start of s. within is
// the code found so far, "" at the start.
func (w *walk) upper(s, within string) {
	n, u := 0, counties()
	for end := range s {
		if n++; n > longestName+1 {
			break
		}
		if n > 2 {
			w.name(u, s, end, within)
		}
	}
	if n >= 2 && n <= longestName {
		w.name(u, s, len(s), within)
	}
	if within != "" {
		w.township(s, within)
	}
}

// name follows the divisions named s[:end] that lie within the code.
func (w *walk) name(u *upper, s string, end int, within string) {
	if _, ok := u.index[s[:end]]; !ok {
		return
	}
	rest := s[end:]
	u.each(s[:end], func(d *Division, short bool) {
		if !d.In(w.year) || !inside(d.Code, within) {
			return
		}
		if !short || standsAlone(rest) {
			w.keep(d, w.size-len(rest))
		}
		if rest != "" {
			w.upper(rest, d.Code)
		}
	})
}

// township tries the townships below the code. Their names count in full only.
func (w *walk) township(s, within string) {
	rows := below(prefixOf(within))
	for i := range rows {
		if d := &rows[i]; strings.HasPrefix(s, d.Name) && d.In(w.year) {
			w.keep(d, w.size-len(s)+len(d.Name))
		}
	}
}

// anywhere tries the townships of the whole country.
func (w *walk) anywhere(s string) {
	all, n := townships(), 0
	for end := range s + " " {
		if n++; n > longestName+1 {
			return
		}
		for _, d := range all[s[:end]] {
			if d.In(w.year) && d.Level == Township {
				w.keep(d, end)
			}
		}
	}
}

func (w *walk) result(body string, hints []string) Resolution {
	best := w.best
	if len(best) > 1 {
		best = agreeing(strictly(best, w.year), hints)
	}
	switch len(best) {
	case 0:
		return Resolution{Rest: body}
	case 1:
		d := *best[0]
		return Resolution{OK: true, Division: d, Path: Path(d.Code, w.year), Rest: body[w.used:]}
	}
	r := Resolution{Rest: body}
	for _, d := range best {
		r.Candidates = append(r.Candidates, *d)
	}
	sortByCode(r.Candidates)
	return r
}

// strictly leaves out the divisions that fit only by slack, and for an unknown
// year the abolished ones, unless none would remain.
func strictly(ds []*Division, year int) []*Division {
	var fit []*Division
	for _, d := range ds {
		if year == 0 && d.To == 0 || year != 0 && (d.From == 0 || year >= d.From) && (d.To == 0 || year <= d.To) {
			fit = append(fit, d)
		}
	}
	if len(fit) == 0 {
		return ds
	}
	return fit
}

// agreeing returns the one division that agrees with a hint, else all of them.
func agreeing(ds []*Division, hints []string) []*Division {
	for _, h := range hints {
		if len(h) != 6 {
			continue
		}
		var fit []*Division
		for _, d := range ds {
			if strings.HasPrefix(d.Code, prefixOf(h)) {
				fit = append(fit, d)
			}
		}
		if len(fit) == 1 {
			return fit
		}
	}
	return ds
}

// inside reports whether code lies below within; "" holds everything.
func inside(code, within string) bool {
	return within == "" || code != within && strings.HasPrefix(code, prefixOf(within))
}

// prefixOf returns the digits that the codes below a division share.
func prefixOf(code string) string {
	if len(code) == 6 {
		switch {
		case code[2:] == "0000":
			return code[:2]
		case code[4:] == "00":
			return code[:4]
		}
	}
	return code
}

// organWords hold characters that are also suffixes of divisions.
var organWords = strings.NewReplacer("市场", "", "市政", "", "城市", "", "城镇", "", "城乡", "", "乡村", "", "区划", "", "辖区", "", "社区", "", "市容", "")

// standsAlone reports whether a short form may end here: nothing follows, or
// an organ without a further division (佛山 + 税务局, never 昆山 + 湖区赵店镇).
func standsAlone(rest string) bool {
	if rest == "" {
		return true
	}
	return !strings.ContainsAny(organWords.Replace(rest), "省市县区旗州盟镇乡村岛") && !strings.Contains(rest, "街道") && !strings.Contains(rest, "苏木") && isOrgan(rest)
}

var organEnds = strings.Fields("政府 局 委 办 厅 中心 委员会 办公室 处 院 队 所 站 公司 会 部 署 行 社 馆 学 校")

func isOrgan(s string) bool {
	if utf8.RuneCountInString(s) < 2 {
		return false
	}
	for _, e := range organEnds {
		if strings.HasSuffix(s, e) {
			return true
		}
	}
	return false
}

// looksLikeTownship reports whether a name may start with a township. A county
// or city before it that was not found (市 in 青川市…柳林镇) speaks against it, and
// spares reading the tables of the whole country.
func looksLikeTownship(s string) bool {
	n := 0
	for i, r := range s {
		switch n++; {
		case n > longestName:
			return false
		case n > 1 && (r == '镇' || r == '乡'), strings.HasPrefix(s[i:], "街道"), strings.HasPrefix(s[i:], "苏木"):
			return true
		case n > 2 && strings.ContainsRune("省市县区旗盟", r):
			return false
		}
	}
	return false
}
