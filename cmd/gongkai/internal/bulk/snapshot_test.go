package bulk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/chunk"
	"github.com/gongkai-data/gongkai/sinks"
)

// stored puts a small dataset into a store.
func stored(t *testing.T) (chunk.Store, *Snapshot) {
	t.Helper()
	dir, content := t.TempDir(), []byte("1,2\n")
	sum := sha256.Sum256(content)
	sums := fmt.Sprintf("%s  facts.csv\n", hex.EncodeToString(sum[:]))
	if err := errors.Join(os.WriteFile(filepath.Join(dir, "facts.csv"), content, 0o600), os.WriteFile(filepath.Join(dir, sumsName), []byte(sums), 0o600)); err != nil {
		t.Fatal(err)
	}
	s := chunk.Dir{Root: t.TempDir(), Files: chunk.Shared{}}
	shot, err := commit(t.Context(), s, dir, &Frozen{ID: "a"}, &Summary{}, false)
	if err != nil || !shot.New {
		t.Fatalf("%+v, %v", shot, err)
	}
	if again, err := commit(t.Context(), s, dir, &Frozen{ID: "a"}, &Summary{}, false); err != nil || again.New || again.Number != 1 {
		t.Fatalf("%+v, %v", again, err)
	}
	return s, shot
}

// A store is written by others: what a snapshot says removes and writes nothing
// outside of the folder that was meant.
func TestSnapshotsThatLeadElsewhere(t *testing.T) {
	s, shot := stored(t)
	for name, spoil := range map[string]func(x *Snapshot){
		"above":    func(x *Snapshot) { x.Sums = "../precious" },
		"no name":  func(x *Snapshot) { x.Sums = "" },
		"file":     func(x *Snapshot) { x.Files[0].Name = "../precious/a" },
		"size":     func(x *Snapshot) { x.Files[0].Bytes = -1 },
		"another":  func(x *Snapshot) { x.Files[1].SHA256 = x.Files[0].SHA256 },
		"no sums":  func(x *Snapshot) { x.Files = x.Files[:1] },
		"no files": func(x *Snapshot) { x.Files = x.Files[1:] },
	} {
		t.Run(name, func(t *testing.T) {
			root := t.TempDir()
			kept := filepath.Join(root, "precious", "a")
			if err := errors.Join(os.Mkdir(filepath.Dir(kept), 0o700), os.WriteFile(kept, []byte("a"), 0o600)); err != nil {
				t.Fatal(err)
			}
			bad := *shot
			bad.Files = append([]SnapshotFile{}, shot.Files...)
			spoil(&bad)
			if _, err := bad.Fetch(t.Context(), s, filepath.Join(root, "cache")); !errors.Is(err, sinks.ErrIntegrity) {
				t.Error(err)
			}
			if b, err := os.ReadFile(kept); err != nil || string(b) != "a" {
				t.Errorf("%q, %v", b, err)
			}
		})
	}
}

// Processes that fetch the same at once leave each other's folder alone; what
// nobody has asked for in a month goes.
func TestFetchAtOnce(t *testing.T) {
	s, shot := stored(t)
	into := t.TempDir()
	old, left, other := filepath.Join(into, hex.EncodeToString(make([]byte, 32))), filepath.Join(into, fetching+"1"), filepath.Join(into, "notes")
	for _, dir := range []string{old, left, other} {
		if err := errors.Join(os.Mkdir(dir, 0o700), os.Chtimes(dir, time.Time{}, time.Now().Add(-2*keptUnused))); err != nil {
			t.Fatal(err)
		}
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			dir, err := shot.Fetch(context.Background(), s, into)
			if err == nil {
				_, err = os.Stat(filepath.Join(dir, "facts.csv"))
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	entries, err := os.ReadDir(into)
	if err != nil || len(entries) != 2 {
		t.Errorf("%v, %v", entries, err)
	}
}
