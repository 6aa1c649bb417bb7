package parquet

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gongkai-data/gongkai/sinks"
	"github.com/gongkai-data/gongkai/sinks/sinktest"
)

// snippets are the code blocks of a language in a README, in order.
func snippets(readme, language string) (all []string) {
	for _, part := range strings.Split(readme, "```"+language+"\n")[1:] {
		code, _, _ := strings.Cut(part, "```")
		all = append(all, code)
	}
	return all
}

// The dataset's README shows how to read it with DuckDB, pandas, Polars and R, in
// both of its languages.
func TestReadmeHasASnippetForEachTool(t *testing.T) {
	text := string(readme(metadata{"1", "2", "3"}))
	for language, tools := range map[string][]string{"sql": {"FROM facts"}, "python": {"import pandas", "import polars"}, "r": {"library(arrow)"}} {
		found := snippets(text, language)
		if len(found) != 2 {
			t.Errorf("%d blocks of %s, want one in each language", len(found), language)
		}
		for _, tool := range tools {
			for i, code := range found {
				if !strings.Contains(code, tool) {
					t.Errorf("%s, block %d: nothing of %q", language, i+1, tool)
				}
			}
		}
	}
}

// Every snippet runs in a published dataset, where its runtime is at hand.
func TestSnippetsRun(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "dataset")
	s, err := Open(dir, sinks.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, r := range sinktest.Results() {
		if err := s.Write(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(dir, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, tool := range []struct {
		name, language, probe string // probe tells whether the runtime has the library
		with, only            string // the block is cut before the line with only, or from it
		run                   func(code string) []string
	}{
		{"duckdb", "sql", "SELECT 1", "", "", func(code string) []string { return []string{"duckdb", "-init", "views.sql", "-csv", "-c", code} }},
		{"pandas", "python", "import pandas, pyarrow", "import polars", "", python},
		{"polars", "python", "import polars", "", "import polars", python},
		{"R", "r", "library(arrow); library(dplyr)", "", "", func(code string) []string { return []string{"Rscript", "-e", code} }},
	} {
		t.Run(tool.name, func(t *testing.T) {
			try := func(code string) ([]byte, error) {
				args := tool.run(code)
				cmd := exec.CommandContext(t.Context(), args[0], args[1:]...)
				cmd.Dir = dir
				return cmd.CombinedOutput()
			}
			if _, err := try(tool.probe); err != nil {
				t.Skipf("%s is not at hand: %v", tool.name, err)
			}
			for i, code := range snippets(string(b), tool.language) {
				if tool.with != "" {
					code, _, _ = strings.Cut(code, tool.with)
				}
				if tool.only != "" {
					_, rest, ok := strings.Cut(code, tool.only)
					if code = tool.only + rest; !ok {
						t.Fatalf("block %d: nothing of %s", i+1, tool.name)
					}
				}
				if out, err := try(code); err != nil || tool.name != "pandas" && tool.name != "polars" && len(out) == 0 {
					t.Errorf("block %d: %v\n%s\n%s", i+1, err, code, out)
				}
			}
		})
	}
}

// python is the command that runs a snippet.
func python(code string) []string {
	return []string{"python3", "-c", code}
}
