package ledger

import (
	"crypto/sha256"
	"errors"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/record"
	"github.com/gongkai-data/gongkai/sinks"
)

func digest(s string) record.Digest { return sha256.Sum256([]byte(s)) }

func opened(t *testing.T, dir string) *Ledger {
	t.Helper()
	l, err := Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

// TestAttempts records what is begun before what comes of it; a run that broke
// off leaves its attempts without an outcome, and the next run says so.
func TestAttempts(t *testing.T) {
	dir := t.TempDir()
	l := opened(t, dir)
	docs := []Doc{{digest("a"), 1}, {digest("b"), 2}, {digest("c"), 3}}
	bad := &record.Brief{Digest: digest("b"), Outcome: sinks.Failed, Code: "worker-crash"}
	err := errors.Join(l.Begin(t.Context(), "t1", "e", "g"), l.Attempt(t.Context(), "e", "p", 0, docs),
		l.Died(t.Context(), "e", digest("b"), "worker-time", "x"), l.Died(t.Context(), "e", digest("b"), "worker-crash", "y"),
		l.Done(t.Context(), "e", []*record.Brief{{Digest: digest("a"), Outcome: sinks.OK, ReportID: "r"}, bad}))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := l.States(t.Context()); err != nil || cmp.Diff(map[string]int{"ok": 1, "quarantined": 1, "attempted": 1}, got) != "" {
		t.Errorf("%v %v", got, err)
	}
	l.Close()
	l = opened(t, dir)
	if err := l.Begin(t.Context(), "t2", "e", "g"); err != nil {
		t.Fatal(err)
	}
	if got, err := l.States(t.Context()); err != nil || cmp.Diff(map[string]int{"ok": 1, "quarantined": 1, "seen": 1}, got) != "" {
		t.Errorf("after a run that broke off: %v %v", got, err)
	}
	deaths, err := l.Deaths(t.Context(), "e")
	if err != nil || cmp.Diff(map[record.Digest]Deaths{digest("b"): {2, "worker-crash"}}, deaths) != "" {
		t.Errorf("%v %v", deaths, err)
	}
	if other, err := l.Deaths(t.Context(), "e2"); err != nil || len(other) > 0 {
		t.Errorf("another engine has not met it: %v %v", other, err)
	}
	if err := l.End(t.Context(), "t3", "done", 3); err != nil {
		t.Fatal(err)
	}
	look, err := Look(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer look.Close()
	if r, err := look.LastRun(t.Context()); err != nil || r != (LastRun{"t2", "t3", "e", "done"}) {
		t.Errorf("%+v %v", r, err)
	}
	if s, err := look.Check(t.Context()); err != nil || s != "ok" {
		t.Errorf("%s %v", s, err)
	}
	if look.Set(t.Context(), "a", "b") == nil {
		t.Error("who looks must not write")
	}
}

func TestFiles(t *testing.T) {
	l := opened(t, t.TempDir())
	a, b := File{"/x/甲 %20?.doc", 1, 2, digest("a")}, File{"/y", 3, 4, digest("b")}
	changed := b
	changed.Mtime, changed.Digest = 5, digest("c")
	if err := errors.Join(l.Keep(t.Context(), []File{a, b}), l.Keep(t.Context(), []File{changed})); err != nil {
		t.Fatal(err)
	}
	got, err := l.Files(t.Context())
	if diff := cmp.Diff(map[string]File{a.Path: a, b.Path: changed}, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

// TestNewerVersion refuses what a newer program wrote.
func TestNewerVersion(t *testing.T) {
	dir := t.TempDir()
	l := opened(t, dir)
	if _, err := l.db.Exec("PRAGMA user_version = 99"); err != nil {
		t.Fatal(err)
	}
	l.Close()
	if _, err := Open(t.Context(), dir); !errors.Is(err, ErrVersion) {
		t.Errorf("%v", err)
	}
}

// TestStrangeFolder: a workspace may have any name.
func TestStrangeFolder(t *testing.T) {
	dir := t.TempDir() + "/a b%?#甲"
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Skip(err)
	}
	l := opened(t, dir)
	if err := l.Set(t.Context(), "k", "v"); err != nil {
		t.Fatal(err)
	}
	if v, err := l.Get(t.Context(), "k"); err != nil || v != "v" {
		t.Errorf("%q %v", v, err)
	}
}
