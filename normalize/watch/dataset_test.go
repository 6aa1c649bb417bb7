package watch

import (
	"fmt"
	"math"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/normalize"
)

// level makes one report each of n bodies of a level on one year.
func level(n, year int) []*normalize.Report {
	var rs []*normalize.Report
	for seed := range n {
		rs = append(rs, newBody(100+seed).report(year))
	}
	return rs
}

// shares sets the results of a report: part of whole under one heading, the
// rest granted.
func shares(r *normalize.Report, indicator string, part, whole int64) {
	for i := range r.Facts {
		f := &r.Facts[i]
		if strings.HasPrefix(f.Indicator, "applications.result.") && f.Applicant == "total" {
			f.Value = normalize.Int(0)
		}
	}
	set(r, "applications.result.granted", "total", whole-part)
	set(r, indicator, "total", part)
	set(r, "applications.result.total", "total", whole)
}

func TestOutliers(t *testing.T) {
	const secret, held = "applications.result.denied.state_secret", "applications.result.unable.not_held"
	for _, c := range []struct {
		name  string
		n     int
		plant func(rs []*normalize.Report)
		want  []string
	}{
		{"none", 60, func(rs []*normalize.Report) {}, nil},
		{"denies most", 60, func(rs []*normalize.Report) { shares(rs[4], secret, 60, 80) }, []string{"denial_outlier: W13 denied: 60/80 = 0.7500"}},
		{"holds nothing", 60, func(rs []*normalize.Report) { shares(rs[4], held, 60, 80) }, []string{"denial_outlier: W13 not_held: 60/80 = 0.7500"}},
		{"group too small", 15, func(rs []*normalize.Report) { shares(rs[4], secret, 60, 80) }, nil},
		{"too few requests", 60, func(rs []*normalize.Report) { shares(rs[4], secret, 7, 8) }, nil},
		{"denies nothing", 60, func(rs []*normalize.Report) { shares(rs[4], secret, 0, 80) }, nil},
		{"another level", 60, func(rs []*normalize.Report) { shares(rs[4], secret, 60, 80); rs[4].Body.Level = "province" }, nil},
		{"loses its suits", 60, func(rs []*normalize.Report) {
			for i, r := range rs {
				set(r, "litigation.review.corrected", "", int64(i%2))
				set(r, "litigation.review.upheld", "", 20)
			}
			set(rs[9], "litigation.review.corrected", "", 40)
		}, []string{"loss_rate: W14 review: 40/"}},
	} {
		t.Run(strings.ReplaceAll(c.name, " ", "-"), func(t *testing.T) {
			rs := level(c.n, 2023)
			c.plant(rs)
			got := issuesOf(watched(Settings{}, rs...))
			ok := len(got) == len(c.want)
			for i := range c.want {
				ok = ok && strings.Contains(got[i], c.want[i])
			}
			if !ok {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestMedianSpread(t *testing.T) {
	for _, c := range []struct {
		xs          []float64
		mid, spread float64
	}{
		{[]float64{1, 2, 3, 4, 100}, 3, 1},
		{[]float64{4, 1, 3, 2}, 2.5, 1},
		{[]float64{0, 0, 0, 1}, 0, 0.25 * 1.253314 * 0.6745},
		{[]float64{5}, 5, 0},
	} {
		mid, spread := medianSpread(c.xs)
		if mid != c.mid || math.Abs(spread-c.spread) > 1e-12 {
			t.Errorf("%v: %v %v", c.xs, mid, spread)
		}
	}
}

func TestTextReuse(t *testing.T) {
	rs := level(50, 2024)
	copied := func(to, from int, year int) *normalize.Report {
		r := rs[to]
		r.Sections = slices.Clone(r.Sections)
		r.Sections[1].Text = strings.ReplaceAll(rs[from].Sections[1].Text, "我局", "本区") + fmt.Sprintf("今年共%d条。", to*17)
		return r
	}
	copied(30, 3, 2024) // other numbers, other words for itself
	rs[40].Sections[1].Text = rs[5].Sections[1].Text[:len(rs[5].Sections[1].Text)/3] + rs[40].Sections[1].Text[len(rs[40].Sections[1].Text)/3:]
	got := issuesOf(watched(Settings{}, rs...))
	if len(got) != 1 || !strings.Contains(got[0], "text_reuse_other_body: W9 text: ") || !strings.Contains(got[0], rs[3].ID) {
		t.Errorf("%q", got)
	}
}

// TestClusterIsToldOnce copies one text to many bodies: each is told of the
// first, and the work stays linear.
func TestClusterIsToldOnce(t *testing.T) {
	rs := level(600, 2024)
	for _, r := range rs {
		r.Sections = rs[0].Sections
	}
	f := watched(Settings{}, rs...)
	if got := issuesOf(f); len(got) != 599 {
		t.Fatalf("%d are told of 599", len(got))
	}
	slices.SortFunc(rs, func(a, b *normalize.Report) int { return strings.Compare(a.ID, b.ID) })
	for _, r := range f.Reports {
		for _, c := range r.Checks {
			if c.Rule == "W9" && c.OtherID != rs[0].ID {
				t.Fatalf("%s is told of %s", r.Report, c.OtherID)
			}
		}
	}
}

// TestSketchEstimates holds estimates to exact similarities.
func TestSketchEstimates(t *testing.T) {
	b := newBody(1)
	base := []rune(strings.Repeat(b.text(2020), 1))
	for _, keep := range []int{100, 95, 90, 80, 60, 30, 0} {
		other := []rune(newBody(2).text(2021))
		mixed := slices.Clone(base)
		cut := len(base) * keep / 100
		copy(mixed[cut:], other[min(cut, len(other)):])
		x := []normalize.Section{{Code: "sec.overview", Text: string(base)}}
		y := []normalize.Section{{Code: "sec.overview", Text: string(mixed)}}
		s1, s2 := sketchOf("", x), sketchOf("", y)
		got, want := s1.similar(&s2), jaccard(distinct("", x), distinct("", y))
		if math.Abs(got-want) > 0.12 {
			t.Errorf("%d %%: estimated %.3f, is %.3f", keep, got, want)
		}
	}
	w := New(Settings{})
	w.Add(&normalize.Report{Sections: []normalize.Section{{Code: "sec.overview", Text: "一段很短的文字。"}}})
	if b := w.briefs[0]; b.text.pieces == 0 || b.text.min != nil {
		t.Error("a short text has a sketch")
	}
}

func TestMasked(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"包头市昆都仑区卜尔汉图镇人民政府", "2024年，卜尔汉图镇公开信息1,234条。", "0年@公开信息0条"},
		{"包头市昆都仑区卜尔汉图镇人民政府", "我镇 公开；昆都仑区公开。全区公开", "@公开@公开@公开"},
		{"甲县教育局", "二〇二四年，我局收到三件。", "0年@收到0件"},
		{"甲县教育局", "本报告所列数据的统计期限自2024年起。工作。", "工作"},
		{"", "我们的工作。", "我们的工作"},
	} {
		if got := string(masked(c.text, newWords(bodyMasks(c.name)...))); got != c.want {
			t.Errorf("%s: %q: %q, want %q", c.name, c.text, got, c.want)
		}
	}
	if diff := cmp.Diff([]string{"包头市昆都仑区卜尔汉图镇人民政府", "卜尔汉图镇", "昆都仑区", "人民政府", "包头市"}, bodyMasks("包头市昆都仑区卜尔汉图镇人民政府")); diff != "" {
		t.Errorf("masks (-want +got):\n%s", diff)
	}
}

func TestAttribute(t *testing.T) {
	make := func() (*normalize.Report, *normalize.Report) {
		r, w := newBody(4).report(2023), newBody(4).report(2023)
		w.ID, w.Source[9] = r.ID+"~1", 1
		r.Checks = []normalize.Check{{Rule: "R1", Scope: "total", Result: normalize.Fail, Operands: []normalize.Key{{Indicator: "applications.new", Applicant: "total"}}}}
		return r, w
	}
	for _, c := range []struct {
		name   string
		change func(r, w *normalize.Report) []*normalize.Report
		want   []string
	}{
		{"witness agrees", func(r, w *normalize.Report) []*normalize.Report { return []*normalize.Report{w} }, []string{"info published_error"}},
		{"no witness", func(r, w *normalize.Report) []*normalize.Report { return nil }, []string{"info suspect_extraction"}},
		{"witness differs", func(r, w *normalize.Report) []*normalize.Report {
			set(w, "applications.new", "total", 9999)
			return []*normalize.Report{w}
		}, []string{"info suspect_extraction"}},
		{"witness has no number", func(r, w *normalize.Report) []*normalize.Report {
			blank(w, "applications.new", "total")
			return []*normalize.Report{w}
		}, []string{"info suspect_extraction"}},
		{"nothing fails", func(r, w *normalize.Report) []*normalize.Report { r.Checks = nil; return []*normalize.Report{w} }, nil},
		{"soft rules are nobody's error", func(r, w *normalize.Report) []*normalize.Report { r.Checks[0].Rule = "W13"; return nil }, nil},
		{"same page, other numbers", func(r, w *normalize.Report) []*normalize.Report {
			r.Checks, r.SourceURL, w.SourceURL = nil, "https://a.gov.cn/1", "https://a.gov.cn/1"
			set(w, "applications.new", "total", 9999)
			return []*normalize.Report{w}
		}, []string{"warning silent_edit"}},
		{"same page, other words", func(r, w *normalize.Report) []*normalize.Report {
			r.Checks, r.SourceURL, w.SourceURL = nil, "https://a.gov.cn/1", "https://a.gov.cn/1"
			w.Sections[2].Text = "本年度收取信息处理费10元。"
			return []*normalize.Report{w}
		}, []string{"warning silent_edit"}},
		{"same page saved twice", func(r, w *normalize.Report) []*normalize.Report {
			r.Checks, r.SourceURL, w.SourceURL = nil, "https://a.gov.cn/1", "https://a.gov.cn/1"
			return []*normalize.Report{w}
		}, nil},
		{"another address", func(r, w *normalize.Report) []*normalize.Report {
			r.Checks, r.SourceURL, w.SourceURL = nil, "https://a.gov.cn/1", "https://a.gov.cn/2"
			set(w, "applications.new", "total", 9999)
			return []*normalize.Report{w}
		}, nil},
	} {
		r, w := make()
		ws := c.change(r, w)
		Attribute(map[string]*Versions{r.ID: {Stands: r, Witnesses: ws}})
		if diff := cmp.Diff(c.want, codes(r)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// BenchmarkDataset is the cost of a whole dataset: ten years of 1,000 and of
// 10,000 bodies. Making the reports is left out. Processor time is of Add and of
// Finish; kept-B/report is what Add keeps, peak-MB what is alive in the middle
// of Finish.
func BenchmarkDataset(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var kept, peak uint64
			var add, finish float64
			for b.Loop() {
				b.StopTimer()
				empty := heap()
				w := New(Settings{})
				add, finish = 0, 0
				for i := 0; i < n/10; i += 100 {
					var batch []*normalize.Report
					for k := range 100 {
						bo := newBody(i + k)
						for y := 2019; y <= 2028; y++ {
							batch = append(batch, bo.report(y))
						}
					}
					runtime.GC() // what making them left behind is no cost of adding them
					b.StartTimer()
					from := cpu()
					for _, r := range batch {
						w.Add(r)
					}
					add += cpu() - from
					b.StopTimer()
				}
				kept = heap() - empty
				b.StartTimer()
				checks, reports := 0, 0
				from := cpu()
				for f := range w.Finish(nil) {
					checks += len(f.Checks)
					if reports++; reports == n/2 { // half-way through, as good a place as any
						b.StopTimer()
						finish -= cpu()
						peak = heap() - empty
						finish += cpu()
						b.StartTimer()
					}
				}
				finish += cpu() - from
				if checks < 10*n {
					b.Fatal("nothing was evaluated")
				}
			}
			b.ReportMetric(add*1e6/float64(n), "add-cpu-µs/report")
			b.ReportMetric(finish*1e6/float64(n), "finish-cpu-µs/report")
			b.ReportMetric(float64(kept)/float64(n), "kept-B/report")
			b.ReportMetric(float64(peak)/1e6, "peak-MB")
		})
	}
}

// heap is what is alive.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// BenchmarkAlone is the cost of the rules within one report.
func BenchmarkAlone(b *testing.B) {
	r := newBody(1).report(2023)
	for b.Loop() {
		Alone(r, Settings{})
	}
}
