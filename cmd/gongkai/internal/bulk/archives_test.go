package bulk

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/chunk"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/pipeline"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/record"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/unpack"
	"github.com/gongkai-data/gongkai/sinks"
)

// tape writes an archive of n letters, each of the given size.
func tape(t *testing.T, file string, n, size int) {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for i := range n {
		text := fmt.Sprintf("A letter, the %dth. ", i)
		text += strings.Repeat("x", max(0, size-len(text)))
		err := w.WriteHeader(&tar.Header{Name: fmt.Sprintf("%04d.txt", i), Size: int64(len(text)), Mode: 0o644})
		if _, err2 := w.Write([]byte(text)); err != nil || err2 != nil {
			t.Fatal(err, err2)
		}
	}
	if err := errors.Join(w.Close(), os.WriteFile(file, b.Bytes(), 0o644)); err != nil {
		t.Fatal(err)
	}
}

// TestMembersOfArchivesAreReadWhateverTheOrder asks for members of several
// archives in an order that is only nearly theirs, at the same time.
func TestMembersOfArchivesAreReadWhateverTheOrder(t *testing.T) {
	for name, size := range map[string]int{"small": 100, "large": 100_000} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			var sources []pipeline.Source
			for i, n := range []int{300, 1, 40} {
				file := filepath.Join(dir, fmt.Sprintf("%d.tar", i))
				tape(t, file, n, size+i)
				sources = append(sources, pipeline.Source{Path: filepath.Base(file), File: file})
			}
			opener := &unpack.Opener{}
			files := listed(t, sources, opener)
			docs := unread(files, &chunk.Results{})
			if len(files) != 341 || len(docs) != 341 {
				t.Fatal(len(files), len(docs))
			}
			plan := chunk.NewPlan("e", 500, docs)
			s := newStreams(t.Context(), opener, plan, files, 1<<20, 3)
			defer s.close()
			order := append([]chunk.Doc{}, plan.Docs...)
			rnd := rand.New(rand.NewPCG(1, 1))
			for i := range order { // near
				j := min(len(order)-1, i+rnd.IntN(6))
				order[i], order[j] = order[j], order[i]
			}
			order = append(order, order[:5]...) // and far
			tasks := make(chan chunk.Doc)
			var wg sync.WaitGroup
			for range 3 {
				wg.Go(func() {
					for d := range tasks {
						if b, err := s.get(d.Digest); err != nil || sha256.Sum256(b) != d.Digest {
							t.Errorf("%s: %d bytes, %v", d.Digest, len(b), err)
						}
					}
				})
			}
			for _, d := range order {
				tasks <- d
			}
			close(tasks)
			wg.Wait()
			if b, err := s.get(record.Digest{1}); b != nil || err != nil {
				t.Error(b, err)
			}
			if s.stash.size > stashed {
				t.Error(s.stash.size)
			}
		})
	}
}

func listed(t *testing.T, sources []pipeline.Source, opener *unpack.Opener) []File {
	t.Helper()
	var files []File
	for _, src := range sources {
		f := File{Source: src}
		var members []File
		if err := f.hash(nil, false, make([]byte, 1<<16), func(file *os.File) (bool, error) {
			l, err := opener.List(t.Context(), file, f.Size)
			members = documents(&f, l)
			return true, err
		}); err != nil {
			t.Fatal(err)
		}
		files = append(files, members...)
	}
	return files
}

// TestArchiveGivesWhatItsFilesGive: what is in an archive is read as if it lay in
// a folder, in several chunks; and again, with nothing read.
func TestArchiveGivesWhatItsFilesGive(t *testing.T) {
	dir, out := t.TempDir(), t.TempDir()
	tape(t, filepath.Join(dir, "a.tar"), ChunkSize+100, 50)
	sources, err := pipeline.Gather([]pipeline.Given{{Path: dir}}, "")
	if err != nil {
		t.Fatal(err)
	}
	s := run(t, out, sources)
	if s.Documents != ChunkSize+100 || s.Outcomes[sinks.NotAReport] != s.Documents || s.Read != s.Documents {
		t.Errorf("%+v", s)
	}
	if s := run(t, out, sources); s.Read != 0 || !s.Unchanged {
		t.Errorf("again: %+v", s)
	}
}

// TestPathsOfMembersAreKeptApart: a folder may be called like an archive and the mark.
func TestPathsOfMembersAreKeptApart(t *testing.T) {
	dir := t.TempDir()
	tape(t, filepath.Join(dir, "a.tar"), 1, 10)
	if err := os.MkdirAll(filepath.Join(dir, "a.tar!"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "a.tar!", "0000.txt"), []byte("Another letter."), 0o644); err != nil {
		t.Fatal(err)
	}
	sources, err := pipeline.Gather([]pipeline.Given{{Path: dir}}, "")
	if err != nil {
		t.Fatal(err)
	}
	if s := run(t, t.TempDir(), sources); s.Documents != 2 {
		t.Errorf("%+v", s)
	}
}

// TestArchiveThatChangesIsNoticed: what was listed must be what is read.
func TestArchiveThatChangesIsNoticed(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "a.tar")
	tape(t, file, 20, 100)
	opener := &unpack.Opener{}
	files := listed(t, []pipeline.Source{{Path: "a.tar", File: file}}, opener)
	plan := chunk.NewPlan("e", 500, unread(files, &chunk.Results{}))
	tape(t, file, 20, 101)
	inside := newStreams(context.Background(), opener, plan, files, 1<<20, 1)
	defer inside.close()
	if _, err := fromFiles(files, inside)(t.Context(), plan.Docs[3], nil); !errors.Is(err, ErrChanged) {
		t.Error(err)
	}
}
