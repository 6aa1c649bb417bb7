package sources

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/gongkai-data/gongkai/corpus"
)

var kinds = []string{"thinkphp", "trs"}

func TestExample(t *testing.T) {
	s, err := ReadFile("kundulun.yaml", kinds)
	if err != nil {
		t.Fatal(err)
	}
	townships := 0
	for _, b := range s.Expected(2024) {
		if strings.HasPrefix(b.Division, "150203") && len(b.Division) == 9 {
			townships++
		}
	}
	if s.ID != "kundulun" || len(s.Start) != 6 || townships != 15 || s.Manner.Delay != 5*time.Second || s.Manner.Bytes != 200<<20 {
		t.Errorf("%+v", s)
	}
	if a := s.Advise(); len(a) != 0 {
		t.Errorf("advice for the example: %v", a)
	}
	for title, want := range map[string]string{
		"昆都仑区人民政府关于2021年度政府信息公开工作年度报告": "150203", "2024年昆都仑区卜尔汉图镇政府信息公开工作年度报告": "150203102", "阿尔丁大街街道2024年政府信息公开工作年度报告": "150203006",
	} {
		if b, ok := s.BodyOf(corpus.Ref{Title: title}); !ok || b.Division != want {
			t.Errorf("%s is of %+v", title, b)
		}
	}
	if b, ok := s.BodyOf(corpus.Ref{Title: "2023年政府信息公开工作年度报告", Channels: []string{"https://www.kdl.gov.cn/lists/cid/1712"}}); !ok || b.Division != "150203009" {
		t.Errorf("by channel: %+v", b)
	}
	if b, ok := s.BodyOf(corpus.Ref{Title: "2023年政府信息公开工作年度报告", Channels: []string{s.Start[0], s.Start[2]}}); ok {
		t.Errorf("two owners: %+v", b)
	}
}

// TestErrors wants each mistake told with its line.
func TestErrors(t *testing.T) {
	const sound = "id: a\nportal: trs\nname: 甲\nstart: [https://h.example/l/]\n"
	if _, err := Parse([]byte(sound), kinds); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		sound + "colour: red\n":                                                   "[5:1] unknown field \"colour\"",
		sound + "name: 乙\n":                                                       "[5:1]",
		sound + "budget: {requests: 1, money: 2}\n":                               "[5:23] unknown field \"money\"",
		sound + "start:\n":                                                        "[5:1]",
		"id: A\nportal: trs\nname: x\nstart: [http://h/]\n":                       "[1:5] id: \"A\"",
		"id: ../a\nportal: trs\nname: x\nstart: [http://h/]":                      "id: \"../a\"",
		"id: a\nportal: wix\nname: x\nstart: [http://h/]\n":                       "[2:9] portal: \"wix\" is none of thinkphp, trs",
		"id: a\nportal: trs\nstart: [http://h/]\n":                                "name: a source needs a name",
		"id: a\nportal: trs\nname: x\n":                                           "start: no address",
		"id: a\nportal: trs\nname: x\nstart: [ftp://h/]\n":                        "[4:9] start[0]: \"ftp://h/\"",
		"id: a\nportal: trs\nname: x\nstart: [http://u:p@h/]":                     "start[0]",
		"id: a\nportal: trs\nname: x\nstart:\n  - http://h/\n  - http://h/\n":     "[6:5] start[1]: http://h/ stands here twice",
		"id: a\nportal: trs\nname: x\nstart:\n  - url: http://h/\n    owner: 甲\n": "unknown field \"owner\"",
		sound + "hosts: [\"h/x\"]\n":                                              "hosts[0]",
		sound + "hosts: [\"h:99999\"]\n":                                          "no such port",
		sound + "delay: 10ms\n":                                                   "[5:8] delay: 10ms: want 1s to 10m0s",
		sound + "delay: soon\n":                                                   "delay: \"soon\"",
		sound + "hours: 1-6\n":                                                    "hours: \"1-6\"",
		sound + "tls: [ancient]\n":                                                "tls[0]",
		sound + "budget: {bytes: many}\n":                                         "budget.bytes",
		sound + "budget: {requests: -1}\n":                                        "budget.requests",
		sound + "titles: {take: [\"(\"]}\n":                                       "titles.take[0]: error parsing regexp",
		sound + "titles: {drop: [\"\"]}\n":                                        "titles.drop[0]",
		sound + "expect: {refs: 5, most: 2}\n":                                    "expect.most: 2 is less than refs",
		sound + "expect: {years: {24: {reports: 1}}}\n":                           "\"24\" is no year",
		sound + "expect: {years: {2024: {reports: 1, from: soon}}}\n":             "from \"soon\"",
		sound + "expect: {years: {2024: {}}}\n":                                   "want reports",
		sound + "bodies: [{name: 甲}, {name: 甲}]\n":                                "bodies[1]: \"甲\"",
		sound + "bodies: [{name: 甲, division: 15}]\n":                             "division \"15\"",
		sound + "bodies: [{name: 甲, type: club}]\n":                               "type \"club\"",
		sound + "bodies: [{name: 甲, from: 2020, to: 2010}]\n":                     "ends in 2010",
		"a: &x 1\n" + sound + "notes: *x\n":                                       "anchors, aliases and tags",
		"id: !!str a\n" + sound[6:]:                                               "anchors, aliases and tags",
		sound + "---\n" + sound:                                                   "2 documents",
		"":                                                                        "0 documents",
		"- a\n":                                                                   "[1:1]",
		strings.Repeat("# x\n", 100_000):                                          "larger than",
	} {
		_, err := Parse([]byte(text), kinds)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q:\n got %v\nwant %s", text[:min(len(text), 200)], err, want)
		}
	}
	_, err := Parse([]byte("id: A\nportal: x\nname: x\nstart: [ftp://h/]\n"), kinds)
	if err == nil || strings.Count(err.Error(), "\n") != 2 {
		t.Errorf("not all mistakes at once: %v", err)
	}
}

func TestRead(t *testing.T) {
	dir := t.TempDir()
	put := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, problems, err := Read(filepath.Join(dir, "none"), kinds); got != nil || problems != nil || err != nil {
		t.Errorf("no folder: %v %v %v", got, problems, err)
	}
	put("kundulun.yaml", string(Example))
	put("other.yaml", strings.Replace(string(Example), "id: kundulun", "id: kdl", 1))
	put("broken.yml", "id: [")
	put("README.md", "no source")
	put(".hidden.yaml", "no source")
	got, problems, err := Read(dir, kinds)
	if err != nil || len(got) != 1 || len(problems) != 2 || problems[0].File != "broken.yml" || !strings.Contains(problems[1].Error(), "want kdl.yaml") {
		t.Errorf("%v %v %v", got, problems, err)
	}
}

func TestAdvice(t *testing.T) {
	s, err := Parse([]byte("id: a\nportal: trs\nname: 甲\nstart: [{url: \"http://h.example/l/\", body: 丙}]\ndelay: 1s\nhours: always\ntls: [old]\ntitles: {take: [\".*\"]}\nbodies: [{name: 乙}]\n"), kinds)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]Advice{NoExpect, Impolite, AllHours, WeakTLS, PlainHTTP, WideTitles, UnknownBody}, s.Advise()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestFormatIsReadBack writes sources at random and reads them.
func TestFormatIsReadBack(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	texts := []string{"甲: 乙", "a # b", "- x", "\"quoted\"", "'x'", "*", "true", "12", "null", "多\n行", "tab\t", "", "昆都仑区", "~", "2024-01-01", "0x1", "@x", "%x", "{a}", "\\d{4}年"}
	text := func() string { return texts[r.IntN(len(texts))] }
	some := func(n int) (out []string) {
		for range r.IntN(n) {
			if s := text(); s != "" {
				out = append(out, s)
			}
		}
		return out
	}
	for i := range 500 {
		s := Source{Contact: text(), Notes: text(), Channels: map[string]string{}}
		s.ID, s.Portal, s.Name = "site-1", "trs", "名 "+text()
		for n := range 1 + r.IntN(3) {
			a := "https://h.example/" + strings.Repeat("x", n) + "/?a=1&b=" + string(rune('a'+n))
			s.Start = append(s.Start, a)
			if o := text(); o != "" && r.IntN(2) == 0 {
				s.Channels[a] = o
			}
		}
		if r.IntN(2) == 0 {
			s.Hosts = []string{"h.example:8080"}
		}
		s.Manner = corpus.Manner{Delay: time.Duration(r.IntN(5)) * time.Second, Hours: []string{"", "always", "01:00-06:00"}[r.IntN(3)], Requests: r.IntN(3), Bytes: int64(r.IntN(3)) << (10 * r.IntN(4)), Time: time.Duration(r.IntN(200)) * time.Minute}
		if r.IntN(3) == 0 {
			s.Manner.TLS = []string{"old", "unverified"}
		}
		for _, re := range some(4) {
			if re != "*" {
				s.Titles.Take = append(s.Titles.Take, re)
			}
		}
		if p := some(3); p != nil {
			s.Params = map[string][]string{"area": p}
		}
		s.Expect = corpus.Expect{Refs: r.IntN(3), New: r.IntN(3)}
		if r.IntN(2) == 0 {
			s.Expect.Years, s.Expect.By = map[int]int{2024: 3, 2020: 1}, map[int]string{2024: "2025-02-01", 2020: "2021-04-01"}
		}
		for n, name := range slices.Compact(some(5)) {
			s.Bodies = append(s.Bodies, Body{Name: name + string(rune('A'+n)), Division: []string{"", "150203", "150203102"}[r.IntN(3)], Type: []string{"", "township"}[r.IntN(2)], Also: some(3), From: []int{0, 2010}[r.IntN(2)], To: []int{0, 2020}[r.IntN(2)]})
		}
		out := Format(s)
		got, err := Parse(out, kinds)
		if err != nil {
			t.Fatalf("%d: %v\n%s", i, err, out)
		}
		if diff := cmp.Diff(s, got, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("%d (-written +read):\n%s\n%s", i, diff, out)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(Example)
	f.Add([]byte("id: a\nportal: trs\nname: x\nstart: [{url: \"http://h/\"}]\nexpect: {years: {2024: {reports: 1}}}\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := Parse(b, kinds)
		if err != nil {
			return
		}
		s.Advise()
		if _, err := Parse(Format(s), kinds); err != nil {
			t.Errorf("%v\n%s", err, Format(s))
		}
	})
}
