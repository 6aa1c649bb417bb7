package mutate

import (
	"testing"

	"github.com/gongkai-data/gongkai/normalize"
)

// TestTraceless: a number below a label that is not its own is excused only
// where nothing printed contradicts it.
func TestTraceless(t *testing.T) {
	build := func() (*Report, *Sheet, []int) {
		n := uint64(0)
		r := New(NewRand(3, n), "C")
		for !r.Sound {
			n++
			r = New(NewRand(3, n), "C")
		}
		s := r.sheets("applications")[0]
		return r, s, s.plainRows()
	}
	key := func(s *Sheet, i int) normalize.Key { return s.Rows[i].Boxes[1].Key }
	relabel := func(s *Sheet, i int) {
		for j, b := range s.Rows[i+1].Boxes {
			if j > 0 {
				s.Rows[i].Boxes[j].Seen = b.Seen
			}
		}
	}
	r, s, at := build()
	i := at[4] // a row inside a group, and the next one
	if at[5] != i+1 {
		t.Fatal("rows do not follow each other")
	}
	next, value := key(s, i+1), s.Rows[i].Boxes[1].Value
	if r.evidence().traceless(next, s.Rows[i+1].Boxes[1].Value) {
		t.Error("a number at its own place is excused")
	}
	relabel(s, i)
	if r.evidence().traceless(next, value) {
		t.Error("a label that stands twice is excused")
	}
	s.drop(i + 1)
	if !r.evidence().traceless(next, value) {
		t.Error("a row under the label of a row that is gone is not excused")
	}
	if r.evidence().traceless(next, value.Add(normalize.Int(1))) {
		t.Error("a number that stands nowhere is excused")
	}
	s.Rows[i].Boxes[1].Traced = true
	if r.evidence().traceless(next, value) {
		t.Error("a cell that shows its damage is excused")
	}
}

// TestRulesHold: the rules that decide what could be told are those that a true
// report satisfies.
func TestRulesHold(t *testing.T) {
	for n := range 200 {
		r := New(NewRand(4, uint64(n)), "A1", "A2", "B", "C", "C6")
		p := r.evidence()
		held := true
		for _, q := range rules(r.Form) {
			held = held && q.satisfiable(p)
		}
		if held != r.Sound {
			t.Errorf("report %d, form %s: sound %v, rules hold %v", n, r.Form, r.Sound, held)
		}
	}
}

// TestTitledOther: the title above a table says whose it is, whatever sentence
// stands between, and an exchange of titles leaves no trace.
func TestTitledOther(t *testing.T) {
	own, old := &Sheet{Table: "proactive"}, &Sheet{}
	title := Part{Text: "上年度数据（2023年）", Other: true}
	r := &Report{Parts: []Part{{Text: "二、主动公开政府信息情况"}, {Sheet: own}, title, {Text: "例如，某单位公开3件。"}, {Sheet: old}}}
	if r.titledOther(1) || !r.titledOther(4) {
		t.Error("a title is not taken for that of the table below it")
	}
	r.Parts = []Part{{Text: "二、主动公开政府信息情况"}, {Sheet: own}, title, {Sheet: old}}
	headingsSwapped(NewRand(1, 1), r)
	if !r.titledOther(1) || r.titledOther(3) {
		t.Error("exchanged titles stay with their tables")
	}
}
