package normalize

import (
	"slices"
	"strings"

	"github.com/gongkai-data/gongkai/extract"
)

// findList looks for the list of an older form among the tables, then in the
// running text. rd has read the document as forms B and C; where lists are
// found among its tables it is read once more without them, so that a line like
// 涉及国家秘密 is not taken for a row of theirs. list is nil where there is none;
// second names the form of a list that stands beside full tables of B or C.
func (rd *reader) findList(doc *extract.Document, keys int, is bool) (again *reader, list *listReader, second string) {
	if (keys >= fewestKeys || !is) && rd.marks["A2"]+rd.marks["A1"] < 2 {
		return rd, nil, "" // forms B and C, or no report, and no word of another form
	}
	form, blocks := rd.forms.listOf(doc)
	if form == nil {
		if is && keys == 0 {
			return rd, rd.flatList(doc), ""
		}
		return rd, nil, ""
	}
	again = newReader(rd.forms, rd.year, rd.room)
	again.body = rd.body
	masked := without(doc, blocks)
	again.scan(masked)
	again.settleRows()
	if is {
		again.readFlat(masked)
	}
	list = again.readList(doc, form, blocks)
	list.unnamed = again.unnamedTables(doc, blocks)
	if is {
		f := newFlat(masked)
		if mentions(masked, flatHeads...) {
			list.flatLines(f) // a second list, in running text
		}
		list.unnamed = list.unnamed || list.unreadText(f)
	}
	if again.found("").Keys >= fewestKeys {
		again.setAside(list)
		return again, nil, form.name
	}
	return again, list, ""
}

// fewestKeys is how many cells of forms B and C make a report one on these forms.
const fewestKeys = 60

// listOf chooses the form whose lines the tables print, and those tables: each
// that prints several, and its other pieces where it is split over pages.
func (s *FormSet) listOf(doc *extract.Document) (*listForm, []int) {
	var best *listForm
	var blocks []int
	most := 0
	for _, f := range s.lists {
		sum := 0
		var in, weak []int
		cols := map[int]bool{}
		for i, b := range doc.Blocks {
			t, ok := b.(*extract.Table)
			if !ok || t.Role == extract.Furniture {
				continue
			}
			switch n, official := f.strength(t); {
			case n >= fewestLines && !s.matrix(t):
				in, sum = append(in, i), sum+n+official
				cols[t.Grid.Cols] = true
			case n > 0:
				weak = append(weak, i)
			}
		}
		for _, i := range weak {
			if t := doc.Blocks[i].(*extract.Table); cols[t.Grid.Cols] && !s.matrix(t) {
				in = append(in, i)
			}
		}
		if sum > most {
			slices.Sort(in)
			best, blocks, most = f, in, sum
		}
	}
	return best, blocks
}

// matrix reports a table with the columns of applicants: none of a list.
func (s *FormSet) matrix(t *extract.Table) bool {
	had := map[string]bool{}
	for i := range t.Grid.Cells {
		for _, h := range s.vocab.exact[labelKey(t.Grid.Cells[i].Text)] {
			if h.class == ApplicantLabel && !common(h) {
				had[h.code] = true
			}
		}
	}
	return len(had) >= 3
}

// without returns the document with empty tables in the place of some, so that
// the others keep their numbers.
func without(doc *extract.Document, blocks []int) *extract.Document {
	d := *doc
	d.Blocks = slices.Clone(doc.Blocks)
	for _, i := range blocks {
		t := *doc.Blocks[i].(*extract.Table)
		t.Grid = extract.Grid{}
		d.Blocks[i] = &t
	}
	return &d
}

// readList reads the tables at the blocks as lists of a form.
func (rd *reader) readList(doc *extract.Document, form *listForm, blocks []int) *listReader {
	lr := rd.newList(form)
	for no, i := range blocks {
		t := doc.Blocks[i].(*extract.Table)
		n := tableNo(doc, i)
		other := rd.otherYear(doc.Blocks[:i], t)
		if other == "" {
			other = partOfYear(doc.Blocks[:i], t)
		}
		if no > 0 && other == "" && n == tableNo(doc, blocks[no-1])+1 && continued(doc.Blocks[blocks[no-1]+1:i]) {
			other = lr.views[n-2].otherYear // a piece of the table above
		}
		lr.views[n-1] = lr.table(t, n, i, other)
	}
	lr.linesBelow(doc, blocks)
	return lr
}

// newList starts a list in the place of what was read of B and C; the views of
// other tables stay.
func (rd *reader) newList(form *listForm) *listReader {
	r := *rd
	r.obs, r.rows, r.doubled = nil, nil, nil
	r.tables, r.foreign, r.extra, r.undecided = map[string]bool{}, map[string]bool{}, map[string]bool{}, map[Key]bool{}
	r.views = slices.Clone(rd.views)
	return &listReader{reader: &r, form: form, missing: map[string]bool{}}
}

// tableNo is the number of the table at a block, from 1.
func tableNo(doc *extract.Document, block int) (n int) {
	for _, b := range doc.Blocks[:block+1] {
		if _, ok := b.(*extract.Table); ok {
			n++
		}
	}
	return n
}

// continued reports that nothing but page numbers stands between two tables.
func continued(between []extract.Block) bool {
	for _, b := range between {
		if p, ok := b.(*extract.Paragraph); ok && p.Role != extract.Body || ok && strings.Trim(Fold(p.Text), "-0123456789第页共/续表()") == "" {
			continue
		}
		return false
	}
	return true
}

// partOfYear returns the caption that says that a table is of a quarter or half
// a year.
func partOfYear(before []extract.Block, t *extract.Table) string {
	lines := []string{t.Caption}
	for i := len(before) - 1; i >= 0 && i >= len(before)-3; i-- {
		switch b := before[i].(type) {
		case *extract.Paragraph:
			lines = append(lines, b.Text)
		case *extract.Heading:
			lines = append(lines, b.Text)
		case *extract.Table:
			i = -1
		}
	}
	for _, l := range lines {
		if s := Fold(l); len(s) <= 150 && containsAny(s, []string{"季度", "上半年", "下半年", "月报"}) && containsAny(s, []string{"统计", "报表", "情况表"}) {
			return l
		}
	}
	return ""
}

// linesBelow keeps the lines below the last list: who filled it in, and when.
func (lr *listReader) linesBelow(doc *extract.Document, blocks []int) {
	last := blocks[len(blocks)-1]
	for _, b := range doc.Blocks[last+1 : min(len(doc.Blocks), last+8)] {
		if p, ok := b.(*extract.Paragraph); ok && p.Role == extract.Body && containsAny(p.Text, footerWords) {
			lr.footers = append(lr.footers, p.Text)
		}
	}
}

// setAside lists the cells of a list that stands beside the tables of B or C:
// the report has one form.
func (rd *reader) setAside(list *listReader) {
	for i, v := range list.views {
		if len(v.cells) == 0 || i >= len(rd.views) || len(rd.views[i].cells) > 0 {
			continue
		}
		for k := range v.cells {
			if c := &v.cells[k]; c.kind == numberCell {
				c.role, c.reason = extraRole, otherForm
			}
		}
		rd.views[i] = v
	}
}

// found says what the lines say about the form.
func (lr *listReader) foundList(evidence string) Found {
	f := Found{Form: lr.form.name, Marks: lr.marks, Evidence: evidence, Tables: []string{strings.ToLower(lr.form.name)}}
	had := map[string]bool{}
	for i := range lr.entries {
		e := &lr.entries[i]
		if e.known && !e.hit.heading && !had[strings.Join(e.hit.codes, "|")] {
			had[strings.Join(e.hit.codes, "|")] = true
			f.Keys++
			if e.filled {
				f.Numbers++
			}
		}
	}
	return f
}

// assembleList fills the grid of the list. A1 has none: what it prints is kept,
// what it lacks is no absence.
func (lr *listReader) assembleList(r *Report) {
	lr.settleLines()
	lr.openSums()
	lr.strayLines()
	unknown, keys := lr.observeLines()
	g := lr.form.grid
	facts := make([]Fact, len(g.template))
	lr.competeLists()
	lr.doubtUnnamed()
	claims := map[Key][]int{}
	var others []Key
	for i := range lr.obs {
		k := lr.obs[i].key.Key
		if _, ok := g.index[k]; !ok && claims[k] == nil {
			others = append(others, k)
		}
		claims[k] = append(claims[k], i)
	}
	for at := range facts {
		f, cell := &facts[at], &g.template[at]
		f.Table, f.Indicator, f.Unit = cell.Table, cell.Indicator, cell.Unit
		if c := claims[f.Key()]; len(c) > 0 {
			lr.settle(f, c, r)
			if (lr.undecided[f.Key()] || lr.missing[f.Indicator]) && f.Status != Ambiguous {
				f.flag(FlagTablesCompete) // printed elsewhere too, and not readable there
			}
			lr.besideStrayLine(f)
			continue
		}
		switch {
		case lr.undecided[f.Key()], !lr.own && lr.form.name != "A1":
			f.Status = Ambiguous // printed, but not where; or only for another time
		case lr.missing[f.Indicator]:
			f.Status = ColumnAbsent
		default:
			f.Status = RowAbsent
		}
		lr.besideStrayLine(f)
	}
	r.Facts = facts
	for _, k := range others {
		f := Fact{Table: "nonstandard", Indicator: k.Indicator, Unit: "piece"}
		lr.settle(&f, claims[k], r)
		r.Facts = append(r.Facts, f)
	}
	lr.checkList(r, r.Facts[:len(g.template):len(g.template)])
	if lr.form.name == "A1" {
		r.Facts = slices.DeleteFunc(r.Facts, func(f Fact) bool { return f.Status == RowAbsent })
	}
	lr.listIssues(r, unknown, keys)
	lr.footer(r)
}

// competeLists flags two lists that contradict each other: that of another year or
// body, say, whose title does not say so. Two numbers that differ are enough.
func (lr *listReader) competeLists() {
	type pair struct{ a, b *view }
	first := map[Key][]int{}
	against := map[pair]int{}
	for i := range lr.obs {
		o := &lr.obs[i]
		for _, k := range first[o.key.Key] {
			if p := &lr.obs[k]; p.view != o.view && (contradict(&o.value, &p.value) || contradict(&p.value, &o.value)) {
				against[pair{p.view, o.view}]++
			}
		}
		if len(first[o.key.Key]) < 8 {
			first[o.key.Key] = append(first[o.key.Key], i)
		}
	}
	doubtful := map[*view]bool{} // nil: running text
	for p, n := range against {
		if n >= 2 {
			doubtful[p.a], doubtful[p.b] = true, true
		}
	}
	bodies := false // a title names another body: it may stand above the wrong list
	for _, v := range lr.views {
		bodies = bodies || v.otherYear != "" && len(v.cells) > 0 && lr.titlesOtherBody(v.otherYear)
	}
	for i := range lr.obs {
		if o := &lr.obs[i]; bodies || doubtful[o.view] {
			o.value.flag(FlagTablesCompete)
		}
	}
}

// contradict reports a number against another, or against a sign for none.
func contradict(a, b *Value) bool {
	switch b.Status {
	case Reported:
		return a.Status == Reported && a.Dec.Cmp(b.Dec) != 0
	case Blank, Dash, Slash, None:
		return a.Status == Reported && !a.Dec.IsZero()
	}
	return false
}

// listIssues tells what is missing, undecided, doubled or unknown.
func (lr *listReader) listIssues(r *Report, unknown []string, keys []Key) {
	var missing, undecided []Key
	for i := range r.Facts {
		switch f := &r.Facts[i]; f.Status {
		case RowAbsent, ColumnAbsent:
			missing = append(missing, f.Key())
		case Ambiguous:
			undecided = append(undecided, f.Key())
		}
	}
	for _, told := range []struct {
		code, severity string
		keys           []Key
	}{{"rows_missing", "warning", missing}, {"cells_ambiguous", "warning", undecided}, {"cells_doubled", "info", lr.doubled}} {
		if len(told.keys) > 0 {
			r.Issues = append(r.Issues, issue(told.code, told.severity, told.keys, ""))
		}
	}
	for _, v := range lr.views {
		if v.otherYear != "" && len(v.cells) > 0 {
			r.Issues = append(r.Issues, issue("other_year_set_aside", "info", nil, cleanLabel(v.otherYear)))
		}
	}
	if len(unknown) > 0 {
		lines := make([]string, len(unknown))
		for i := range unknown {
			lines[i] = keys[i].Indicator + " = " + unknown[i]
		}
		r.Issues = append(r.Issues, issue("lines_unknown", "info", keys, strings.Join(lines, "; ")))
	}
}

// footer takes the telephone and the date from the fields below the list.
// Names of persons are not kept.
func (lr *listReader) footer(r *Report) {
	text := strings.Join(lr.footers, " ")
	if text == "" {
		return
	}
	p := newPrintedLine(text)
	if phone := p.phone(); r.Contact.Phone == "" && !mobile(phone) {
		r.Contact.Phone = phone
		if f := Fold(phone); f != "" && phoneSuspect(f) {
			r.headerIssue("phone_suspect", phone)
		}
	}
	if r.WrittenAt == "" {
		if at, ok := p.after("填报日期", "填表日期", "报出日期"); ok {
			r.WrittenAt = firstDate(p.folded[at:])
		}
	}
}

// mobile reports the number of a person: eleven digits that begin with 1.
func mobile(phone string) bool {
	f := Fold(phone)
	return len(f) == 11 && f[0] == '1'
}
