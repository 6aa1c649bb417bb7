package normalize

import (
	"slices"
	"strings"
	"unicode/utf8"

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

// readFlat looks for tables in running text. For rows that a real table has
// given too, it only compares the digits. What they leave open stays open.
func (rd *reader) readFlat(doc *extract.Document) {
	if !flatWanted(doc) {
		return
	}
	f := newFlat(rd.ownText(doc))
	rd.flatProactive(f)
	rd.flatApplications(f)
	rd.flatLitigation(f)
	rd.contested()
}

// ownText leaves out the lines below a title that says that the figures are not
// the report's, up to the next heading or table.
func (rd *reader) ownText(doc *extract.Document) *extract.Document {
	away, out := false, doc
	for n, b := range doc.Blocks {
		text, heading := "", false
		switch b := b.(type) {
		case *extract.Table:
			away = false
			continue
		case *extract.Heading:
			text, heading = b.Text, true
		case *extract.Paragraph:
			text = b.Text
		}
		switch {
		case rd.titlesOther(text):
			away = true
		case away && (heading || rd.heads(text)):
			away = false
		}
		if away {
			if out == doc {
				d := *doc
				d.Blocks = slices.Clone(doc.Blocks)
				out = &d
			}
			out.Blocks[n] = &extract.Paragraph{}
		}
	}
	return out
}

// heads reports a line that begins another part of the report: a numbered
// heading, or the title of figures of its year.
func (rd *reader) heads(text string) bool {
	s := Fold(text)
	n := utf8.RuneCountInString(s)
	if n == 0 || n > 50 || len(rd.find(text)) > 0 {
		return false
	}
	rest := strings.TrimLeft(s, hanDigits)
	return len(rest) < len(s) && strings.HasPrefix(rest, "、") ||
		rd.year > 0 && strings.Contains(s, "年") && containsAny(s, figureWords) && strings.Contains(s, Int(int64(rd.year)).String()+"年")
}

// against compares digits of running text with those that real tables gave for
// the same cells, and puts these in doubt where they differ.
func (rd *reader) against(of func(k Key) bool, pieces []string) {
	var b strings.Builder
	for i := range rd.obs {
		if o := &rd.obs[i]; o.view != nil && of(o.key.Key) {
			b.WriteString(onlyDigits(Fold(o.view.cells[o.cell].src.Text)))
		}
	}
	if b.String() == onlyDigits(strings.Join(pieces, "")) {
		return
	}
	var last *view
	for i := range rd.obs {
		if o := &rd.obs[i]; o.view != nil && of(o.key.Key) {
			o.value.flag(FlagTablesCompete)
			if o.view != last {
				o.view.against++
				last = o.view
			}
		}
	}
}

// contested flags all that a table gave which running text contradicts in
// several rows: then it is another table than that of the text.
func (rd *reader) contested() {
	for i := range rd.obs {
		if o := &rd.obs[i]; o.view != nil && o.view.against > 1 {
			o.value.flag(FlagTablesCompete)
		}
	}
}

func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

// ends reports that nothing that belongs to a number follows the digits: a
// label, the next part of the form, a unit of counts, or another line of words.
func (rd *reader) ends(f *flat) bool {
	rest := f.text[f.pos:]
	if rest == "" {
		return true
	}
	r, n := utf8.DecodeRuneInString(rest)
	if strings.ContainsRune("件条项次份个宗", r) {
		_, m := utf8.DecodeRuneInString(rest[n:])
		return m == 0 || f.pos+n < len(f.gaps) && f.gaps[f.pos+n] || rd.begins(rest[n:])
	}
	if f.gaps[f.pos] {
		return r == '(' || r >= firstHan && r <= lastHan && !strings.ContainsRune("余多万亿几", r)
	}
	return rd.begins(rest)
}

// begins reports a label, or a heading of the form, at the start of s.
func (rd *reader) begins(s string) bool {
	if rest := strings.TrimLeft(strings.TrimPrefix(s, "("), hanDigits+"0123456789"); len(rest) < len(s) && rest != "" && strings.ContainsAny(rest[:1], ")、.") || strings.HasPrefix(rest, "、") {
		return true
	}
	for _, w := range [...]string{"第二十条", "信息内容", "续表", "备注", "注:"} {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	for _, c := range [...]Class{SubjectLabel, MeasureLabel, LeafLabel, GroupLabel} {
		if _, n := rd.longest(s, c); n > 0 {
			return true
		}
	}
	return false
}

// flatMarks are words of the tables that sentences do not use, in both scripts.
var flatMarks = []string{"信息内容", "信息內容", "勾稽", "尚未审结", "尚未審結"}

// flatWanted reports that the words of the tables stand in running text.
func flatWanted(doc *extract.Document) bool {
	for _, b := range doc.Blocks {
		if p, ok := b.(*extract.Paragraph); ok && p.Role == extract.Body &&
			containsAny(p.Text, flatMarks) {
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
	first, padded := len(rd.obs), false // more zeros than columns: no digit is sure to be a number of its own
	for {
		i := strings.Index(f.text[f.pos:], "第二十条第")
		if i < 0 {
			for n := first; padded && n < len(rd.obs); n++ {
				rd.obs[n].value.flag(FlagGridRebuilt)
			}
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
		broken := false // words that are not of the form stand behind a row: those below it stay undecided
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
			money := strings.HasPrefix(f.text[f.pos:], "万元") || strings.HasPrefix(f.text[f.pos:], "元")
			whole := !glued && (money || rd.ends(f))
			padded = padded || len(pieces) == 1 && len(pieces[0]) > len(measures) && strings.Trim(pieces[0], "0") == ""
			var values [][]string
			if whole && (len(pieces) == 1 || len(pieces) == len(measures)) {
				values = splitDigits(pieces, len(measures), nil)
			}
			unit := ""
			if f.at("万元") {
				unit = "万元"
			} else if f.at("元") {
				unit = "元"
			}
			rest, row := f.pos, "proactive."+h.code
			if f.pos += rd.restOfRow(f.text[rest:]); broken {
				values = nil
			}
			broken = broken || f.pos > rest+numerals(f.text[rest:])
			switch {
			case !had[row]:
				rd.flatRow(f, at, row, measures, values, unit)
			case whole && len(pieces) > 0, f.pos > rest: // what cannot be read prints digits all the same
				rd.against(func(k Key) bool { return rowOf(k.Indicator) == row }, []string{f.text[at:f.pos]})
			}
		}
	}
}

// restOfRow is how many bytes stand between the start of s and the next row of the
// table: the rest of one that could not be read. It is 0 where no row follows
// closely, or the table ends before it does.
func (rd *reader) restOfRow(s string) int {
	for i := range s {
		switch rest := s[i:]; {
		case i > farthestSubject, strings.HasPrefix(rest, "。"), strings.HasPrefix(rest, "第二十条"), strings.HasPrefix(rest, "信息内容"):
			return numerals(s[:i])
		default:
			if _, n := rd.longest(rest, SubjectLabel); n > 0 {
				return i
			}
		}
	}
	return numerals(s)
}

// farthestSubject is how many bytes of a row may stand unread before the next one.
const farthestSubject = 60

// numerals is how many bytes of digits with units and signs between them stand at the start of s.
func numerals(s string) int {
	return len(s) - len(strings.TrimLeft(s, "0123456789-+.,件条项次份个宗万元※*#"))
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
		if !rd.forms.key(key).known() {
			rd.undecidedRow(row) // the header above is another row's
			continue
		}
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
	real := rd.tables["applications"]
	for start := strings.Index(f.text, relation); start >= 0; {
		next := strings.Index(f.text[start+len(relation):], relation)
		part := *f
		part.pos = start
		if next >= 0 {
			next += start + len(relation)
			part.text = f.text[:next]
		}
		rd.flatMatrix(&part, start, real)
		start = next
	}
}

// relation is what stands in the corner of the matrix.
const relation = "勾稽关系为"

// flatMatrix reads one matrix of running text.
func (rd *reader) flatMatrix(f *flat, start int, real bool) {
	gen := "C"
	if !containsAny(f.text[start:], []string{"逾期不补正", "逾期未补正", "收费通知", "缴费"}) { // any row of （六） will do: one may be lost
		gen = "B"
	}
	rows := rd.flatRows(f, gen)
	if len(rows) < 5 {
		return
	}
	if real {
		for i := range rows {
			if code := rows[i].code; len(rows[i].pieces) > 0 {
				rd.against(func(k Key) bool { return k.Indicator == code }, rows[i].pieces)
			}
		}
		return
	}
	rd.tables["applications"] = true
	order, sure := rd.flatColumns(strings.TrimRight(f.text[start:rows[0].label], hanDigits+"0123456789、.()"))
	chosen := chooseRows(rows)
	for i := range rows {
		for k := range Applicants {
			key := Key{rows[i].code, order[k]}
			o := observation{key: rd.forms.key(key), flat: f.source(rows[i].at, ""), row: Exact, col: Assumed, value: Value{Status: Ambiguous}}
			if chosen[i] >= 0 {
				o.flat.digits = rows[i].ways[chosen[i]][k]
				o.value = ParseValue(o.flat.digits, quantity(key))
				if !rows[i].proven {
					o.value.flag(FlagGridRebuilt)
				}
				if rows[i].besideUnread {
					o.value.flag(FlagRowNextToUnread)
				}
				if !sure {
					o.value.flag(FlagColumnsAssumed)
				}
			}
			rd.obs = append(rd.obs, o)
		}
	}
}

// flatColumns reads the header of a matrix in running text. sure reports that
// it names each column of the form once, with the total at the end, and that no
// other words stand among them; else the order is that of the form. No sum of
// the form could tell one order of columns from another.
func (rd *reader) flatColumns(header string) (order []string, sure bool) {
	var row, kinds []string
	group, other := -1, 0
	if i := strings.Index(header, "申请人情况"); i >= 0 {
		header = header[i+len("申请人情况"):]
	}
	for header != "" {
		org, n := rd.longest(header, BannerLabel)
		if h, m := rd.longest(header, ApplicantLabel); m > n {
			if strings.HasPrefix(h.code, "org_") {
				kinds = append(kinds, h.code)
			} else {
				row = append(row, h.code)
			}
			header = header[m:]
			continue
		}
		if n > 0 && org.code == "organisations" {
			group = len(row)
		} else if n == 0 {
			_, n = utf8.DecodeRuneInString(header)
			other++
		}
		header = header[n:]
	}
	if group < 0 && len(row) > 0 && row[0] == "natural_person" {
		group = 1
	}
	for _, a := range Applicants {
		order = append(order, a.Code)
	}
	if group < 0 || group > len(row) || len(row)+len(kinds) != len(Applicants) || other > 0 {
		return order, false
	}
	printed := slices.Concat(row[:group], kinds, row[group:])
	for i, c := range order {
		if !slices.Contains(printed, c) || i == len(order)-1 && printed[i] != c {
			return order, false
		}
	}
	return printed, true
}

// flatMatrixRow is one row of digits with its readings.
type flatMatrixRow struct {
	code      string
	label, at int      // where its label begins, and where it ends
	pieces    []string // of digits
	ways      [][]string
	proven    bool

	besideUnread bool // digits, or its label once more, stand between it and the row above or below
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
		unread := len(rows) > 0 && rd.unreadBetween(f.text[f.pos:at], rows[len(rows)-1].code)
		if unread {
			rows[len(rows)-1].besideUnread = true
		}
		f.pos = end
		pieces, glued := f.digits()
		// The ordinal of the next label ends the digits: 00000002.其他
		if last := len(pieces) - 1; last >= 0 {
			if pieces[last] = cutNextOrdinal(pieces[last], glued, order, n); pieces[last] == "" {
				pieces = pieces[:last]
			}
		}
		row := flatMatrixRow{code: code, label: at, at: end, pieces: pieces, besideUnread: unread}
		if glued || rd.ends(f) {
			row.ways = splitDigits(pieces, len(Applicants), totals)
		}
		rows = append(rows, row)
	}
	return rows
}

// unreadBetween reports a row that was not read in the text between two rows:
// digits that are no ordinal, or the label of the row above once more.
func (rd *reader) unreadBetween(s, above string) bool {
	for text, h := range rd.forms.vocab.printed[LeafLabel] {
		if h.code == above && h.match == Exact && !common(h) && strings.Contains(s, text) {
			return true
		}
	}
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			continue
		}
		from := i
		for i < len(s) && s[i] >= '0' && s[i] <= '9' {
			i++
		}
		if i-from > 2 || !strings.HasPrefix(s[i:], ".") && !strings.HasPrefix(s[i:], "、") && !strings.HasPrefix(s[i:], ")") {
			return true
		}
	}
	return false
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
		from := f.pos
		near := f.text[from:min(len(f.text), from+farthestLabel)]
		switch code { // words that stand elsewhere too
		case "applications.result.other.other":
			// Text of a table with merged cells may repeat their labels on every row.
			if i := strings.Index(near, "其他处理"); i >= 0 && !strings.ContainsAny(near[:i], "0123456789") {
				from += i + len("其他处理")
				near = near[i+len("其他处理"):]
			}
			near = near[:min(len(near), len("3.其他"))]
		case "applications.result.total":
			text = "(七)总计"
		case "applications.new":
			near = f.text[f.pos:]
		}
		if i := strings.Index(near, text); i >= 0 {
			at, end = from+i, from+i+len(text)
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

// flatLitigation reads the rows of fifteen numbers behind their headers.
func (rd *reader) flatLitigation(f *flat) {
	const run = "结果维持结果纠正其他结果尚未审结总计"
	real := rd.tables["litigation"]
	for f.pos = 0; ; {
		i := strings.Index(f.text[f.pos:], run+run)
		if i < 0 {
			return
		}
		i += f.pos
		above := f.text[:i]
		f.pos = i + 2*len(run)
		if !strings.Contains(above[max(0, i-400):], "复议后起诉") {
			continue
		}
		for f.at(run) {
		}
		if at := f.pos; at < len(f.text) {
			named := strings.HasSuffix(above, "行政复议行政诉讼"+run+"未经复议直接起诉复议后起诉") || strings.HasSuffix(above, "行政复议行政诉讼未经复议直接起诉复议后起诉"+run)
			rd.flatOutcomes(f, at, named, real)
		}
	}
}

// flatOutcomes reads one row of outcomes at the cursor.
func (rd *reader) flatOutcomes(f *flat, at int, named, real bool) {
	pieces, glued := f.digits()
	if f.pos == at {
		return
	}
	if real {
		rd.against(func(k Key) bool { return strings.HasPrefix(k.Indicator, "litigation.") }, pieces)
		return
	}
	var ways, near [][]string // readings in which every block holds, and in which two of three do
	if !glued && rd.ends(f) {
		ways = splitDigits(pieces, 15, func(v []string) bool { return blocksHeld(v) == 3 })
		near = splitDigits(pieces, 15, func(v []string) bool { return blocksHeld(v) >= 2 })
	}
	rd.tables["litigation"] = true
	for n, s := range litigationForm {
		key := Key{Indicator: "litigation." + s.block + "." + s.leaf.code}
		o := observation{key: rd.forms.key(key), flat: f.source(at, ""), row: Exact, col: Assumed, value: Value{Status: Ambiguous}}
		if len(ways) == 1 {
			o.flat.digits = ways[0][n]
			o.value = ParseValue(o.flat.digits, quantity(key))
			if !named {
				o.value.flag(FlagColumnsAssumed)
			}
			if len(near) != 1 { // one wrong total would make another reading of the digits the true one
				o.value.flag(FlagGridRebuilt)
			}
		}
		rd.obs = append(rd.obs, o)
	}
}

// blocksHeld counts the blocks of outcomes whose total is the sum of the others.
func blocksHeld(v []string) (n int) {
	for ; len(v) > 0; v = v[5:] {
		if totals(v[:5]) {
			n++
		}
	}
	return n
}
