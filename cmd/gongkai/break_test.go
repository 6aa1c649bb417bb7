package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/failpoint"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/worker"
	"github.com/gongkai-data/gongkai/normalize/forms/mutate"
	"github.com/gongkai-data/gongkai/sinks/sinktest"
)

// breakable makes the command of this test binary break off where its environment
// says (GONGKAI_FAIL=name:n=kill or =error; the name "file" counts every operation
// on files, which fails as =full or =broken), and its workers read mock documents.
func breakable() {
	wrapHandle = mockHandle
	if os.Getenv("GONGKAI_LOOPBACK") != "" {
		reachable = loopback
	}
	name, how, ok := strings.Cut(os.Getenv("GONGKAI_FAIL"), "=")
	if !ok {
		return
	}
	name, count, _ := strings.Cut(name, ":")
	n, err := strconv.Atoi(count)
	if err != nil {
		panic("GONGKAI_FAIL=name:n=kill|error|full|broken")
	}
	var mu sync.Mutex
	hit := func(at string) error {
		mu.Lock()
		defer mu.Unlock()
		if at == name {
			n--
		}
		if at != name || n != 0 {
			return nil
		}
		switch how {
		case "kill":
			p, err := os.FindProcess(os.Getpid())
			if err == nil {
				err = p.Kill()
			}
			time.Sleep(time.Minute)
			return err
		case "full":
			return &os.PathError{Op: "write", Path: "on purpose", Err: syscall.ENOSPC}
		case "broken":
			return &os.PathError{Op: "write", Path: "on purpose", Err: syscall.EIO}
		}
		return errors.New("failed on purpose at " + name)
	}
	failpoint.Set(hit)
	if name == "file" {
		failpoint.SetFiles(func(string) error { return hit(name) })
		sinktest.BeforeFiles(func(string) error { return hit(name) })
	}
}

// held keeps what a mock document allocates.
var held [][]byte

// mockHandle reads "mock:…" by doing what no reader should.
func mockHandle(h worker.Handle) worker.Handle {
	return func(b []byte) []byte {
		what, ok := strings.CutPrefix(string(b[:min(len(b), 40)]), "mock:")
		if !ok {
			return h(b)
		}
		what, _, _ = strings.Cut(what, " ")
		switch what {
		case "panic":
			panic("on purpose")
		case "alloc":
			for {
				m := make([]byte, 64<<20)
				for i := 0; i < len(m); i += 4096 {
					m[i] = 1
				}
				held = append(held, m)
			}
		case "stack":
			var f func(int) int
			f = func(n int) int { return f(n+1) + 1 }
			return []byte{byte(f(0))}
		case "exit":
			os.Exit(0)
		case "silent":
			time.Sleep(time.Hour)
		case "stopped":
			p, err := os.FindProcess(os.Getpid())
			if err == nil {
				err = p.Signal(syscall.Signal(19)) // SIGSTOP
			}
			if err != nil {
				panic(err)
			}
			time.Sleep(time.Hour)
		case "loop":
			for i := 0; ; i++ {
			}
		case "flood":
			for {
				os.Stdout.WriteString("flood flood flood ")
			}
		case "rubbish":
			return []byte("no record")
		}
		return h(b)
	}
}

// gongkai runs the command of this test binary.
func gongkai(ctx context.Context, env string, args ...string) (out, errs string, code int) {
	exe, err := os.Executable()
	if err != nil {
		panic(err)
	}
	cmd := exec.CommandContext(ctx, exe, args...)
	cmd.Env = append(os.Environ(), "GONGKAI_COMMAND=1", "GONGKAI_FAIL="+env, "LC_ALL=C.UTF-8")
	var o, e bytes.Buffer
	cmd.Stdout, cmd.Stderr = &o, &e
	cmd.WaitDelay = 5 * time.Second
	_ = cmd.Run()
	return o.String(), e.String(), cmd.ProcessState.ExitCode()
}

// reports writes n distinct reports as text, a third of them in archives, and
// what is none.
func reports(t testing.TB, n int) string {
	t.Helper()
	dir := t.TempDir()
	packed := map[string]string{}
	for i := range n {
		r := mutate.New(mutate.NewRand(7, uint64(i)))
		var b strings.Builder
		b.WriteString(fmt.Sprintf("云岭县第%d镇人民政府%d年政府信息公开工作年度报告\n\n", i/2, r.Year))
		for _, p := range r.Parts {
			if p.Sheet == nil {
				b.WriteString(p.Text + "\n\n")
				continue
			}
			for _, row := range p.Sheet.Rows {
				for j := range row.Boxes {
					if j > 0 {
						b.WriteByte('\t')
					}
					b.WriteString(strings.ReplaceAll(row.Boxes[j].Text, "\n", ""))
				}
				b.WriteByte('\n')
			}
			b.WriteByte('\n')
		}
		if name := fmt.Sprintf("%03d.txt", i); i%3 == 1 {
			packed[name] = b.String()
		} else {
			write(t, filepath.Join(dir, name), b.String())
		}
	}
	tgz := packTar(packed)
	write(t, filepath.Join(dir, "some.tgz"), tgz)
	write(t, filepath.Join(dir, "cut.tgz"), tgz[:len(tgz)*2/3])
	write(t, filepath.Join(dir, "letter.txt"), "A letter.")
	write(t, filepath.Join(dir, "again.txt"), "A letter.")
	write(t, filepath.Join(dir, "empty.docx"), "")
	return dir
}

func write(t testing.TB, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// whole runs the command uninterrupted and returns the bytes of its dataset.
func whole(t *testing.T, in string) map[string]string {
	t.Helper()
	out := t.TempDir()
	if _, errs, code := gongkai(t.Context(), "", "convert", in, "--out", out, "-q"); code != exitUnread {
		t.Fatalf("exit %d: %s", code, errs)
	}
	return sinktest.Tree(t, filepath.Join(out, "dataset"))
}

// TestBrokenOffAnywhere ends a run at every named moment, by a kill and by an
// error. The next run gives the dataset of a run that nothing happened to.
func TestBrokenOffAnywhere(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("signals")
	}
	in := reports(t, 12)
	want := whole(t, in)
	for _, name := range failpoint.Names {
		for _, how := range []string{"kill", "error"} {
			t.Run(name+"="+how, func(t *testing.T) {
				out := t.TempDir()
				_, errs, code := gongkai(t.Context(), name+":1="+how, "convert", in, "--out", out, "-q")
				if how == "kill" && code != -1 || how == "error" && (code == exitDone || code == exitUnread) {
					t.Fatalf("it was not broken off: exit %d: %s", code, errs)
				}
				if _, errs, code := gongkai(t.Context(), "", "convert", in, "--out", out, "-q"); code != exitUnread {
					t.Fatalf("again: exit %d: %s", code, errs)
				}
				if diff := cmp.Diff(want, sinktest.Tree(t, filepath.Join(out, "dataset"))); diff != "" {
					t.Errorf("(-uninterrupted +healed):\n%s", diff)
				}
			})
		}
	}
}

// TestKilledAtRandom kills runs at random moments while a reader keeps opening
// the dataset: it is never absent, never mixed, and in the end the one of a run that
// nothing happened to. GONGKAI_KILLS says how many; make kill says 200.
func TestKilledAtRandom(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("signals")
	}
	kills := 20
	if n, err := strconv.Atoi(os.Getenv("GONGKAI_KILLS")); err == nil {
		kills = n
	}
	one, two := reports(t, 30), reports(t, 30)
	write(t, filepath.Join(two, "more.txt"), "Another letter.")
	wantOne, wantTwo := whole(t, one), whole(t, two)
	out := t.TempDir()
	dataset := filepath.Join(out, "dataset")
	began := time.Now()
	if _, errs, code := gongkai(t.Context(), "", "convert", one, "--out", out, "-q"); code != exitUnread {
		t.Fatalf("exit %d: %s", code, errs)
	}
	takes := time.Since(began)
	stop := make(chan struct{})
	var watcher sync.WaitGroup
	watcher.Go(func() { watchDataset(t, dataset, stop, wantOne["SHA256SUMS"], wantTwo["SHA256SUMS"]) })
	rnd := rand.New(rand.NewPCG(1, uint64(kills)))
	for n := range kills {
		if n%3 == 0 { // nothing was read, nothing is known
			if err := errors.Join(os.RemoveAll(filepath.Join(out, "results")), removeLedger(out)); err != nil {
				t.Fatal(err)
			}
		}
		in, want := one, wantOne
		if n%2 == 0 {
			in, want = two, wantTwo
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(rnd.Int64N(int64(takes)+1)))
		gongkai(ctx, "", "convert", in, "--out", out, "-q")
		cancel()
		if n%4 != 3 {
			continue // killed again before it is healed
		}
		if _, errs, code := gongkai(t.Context(), "", "convert", in, "--out", out, "-q"); code != exitUnread {
			t.Fatalf("kill %d, again: exit %d: %s", n, code, errs)
		}
		if diff := cmp.Diff(want, sinktest.Tree(t, dataset)); diff != "" {
			t.Fatalf("kill %d (-uninterrupted +healed):\n%s", n, diff)
		}
	}
	close(stop)
	watcher.Wait()
	entries, err := os.ReadDir(out)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".tmp") || strings.HasSuffix(e.Name(), ".old") {
			t.Errorf("%s is left behind", e.Name())
		}
	}
}

// removeLedger takes the ledger away, as a user might.
func removeLedger(out string) error {
	files, err := filepath.Glob(filepath.Join(out, "ledger.db*"))
	for _, f := range files {
		err = errors.Join(err, os.Remove(f))
	}
	return err
}

// watchDataset opens the dataset over and over: through one handle of the folder
// it must be one of the two wholes.
func watchDataset(t *testing.T, dataset string, stop chan struct{}, sums ...string) {
	for n := 0; ; n++ {
		select {
		case <-stop:
			if n == 0 {
				t.Error("nobody looked")
			}
			return
		default:
		}
		root, err := os.OpenRoot(dataset)
		if err != nil {
			t.Errorf("look %d: %v", n, err)
			return
		}
		b, err := root.ReadFile("SHA256SUMS")
		if errors.Is(err, os.ErrNotExist) { // the folder was replaced and removed since it was opened
			root.Close()
			continue
		}
		if err != nil || !validSums(b, sums) {
			t.Errorf("look %d: neither of the two datasets: %v", n, err)
		}
		root.Close()
		time.Sleep(time.Millisecond)
	}
}

func validSums(b []byte, sums []string) bool {
	for _, s := range sums {
		if sha(b) == s {
			return true
		}
	}
	return false
}

// TestMockDocuments lets documents do everything to their workers through the
// command: each is one document that failed, with a code; the others are read.
func TestMockDocuments(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("limits of memory are watched on Linux")
	}
	in := t.TempDir()
	want := map[string]string{"panic": "worker-crash", "exit": "worker-crash", "stack": "worker-crash", "alloc": "worker-memory", "flood": "worker-answer", "rubbish": "worker-answer"}
	if !testing.Short() {
		want["loop"], want["silent"], want["stopped"] = "worker-time", "worker-time", "worker-stall"
	}
	for what := range want {
		write(t, filepath.Join(in, what+".txt"), "mock:"+what+" ")
	}
	write(t, filepath.Join(in, "letter.txt"), "A letter.")
	out := t.TempDir()
	text, errs, code := gongkai(t.Context(), "", "convert", in, "--out", out, "-q")
	if code != exitUnread || !strings.Contains(text, fmt.Sprintf("not_a_report 1 + duplicate 0\n")) || !strings.Contains(text, fmt.Sprintf("failed %d ", len(want))) {
		t.Errorf("exit %d: %s%s", code, text, errs)
	}
	for what, c := range want {
		told := ""
		for line := range strings.SplitSeq(errs, "\n") {
			if strings.Contains(line, what+".txt: ") {
				told = line
			}
		}
		slow := what == "alloc" && strings.HasSuffix(told, "(worker-time)") // on a busy machine the clock may be first
		if !strings.HasSuffix(told, "("+c+")") && !slow {
			t.Errorf("%s: no %s in %q", what, c, told)
		}
	}
	text, _, code = gongkai(t.Context(), "", "convert", in, "--out", out, "-q", "--json")
	for _, fact := range []string{`"documents_read":0,`, fmt.Sprintf(`"documents_quarantined":%d,`, len(want))} {
		if code != exitUnread || !strings.Contains(text, fact) {
			t.Errorf("again: exit %d; what was set aside is not tried again: no %s in %s", code, fact, text)
		}
	}
}

// TestEightRunsAtOnce: one works, the others end at once with exit 11.
func TestEightRunsAtOnce(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a stale lock there is removed by hand")
	}
	in, out := reports(t, 40), t.TempDir()
	var wg sync.WaitGroup
	codes, took := make([]int, 8), make([]time.Duration, 8)
	began := time.Now()
	for i := range codes {
		wg.Go(func() {
			_, _, codes[i] = gongkai(t.Context(), "", "convert", in, "--out", out, "-q")
			took[i] = time.Since(began)
		})
	}
	var start time.Duration // what the machine needs to start a program now
	wg.Go(func() { gongkai(t.Context(), "", "version"); start = time.Since(began) })
	wg.Wait()
	worked := 0
	for i, c := range codes {
		switch c {
		case exitUnread:
			worked++
		case exitLocked:
			if took[i] > time.Second+3*start {
				t.Errorf("it took %s to say that another run works; a start takes %s", took[i], start)
			}
		default:
			t.Errorf("exit %d", c)
		}
	}
	if worked == 0 {
		t.Error("nobody worked")
	}
	if diff := cmp.Diff(whole(t, in), sinktest.Tree(t, filepath.Join(out, "dataset"))); diff != "" {
		t.Errorf("(-alone +among others):\n%s", diff)
	}
}

// TestEachFileOperationFails lets the Nth operation on files of a run fail, for
// every N: of chunks and receipts, of the plan, and of the dataset. The old
// dataset stands or the new one does, a full disk is exit 13, the next run heals.
// make kill tries every N; else each 61st is tried, which meets every kind in time.
func TestEachFileOperationFails(t *testing.T) {
	step := 61
	if os.Getenv("GONGKAI_KILLS") != "" {
		step = 1
	}
	if testing.Short() {
		step = 97
	}
	in := reports(t, 6)
	want := whole(t, in)
	first := filepath.Join(in, "000.txt")
	before := whole1(t, first)
	for n, failed := 1, true; failed; n += step {
		how, code := "full", exitFull
		if n%2 == 0 {
			how, code = "broken", exitFailed
		}
		out := t.TempDir()
		dataset := filepath.Join(out, "dataset")
		if _, errs, code := gongkai(t.Context(), "", "convert", first, "--out", out, "-q"); code != exitDone {
			t.Fatalf("exit %d: %s", code, errs)
		}
		_, errs, got := gongkai(t.Context(), fmt.Sprintf("file:%d=%s", n, how), "convert", in, "--out", out, "-q")
		failed = got != exitUnread
		now := sinktest.Tree(t, dataset)
		switch {
		case failed && got != code:
			t.Errorf("operation %d: exit %d: %s", n, got, errs)
		case failed && cmp.Diff(want, now) != "" && cmp.Diff(before, now) != "":
			t.Errorf("operation %d: neither the old dataset nor the new one", n)
		case !failed && cmp.Diff(want, now) != "":
			t.Errorf("operation %d: done, and not the dataset", n)
		}
		if _, errs, code := gongkai(t.Context(), "", "convert", in, "--out", out, "-q"); code != exitUnread {
			t.Errorf("operation %d, again: exit %d: %s", n, code, errs)
		}
		if diff := cmp.Diff(want, sinktest.Tree(t, dataset)); diff != "" {
			t.Errorf("operation %d (-uninterrupted +healed):\n%s", n, diff)
		}
		if !failed && n < 100 {
			t.Errorf("only %d operations", n)
		}
	}
}

// whole1 is whole for what can be read without loss.
func whole1(t *testing.T, in string) map[string]string {
	t.Helper()
	out := t.TempDir()
	if _, errs, code := gongkai(t.Context(), "", "convert", in, "--out", out, "-q"); code != exitDone {
		t.Fatalf("exit %d: %s", code, errs)
	}
	return sinktest.Tree(t, filepath.Join(out, "dataset"))
}

// TestFileSizeLimit lets every kind of file hit a limit of size: exit 13, the old
// dataset stands, the next run heals.
func TestFileSizeLimit(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("ulimit")
	}
	in, out := reports(t, 12), t.TempDir()
	if _, errs, code := gongkai(t.Context(), "", "convert", filepath.Join(in, "000.txt"), "--out", out, "-q"); code != exitDone {
		t.Fatalf("exit %d: %s", code, errs)
	}
	before := sinktest.Tree(t, filepath.Join(out, "dataset"))
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	full := 0
	for _, blocks := range []int{1, 8, 16, 40, 64, 100, 160} { // of 512 bytes
		cmd := exec.Command("sh", "-c", fmt.Sprintf(`ulimit -f %d; exec "$0" convert "$1" --out "$2" -q`, blocks), exe, in, out)
		cmd.Env = append(os.Environ(), "GONGKAI_COMMAND=1", "LC_ALL=C.UTF-8")
		b, err := cmd.CombinedOutput()
		code := cmd.ProcessState.ExitCode()
		if code == exitUnread {
			break
		}
		full++
		if code != exitFull {
			t.Errorf("%d blocks: exit %d, %v: %s", blocks, code, err, b)
		}
		if diff := cmp.Diff(before, sinktest.Tree(t, filepath.Join(out, "dataset"))); diff != "" {
			t.Fatalf("%d blocks (-before +after):\n%s", blocks, diff)
		}
	}
	if full == 0 {
		t.Error("no limit was met")
	}
	if _, errs, code := gongkai(t.Context(), "", "convert", in, "--out", out, "-q"); code != exitUnread {
		t.Fatalf("with room: exit %d: %s", code, errs)
	}
	if diff := cmp.Diff(whole(t, in), sinktest.Tree(t, filepath.Join(out, "dataset"))); diff != "" {
		t.Errorf("(-uninterrupted +healed):\n%s", diff)
	}
}

func sha(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
