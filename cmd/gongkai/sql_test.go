package main

import (
	"bytes"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestSQLAsksDuckDB asks a true dataset by the true program, where it is there;
// testdata/script/sql.txtar has a stand-in for it.
func TestSQLAsksDuckDB(t *testing.T) {
	if _, err := exec.LookPath("duckdb"); err != nil {
		t.Skip("duckdb is not installed: gongkai sql is tested with a stand-in only")
	}
	work := filepath.Join(t.TempDir(), "it's work")
	run := func(args ...string) string {
		t.Helper()
		var out, errs bytes.Buffer
		a := &app{in: strings.NewReader("SELECT count(*) AS n FROM coverage;"), out: &out, err: &errs}
		if exit := a.run(t.Context(), args, func(string) string { return "" }); exit != 0 {
			t.Fatalf("%v: exit %d\n%s", args, exit, errs.String())
		}
		return out.String()
	}
	run("convert", "../../corpus/samples/qinghe-2024.docx", "--out", work, "--quiet", "--in-process")
	if got := run("sql", work, "--format", "csv", "SELECT count(*) AS n FROM facts"); strings.TrimSpace(got) != "n\n200" && strings.TrimSpace(got) != "n\r\n200" {
		t.Errorf("facts: %q", got)
	}
	if got := run("sql", work, "--format", "csv"); !strings.Contains(got, "1") {
		t.Errorf("from stdin: %q", got)
	}
}
