package mutate

import (
	"fmt"
	"strings"

	"github.com/gongkai-data/gongkai/normalize"
)

// makers makes the tables of each form that is known here.
var makers = []struct {
	form     string
	years    [2]int // that the form is expected in
	headings []string
	tables   func(g *maker) []*Sheet
}{
	{"A1", [2]int{2008, 2013}, []string{"附表：政府信息公开情况统计表"}, (*maker).formA1},
	{"A2", [2]int{2014, 2018}, []string{"附件：政府信息公开情况统计表"}, (*maker).formA2},
	{"B", [2]int{2019, 2020}, tableHeadings, (*maker).formB},
	{"C", [2]int{2021, 2025}, tableHeadings, (*maker).formC},
	{"C6", [2]int{2021, 2023}, tableHeadings, (*maker).formC6},
}

var tableHeadings = []string{"二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况"}

// maker makes one report.
type maker struct {
	*Rand
	numbers map[normalize.Key]normalize.Decimal
	size    int // 0 nothing to count, 1 a township, 2 a county, 3 a city
	varied  bool
}

// Forms are the forms that New takes where none is named.
var Forms = []string{"B", "B", "C", "C", "C6"}

// New makes a true report on one of the forms: the same seed and number give
// the same report. A form that is named twice comes twice as often.
func New(rnd *Rand, forms ...string) *Report {
	if len(forms) == 0 {
		forms = Forms
	}
	form := pick(rnd, forms)
	for i := range makers {
		if makers[i].form == form {
			return newReport(rnd, i)
		}
	}
	return &Report{Form: form} // a form that is not known has nothing to print
}

func newReport(rnd *Rand, n int) *Report {
	m := &makers[n]
	g := &maker{Rand: rnd, numbers: map[normalize.Key]normalize.Decimal{}, size: pick(rnd, []int{0, 1, 1, 2, 2, 2, 3}), varied: rnd.Chance(40)}
	r := &Report{Form: m.form, Year: m.years[0] + rnd.N(m.years[1]-m.years[0]+1), Sound: true, Number: g.numbers, Said: map[normalize.Key]normalize.Decimal{}}
	r.Body = pick(rnd, []string{"青禾区云岭镇人民政府", "青禾区教育局", "望舒市人民政府", "望舒市水务局", "青禾区东河街道办事处"})
	r.Title = fmt.Sprintf("%s%d年政府信息公开工作年度报告", r.Body, r.Year)
	sheets := m.tables(g)
	if rnd.Chance(20) {
		g.contradict(r.Form, sheets)
		r.Sound = false
	}
	r.Parts = append(r.Parts, g.preface(r)...)
	for i, s := range sheets {
		r.Parts = append(r.Parts, Part{Text: m.headings[i]}, Part{Sheet: s})
	}
	r.Parts = append(r.Parts, Part{Text: "五、存在的主要问题及改进情况"}, Part{Text: "公开的主动性有待提高。下一步将加强培训，每季度检查不少于1次。"},
		Part{Text: "六、其他需要报告的事项"}, Part{Text: "本年度未收取信息处理费。"})
	return r
}

// preface is what stands above the tables.
func (g *maker) preface(r *Report) []Part {
	out := []Part{{Text: fmt.Sprintf("本报告所列数据的统计期限自%d年1月1日起至%d年12月31日止。", r.Year, r.Year)}, {Text: "一、总体情况"}}
	fresh := r.Number[normalize.Key{Indicator: "applications.new", Applicant: "total"}]
	if n, ok := r.Number[normalize.Key{Indicator: "a2.applications.received"}]; ok {
		fresh = n
	}
	if g.Chance(60) {
		out = append(out, Part{Text: fmt.Sprintf("%d年，本机关主动公开政府信息%d条，收到政府信息公开申请%s件，均已按时办结。", r.Year, 20+g.N(900), fresh)})
	}
	return out
}

// contradict makes the printed numbers break a rule, as publishers do (V46).
func (g *maker) contradict(form string, sheets []*Sheet) {
	wrong := map[normalize.Key]bool{}
	for range 1 + g.N(2) {
		q := pick(g.Rand, rules(form))
		wrong[pick(g.Rand, append(q.left, q.right...))] = true
		if g.Chance(70) {
			break
		}
	}
	for _, s := range sheets {
		for i := range s.Rows {
			for j := range s.Rows[i].Boxes {
				if b := &s.Rows[i].Boxes[j]; b.Kind == Value && wrong[b.Key] {
					b.set(b.Value.Coef + int64(1+g.N(9)))
				}
			}
		}
	}
}

// set prints a whole number.
func (b *Box) set(n int64) {
	b.Value = normalize.Int(n)
	b.Text = b.Value.String()
}

// word chooses a wording: the official one, or any that was seen.
func (g *maker) word(labels []string) string {
	if g.varied && g.Chance(40) {
		return pick(g.Rand, labels)
	}
	return labels[0]
}

// count is one number of plausible size; most are zero.
func (g *maker) count() int64 {
	switch g.size {
	case 0:
		return 0
	case 1:
		if g.Chance(80) {
			return 0
		}
		return int64(1 + g.N(6))
	case 2:
		if g.Chance(50) {
			return 0
		}
		return int64(1 + g.N(80))
	}
	if g.Chance(25) {
		return 0
	}
	return int64(1 + g.N(3000))
}

func (g *maker) number(indicator, applicant string, d normalize.Decimal) Box {
	k := normalize.Key{Indicator: indicator, Applicant: applicant}
	g.numbers[k] = d
	return Box{Kind: Value, Text: d.String(), Rows: 1, Cols: 1, Key: k, Seen: k, Value: d, Status: normalize.Reported}
}

func text(kind Kind, s string, rows, cols int) Box {
	return Box{Kind: kind, Text: s, Rows: rows, Cols: cols}
}

func head(code, s string, rows, cols int) Box {
	return Box{Kind: Head, Code: code, Text: s, Rows: rows, Cols: cols}
}

// over is a label above several columns.
func over(code, s string, cols int) Box {
	return Box{Kind: Note, Code: code, Text: s, Rows: 1, Cols: cols}
}

func (g *maker) formB() []*Sheet {
	return []*Sheet{g.proactive(blocksB), g.applications([]row{otherRow}), g.litigation()}
}
func (g *maker) formC() []*Sheet {
	return []*Sheet{g.proactive(blocksC), g.applications(otherRows), g.litigation()}
}
func (g *maker) formC6() []*Sheet {
	return []*Sheet{g.proactive(blocksC), g.applications([]row{otherRow}), g.litigation()}
}

// proactive is table 1: blocks of a caption, a header and rows, four columns wide.
func (g *maker) proactive(blocks []block) *Sheet {
	s := &Sheet{Table: "proactive"}
	const width = 12 // three columns of four, two of six, one of twelve
	for _, b := range blocks {
		s.Rows = append(s.Rows, Row{NoteRow, []Box{text(Note, b.article, 1, width+1)}})
		span := width / len(b.measures)
		head1 := Row{HeadRow, []Box{text(Note, "信息内容", 1, 1)}}
		for _, m := range b.measures {
			head1.Boxes = append(head1.Boxes, head(m.code, g.word(m.labels), 1, span))
		}
		s.Rows = append(s.Rows, head1)
		for _, sub := range b.subjects {
			line := Row{DataRow, []Box{text(Label, g.word(sub.labels), 1, 1)}}
			for _, m := range b.measures {
				v := g.proactiveNumber(sub.code, m.code)
				v.Cols = span
				line.Boxes = append(line.Boxes, v)
			}
			s.Rows = append(s.Rows, line)
		}
	}
	return s
}

func (g *maker) proactiveNumber(subject, measure string) Box {
	n := g.count()
	d := normalize.Int(n)
	switch {
	case measure == "items_change" && g.Chance(40):
		d.Coef = -d.Coef
	case subject == "fees" && measure == "amount" && n > 0 && g.Chance(70):
		d = normalize.Decimal{Coef: n*10000 + int64(1+g.N(9999)), Scale: 4}
	case subject == "procurement" && measure == "amount" && n > 0: // the form prints no unit: a report that does not either leaves it open
		d = normalize.Decimal{Coef: n*100 + int64(g.N(100)), Scale: 2}
		b := g.number("proactive."+subject+"."+measure, "", d)
		b.Text += "万元"
		return b
	}
	return g.number("proactive."+subject+"."+measure, "", d)
}

// line7 is one row of the applications table, its total the sum of the others.
type line7 [7]int64

func (g *maker) line7() (x line7) {
	if g.Chance(35) {
		return x
	}
	for i := range 6 {
		if i == 0 || g.Chance(35) {
			x[i] = g.count()
		}
		x[6] += x[i]
	}
	return x
}

// applications is table 2: R1, R2 and R3 hold.
func (g *maker) applications(other []row) *Sheet {
	s := &Sheet{Table: "applications", Rows: g.applicationsHead()}
	results := append(append([]row{}, resultRows...), other...)
	values := map[string]line7{}
	var total line7
	for _, r := range results {
		x := g.line7()
		values[r.code] = x
		for i := range x {
			total[i] += x[i]
		}
	}
	out, in := g.line7(), g.line7()
	var fresh line7
	for i := range 6 {
		if in[i] > total[i]+out[i] {
			in[i] = total[i] + out[i]
		}
		fresh[i] = total[i] + out[i] - in[i]
	}
	in[6], fresh[6] = 0, 0
	for i := range 6 {
		in[6] += in[i]
		fresh[6] += fresh[i]
	}
	values["new"], values["carried_in"], values["carried_out"], values["result.total"] = fresh, in, out, total
	for _, r := range firstRows {
		s.Rows = append(s.Rows, g.dataRow(r, values[r.code], text(Label, g.word(r.labels), 1, 3)))
	}
	results = append(results, lastRows[0])
	for i, r := range results {
		var boxes []Box
		if i == 0 {
			boxes = append(boxes, text(Group, "三、本年度办理结果", len(results), 1))
		}
		grouped := strings.Count(r.code, ".") == 2
		if r.group != "" {
			n := 1
			for i+n < len(results) && results[i+n].group == "" && strings.Count(results[i+n].code, ".") == 2 {
				n++
			}
			boxes = append(boxes, text(Group, r.group, n, 1))
		}
		width := 2
		if grouped {
			width = 1
		}
		s.Rows = append(s.Rows, g.dataRow(r, values[r.code], append(boxes, text(Label, g.word(r.labels), 1, width))...))
	}
	s.Rows = append(s.Rows, g.dataRow(lastRows[1], out, text(Label, g.word(lastRows[1].labels), 1, 3)))
	return s
}

func (g *maker) dataRow(r row, x line7, labels ...Box) Row {
	line := Row{DataRow, labels}
	for i, c := range columns {
		line.Boxes = append(line.Boxes, g.number("applications."+r.code, c.code, normalize.Int(x[i])))
	}
	return line
}

func (g *maker) applicationsHead() []Row {
	h := make([]Box, 7)
	for i, c := range columns {
		h[i] = head(c.code, g.word(c.labels), 1, 1)
	}
	h[0].Rows, h[6].Rows = 2, 2
	return []Row{
		{HeadRow, []Box{text(Note, relation, 3, 3), over("applicants", "申请人情况", 7)}},
		{HeadRow, []Box{h[0], over("organisations", "法人或其他组织", 5), h[6]}},
		{HeadRow, append([]Box{}, h[1:6]...)},
	}
}

// litigation is table 3: R4 holds.
func (g *maker) litigation() *Sheet {
	var heads [15]Box
	var line Row
	for i, b := range litigationBlocks {
		sum := int64(0)
		for k, o := range outcomes {
			heads[5*i+k] = head(b+"."+o.code, g.word(o.labels), 1, 1)
			n := g.count() % 200
			if o.code == "total" {
				n = sum
			}
			sum += n
			line.Boxes = append(line.Boxes, g.number("litigation."+b+"."+o.code, "", normalize.Int(n)))
		}
	}
	second := Row{Kind: HeadRow}
	for _, h := range heads[:5] {
		h.Rows = 2
		second.Boxes = append(second.Boxes, h)
	}
	second.Boxes = append(second.Boxes, text(Note, "未经复议直接起诉", 1, 5), text(Note, "复议后起诉", 1, 5))
	return &Sheet{Table: "litigation", Rows: []Row{
		{HeadRow, []Box{text(Note, "行政复议", 1, 5), text(Note, "行政诉讼", 1, 10)}},
		second,
		{HeadRow, append([]Box{}, heads[5:]...)},
		line,
	}}
}
