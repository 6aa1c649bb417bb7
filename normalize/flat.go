package normalize

import (
	"slices"
	"strings"

	"github.com/gongkai-data/gongkai/extract"
)

// flat is running text in which tables have lost the marks between their cells:
// labels and digits stand one behind the other. White space is kept apart from
// the text: a label may be broken by it, a number ends at it.
type flat struct {
	text  string
	gaps  []bool // gaps[i]: white space or a paragraph mark stood before byte i
	block []int32
	pos   int
}

// newFlat folds the body text of a document; tables stand as a gap.
func newFlat(doc *extract.Document) *flat {
	f := &flat{}
	var b strings.Builder
	gap := false
	for n, bl := range doc.Blocks {
		text := ""
		switch bl := bl.(type) {
		case *extract.Paragraph:
			if bl.Role == extract.Body {
				text = bl.Text
			}
		case *extract.Heading:
			text = bl.Text
		}
		gap = true
		for _, word := range strings.Fields(text) {
			w := Fold(word)
			if w == "" {
				continue
			}
			for i := range len(w) {
				f.gaps = append(f.gaps, gap && i == 0)
				f.block = append(f.block, int32(n))
			}
			gap = true
			b.WriteString(w)
		}
	}
	f.text = b.String()
	return f
}

// at cuts a label off at the cursor.
func (f *flat) at(label string) bool {
	if strings.HasPrefix(f.text[f.pos:], label) {
		f.pos += len(label)
		return true
	}
	return false
}

// digits cuts the run of numbers at the cursor and returns it in its pieces
// between gaps. A comma or point belongs to a number only with a digit behind
// it. glued reports that an ordinal of the next heading may end the run: 12 and
// 3.收到 run into 123.收到.
func (f *flat) digits() (pieces []string, glued bool) {
	digit := func(i int) bool { return i < len(f.text) && f.text[i] >= '0' && f.text[i] <= '9' }
	start := f.pos
	for digit(f.pos) || f.pos > start && (f.text[f.pos] == '.' || f.text[f.pos] == ',') && digit(f.pos+1) && !f.gaps[f.pos+1] {
		if f.pos > start && f.gaps[f.pos] {
			pieces = append(pieces, f.text[start:f.pos])
			start = f.pos
		}
		f.pos++
		if f.pos == len(f.text) {
			break
		}
	}
	if f.pos > start {
		pieces = append(pieces, f.text[start:f.pos])
	}
	rest := f.text[f.pos:]
	return pieces, len(pieces) > 0 && (strings.HasPrefix(rest, ".") || strings.HasPrefix(rest, "、"))
}

// readFlat looks for tables in running text, for the rows that no real table
// has given. What the digits leave open stays open.
func (rd *reader) readFlat(doc *extract.Document) {
	if len(rd.obs) >= fullForm || !flatWanted(doc) {
		return
	}
	f := newFlat(doc)
	rd.flatProactive(f)
	if !rd.tables["applications"] {
		rd.flatApplications(f)
	}
	if !rd.tables["litigation"] {
		rd.flatLitigation(f)
	}
}

// fullForm is how many cells the smaller of the forms has: with so many read
// from real tables none is looked for in running text.
const fullForm = 198

// flatWanted reports that the words of the tables stand in running text.
func flatWanted(doc *extract.Document) bool {
	for _, b := range doc.Blocks {
		if p, ok := b.(*extract.Paragraph); ok && p.Role == extract.Body &&
			(strings.Contains(p.Text, "信息内容") || strings.Contains(p.Text, "勾稽关系") || strings.Contains(p.Text, "尚未审结")) {
			return true
		}
	}
	return false
}

// flatProactive reads 第二十条第（…）项 blocks: a header, then rows of a subject
// and its digits.
func (rd *reader) flatProactive(f *flat) {
	had := map[string]bool{}
	for i := range rd.obs {
		had[rowOf(rd.obs[i].key.Indicator)] = true
	}
	for {
		i := strings.Index(f.text[f.pos:], "第二十条第")
		if i < 0 {
			return
		}
		f.pos += i + len("第二十条第")
		end := strings.Index(f.text[f.pos:], "项")
		if end < 0 || end > 12 {
			continue
		}
		f.pos += end + len("项")
		if !f.at("信息内容") {
			continue
		}
		var measures []hit
		for {
			h, n := rd.longest(f.text[f.pos:], MeasureLabel)
			if n == 0 {
				break
			}
			measures = append(measures, h)
			f.pos += n
		}
		for len(measures) > 0 {
			h, n := rd.longest(f.text[f.pos:], SubjectLabel)
			if n == 0 {
				break
			}
			f.pos += n
			at := f.pos
			pieces, glued := f.digits()
			var values [][]string
			if !glued && (len(pieces) == 1 || len(pieces) == len(measures)) {
				values = splitDigits(pieces, len(measures), nil)
			}
			unit := ""
			if f.at("万元") {
				unit = "万元"
			} else if f.at("元") {
				unit = "元"
			}
			row := "proactive." + h.code
			if !had[row] {
				rd.flatRow(f, at, row, measures, values, unit)
			}
		}
	}
}

// longest finds the longest printed label of a class at the start of s.
func (rd *reader) longest(s string, class Class) (h hit, n int) {
	for text, hs := range rd.forms.vocab.printed[class] {
		if len(text) > n && strings.HasPrefix(s, text) {
			h, n = hs, len(text)
		}
	}
	return h, n
}

// flatRow notes the numbers of one row, or that they cannot be told apart.
func (rd *reader) flatRow(f *flat, at int, row string, measures []hit, values [][]string, unit string) {
	rd.tables["proactive"] = true
	for i, m := range measures {
		key := Key{Indicator: row + "." + m.code}
		if len(values) != 1 {
			rd.undecided[key] = true
			rd.obs = append(rd.obs, observation{key: rd.forms.key(key), flat: f.source(at, ""), value: Value{Status: Ambiguous}, row: Exact})
			continue
		}
		text := values[0][i]
		if i == len(measures)-1 {
			text += unit
		}
		o := observation{key: rd.forms.key(key), flat: f.source(at, text), value: ParseValue(text, quantity(key)), row: Exact, col: Assumed}
		if !zeros(values[0]) { // a blank may be lost among the digits, but not among zeros
			o.value.flag(FlagGridRebuilt)
		}
		rd.obs = append(rd.obs, o)
	}
}

func zeros(values []string) bool {
	return !slices.ContainsFunc(values, func(s string) bool { return s != "0" })
}

// source is the address of digits in the running text.
func (f *flat) source(at int, digits string) *flatSource {
	return &flatSource{int(f.block[min(at, len(f.block)-1)]), digits}
}

// flatSource says in which block of the document a number stands, and its digits.
type flatSource struct {
	block  int
	digits string
}

// splitDigits returns the ways to cut pieces of digits into n numbers that keep
// accepts, nil where there are more than maxWays. A gap always ends a number; a
// number has no leading zero.
func splitDigits(pieces []string, n int, keep func([]string) bool) [][]string {
	var ways [][]string
	var cut func(pieces []string, done []string)
	budget := 200_000
	cut = func(pieces []string, done []string) {
		if budget--; budget < 0 || len(ways) > maxWays {
			return
		}
		if len(pieces) == 0 {
			if len(done) == n && (keep == nil || keep(done)) {
				ways = append(ways, slices.Clone(done))
			}
			return
		}
		if len(done) == n {
			return
		}
		p := pieces[0]
		if strings.ContainsAny(p, ".,") {
			cut(pieces[1:], append(done, p)) // a decimal or a grouped number is one number
			return
		}
		for k := 1; k <= len(p); k++ {
			if p[0] == '0' && k > 1 {
				break
			}
			rest := pieces[1:]
			if k < len(p) {
				rest = append([]string{p[k:]}, rest...)
			}
			cut(rest, append(done, p[:k]))
		}
	}
	cut(pieces, make([]string, 0, n))
	if budget < 0 || len(ways) > maxWays {
		return nil
	}
	return ways
}

// maxWays bounds how many readings of one row are weighed.
const maxWays = 64

// totals keeps the readings whose last number is the sum of the others.
func totals(v []string) bool {
	sum := int64(0)
	for _, s := range v[:len(v)-1] {
		sum += number(s)
	}
	return sum == number(v[len(v)-1])
}

func number(s string) int64 {
	d, ok := plainInteger(s)
	if !ok {
		return -1 << 40
	}
	return d.Coef
}

// flatApplications reads the matrix: the labels of the form one after the other
// with digits between them. The rules of the form choose between the readings;
// only where they leave one for the whole matrix is it taken.
func (rd *reader) flatApplications(f *flat) {
	f.pos = strings.Index(f.text, "勾稽关系为")
	if f.pos < 0 {
		return
	}
	single := !strings.Contains(f.text[f.pos:], "逾期不补正")
	gen := "C"
	if single {
		gen = "B"
	}
	rows := rd.flatRows(f, gen)
	if len(rows) < 5 {
		return
	}
	rd.tables["applications"] = true
	chosen := chooseRows(rows)
	for i := range rows {
		for k, a := range Applicants {
			key := Key{rows[i].code, a.Code}
			o := observation{key: rd.forms.key(key), flat: f.source(rows[i].at, ""), row: Exact, col: Assumed, value: Value{Status: Ambiguous}}
			if chosen[i] >= 0 {
				o.flat.digits = rows[i].ways[chosen[i]][k]
				o.value = ParseValue(o.flat.digits, quantity(key))
				if !rows[i].proven {
					o.value.flag(FlagGridRebuilt)
				}
			}
			rd.obs = append(rd.obs, o)
		}
	}
}

// flatMatrixRow is one row of digits with its readings.
type flatMatrixRow struct {
	code   string
	at     int
	ways   [][]string
	proven bool
}

// flatRows finds the labels of the form in order and the digits behind each.
func (rd *reader) flatRows(f *flat, gen string) []flatMatrixRow {
	var rows []flatMatrixRow
	order := rd.forms.rows[gen]
	for n, code := range order {
		at, end := rd.flatLabel(f, code)
		if at < 0 {
			continue
		}
		f.pos = end
		pieces, glued := f.digits()
		// The ordinal of the next label ends the digits: 00000002.其他
		if last := len(pieces) - 1; last >= 0 {
			if pieces[last] = cutNextOrdinal(pieces[last], glued, order, n); pieces[last] == "" {
				pieces = pieces[:last]
			}
		}
		rows = append(rows, flatMatrixRow{code: code, at: end, ways: splitDigits(pieces, len(Applicants), totals)})
	}
	return rows
}

// farthestLabel is how many bytes of group labels may stand between two rows.
const farthestLabel = 160

// flatLabel finds the label of a row behind the cursor, its longest wording first.
func (rd *reader) flatLabel(f *flat, code string) (at, end int) {
	at = -1
	for text, h := range rd.forms.vocab.printed[LeafLabel] {
		if h.code != code || h.match != Exact {
			continue
		}
		near := f.text[f.pos:min(len(f.text), f.pos+farthestLabel)]
		switch code { // words that stand elsewhere too
		case "applications.result.other.other":
			near = near[:min(len(near), len("3.其他"))]
		case "applications.result.total":
			text = "(七)总计"
		case "applications.new":
			near = f.text[f.pos:]
		}
		if i := strings.Index(near, text); i >= 0 {
			at, end = f.pos+i, f.pos+i+len(text)
		}
	}
	if at >= 0 && strings.HasPrefix(f.text[end:], "(区分") {
		if i := strings.IndexByte(f.text[end:], ')'); i > 0 {
			end += i + 1
		}
	}
	return at, end
}

// cutNextOrdinal removes the 2 of "2." from the end of the digits before the
// second row of a group.
func cutNextOrdinal(s string, glued bool, order []string, n int) string {
	if !glued || n+1 >= len(order) {
		return s
	}
	group := func(code string) string { return code[:strings.LastIndexByte(code, '.')] }
	next, nth := order[n+1], 1
	for k := n; k >= 0 && group(order[k]) == group(next); k-- {
		nth++
	}
	return strings.TrimSuffix(s, Int(int64(nth)).String())
}

// chooseRows picks one reading for each row so that R1 and R2 hold in every
// column; −1 marks a row that stays open. Where a row could
// not be read at all the columns prove nothing: rows with one reading are then
// taken, and flagged.
func chooseRows(rows []flatMatrixRow) []int {
	chosen := make([]int, len(rows))
	var open []int
	for i, r := range rows {
		switch len(r.ways) {
		case 0:
			chosen[i] = -1
		case 1:
		default:
			chosen[i] = -1
			open = append(open, i)
		}
	}
	if slices.ContainsFunc(rows, func(r flatMatrixRow) bool { return len(r.ways) == 0 }) || len(open) > 8 {
		return chosen
	}
	var solution []int
	solutions, budget := 0, 100_000
	var try func(k int)
	try = func(k int) {
		if budget--; budget < 0 || solutions > 1 {
			return
		}
		if k == len(open) {
			if columnsHold(rows, chosen) {
				solutions++
				solution = slices.Clone(chosen)
			}
			return
		}
		for w := range rows[open[k]].ways {
			chosen[open[k]] = w
			try(k + 1)
		}
		chosen[open[k]] = -1
	}
	try(0)
	if solutions != 1 || budget < 0 {
		return chosen
	}
	for i := range rows {
		rows[i].proven = true
	}
	return solution
}

// columnsHold evaluates R1 and R2 over chosen readings.
func columnsHold(rows []flatMatrixRow, chosen []int) bool {
	for k := range Applicants {
		in, out, leaves, total := int64(0), int64(0), int64(0), int64(-1)
		for i, r := range rows {
			v := number(r.ways[chosen[i]][k])
			switch {
			case r.code == "applications.new" || r.code == "applications.carried_in":
				in += v
			case r.code == "applications.carried_out":
				out += v
			case r.code == "applications.result.total":
				total = v
			default:
				leaves += v
			}
		}
		if total < 0 || in != total+out || leaves != total {
			return false
		}
	}
	return true
}

// flatLitigation reads the row of fifteen numbers behind its header.
func (rd *reader) flatLitigation(f *flat) {
	const run = "结果维持结果纠正其他结果尚未审结总计"
	i := strings.Index(f.text, run+run)
	if i < 0 || !strings.Contains(f.text[max(0, i-400):i], "复议后起诉") {
		return
	}
	f.pos = i + 2*len(run)
	for f.at(run) {
	}
	at := f.pos
	pieces, glued := f.digits()
	ways := splitDigits(pieces, 15, func(v []string) bool { return totals(v[:5]) && totals(v[5:10]) && totals(v[10:]) })
	if at >= len(f.text) || f.pos == at {
		return
	}
	rd.tables["litigation"] = true
	n := 0
	for _, b := range []string{"review", "direct", "after_review"} {
		for _, oc := range []string{"upheld", "corrected", "other", "pending", "total"} {
			key := Key{Indicator: "litigation." + b + "." + oc}
			o := observation{key: rd.forms.key(key), flat: f.source(at, ""), row: Exact, col: Assumed, value: Value{Status: Ambiguous}}
			if len(ways) == 1 && !glued {
				o.flat.digits = ways[0][n]
				o.value = ParseValue(o.flat.digits, quantity(key))
			}
			rd.obs = append(rd.obs, o)
			n++
		}
	}
}
