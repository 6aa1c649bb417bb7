package overrides

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/normalize"
)

const sound = `# looked at on the portal
- id: a-1
  report: 150203-2024
  cell: applications.new|total
  kind: extraction_fix
  was: 13
  value: "18"
  who: 王某
  why: page 3 prints 18
- id: a-2
  report: 150203-2024
  cell: proactive.regulations.in_force
  kind: source_error_confirmed
  rule: R7
  was: "6"
  who: 王某
  why: 原文如此
`

func put(t *testing.T, dir, name, text string) {
	t.Helper()
	file := filepath.Join(dir, Folder, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestRead(t *testing.T) {
	dir := t.TempDir()
	if es, ps, err := Read(dir); es != nil || ps != nil || err != nil {
		t.Errorf("no folder: %v %v %v", es, ps, err)
	}
	put(t, dir, "b/x.yaml", sound)
	put(t, dir, ".git/y.yaml", "nonsense")
	put(t, dir, "README.md", "nonsense")
	es, ps, err := Read(dir)
	if err != nil || len(ps) > 0 {
		t.Fatal(ps, err)
	}
	want := []Entry{
		{normalize.Correction{ID: "a-1", Report: "150203-2024", Cell: normalize.Key{Indicator: "applications.new", Applicant: "total"}, Kind: normalize.ExtractionFix, Was: "13", Value: "18", Who: "王某", Why: "page 3 prints 18"}, "b/x.yaml"},
		{normalize.Correction{ID: "a-2", Report: "150203-2024", Cell: normalize.Key{Indicator: "proactive.regulations.in_force"}, Kind: normalize.SourceErrorConfirmed, Was: "6", Rule: "R7", Who: "王某", Why: "原文如此"}, "b/x.yaml"},
	}
	if diff := cmp.Diff(want, es); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestReadRefuses(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"unknown key", strings.Replace(sound, "who:", "whom:", 1), "whom"},
		{"doubled key", strings.Replace(sound, "  was: 13", "  was: 13\n  was: 14", 1), "was"},
		{"no list", "id: x\n", ""},
		{"broken", "- id: [\n", ""},
		{"two documents", sound + "---\n" + sound, "more than one document"},
		{"same id", strings.Replace(sound, "a-2", "a-1", 1), "stands in"},
		{"no kind", strings.Replace(sound, "extraction_fix", "fix", 1), "kind"},
		{"no such cell", strings.Replace(sound, "applications.new|total", "applications.new", 1), "no form prints it"},
		{"derived cell", strings.Replace(sound, "applications.new|total", "applications.result.denied|total", 1), "no form prints it"},
		{"no number", strings.Replace(sound, `"18"`, "eighteen", 1), "no number"},
		{"nobody", strings.Replace(sound, "who: 王某", `who: " "`, 1), "who"},
		{"no reason", strings.Replace(sound, "why: page 3 prints 18", `why: ""`, 1), "why"},
		{"no precondition", strings.Replace(sound, "was: 13", `was: ""`, 1), "was"},
		{"nothing changes", strings.Replace(sound, `"18"`, "13", 1), "what was read"},
		{"nothing changes but the writing", strings.Replace(sound, `"18"`, `"13.0"`, 1), "what was read"},
		{"no such rule", strings.Replace(sound, "  was: \"6\"", "  was: \"6\"\n  rule: R99", 1), "rule"},
		{"value of a confirmation", strings.Replace(sound, "  was: \"6\"", "  was: \"6\"\n  value: \"7\"", 1), "value"},
		{"superseded report", strings.Replace(sound, "150203-2024", "150203-2024~ab", 1), "stands"},
	} {
		dir := t.TempDir()
		put(t, dir, "x.yaml", c.text)
		_, ps, err := Read(dir)
		if err != nil || len(ps) == 0 || !strings.Contains(ps[0].Error(), c.want) || !strings.HasPrefix(ps[0].Error(), "x.yaml: ") {
			t.Errorf("%s: %v %v", c.name, ps, err)
		}
	}
}

func TestConflicts(t *testing.T) {
	fix := func(id, cell string) Entry {
		return Entry{Correction: normalize.Correction{ID: id, Report: "r", Cell: normalize.ParseKey(cell), Kind: normalize.ExtractionFix}}
	}
	confirm := func(id, cell string) Entry { e := fix(id, cell); e.Kind = normalize.SourceErrorConfirmed; return e }
	got := Conflicts([]Entry{fix("1", "a"), fix("2", "a"), fix("3", "b"), confirm("4", "b"), fix("5", "c"), confirm("6", "d"), confirm("7", "d")})
	if diff := cmp.Diff(map[string]bool{"1": true, "2": true, "3": true, "4": true}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAddReadsBack(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "p/x.yaml", strings.TrimSuffix(sound, "\n"))
	e := Entry{normalize.Correction{ID: "n-1", Report: "150203-2023", Cell: normalize.ParseKey("applications.new|total"), Kind: normalize.ExtractionFix,
		Was: "blank", Value: "0.50", Who: "李: 某 # 1", Why: "第3页：\"18\"，\n见原件 'a' - b"}, "p/x.yaml"}
	if err := Add(dir, "p/x.yaml", &e); err != nil {
		t.Fatal(err)
	}
	es, ps, err := Read(dir)
	if err != nil || len(ps) > 0 || len(es) != 3 {
		t.Fatal(es, ps, err)
	}
	if diff := cmp.Diff(e, es[2]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(sound))
	f.Add([]byte("- &a {id: x}\n- *a\n"))
	f.Add([]byte("[[[[["))
	f.Fuzz(func(t *testing.T, b []byte) {
		es, err := Parse(b)
		if err != nil && es != nil {
			t.Error("entries beside an error")
		}
	})
}
