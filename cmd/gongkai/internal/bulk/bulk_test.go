package bulk

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/pipeline"
	"github.com/gongkai-data/gongkai/extract/extracttest"
	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/normalize/forms/mutate"
	"github.com/gongkai-data/gongkai/normalize/watch"
	"github.com/gongkai-data/gongkai/sinks"
	"github.com/gongkai-data/gongkai/sinks/parquet"
	"github.com/gongkai-data/gongkai/sinks/sinktest"
)

// inMemory makes the dataset by holding every result: what bulk must equal.
func inMemory(t *testing.T, sources []pipeline.Source) map[string]string {
	t.Helper()
	results, err := pipeline.All().Run(t.Context(), sources, 2, nil)
	if err != nil {
		t.Fatal(err)
	}
	pipeline.Choose(results)
	opt := sinks.Options{Generator: "test", Issues: compared(results)}
	dir := filepath.Join(t.TempDir(), "dataset")
	if err := pipeline.Publish(t.Context(), parquet.Target, dir, opt, results); err != nil {
		t.Fatal(err)
	}
	return sinktest.Tree(t, dir)
}

// compared holds all reports against each other, with all of them in memory.
func compared(results []pipeline.Result) []normalize.Issue {
	versions := map[string]*watch.Versions{}
	w := watch.New(watch.Settings{})
	for i := range results {
		if r := results[i].Report; r != nil && r.SupersededBy == "" {
			versions[r.ID] = &watch.Versions{Stands: r}
			watch.Due(r, watch.Settings{})
			watch.Alone(r, watch.Settings{})
			w.Add(r)
		}
	}
	for i := range results {
		if r := results[i].Report; r != nil && r.SupersededBy != "" {
			v := versions[r.SupersededBy]
			v.Witnesses = append(v.Witnesses, r)
		}
	}
	text := func(id string) ([]normalize.Section, bool) {
		v, ok := versions[id]
		if !ok {
			return nil, false
		}
		return v.Stands.Sections, true
	}
	for f := range w.Finish(text) {
		r := versions[f.Report].Stands
		r.Checks, r.Issues = append(r.Checks, f.Checks...), append(r.Issues, f.Issues...)
	}
	watch.Attribute(versions)
	return w.General()
}

func run(t *testing.T, out string, sources []pipeline.Source) *Summary {
	t.Helper()
	r := &Run{
		Workspace: out, Sources: sources, Jobs: 2, Stages: pipeline.All(), Limit: 64 << 20,
		Target: parquet.Target, Options: sinks.Options{Generator: "test"}, Now: func() time.Time { return time.Unix(0, 0) },
	}
	s, err := r.Do(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// made are reports of a few bodies over some years, several documents of some of
// them with different numbers, and files that are none.
func made(t *testing.T) []pipeline.Source {
	t.Helper()
	dir := t.TempDir()
	for i := range 60 {
		r := mutate.New(mutate.NewRand(3, uint64(i)))
		var b strings.Builder
		fmt.Fprintf(&b, "云岭县第%d镇人民政府%d年政府信息公开工作年度报告\n\n", i%9, r.Year)
		for _, p := range r.Parts {
			if p.Sheet == nil {
				b.WriteString(p.Text + "\n\n")
				continue
			}
			for _, row := range p.Sheet.Rows {
				var cells []string
				for j := range row.Boxes {
					cells = append(cells, strings.ReplaceAll(row.Boxes[j].Text, "\n", ""))
				}
				b.WriteString(strings.Join(cells, "\t") + "\n")
			}
			b.WriteByte('\n')
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%02d.txt", i)), []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range map[string]string{"a.txt": "A letter.", "b.txt": "A letter.", "c.docx": "", "d.doc": "PK"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	sources, err := pipeline.Gather([]pipeline.Given{{Path: dir}}, "")
	if err != nil {
		t.Fatal(err)
	}
	return append(sources, pipeline.Source{Path: "gone.txt", File: filepath.Join(dir, "gone.txt")})
}

// TestSameAsInMemory holds the two passes over chunks against a run that holds
// everything, byte for byte: what stands, what is compared, what is told.
func TestSameAsInMemory(t *testing.T) {
	sources := made(t)
	out := t.TempDir()
	sum := run(t, out, sources)
	if sum.Superseded == 0 || sum.Reports == 0 || sum.Documents != 65 {
		t.Errorf("%+v", sum)
	}
	if diff := cmp.Diff(inMemory(t, sources), sinktest.Tree(t, filepath.Join(out, "dataset"))); diff != "" {
		t.Errorf("(-in memory +in passes):\n%s", diff)
	}
	if again := run(t, out, sources); again.Read != 0 || !again.Unchanged || again.Facts != sum.Facts || again.Superseded != sum.Superseded {
		t.Errorf("again: %+v", again)
	}
}

// TestCorpusSameAsInMemory does so with the shared documents.
func TestCorpusSameAsInMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	root := extracttest.Documents(t)
	sources, err := pipeline.Gather([]pipeline.Given{{Path: filepath.Join(root, "synthetic")}}, "")
	if err != nil {
		t.Fatal(err)
	}
	out := t.TempDir()
	run(t, out, sources)
	if diff := cmp.Diff(inMemory(t, sources), sinktest.Tree(t, filepath.Join(out, "dataset"))); diff != "" {
		t.Errorf("(-in memory +in passes):\n%s", diff)
	}
}

// TestResultsGrow adds files: only they are read, and the dataset is that of one run over all.
func TestResultsGrow(t *testing.T) {
	sources := made(t)
	out := t.TempDir()
	run(t, out, sources[:20])
	sum := run(t, out, sources)
	if sum.Read >= 60 || sum.Read < 40 {
		t.Errorf("%d documents were read", sum.Read)
	}
	if diff := cmp.Diff(inMemory(t, sources), sinktest.Tree(t, filepath.Join(out, "dataset"))); diff != "" {
		t.Errorf("(-at once +grown):\n%s", diff)
	}
}
