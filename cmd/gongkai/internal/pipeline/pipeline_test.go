package pipeline

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/sinks"
)

// mock does what the bytes say, so that every kind of accident can be called up.
func mock() *Stages {
	return &Stages{
		Deadline: 50 * time.Millisecond,
		Read: func(ctx context.Context, b []byte, _ extract.Options) (*extract.Document, error) {
			switch {
			case bytes.HasPrefix(b, []byte("panic")):
				panic("mock")
			case bytes.HasPrefix(b, []byte("loop")):
				<-ctx.Done()
				return nil, &extract.Error{Code: "read-deadline", Offset: -1, Err: extract.ErrLimit}
			case bytes.HasPrefix(b, []byte("deaf")):
				time.Sleep(3 * time.Second)
			case bytes.HasPrefix(b, []byte("corrupt")):
				return nil, &extract.Error{Code: "format-unknown", Offset: 7, Err: extract.ErrCorrupt}
			}
			return &extract.Document{Title: string(b)}, nil
		},
		Normalize: func(doc *extract.Document) (*normalize.Report, error) {
			word, rest, _ := strings.Cut(doc.Title, " ")
			switch word {
			case "report":
				r := &normalize.Report{ID: "x-2024", Year: 2024, Generation: "C"}
				for _, v := range strings.Fields(rest) {
					f := normalize.Fact{Indicator: "i." + v, Status: normalize.Reported}
					r.Facts = append(r.Facts, f)
				}
				return r, nil
			case "cut":
				return &normalize.Report{ID: "x-2024", Generation: "C", Facts: []normalize.Fact{{Indicator: "i", Status: normalize.TableAbsent}}}, nil
			case "odd":
				return nil, &normalize.Error{Code: "form-odd", Err: errors.ErrUnsupported}
			}
			return nil, &normalize.Error{Code: "report-not-found", Err: normalize.ErrNoForm}
		},
	}
}

func write(t *testing.T, dir, name, text string) string {
	t.Helper()
	p := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestDocumentOutcomes(t *testing.T) {
	dir := t.TempDir()
	s := mock()
	for _, c := range []struct{ text, outcome, code string }{
		{"report 1", sinks.OK, ""},
		{"cut", sinks.Partial, ""},
		{"letter", sinks.NotAReport, "report-not-found"},
		{"odd", sinks.Failed, "form-odd"},
		{"panic", sinks.Failed, "read-panic"},
		{"loop", sinks.Failed, "read-deadline"},
		{"deaf", sinks.Failed, "read-deadline"},
		{"corrupt", sinks.Failed, "format-unknown"},
	} {
		res := s.Document(context.Background(), Source{Path: "a", File: write(t, dir, "a", c.text)})
		if res.Outcome != c.outcome || res.Code != c.code || len(res.Digest) != 64 {
			t.Errorf("%s: %s %q %q, want %s %q", c.text, res.Outcome, res.Code, res.Message, c.outcome, c.code)
		}
		if res.Outcome == sinks.Failed && res.Message == "" {
			t.Errorf("%s: no message", c.text)
		}
	}
	if res := s.Document(context.Background(), Source{Path: "gone", File: filepath.Join(dir, "gone")}); res.Code != "file-unreadable" || strings.Contains(res.Message, dir) {
		t.Errorf("missing file: %q %q", res.Code, res.Message)
	}
	s.Limits.Input = 4
	res := s.Document(context.Background(), Source{Path: "a", File: write(t, dir, "a", "report 1")})
	if res.Code != "format-too-large" || res.Size != 8 || res.Digest == "" {
		t.Errorf("above the limit: %+v", res)
	}
}

func TestRunIsTheSameForAnyOrderAndWorkers(t *testing.T) {
	dir := t.TempDir()
	var sources []Source
	for _, f := range []struct{ name, text string }{{"a", "report 1 2"}, {"b", "report 1 2"}, {"c", "letter"}, {"d", "panic"}, {"e", "report 1"}, {"f", "report 1 2"}} {
		sources = append(sources, Source{Path: f.name, File: write(t, dir, f.name, f.text)})
	}
	var want []sinks.DocumentRow
	for i := range 20 {
		rand.Shuffle(len(sources), func(a, b int) { sources[a], sources[b] = sources[b], sources[a] })
		told := 0
		results, err := mock().Run(context.Background(), sources, 1+i%4, func(Result) { told++ })
		if err != nil || told != len(sources) {
			t.Fatalf("told %d, %v", told, err)
		}
		Choose(results)
		var got []sinks.DocumentRow
		for j := range results {
			got = append(got, results[j].Row())
		}
		if want == nil {
			want = got
			if n := len(want); n != 6 {
				t.Fatalf("%d rows", n)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("round %d (-first +this):\n%s", i, diff)
		}
	}
	byPath := map[string]string{}
	for _, r := range want {
		byPath[*r.Path] = r.Outcome
	}
	if diff := cmp.Diff(map[string]string{"a": "ok", "b": "duplicate", "c": "not_a_report", "d": "failed", "e": "ok", "f": "duplicate"}, byPath); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestRunStops(t *testing.T) {
	ctx, cancel := context.WithCancelCause(context.Background())
	cause := errors.New("signal")
	cancel(cause)
	if _, err := mock().Run(ctx, []Source{{Path: "a"}}, 2, nil); !errors.Is(err, cause) {
		t.Errorf("Run: %v", err)
	}
	if err := mock().Each(ctx, slices.Values([]Source{{Path: "a"}}), 2, func(Result) error { return nil }); !errors.Is(err, cause) {
		t.Errorf("Each: %v", err)
	}
}

func TestEachKeepsTheOrder(t *testing.T) {
	dir := t.TempDir()
	var sources []Source
	for _, n := range []string{"c", "a", "b", "a"} {
		sources = append(sources, Source{Path: n, File: write(t, dir, n, "report "+n)})
	}
	var got []string
	if err := mock().Each(context.Background(), slices.Values(sources), 3, func(r Result) error { got = append(got, r.Path+" "+r.Outcome); return nil }); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"c ok", "a ok", "b ok", "a ok"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func report(digest, outcome, format string, values ...int64) Result {
	r := &normalize.Report{ID: "b-2024", Generation: "C"}
	for i, v := range values {
		f := normalize.Fact{Indicator: string(rune('a' + i)), Status: normalize.Reported, Value: normalize.Int(v)}
		if v < 0 {
			f.Status = normalize.Blank
		}
		r.Facts = append(r.Facts, f)
	}
	return Result{Digest: strings.Repeat(digest, 64), Outcome: outcome, Sniffed: format, Report: r}
}

func ocr(r Result) Result               { r.Report.SourceKind = "ocr"; return r }
func sentences(r Result) Result         { r.Report.Generation = ""; return r }
func dated(r Result, day string) Result { r.Report.PublishedAt = day; return r }

func doubted(r Result) Result {
	for i := range r.Report.Facts {
		r.Report.Facts[i].Flags = []normalize.Flag{normalize.FlagLabelFuzzy}
	}
	return r
}

func contestedYear(r Result) Result {
	r.Report.Issues = []normalize.Issue{{Code: "year_conflict"}}
	return r
}

// TestChooseDoubtsWhatDiffers wants the conflicting cell alone flagged, and what
// was inferred beside it withdrawn.
func TestChooseDoubtsWhatDiffers(t *testing.T) {
	in := []Result{report("1", sinks.OK, "docx", 1, 2, -1), report("2", sinks.OK, "pdf", 1, 3, -1)}
	one := normalize.Int(1)
	in[0].Report.Facts[2].Inferred, in[0].Report.Facts[2].InferredBy = &one, "R3"
	Choose(in)
	facts := in[0].Report.Facts
	if len(facts[0].Flags) != 0 || !slices.Equal(facts[1].Flags, []normalize.Flag{normalize.FlagDocumentsDiffer}) || facts[1].Value.Cmp(normalize.Int(2)) != 0 {
		t.Errorf("flags %v, %v", facts[0].Flags, facts[1].Flags)
	}
	if facts[2].Inferred != nil || facts[2].InferredBy != "" {
		t.Error("a number inferred beside a contested one stands")
	}
}

func TestChoose(t *testing.T) {
	for _, c := range []struct {
		name    string
		in      []Result
		chosen  string // first digit of the digest
		differs int
	}{
		{"complete-before-partial", []Result{report("1", sinks.Partial, "docx", 1, 2, 3), report("2", sinks.OK, "textdump", 1, 2)}, "2", 1},
		{"more-numbers-first", []Result{report("1", sinks.OK, "docx", 1, -1), report("2", sinks.OK, "textdump", 1, 2)}, "2", 0},
		{"native-before-text", []Result{report("1", sinks.OK, "textdump", 1, 2), report("2", sinks.OK, "html", 1, 3)}, "2", 1},
		{"doc-before-text", []Result{report("1", sinks.OK, "textdump", 1, 2), report("2", sinks.OK, "doc", 1, 2)}, "2", 0},
		{"rtf-before-text", []Result{report("1", sinks.OK, "textdump", 1, 2), report("2", sinks.OK, "rtf", 1, 2)}, "2", 0},
		{"mhtml-before-text", []Result{report("1", sinks.OK, "textdump", 1, 2), report("2", sinks.OK, "mhtml", 1, 2)}, "2", 0},
		{"tables-before-pdf", []Result{report("1", sinks.OK, "pdf", 1, 2), report("2", sinks.Partial, "html", 1, 3)}, "2", 1},
		{"pdf-before-ocr", []Result{ocr(report("1", sinks.OK, "pdf", 1, 2)), report("2", sinks.Partial, "pdf", 1, 3)}, "2", 1},
		{"tables-before-sentences", []Result{sentences(report("1", sinks.Partial, "html", 1, 2)), report("2", sinks.OK, "pdf", 1, 3)}, "2", 1},
		{"later-before-earlier", []Result{dated(report("1", sinks.OK, "html", 1, 2), "2025-01-02"), dated(report("2", sinks.OK, "html", 1, 3), "2025-03-02")}, "2", 1},
		{"dated-before-undated", []Result{report("1", sinks.OK, "html", 1, 2), dated(report("2", sinks.OK, "html", 1, 3), "2025-03-02")}, "2", 1},
		{"smaller-digest", []Result{report("2", sinks.OK, "docx", 1, 2), report("1", sinks.OK, "docx", 7, 8)}, "1", 2},
		{"doubted-numbers-count-less", []Result{doubted(report("1", sinks.OK, "textdump", 1, 2, 3)), report("2", sinks.OK, "html", 1, 2, -1)}, "2", 1},
		{"contested-year-last", []Result{contestedYear(report("1", sinks.OK, "docx", 4, 5, 6)), report("2", sinks.Partial, "pdf", 1, 2, -1)}, "2", 3},
		{"lost-number-is-told", []Result{dated(report("1", sinks.OK, "docx", 1, 2, -1), "2025-03-02"), ocr(report("2", sinks.OK, "pdf", 1, 2, 9))}, "1", 1},
		{"lost-zero-says-nothing", []Result{dated(report("1", sinks.OK, "docx", 1, 2, -1), "2025-03-02"), ocr(report("2", sinks.OK, "pdf", 1, 2, 0))}, "1", 0},
		{"number-in-another-cell", []Result{report("1", sinks.OK, "docx", 1, 5, -1, 3), ocr(report("2", sinks.OK, "pdf", 1, -1, 5, 3))}, "1", 2},
		{"another-number-in-another-cell", []Result{report("1", sinks.OK, "docx", 1, 5, -1, 3), ocr(report("2", sinks.OK, "pdf", 1, -1, 6, 3))}, "1", 1},
		{"blank-is-no-conflict", []Result{report("1", sinks.OK, "docx", 1, 2), report("2", sinks.OK, "docx", 1, -1)}, "1", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			Choose(c.in)
			for i := range c.in {
				r := &c.in[i]
				if r.Digest[:1] == c.chosen {
					n := 0
					for _, is := range r.Report.Issues {
						n += len(is.Indicators)
					}
					if r.Report.ID != "b-2024" || r.Report.SupersededBy != "" || n != c.differs {
						t.Errorf("chosen: %s, superseded by %q, %d conflicts", r.Report.ID, r.Report.SupersededBy, n)
					}
				} else if r.Report.ID != "b-2024~"+r.Digest[:8] || r.Report.SupersededBy != "b-2024" {
					t.Errorf("witness: %s, superseded by %q", r.Report.ID, r.Report.SupersededBy)
				}
			}
		})
	}
}

// given are paths of the command line.
func given(paths ...string) []Given {
	var gs []Given
	for _, p := range paths {
		gs = append(gs, Given{Path: p})
	}
	return gs
}

// gathered are the recorded paths of what is given.
func gathered(t *testing.T, gs []Given, skip string) []string {
	t.Helper()
	sources, err := Gather(gs, skip)
	if err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, s := range sources {
		paths = append(paths, s.Path)
	}
	return paths
}

func TestGather(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	write(t, dir, "in/b.docx", "b")
	write(t, dir, "in/sub/a.html", "a")
	write(t, dir, "in/.hidden/x", "x")
	write(t, dir, "in/.x", "x")
	write(t, dir, "in/out/dataset/facts.parquet", "x")
	write(t, dir, "one.txt", "1")
	if err := os.Symlink(filepath.Join(dir, "one.txt"), filepath.Join(dir, "in/link")); err != nil {
		t.Fatal(err)
	}
	got := gathered(t, given("one.txt", "in", "in/b.docx", filepath.Join(dir, "one.txt")), "in/out")
	if diff := cmp.Diff([]string{"in/b.docx", "in/sub/a.html", "one.txt"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, err := Gather(given("in", "gone"), ""); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("missing path: %v", err)
	}
	if _, err := Gather(given("/dev/null"), ""); !errors.Is(err, ErrNotRegular) {
		t.Errorf("device: %v", err)
	}
	got = gathered(t, []Given{{"one.txt", true}, {"gone", true}, {"/dev/null", true}}, "")
	if diff := cmp.Diff([]string{"gone", "null", "one.txt"}, got); diff != "" {
		t.Errorf("of a list (-want +got):\n%s", diff)
	}
}

// No two files share a recorded path, and neither the order of the arguments nor
// the place of the run shows in it.
func TestRecordedPaths(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	for _, f := range []string{"a/2023/r.doc", "a/2024/r.doc", "b/2024/r.doc", "b/s.doc", "c/2024/r.doc", "c/x/2024/r.doc"} {
		write(t, dir, f, f)
	}
	abs := func(p string) string { return filepath.Join(dir, p) }
	for _, c := range []struct{ in, want []string }{
		{[]string{"a/2023/r.doc", "b/s.doc"}, []string{"r.doc", "s.doc"}},
		{[]string{abs("a/2023/r.doc"), abs("b/s.doc")}, []string{"r.doc", "s.doc"}},
		{[]string{"a/2023/r.doc", "b/2024/r.doc"}, []string{"2023/r.doc", "2024/r.doc"}},
		{[]string{"a/2023/r.doc", "a/2024/r.doc", "b/2024/r.doc"}, []string{"2023/r.doc", "a/2024/r.doc", "b/2024/r.doc"}},
		{[]string{"a", abs("b")}, []string{"a/2023/r.doc", "a/2024/r.doc", "b/2024/r.doc", "b/s.doc"}},
		{[]string{"a/2024", "b/2024"}, []string{"a/2024/r.doc", "b/2024/r.doc"}},
		{[]string{"c/2024/r.doc", "c/x/2024/r.doc"}, []string{"c/2024/r.doc", "x/2024/r.doc"}},
		{[]string{"a/2024/r.doc", "a", "a/2024"}, []string{"a/2023/r.doc", "a/2024/r.doc"}},
		{[]string{"a/./2023/../2023/r.doc", abs("a/2023/r.doc")}, []string{"r.doc"}},
	} {
		for range 4 {
			rand.Shuffle(len(c.in), func(i, j int) { c.in[i], c.in[j] = c.in[j], c.in[i] })
			if diff := cmp.Diff(c.want, gathered(t, given(c.in...), "")); diff != "" {
				t.Errorf("%v (-want +got):\n%s", c.in, diff)
			}
		}
	}
	t.Chdir("a/2023")
	if diff := cmp.Diff([]string{"2023/r.doc"}, gathered(t, given("."), "")); diff != "" {
		t.Errorf("the folder itself (-want +got):\n%s", diff)
	}
	if got := (&named{names: []string{"a", "\xff\ufffdb"}, keep: 1}).path(); got != "\\xff\ufffdb" {
		t.Errorf("bytes that are no text: %q", got)
	}
}

func TestExpand(t *testing.T) {
	for in, want := range map[string][]Given{
		"a b\r\n\nc\n":        {{"x", false}, {"a b", true}, {"c", true}, {"y", false}},
		"a\nb\x00c\r\x00\x00": {{"x", false}, {"a\nb", true}, {"c\r", true}, {"y", false}},
		"":                    {{"x", false}, {"y", false}},
	} {
		got, err := Expand(context.Background(), []string{"x", "-", "y", "-"}, strings.NewReader(in))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", in, diff)
		}
	}
}

func TestLock(t *testing.T) {
	dir := t.TempDir()
	unlock, err := Lock(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Lock(dir); !errors.Is(err, ErrLocked) {
		t.Errorf("second lock: %v", err)
	}
	unlock()
	again, err := Lock(dir)
	if err != nil {
		t.Fatalf("after unlock: %v", err)
	}
	again()
}

// kept is a target that keeps what it was given.
type kept struct {
	results   []sinks.Result
	committed bool
	fail      error
}

func (k *kept) Write(_ context.Context, r sinks.Result) error {
	k.results = append(k.results, r)
	return k.fail
}
func (k *kept) Commit(context.Context) error { k.committed = true; return nil }
func (k *kept) Close() error                 { return nil }

func TestPublish(t *testing.T) {
	dir := t.TempDir()
	results, err := mock().Run(context.Background(), []Source{
		{Path: "a", File: write(t, dir, "a", "report 1")}, {Path: "b", File: write(t, dir, "b", "report 1")}, {Path: "c", File: write(t, dir, "c", "panic")},
	}, 2, nil)
	if err != nil {
		t.Fatal(err)
	}
	k := &kept{}
	target := sinks.Target{Name: "kept", Open: func(string, sinks.Options) (sinks.Sink, error) { return k, nil }}
	if err := Publish(context.Background(), target, dir, sinks.Options{}, results); err != nil {
		t.Fatal(err)
	}
	if !k.committed || len(k.results) != 3 {
		t.Fatalf("committed %v, %d results", k.committed, len(k.results))
	}
	for _, r := range k.results {
		switch *r.Document.Path {
		case "a", "b":
			if r.Document.ReportID == nil || *r.Document.ReportID != "x-2024" {
				t.Errorf("%s: report %v", *r.Document.Path, r.Document.ReportID)
			}
		case "c":
			if len(r.Issues) != 1 || r.Report != nil {
				t.Errorf("failed document: %+v", r)
			}
		}
	}
	k.fail, k.committed = sinks.ErrSpace, false
	if err := Publish(context.Background(), target, dir, sinks.Options{}, results); !errors.Is(err, sinks.ErrSpace) || k.committed {
		t.Errorf("full disk: %v, committed %v", err, k.committed)
	}
}

// TestGatherLockedFolder: a folder that cannot be opened is one document that
// fails; the rest of the run goes on.
func TestGatherLockedFolder(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("no folder is locked for this user")
	}
	dir := t.TempDir()
	locked := filepath.Join(dir, "in", "locked")
	if err := os.MkdirAll(locked, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "in", "a.txt"), []byte("a"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(locked, 0); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Chmod(locked, 0o755) })
	sources, err := Gather([]Given{{Path: filepath.Join(dir, "in")}}, "")
	if err != nil || len(sources) != 2 {
		t.Fatalf("%d sources, %v; want the file and the locked folder", len(sources), err)
	}
	for _, s := range sources {
		if res := All().Document(context.Background(), s); strings.HasSuffix(s.Path, "locked") != (res.Code == "file-unreadable") {
			t.Errorf("%s: %s %s", s.Path, res.Outcome, res.Code)
		}
	}
}

// The digest is taken once, of the file; the document and its report bear it.
func TestDigestOfTheReport(t *testing.T) {
	file := "../../../../corpus/samples/qinghe-2024.docx"
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	s := All()
	s.KeepDoc = true
	want := sha256.Sum256(b)
	res := s.Document(context.Background(), Source{Path: "a", File: file})
	if res.Report == nil || res.Doc.Digest != want || res.Report.Source != want || res.Digest != hex.EncodeToString(want[:]) {
		t.Errorf("%s: %s, %v", res.Digest, res.Outcome, res.Report != nil)
	}
	if doc, err := s.Read(context.Background(), b, extract.Options{}); err != nil || doc.Digest != want {
		t.Errorf("without a digest at hand: %x, %v", doc.Digest, err)
	}
}
