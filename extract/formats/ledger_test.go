package formats

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/extracttest"
)

const (
	ledger        = "testdata/ledger.tsv"
	ledgerHead    = "sha256\tkind\toutcome\tcode\ttables\tcells\tchars\tnotices\tpath"
	fileDeadline  = 5 * time.Second
	fileAllocated = 256 << 20 // bytes
)

// index returns the rows of index.tsv by the names of their columns.
func index(tb testing.TB, root string) []map[string]string {
	tb.Helper()
	b, err := os.ReadFile(filepath.Join(root, "index.tsv"))
	if err != nil {
		tb.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(b)), "\n")
	names := strings.Split(lines[0], "\t")
	var rows []map[string]string
	for _, l := range lines[1:] {
		row := make(map[string]string)
		for i, v := range strings.Split(l, "\t") {
			row[names[i]] = v
		}
		rows = append(rows, row)
	}
	return rows
}

// TestLedger holds every document to what is expected of it: outcome, error code,
// counts and notices, as the first reader alone sees pages. A file that was
// expected to fail and now reads differs as well as one that no longer reads.
// UPDATE=1 writes the ledger anew.
func TestLedger(t *testing.T) {
	root := extracttest.Documents(t)
	var paths []string
	for _, row := range index(t, root) {
		paths = append(paths, row["path"])
	}
	slices.Sort(paths)
	lines := make([]string, len(paths))
	var wide []int // those that seemed to allocate too much beside the other worker
	var mu sync.Mutex
	var work sync.WaitGroup
	for w := range 2 {
		work.Go(func() {
			for i := w; i < len(paths); i += 2 {
				line, took, allocated := ledgerLine(t, root, paths[i])
				mu.Lock()
				lines[i] = line
				if took > fileDeadline {
					t.Errorf("%s took %v", paths[i], took)
				}
				if allocated > fileAllocated {
					wide = append(wide, i)
				}
				mu.Unlock()
			}
		})
	}
	work.Wait()
	for _, i := range wide {
		if _, _, allocated := ledgerLine(t, root, paths[i]); allocated > fileAllocated {
			t.Errorf("%s allocates %d MB", paths[i], allocated>>20)
		}
	}
	compareLedger(t, lines)
}

// ledgerLine reads one document and returns its line, the time and the bytes
// that were allocated meanwhile.
func ledgerLine(t *testing.T, root, path string) (line string, took time.Duration, allocated uint64) {
	b, err := os.ReadFile(filepath.Join(root, path))
	if err != nil {
		t.Error(err)
		return "", 0, 0
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*fileDeadline)
	defer cancel()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	doc, err := Read(ctx, b, extract.Options{})
	took = time.Since(start)
	runtime.ReadMemStats(&after)
	outcome := "failed\t-\t\t\t\t"
	var e *extract.Error
	switch {
	case err == nil:
		outcome = expectation(doc)
	case errors.As(err, &e):
		outcome = "failed\t" + string(e.Code) + "\t\t\t\t"
	default:
		t.Errorf("%s: error without a code: %v", path, err)
	}
	line = fmt.Sprintf("%x\t%s\t%s\t%s", digest16(b), cmp.Or(Sniff(b), "-"), outcome, path)
	return line, took, after.TotalAlloc - before.TotalAlloc
}

func digest16(b []byte) []byte {
	sum := sha256.Sum256(b)
	return sum[:8]
}

// lossy holds the codes of notices after which something printed may be missing.
var lossy = func() map[extract.Code]bool {
	m := make(map[extract.Code]bool)
	for _, c := range Codes() {
		m[c.Code] = c.Lossy
	}
	return m
}()

// expectation returns the columns from outcome to notices of a document that was
// read: its tables, their cells, the characters of its body.
func expectation(doc *extract.Document) string {
	outcome, tables, cells, chars := "ok", 0, 0, 0
	for _, b := range doc.Blocks {
		switch b := b.(type) {
		case *extract.Heading:
			chars += utf8.RuneCountInString(b.Text)
		case *extract.Paragraph:
			if b.Role == extract.Body {
				chars += utf8.RuneCountInString(b.Text)
			}
		case *extract.Table:
			tables++
			cells += len(b.Grid.Cells)
			for i := range b.Grid.Cells {
				if b.Role == extract.Body {
					chars += utf8.RuneCountInString(b.Grid.Cells[i].Text)
				}
			}
		}
	}
	count := make(map[extract.Code]int)
	for _, n := range doc.Notices {
		count[n.Code]++
		if lossy[n.Code] {
			outcome = "partial"
		}
	}
	var notices []string
	for code, n := range count {
		notices = append(notices, fmt.Sprintf("%s=%d", code, n))
	}
	slices.Sort(notices)
	return fmt.Sprintf("%s\t\t%d\t%d\t%d\t%s", outcome, tables, cells, chars, strings.Join(notices, " "))
}

// compareLedger prints each line of the ledger that no longer holds and fails.
func compareLedger(t *testing.T, lines []string) {
	t.Helper()
	if os.Getenv("UPDATE") == "1" {
		text := ledgerHead + "\n" + strings.Join(lines, "\n") + "\n"
		if err := os.WriteFile(ledger, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	b, err := os.ReadFile(ledger)
	if err != nil {
		t.Fatalf("%v (UPDATE=1 writes it)", err)
	}
	want := make(map[string]string)
	outcomes := make(map[string]int)
	s := bufio.NewScanner(bytes.NewReader(b))
	for s.Scan() && s.Text() != "" {
		if s.Text() != ledgerHead {
			want[s.Text()[strings.LastIndexByte(s.Text(), '\t')+1:]] = s.Text()
		}
	}
	for _, l := range lines {
		path := l[strings.LastIndexByte(l, '\t')+1:]
		old := want[path]
		delete(want, path)
		outcomes[strings.Split(l+"\t\t\t", "\t")[2]]++
		switch {
		case old == l:
		case old == "":
			t.Errorf("new in the corpus\n+%s", l)
		case strings.Contains(old, "\tfailed\t") && !strings.Contains(l, "\tfailed\t"):
			t.Errorf("was expected to fail and reads now\n-%s\n+%s", old, l)
		default:
			t.Errorf("differs\n-%s\n+%s", old, l)
		}
	}
	for _, l := range want {
		t.Errorf("no longer in the corpus\n-%s", l)
	}
	t.Logf("%d documents: %v", len(lines), outcomes)
}
