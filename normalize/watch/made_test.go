package watch

import (
	"fmt"
	"strings"

	"github.com/gongkai-data/gongkai/normalize"
)

// body makes the reports of one body year after year: what it carries out and
// has in force goes on into the next.
type body struct {
	id, name, level, kind, division string
	seed                            uint64
	calls                           uint64
	out                             [7]int64
	inForce, disclosed              map[string]int64
	items, change                   map[string]int64
}

func newBody(seed int) *body {
	division := fmt.Sprintf("%06d", 110000+seed%800000)
	return &body{
		id: fmt.Sprintf("%s-%08x", division, seed), name: fmt.Sprintf("甲%d县教育局", seed), level: "county", kind: "department", division: division,
		seed: uint64(seed), inForce: map[string]int64{}, disclosed: map[string]int64{}, items: map[string]int64{}, change: map[string]int64{},
	}
}

// n is a number below limit, the same for the same body and call.
func (b *body) n(limit int64) int64 {
	b.calls++
	return int64(mix(b.seed<<20+b.calls) % uint64(limit))
}

// report makes the next year's report. The sums R1 to R4 and the stocks hold.
func (b *body) report(year int) *normalize.Report {
	gen := "C"
	if year <= 2020 {
		gen = "B"
	}
	r := &normalize.Report{
		ID: fmt.Sprintf("%s-%04d", b.id, year), Year: year, Generation: gen, GenerationExpected: gen, SourceKind: "table", Format: "html",
		Body:        normalize.Body{ID: b.id, Name: b.name, Printed: b.name, Level: b.level, Type: b.kind, Division: b.division},
		PublishedAt: fmt.Sprintf("%d-01-20", year+1), Deadline: fmt.Sprintf("%d-01-31", year+1),
	}
	r.Source[0], r.Source[1], r.Source[2], r.Source[3] = byte(year), byte(b.seed), byte(b.seed>>8), byte(b.seed>>16)
	v := map[normalize.Key]int64{}
	b.applications(v, gen)
	b.proactive(v, gen)
	for _, block := range []string{"review", "direct", "after_review"} {
		for _, o := range []string{"upheld", "corrected", "other", "pending"} {
			x := b.n(4)
			if o == "corrected" {
				x = b.n(2)
			}
			v[normalize.Key{Indicator: "litigation." + block + "." + o}] = x
			v[normalize.Key{Indicator: "litigation." + block + ".total"}] += x
		}
	}
	for _, k := range normalize.Grid(gen) {
		n := v[k]
		table, _, _ := strings.Cut(k.Indicator, ".")
		r.Facts = append(r.Facts, normalize.Fact{Table: table, Indicator: k.Indicator, Applicant: k.Applicant, Unit: "piece", Status: normalize.Reported,
			Value: normalize.Int(n), Raw: fmt.Sprint(n), HasRaw: true, Row: normalize.Exact, Col: normalize.Exact})
	}
	r.Sections = []normalize.Section{
		{Code: "sec.preface", Text: "本报告依据《中华人民共和国政府信息公开条例》编制。"},
		{Code: "sec.overview", Heading: "一、总体情况", Text: b.text(year)},
		{Code: "sec.other", Heading: "六、其他需要报告的事项", Text: "本年度未收取信息处理费。"},
	}
	return r
}

func (b *body) applications(v map[normalize.Key]int64, gen string) {
	in := b.out
	var done [7]int64
	var codes []string
	for i := range normalize.Indicators {
		ind := &normalize.Indicators[i]
		if ind.Generation == gen && ind.Table == "applications" && !ind.Derived && strings.HasPrefix(ind.Code, "applications.result.") && ind.Code != "applications.result.total" {
			codes = append(codes, ind.Code)
		}
	}
	set := func(code string, x [7]int64) {
		for i, a := range normalize.Applicants {
			v[normalize.Key{Indicator: code, Applicant: a.Code}] = x[i]
		}
	}
	for _, code := range codes {
		var x [7]int64
		if code == "applications.result.granted" {
			x[0] = 20 + b.n(30)
		} else if b.n(4) == 0 {
			x[0] = b.n(3)
		}
		x[1] = b.n(2)
		for i := range 6 {
			x[6] += x[i]
		}
		for i := range done {
			done[i] += x[i]
		}
		set(code, x)
	}
	var out, fresh [7]int64
	out[0], out[1] = in[0]+b.n(7), in[1]+b.n(3)
	out[6] = out[0] + out[1]
	for i := range fresh {
		fresh[i] = done[i] + out[i] - in[i]
	}
	set("applications.new", fresh)
	set("applications.carried_in", in)
	set("applications.carried_out", out)
	set("applications.result.total", done)
	b.out = out
}

func (b *body) proactive(v map[normalize.Key]int64, gen string) {
	set := func(code string, n int64) { v[normalize.Key{Indicator: "proactive." + code}] = n }
	s := "normative_documents"
	made := b.n(9)
	if gen == "C" {
		repealed := min(b.n(4), b.inForce[s]+made)
		b.inForce[s] += made - repealed
		set(s+".made", made)
		set(s+".repealed", repealed)
		set(s+".in_force", b.inForce[s])
		set("fees.amount", 100+b.n(50))
		return
	}
	b.disclosed[s] += made
	set(s+".newly_made", made)
	set(s+".newly_disclosed", made)
	set(s+".disclosed_total", b.disclosed[s])
	for _, c := range catalogueSubjects {
		prev := b.items[c] + b.change[c]
		b.items[c], b.change[c] = prev, b.n(5)
		set(c+".items_prev_year", prev)
		set(c+".items_change", b.change[c])
		set(c+".decisions", 300+b.n(50))
	}
}

// text is a narrative of its own: no other body and no other year has it.
func (b *body) text(year int) string {
	var t strings.Builder
	fmt.Fprintf(&t, "%d年，我局围绕中心工作推进公开。", year)
	seed := mix(b.seed<<16 + uint64(year))
	for range 24 {
		for range 18 {
			seed = mix(seed + 1)
			t.WriteRune(rune(0x4E00 + seed%3000))
		}
		t.WriteString("。")
	}
	return t.String()
}

// fact finds a fact of a made report.
func fact(r *normalize.Report, indicator, applicant string) *normalize.Fact {
	f := factOf(r, normalize.Key{Indicator: indicator, Applicant: applicant})
	if f == nil {
		panic(indicator + "|" + applicant)
	}
	return f
}

func set(r *normalize.Report, indicator, applicant string, n int64) {
	f := fact(r, indicator, applicant)
	f.Status, f.Value, f.Raw = normalize.Reported, normalize.Int(n), fmt.Sprint(n)
}

func blank(r *normalize.Report, indicator, applicant string) {
	f := fact(r, indicator, applicant)
	f.Status, f.Value, f.Raw = normalize.Blank, normalize.Decimal{}, ""
}

// found is what Finish gives, by report, and the rest.
type found struct {
	Reports []Finding
	General []normalize.Issue
}

// watched runs all rules over reports.
func watched(s Settings, rs ...*normalize.Report) found {
	w := New(s)
	texts := map[string][]normalize.Section{}
	for _, r := range rs {
		w.Add(r)
		texts[r.ID] = r.Sections
	}
	var f found
	for one := range w.Finish(func(id string) ([]normalize.Section, bool) { t, ok := texts[id]; return t, ok }) {
		f.Reports = append(f.Reports, one)
	}
	f.General = w.General()
	return f
}

// issuesOf prints issues as "year severity code: evidence" lines.
func issuesOf(f found) []string {
	var out []string
	for _, r := range f.Reports {
		for _, i := range r.Issues {
			out = append(out, r.Report[len(r.Report)-4:]+" "+i.Severity+" "+i.Code+": "+i.Evidence)
		}
	}
	for _, i := range f.General {
		out = append(out, "- "+i.Severity+" "+i.Code+": "+i.Evidence)
	}
	return out
}
