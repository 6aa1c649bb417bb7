package watch

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/normalize"
)

func codes(r *normalize.Report) []string {
	var out []string
	for _, i := range r.Issues {
		out = append(out, i.Severity+" "+i.Code)
	}
	slices.Sort(out)
	return out
}

func TestAlone(t *testing.T) {
	overview := func(r *normalize.Report, text string) { r.Sections[1].Text = text }
	for _, c := range []struct {
		name string
		year int
		make func(r *normalize.Report)
		want []string
	}{
		{"sound", 2023, func(r *normalize.Report) {}, nil},
		{"sound on form B", 2019, func(r *normalize.Report) {}, nil},
		{"newly disclosed above the total", 2020, func(r *normalize.Report) { set(r, "proactive.regulations.newly_disclosed", "", 4) },
			[]string{"warning stock_impossible", "warning unauthorised_regulation"}},
		{"regulations of a township", 2023, func(r *normalize.Report) {
			r.Body.Level, r.Body.Type = "township", "township"
			set(r, "proactive.regulations.in_force", "", 6)
		}, []string{"warning unauthorised_regulation"}},
		{"regulations of a city", 2023, func(r *normalize.Report) {
			r.Body.Level, r.Body.Type = "prefecture", "government"
			set(r, "proactive.regulations.in_force", "", 6)
		}, nil},
		{"regulations of a city's department", 2023, func(r *normalize.Report) {
			r.Body.Level = "prefecture"
			set(r, "proactive.regulations.in_force", "", 6)
		}, []string{"warning unauthorised_regulation"}},
		{"regulations that may be misread", 2023, func(r *normalize.Report) {
			set(r, "proactive.regulations.in_force", "", 6)
			fact(r, "proactive.regulations.in_force", "").Flags = []normalize.Flag{normalize.FlagLabelFuzzy}
		}, nil},
		{"level not known", 2023, func(r *normalize.Report) {
			r.Body.Level = ""
			set(r, "proactive.regulations.in_force", "", 6)
		}, nil},
		{"suits without requests", 2023, func(r *normalize.Report) {
			set(r, "applications.result.total", "total", 0)
			set(r, "applications.carried_in", "total", 0)
			set(r, "litigation.review.total", "", 2)
		}, []string{"info suits_without_requests"}},
		{"items as decisions", 2019, func(r *normalize.Report) {
			set(r, "proactive.licensing.items_prev_year", "", 75)
			set(r, "proactive.licensing.items_change", "", 13)
			set(r, "proactive.licensing.decisions", "", 88)
		}, []string{"warning suspected_misplaced_value"}},
		{"few items as decisions", 2019, func(r *normalize.Report) {
			set(r, "proactive.licensing.items_prev_year", "", 2)
			set(r, "proactive.licensing.items_change", "", 0)
			set(r, "proactive.licensing.decisions", "", 2)
		}, nil},
		{"all zero", 2023, func(r *normalize.Report) {
			for i := range r.Facts {
				r.Facts[i].Value = normalize.Int(0)
			}
		}, []string{"info all_zero_or_blank"}},
		{"all blank", 2023, func(r *normalize.Report) {
			for i := range r.Facts {
				r.Facts[i].Status = normalize.Blank
			}
		}, []string{"warning all_zero_or_blank"}},
		{"sentence names the number", 2023, func(r *normalize.Report) {
			overview(r, "2023年，全局共收到政府信息公开申请"+fact(r, "applications.new", "total").Raw+"件，均已按时办结。")
		}, nil},
		{"sentence names another number", 2023, func(r *normalize.Report) {
			overview(r, "2023年，全局共收到政府信息公开申请４00件，均已按时办结。")
		}, []string{"warning narrative_conflict"}},
		{"sentence says none", 2023, func(r *normalize.Report) { overview(r, "全年未收到政府信息公开申请。") }, []string{"warning narrative_conflict"}},
		{"sentence on a part", 2023, func(r *normalize.Report) {
			overview(r, "其中通过网络收到政府信息公开申请400件，街道受理政府信息公开申请5件，同比收到公开申请增加77件，收到政府信息公开申请100余件。")
		}, nil},
		{"sentence on reviews", 2023, func(r *normalize.Report) { overview(r, "全年发生行政复议99件，行政诉讼88件。") },
			[]string{"warning narrative_conflict", "warning narrative_conflict"}},
		{"another year's work", 2023, func(r *normalize.Report) { overview(r, "2024年，我局主动公开政府信息12条。") }, []string{"warning wrong_year_text"}},
		{"plan for the next year", 2023, func(r *normalize.Report) { overview(r, "2024年，我局将继续公开政府信息。") }, nil},
		{"comparison with the last year", 2023, func(r *normalize.Report) { overview(r, "2022年，我局公开信息10条，较上年多。") }, nil},
		{"template left in, V32", 2023, func(r *normalize.Report) { overview(r, "该部分以表格形式报告。表格如下：") }, []string{"info copy_of_template"}},
		{"text about nobody, V52", 2023, func(r *normalize.Report) {
			overview(r, "一些地区公开不够及时。部分地区平台不够便利。一些单位重视不够。")
		}, []string{"info copy_of_template"}},
	} {
		t.Run(strings.ReplaceAll(c.name, " ", "-"), func(t *testing.T) {
			r := newBody(9).report(c.year)
			c.make(r)
			Alone(r, Settings{})
			if diff := cmp.Diff(c.want, codes(r)); diff != "" {
				t.Errorf("(-want +got):\n%s%v", diff, r.Issues)
			}
			checks, issues := len(r.Checks), len(r.Issues)
			Alone(r, Settings{})
			if len(r.Checks) != checks || len(r.Issues) != issues {
				t.Error("a second call adds to the first")
			}
		})
	}
}

// TestAloneResults holds each rule to the three things that it can say, and to
// a pass with blanks as zero.
func TestAloneResults(t *testing.T) {
	const pass, blankZero, fail, open = normalize.Pass, normalize.PassIfBlankZero, normalize.Fail, normalize.NotEvaluable
	lose := func(r *normalize.Report, indicator, applicant string) {
		fact(r, indicator, applicant).Status = normalize.RowAbsent
	}
	suits := func(r *normalize.Report) {
		set(r, "applications.result.total", "total", 0)
		set(r, "applications.carried_in", "total", 0)
		set(r, "litigation.review.total", "", 2)
	}
	items := func(r *normalize.Report) {
		set(r, "proactive.licensing.items_prev_year", "", 75)
		set(r, "proactive.licensing.items_change", "", 13)
		set(r, "proactive.licensing.decisions", "", 88)
	}
	told := func(r *normalize.Report) {
		r.Sections[1].Text = "2023年，全局共收到政府信息公开申请4000件。"
	}
	for _, c := range []struct {
		name, rule, scope string
		year              int
		make              func(r *normalize.Report)
		want              string
	}{
		{"zeros", "R7", "regulations", 2023, func(r *normalize.Report) {}, pass},
		{"blanks", "R7", "regulations", 2023, func(r *normalize.Report) { blank(r, "proactive.regulations.made", "") }, blankZero},
		{"a number", "R7", "regulations", 2023, func(r *normalize.Report) { set(r, "proactive.regulations.made", "", 1) }, fail},
		{"a number beside a lost row", "R7", "regulations", 2023, func(r *normalize.Report) {
			set(r, "proactive.regulations.made", "", 1)
			lose(r, "proactive.regulations.in_force", "")
		}, fail},
		{"a lost row", "R7", "regulations", 2023, func(r *normalize.Report) { lose(r, "proactive.regulations.in_force", "") }, open},
		{"a number in doubt", "R7", "regulations", 2023, func(r *normalize.Report) {
			set(r, "proactive.regulations.made", "", 1)
			fact(r, "proactive.regulations.made", "").Flags = []normalize.Flag{normalize.FlagLabelFuzzy}
		}, open},
		{"level not known", "R7", "regulations", 2023, func(r *normalize.Report) {
			r.Body.Level = ""
			set(r, "proactive.regulations.made", "", 1)
		}, open},
		{"an agency of a league", "R7", "regulations", 2023, func(r *normalize.Report) {
			r.Body.Level, r.Body.Type, r.Body.Name = "prefecture", "government", "锡林郭勒盟"
			set(r, "proactive.regulations.made", "", 1)
		}, fail},
		{"requests", "R8", "litigation", 2023, func(r *normalize.Report) {}, pass},
		{"suits without requests", "R8", "litigation", 2023, suits, fail},
		{"no suits", "R8", "litigation", 2023, func(r *normalize.Report) {
			suits(r)
			set(r, "litigation.review.total", "", 0)
			blank(r, "litigation.direct.total", "")
		}, blankZero},
		{"requests left blank", "R8", "litigation", 2023, func(r *normalize.Report) {
			suits(r)
			blank(r, "applications.carried_in", "total")
		}, open},
		{"requests lost", "R8", "litigation", 2023, func(r *normalize.Report) { lose(r, "applications.result.total", "total") }, open},
		{"other decisions", "R9", "licensing", 2019, func(r *normalize.Report) { items(r); set(r, "proactive.licensing.decisions", "", 87) }, pass},
		{"items as decisions", "R9", "licensing", 2019, items, fail},
		{"change left blank", "R9", "licensing", 2019, func(r *normalize.Report) { items(r); blank(r, "proactive.licensing.items_change", "") }, open},
		{"sentence", "X5", "applications", 2023, told, fail},
		{"sentence beside a lost row", "X5", "applications", 2023, func(r *normalize.Report) { told(r); lose(r, "applications.new", "total") }, open},
		{"sentence on no reviews", "X5", "review", 2023, func(r *normalize.Report) {
			r.Sections[1].Text = "全年发生行政复议3件。"
			set(r, "litigation.review.total", "", 3)
		}, pass},
	} {
		r := newBody(9).report(c.year)
		c.make(r)
		Alone(r, Settings{})
		got := "no check"
		for _, k := range r.Checks {
			if k.Rule != c.rule || k.Scope != c.scope {
				continue
			}
			if got = k.Result; (k.LHS == nil) != (got == open || c.rule == "R7" && got != fail) {
				t.Errorf("%s: %s %s: lhs %v", c.rule, c.name, got, k.LHS)
			}
		}
		if got != c.want {
			t.Errorf("%s: %s: %s, want %s", c.rule, c.name, got, c.want)
		}
	}
}

func TestDue(t *testing.T) {
	s := Settings{Deadlines: []Deadline{
		{Division: "4312", Types: []string{"department"}, From: 2022, Day: "01-28", Basis: "怀化市通知"},
		{Levels: []string{"county"}, Types: []string{"township"}, Day: "02-20"},
	}}
	for _, c := range []struct {
		division, kind, published string
		year                      int
		deadline                  string
		late                      int
		issues                    []string
	}{
		{"431202", "department", "2024-01-30", 2023, "2024-01-28", 2, []string{"warning late"}},
		{"431202", "department", "2024-01-28", 2023, "2024-01-28", 0, nil},
		{"431202", "department", "2022-01-30", 2021, "2022-01-31", -1, nil},
		{"110101", "department", "2024-01-30", 2023, "2024-01-31", -1, nil},
		{"431202", "department", "", 2023, "2024-01-28", -1, nil},
	} {
		r := &normalize.Report{Year: c.year, PublishedAt: c.published, Deadline: c.deadline}
		r.Body = normalize.Body{Division: c.division, Type: c.kind, Level: "county"}
		if c.late >= 0 {
			r.Deadline = "2024-01-31"
		}
		Due(r, s)
		late := -1
		if r.DaysLate != nil {
			late = *r.DaysLate
		}
		if r.Deadline != c.deadline || late != c.late || !slices.Equal(codes(r), c.issues) {
			t.Errorf("%s %s %s: %s, %d days, %v", c.division, c.kind, c.published, r.Deadline, late, codes(r))
		}
	}
}

func TestExpected(t *testing.T) {
	b := newBody(11)
	rs := []*normalize.Report{b.report(2021), b.report(2022), b.report(2025)}
	s := Settings{AsOf: "2026-06-01", Expected: []Expected{
		{Body: b.id, Name: "甲县教育局", From: 2020},
		{Body: "999999", Name: "乙县", From: 2024},
		{Body: "999998", Name: "丙县", From: 2019, To: 2019},
	}}
	if err := s.Check(); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"2021 warning missing_report: " + b.id + " 甲县教育局: 2020",
		"2022 warning missing_report: " + b.id + " 甲县教育局: 2023",
		"2022 warning missing_report: " + b.id + " 甲县教育局: 2024",
		"- warning missing_report: 999999 乙县: 2024",
		"- warning missing_report: 999999 乙县: 2025",
		"- warning missing_report: 999998 丙县: 2019",
	}
	if diff := cmp.Diff(want, issuesOf(watched(s, rs...))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	s.AsOf = "2026-03-31" // reports on 2025 may still come
	if got := issuesOf(watched(s, rs...)); slices.ContainsFunc(got, func(g string) bool { return strings.HasSuffix(g, "2025") }) {
		t.Errorf("told before the deadline: %q", got)
	}
	if got := issuesOf(watched(Settings{}, rs...)); !slices.Equal(got, []string{"2025 info missing_report: 2023: " + rs[1].ID + ", " + rs[2].ID, "2025 info missing_report: 2024: " + rs[1].ID + ", " + rs[2].ID}) {
		t.Errorf("without a list: %q", got)
	}
}

func TestSettingsCheck(t *testing.T) {
	for _, s := range []Settings{
		{AsOf: "2026"}, {Deadlines: []Deadline{{Day: "02-30"}}}, {Deadlines: []Deadline{{Day: "01-31", Types: []string{"office"}}}},
		{Deadlines: []Deadline{{Day: "01-31", Levels: []string{"town"}}}}, {Deadlines: []Deadline{{Day: "01-31", From: 2020, To: 2019}}},
		{Expected: []Expected{{Name: "甲"}}}, {Expected: []Expected{{Body: "1", From: 2020}, {Body: "1", From: 2020}}}, {Expected: []Expected{{Body: "1"}}},
		{Thresholds: map[string]float64{"reuse": 1}}, {Thresholds: map[string]float64{"reuse_alarm": -1}},
	} {
		if s.Check() == nil {
			t.Errorf("%+v is taken", s)
		}
	}
	if err := (&Settings{}).Check(); err != nil {
		t.Error(err)
	}
}

func TestRollup(t *testing.T) {
	parent, child1, child2 := newBody(21), newBody(22), newBody(23)
	p, a, b := parent.report(2023), child1.report(2023), child2.report(2023)
	s := Settings{Expected: []Expected{{Body: child1.id, Parent: parent.id, From: 2023, To: 2023}, {Body: child2.id, Parent: parent.id, From: 2023, To: 2023}}}
	set(p, "applications.new", "total", fact(a, "applications.new", "total").Value.Coef+fact(b, "applications.new", "total").Value.Coef)
	set(p, "applications.result.total", "total", 1)
	got := issuesOf(watched(s, p, a, b))
	if len(got) != 1 || !strings.Contains(got[0], "info rollup_exceeded: X4 applications.result.total: 1 <") {
		t.Errorf("%q", got)
	}
	for _, g := range issuesOf(watched(s, p, a)) { // one is missing: nothing follows
		if strings.Contains(g, "rollup_exceeded") {
			t.Error(g)
		}
	}
}

// TestRulesAreComplete holds the list of rules to its numbering and meanings.
func TestRulesAreComplete(t *testing.T) {
	var want []string
	for _, k := range []struct {
		letter      string
		first, last int
	}{{"R", 6, 9}, {"X", 1, 5}, {"W", 1, 18}} {
		for i := k.first; i <= k.last; i++ {
			want = append(want, k.letter+string("0123456789"[i/10])[:min(1, i/10)]+string("0123456789"[i%10]))
		}
	}
	var got []string
	for _, r := range Rules {
		got = append(got, r.Code)
		if i := issue(r.Issue, r.Severity, nil, ""); i.En == "" || i.Zh == "" {
			t.Errorf("%s: issue %s has no meaning", r.Code, r.Issue)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for rule, want := range map[string]string{"R1": "rule_failed", "R5": "rule_failed", "R7": "unauthorised_regulation", "A2-1": "rule_failed", "A2-10": "rule_doubtful", "X1": "carry_break", "W4": "carry_break"} {
		if got := IssueOf(rule); got != want {
			t.Errorf("%s makes %s, want %s", rule, got, want)
		}
	}
}

// TestRowsOfRules holds what is said of the rows of a rule to the checks of sound
// reports: a rule has rows there, or it is said that it has none.
func TestRowsOfRules(t *testing.T) {
	rs := append(tenYears(1), level(60, 2024)...)
	for i, r := range rs {
		r.Sections[1].Text += "共收到政府信息公开申请" + fact(r, "applications.new", "total").Value.String() + "件。"
		set(r, "litigation.review.upheld", "", int64(20+i))
		Alone(r, Settings{})
	}
	seen := map[string]bool{"X4": true} // TestRollup
	for _, r := range rs {
		for _, c := range r.Checks {
			seen[c.Rule] = seen[c.Rule] || c.Result != normalize.Fail
		}
	}
	for _, f := range watched(Settings{}, rs...).Reports {
		for _, c := range f.Checks {
			seen[c.Rule] = seen[c.Rule] || c.Result != normalize.Fail
		}
	}
	told := 0
	for _, r := range Rules {
		_, none := rowsOf[r.Code]
		if none {
			told++
		}
		if none == seen[r.Code] {
			t.Errorf("%s: has rows of sound reports %v, is said to have none %v", r.Code, seen[r.Code], none)
		}
	}
	if told != len(rowsOf) {
		t.Errorf("%d rules of %d are told of", told, len(rowsOf))
	}
}

// FuzzText gives any text to everything that reads sentences.
func FuzzText(f *testing.F) {
	f.Add("包头市昆都仑区卜尔汉图镇人民政府", "2024年，我局共收到政府信息公开申请12件。\n一些地区。", 2023)
	f.Add("我", "我\xff本\xe6局全", 0)
	f.Fuzz(func(t *testing.T, name, text string, year int) {
		r := newBody(1).report(2023)
		r.Year, r.Body.Name = year, name
		r.Sections[1].Text = text
		Alone(r, Settings{})
		s := sketchOf(name, r.Sections)
		if u := sketchOf(name, r.Sections); s.pieces != u.pieces || s.min != nil && s.similar(&u) != 1 {
			t.Error("the same text has two sketches")
		}
		for _, i := range r.Issues {
			if len(i.Evidence) > 4000 {
				t.Errorf("%d bytes of evidence", len(i.Evidence))
			}
		}
	})
}
