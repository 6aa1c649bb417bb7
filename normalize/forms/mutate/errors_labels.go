package mutate

import (
	"fmt"
	"slices"
	"strings"
)

// groupErrors damage the labels that hold rows together, and the numbering.
var groupErrors = []Mutation{
	{"group_label_lost", "V05", true, groupLabelLost},
	{"group_labels_all_lost", "V05", true, groupLabelsAllLost},
	{"group_label_variant", "V02", true, groupLabelVariant},
	{"groups_without_cells", "V05", true, groupsWithoutCells},
	{"group_joined_to_leaf", "V24", true, groupJoinedToLeaf},
	{"group_on_each_row", "V51", true, groupOnEachRow},
	{"group_in_row_of_its_own", "V51", true, groupInRowOfItsOwn},
	{"renumbered", "V01 V03", true, renumbered},
	{"ordinals_lost", "V01", true, ordinalsLost},
	{"ordinals_in_a_column", "V47", true, ordinalsInAColumn},
}

// labelErrors damage the labels of rows.
var labelErrors = []Mutation{
	{"label_lost", "V14", false, labelLost},
	{"label_column_lost", "V24", false, labelColumnLost},
	{"label_of_next_row", "issue 5: misprinted labels", false, labelOfNextRow},
	{"label_char_wrong", "V13", false, misprintLabels(charWrong)},
	{"label_char_missing", "V14", false, misprintLabels(charMissing)},
	{"label_char_added", "V53", false, misprintLabels(charAdded)},
	{"label_homoglyph", "V13", false, misprintLabels(homoglyph)},
	{"label_cut_off", "V08 V15", false, misprintLabels(cutOff)},
	{"label_explained", "V16", true, labelExplained},
	{"labels_traditional", "V38", true, allLabels(traditional)},
	{"labels_full_width", "V41", true, allLabels(fullWidth)},
	{"labels_spaced", "V07", true, allLabels(spaced)},
	{"labels_vertical", "V09", true, allLabels(vertical)},
	{"labels_broken", "V06", true, allLabels(broken)},
}

// groups lists the boxes of groups of the applications tables.
func (r *Report) groups() (out []*Box) {
	for _, s := range r.sheets("applications") {
		for i := range s.Rows {
			for j := range s.Rows[i].Boxes {
				if b := &s.Rows[i].Boxes[j]; b.Kind == Group && b.Text != "" {
					out = append(out, b)
				}
			}
		}
	}
	return out
}

func groupLabelLost(rnd *Rand, r *Report) bool {
	g := r.groups()
	if len(g) == 0 {
		return false
	}
	pick(rnd, g).Text = ""
	return true
}

func groupLabelsAllLost(_ *Rand, r *Report) bool {
	g := r.groups()
	for _, b := range g {
		b.Text = ""
	}
	return len(g) > 0
}

func groupLabelVariant(rnd *Rand, r *Report) bool {
	g := r.groups()
	if len(g) == 0 {
		return false
	}
	b := pick(rnd, g)
	was := b.Text
	b.Text = strings.NewReplacer("（三）", "（3） \n", "（四）", "(4)", "（五）", "5、", "（六）", "（6）\n", "三、", "3．").Replace(b.Text)
	return b.Text != was
}

// groupsWithoutCells removes the column of groups: labels take its place.
func groupsWithoutCells(rnd *Rand, r *Report) bool {
	s := matrix(rnd, r, 4)
	if s == nil {
		return false
	}
	return s.ungroup(func(_ *Box, _ int, _ *Row) {})
}

// ungroup takes the groups inside 三、本年度办理结果 off and widens the labels of
// their rows; each is told of every row that it held.
func (s *Sheet) ungroup(each func(g *Box, nth int, r *Row)) bool {
	found := false
	for i := range s.Rows {
		g := s.innerGroup(i)
		if g == nil {
			continue
		}
		found = true
		was := *g
		for n := 0; n < was.Rows && i+n < len(s.Rows); n++ {
			row := &s.Rows[i+n]
			if l := row.label(); l != nil {
				l.Cols += was.Cols
			}
			each(&was, n, row)
		}
		row := &s.Rows[i]
		row.Boxes = slices.DeleteFunc(row.Boxes, func(b Box) bool { return b.Kind == Group && b.Rows == was.Rows && b.Text == was.Text })
	}
	return found
}

func groupJoinedToLeaf(rnd *Rand, r *Report) bool {
	s := matrix(rnd, r, 4)
	if s == nil {
		return false
	}
	return s.ungroup(func(g *Box, nth int, row *Row) {
		if l := row.label(); nth == 0 && l != nil && l.Text != "" {
			l.Text = g.Text + " " + l.Text
		}
	})
}

// groupOnEachRow prints the label of a group in a cell of every row, as tables
// look whose merged cells were undone.
func groupOnEachRow(rnd *Rand, r *Report) bool {
	s := matrix(rnd, r, 4)
	if s == nil {
		return false
	}
	filled := rnd.Chance(60)
	found := false
	for i := range s.Rows {
		g := s.innerGroup(i)
		if g == nil || g.Rows < 2 {
			continue
		}
		found = true
		one := *g
		n := g.Rows
		g.Rows, one.Rows = 1, 1
		if !filled {
			one.Text = ""
		}
		for k := i + 1; k < i+n && k < len(s.Rows); k++ {
			s.Rows[k].Boxes = slices.Insert(s.Rows[k].Boxes, 0, one)
		}
	}
	return found
}

// groupInRowOfItsOwn prints the label of a group above its rows, with empty cells beside it.
func groupInRowOfItsOwn(rnd *Rand, r *Report) bool {
	s := matrix(rnd, r, 4)
	if s == nil {
		return false
	}
	var at []int
	for i := range s.Rows {
		if s.innerGroup(i) != nil {
			at = append(at, i)
		}
	}
	if len(at) == 0 {
		return false
	}
	i := pick(rnd, at)
	g := *s.innerGroup(i)
	for n := 0; n < g.Rows && i+n < len(s.Rows); n++ {
		if l := s.Rows[i+n].label(); l != nil {
			l.Cols += g.Cols
		}
	}
	s.Rows[i].Boxes = slices.DeleteFunc(s.Rows[i].Boxes, func(b Box) bool { return b.Kind == Group && b.Text == g.Text })
	g.Rows, g.Cols = 1, 2
	line := Row{NoteRow, []Box{g}}
	for range columns {
		line.Boxes = append(line.Boxes, text(Note, "", 1, 1))
	}
	s.insert(i, line)
	return true
}

// rewrite changes the text of the labels that pass, and reports a change.
func (r *Report) rewrite(kinds []Kind, f func(b *Box) string) bool {
	changed := false
	r.boxes(func(b *Box) {
		if slices.Contains(kinds, b.Kind) && b.Text != "" {
			if s := f(b); s != b.Text {
				b.Text, changed = s, true
			}
		}
	})
	return changed
}

var ordinals = strings.NewReplacer("1.", "①", "2.", "2、", "3.", "（3）", "4.", "4 ", "5.", "5．", "（三）", "（3）", "（四）", "4.", "四、", "4、", "二、", "2.", "一、", "1 、")

func renumbered(_ *Rand, r *Report) bool {
	return r.rewrite([]Kind{Label, Group}, func(b *Box) string { return ordinals.Replace(b.Text) })
}

func ordinalsLost(_ *Rand, r *Report) bool {
	return r.rewrite([]Kind{Label, Group}, func(b *Box) string { return withoutOrdinal(b.Text) })
}

// withoutOrdinal cuts 一、 （一） 1. from a label.
func withoutOrdinal(s string) string {
	for _, sep := range []string{"、", "）", ".", "．"} {
		if i := strings.Index(s, sep); i > 0 && i <= len("（三") {
			return s[i+len(sep):]
		}
	}
	return s
}

// ordinalsInAColumn numbers the rows in a column of their own.
func ordinalsInAColumn(rnd *Rand, r *Report) bool {
	s := matrix(rnd, r, 4)
	if s == nil {
		return false
	}
	n := 0
	for i := range s.Rows {
		b := text(Note, "", 1, 1)
		if i == 0 {
			b.Text = "序号"
		}
		if s.Rows[i].Kind == DataRow {
			n++
			b = text(Note, fmt.Sprint(n), 1, 1)
		}
		s.Rows[i].Boxes = slices.Insert(s.Rows[i].Boxes, 0, b)
	}
	return true
}

// labels lists the boxes that name rows of the report's own tables.
func (r *Report) labels() (out []*Box) {
	r.boxes(func(b *Box) {
		if b.Kind == Label && b.Text != "" {
			out = append(out, b)
		}
	})
	return out
}

func labelLost(rnd *Rand, r *Report) bool {
	ls := r.labels()
	if len(ls) == 0 {
		return false
	}
	pick(rnd, ls).Text = ""
	return true
}

func labelColumnLost(rnd *Rand, r *Report) bool {
	s := some(rnd, r, 2)
	if s == nil {
		return false
	}
	found := false
	for _, i := range s.data() {
		if l := s.Rows[i].label(); l != nil {
			l.Text, found = "", true
		}
	}
	return found
}

// labelOfNextRow prints the label of a row twice: beside its own numbers and
// beside those of the row above.
func labelOfNextRow(rnd *Rand, r *Report) bool {
	s := some(rnd, r, 3)
	if s == nil {
		return false
	}
	data := s.data()
	n := rnd.N(len(data) - 1)
	row, next := &s.Rows[data[n]], &s.Rows[data[n+1]]
	if row.label() == nil || next.label() == nil || next.label().Text == "" {
		return false
	}
	v, w := row.values(), next.values()
	if len(v) == 0 || len(v) != len(w) {
		return false
	}
	row.label().Text = next.label().Text
	for k := range v {
		row.Boxes[v[k]].Seen = next.Boxes[w[k]].Seen
	}
	r.Sound = false
	return true
}

// misprintLabels damages one to three labels of rows.
func misprintLabels(how func(rnd *Rand, s string) string) func(rnd *Rand, r *Report) bool {
	return func(rnd *Rand, r *Report) bool { return misprint(rnd, r.labels(), how) }
}

func misprint(rnd *Rand, bs []*Box, how func(rnd *Rand, s string) string) bool {
	if len(bs) == 0 {
		return false
	}
	changed := false
	for range 1 + rnd.N(3) {
		b := pick(rnd, bs)
		if s := how(rnd, b.Text); s != b.Text {
			b.Text, changed = s, true
		}
	}
	return changed
}

// strays are characters that stand where others belong.
var strays = []rune("的在工作人民情况本年和数件他公开处理申请口丶乂")

func charWrong(rnd *Rand, s string) string {
	rs := []rune(s)
	if len(rs) > 0 {
		rs[rnd.N(len(rs))] = pick(rnd, strays)
	}
	return string(rs)
}

func charMissing(rnd *Rand, s string) string {
	rs := []rune(s)
	if len(rs) > 1 {
		i := rnd.N(len(rs))
		rs = slices.Delete(rs, i, i+1)
	}
	return string(rs)
}

func charAdded(rnd *Rand, s string) string {
	rs := []rune(s)
	return string(slices.Insert(rs, rnd.N(len(rs)+1), pick(rnd, strays)))
}

// lookalikes are pairs that typists and character recognition confuse.
var lookalikes = []rune("已己末未日曰人入大太天夫不下于干理埋请清申甲公厶开幵政攻信倍息恳法洁律津令今重垂复夏自白结给制刷发友提堤收攵下卞上土续读计汁处外件仵年牛")

func homoglyph(rnd *Rand, s string) string {
	rs := []rune(s)
	for range 12 {
		i := rnd.N(len(rs))
		if n := slices.Index(lookalikes, rs[i]); n >= 0 {
			rs[i] = lookalikes[n^1]
			break
		}
	}
	return string(rs)
}

// cutOff keeps the first half or more of a text.
func cutOff(rnd *Rand, s string) string {
	rs := []rune(s)
	if len(rs) < 4 {
		return s
	}
	return string(rs[:len(rs)/2+rnd.N(len(rs)/2)])
}

var explanations = []string{"（指本机关受理的）", "（含网络申请）", "（注：按件统计）", "（单位：件）", "（不含重复）"}

func labelExplained(rnd *Rand, r *Report) bool {
	ls := r.labels()
	if len(ls) == 0 {
		return false
	}
	pick(rnd, ls).Text += pick(rnd, explanations)
	return true
}

// allLabels prints every label of one table, or of all, in another way.
func allLabels(how func(s string) string) func(rnd *Rand, r *Report) bool {
	return func(_ *Rand, r *Report) bool {
		return r.rewrite([]Kind{Label, Group, Head, Note}, func(b *Box) string { return how(b.Text) })
	}
}

var toTraditional = strings.NewReplacer("规", "規", "开", "開", "关", "關", "业", "業", "务", "務", "机", "機", "构", "構", "国", "國", "会", "會", "执", "執", "许", "許",
	"强", "強", "费", "費", "处", "處", "总", "總", "计", "計", "诉", "訴", "讼", "訟", "复", "復", "议", "議", "维", "維", "纠", "糾", "转", "轉", "结", "結", "续", "續",
	"办", "辦", "现", "現", "无", "無", "据", "據", "类", "類", "护", "護", "权", "權", "发", "發", "数", "數", "对", "對", "项", "項", "购", "購", "额", "額", "单", "單",
	"万", "萬", "内", "內", "举", "舉", "报", "報", "请", "請", "当", "當", "补", "補", "过", "過", "应", "應", "缴", "繳", "纳", "納", "没", "沒", "为", "為", "确", "確",
	"认", "認", "获", "獲", "属", "屬", "组", "組", "织", "織", "团", "團", "审", "審", "询", "詢", "时", "時", "级", "級", "质", "質", "县", "縣", "书", "書", "种", "種")

func traditional(s string) string { return toTraditional.Replace(s) }

func fullWidth(s string) string {
	return strings.Map(func(r rune) rune {
		if r > ' ' && r < 0x7F {
			return r + 0xFEE0
		}
		return r
	}, s)
}

func spaced(s string) string {
	var b strings.Builder
	for i, r := range []rune(s) {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

func vertical(s string) string {
	return strings.ReplaceAll(spaced(strings.ReplaceAll(s, "\n", "")), " ", "\n")
}

func broken(s string) string {
	rs := []rune(s)
	if len(rs) < 3 {
		return s
	}
	return string(rs[:len(rs)/2]) + "\n" + string(rs[len(rs)/2:])
}
