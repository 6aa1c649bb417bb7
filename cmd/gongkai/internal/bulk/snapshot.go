package bulk

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/chunk"
	"github.com/gongkai-data/gongkai/sinks"
)

// Snapshot is one dataset of a store. Snapshots are numbered, each is created
// where none is and never changed: the one with the highest number is in force.
type Snapshot struct {
	Number  int            `json:"snapshot"`
	Parent  int            `json:"parent,omitempty"`
	Plan    string         `json:"plan"`
	Engine  string         `json:"engine"`
	Made    string         `json:"generator"`
	Dataset string         `json:"dataset"` // key prefix of its files
	Sums    string         `json:"sums_sha256"`
	Files   []SnapshotFile `json:"files"`
	Counts  map[string]int `json:"counts"`

	New bool `json:"-"` // made by this commit; another had made the same before
}

// SnapshotFile is one file of a dataset.
type SnapshotFile struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes"`
}

const snapshots = "snapshots/"

// ErrNoSnapshot says that nothing was committed to a store yet.
var ErrNoSnapshot = errors.New("nothing was committed yet")

// ErrSuperseded says that a dataset was committed after a plan was frozen: that
// of the plan knows nothing of it.
var ErrSuperseded = errors.New("a snapshot was committed after the plan was frozen")

// Latest is the snapshot in force.
func Latest(ctx context.Context, s chunk.Store) (*Snapshot, error) {
	keys, err := s.List(ctx, snapshots)
	if err != nil {
		return nil, err
	}
	best := 0
	for _, key := range keys {
		if n, err := strconv.Atoi(strings.TrimSuffix(path.Base(key), ".json")); err == nil {
			best = max(best, n)
		}
	}
	if best == 0 {
		return nil, ErrNoSnapshot
	}
	return numbered(ctx, s, best)
}

func snapshotKey(n int) string { return fmt.Sprintf("%s%06d.json", snapshots, n) }

// numbered reads the snapshot of a number.
func numbered(ctx context.Context, s chunk.Store, n int) (*Snapshot, error) {
	b, err := s.ReadAt(ctx, snapshotKey(n), 0, -1)
	if err != nil {
		return nil, err
	}
	shot := &Snapshot{}
	if err := json.Unmarshal(b, shot); err != nil || shot.Number != n || !shot.sound() {
		return nil, fmt.Errorf("%s: %w", snapshotKey(n), sinks.ErrIntegrity)
	}
	return shot, nil
}

// since returns the snapshot of the plan among those after its parent, nil where
// there is none, and the snapshot in force. A plan over others is ErrSuperseded.
func since(ctx context.Context, s chunk.Store, f *Frozen, sums string, force bool) (mine, last *Snapshot, err error) {
	last, err = Latest(ctx, s)
	if errors.Is(err, ErrNoSnapshot) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	for n := last.Number; n > f.Head.Parent; n-- {
		shot, err := numbered(ctx, s, n)
		if err != nil {
			return nil, nil, err
		}
		if shot.Plan == f.ID && shot.Sums == sums && (n == last.Number || !force) {
			return shot, last, nil
		}
	}
	if last.Number > f.Head.Parent && !force {
		return nil, nil, fmt.Errorf("%w: the snapshot in force is %d, that of the plan %d", ErrSuperseded, last.Number, f.Head.Parent)
	}
	return nil, last, nil
}

// sound reports that folders and files may be named by what a snapshot says: it
// comes from a store, which others write to.
func (x *Snapshot) sound() bool {
	if b, err := hex.DecodeString(x.Sums); err != nil || len(b) != sha256.Size {
		return false
	}
	sums := 0
	for _, f := range x.Files {
		if !fs.ValidPath(f.Name) || !filepath.IsLocal(f.Name) || f.Bytes < 0 {
			return false
		}
		if f.Name == sumsName && f.SHA256 == x.Sums {
			sums++
		}
	}
	return sums == 1
}

// commit puts the files of a dataset into the store and makes them the next
// snapshot. Of commits at the same time each gets a number of its own. Unless it
// is forced a plan does not take the place of what it does not know.
func commit(ctx context.Context, s chunk.Store, dir string, f *Frozen, sum *Summary, force bool) (*Snapshot, error) {
	shot, err := describe(dir)
	if err != nil {
		return nil, err
	}
	shot.Plan, shot.Engine, shot.Made = f.ID, f.Head.Engine, f.Head.Generator
	shot.Counts = map[string]int{"documents": sum.Documents, "reports": sum.Reports, "superseded": sum.Superseded, "facts": sum.Facts}
	if mine, _, err := since(ctx, s, f, shot.Sums, force); mine != nil || err != nil {
		return mine, err
	}
	for _, x := range shot.Files {
		if err := putFile(ctx, s, filepath.Join(dir, x.Name), shot.Dataset+x.Name, x); err != nil {
			return nil, err
		}
	}
	for {
		mine, last, err := since(ctx, s, f, shot.Sums, force)
		if mine != nil || err != nil {
			return mine, err
		}
		if last != nil {
			shot.Parent = last.Number
		}
		shot.Number = shot.Parent + 1
		b, err := json.MarshalIndent(shot, "", " ")
		if err != nil {
			return nil, err
		}
		won, err := s.Create(ctx, snapshotKey(shot.Number), append(b, '\n'))
		if err != nil {
			return nil, err
		}
		if won {
			shot.New = true
			return shot, nil
		}
	}
}

// describe lists the files of a dataset from its SHA256SUMS.
func describe(dir string) (*Snapshot, error) {
	b, err := os.ReadFile(filepath.Join(dir, sumsName))
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(b)
	shot := &Snapshot{Sums: hex.EncodeToString(sum[:])}
	shot.Dataset = "datasets/" + shot.Sums[:16] + "/"
	for lines := bufio.NewScanner(bytes.NewReader(b)); lines.Scan(); {
		want, name, ok := strings.Cut(lines.Text(), "  ")
		if !ok || !filepath.IsLocal(name) {
			return nil, fmt.Errorf("%s: %w", sumsName, sinks.ErrIntegrity)
		}
		shot.Files = append(shot.Files, SnapshotFile{Name: name, SHA256: want})
	}
	shot.Files = append(shot.Files, SnapshotFile{Name: sumsName, SHA256: shot.Sums})
	for i := range shot.Files {
		st, err := os.Stat(filepath.Join(dir, shot.Files[i].Name))
		if err != nil {
			return nil, err
		}
		shot.Files[i].Bytes = st.Size()
	}
	return shot, nil
}

// putFile puts one file of a dataset into the store. What is there under the
// name of its content must be it.
func putFile(ctx context.Context, s chunk.Store, file, key string, x SnapshotFile) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	won, err := s.CreateFrom(ctx, key, f)
	if err != nil || won {
		return err
	}
	h := sha256.New()
	if err := parts(ctx, s, key, x.Bytes, func(b []byte) error { _, err := h.Write(b); return err }); err != nil {
		return err
	}
	if hex.EncodeToString(h.Sum(nil)) != x.SHA256 {
		return fmt.Errorf("%s: %w: it is not what %s says", key, sinks.ErrIntegrity, sumsName)
	}
	return nil
}

// Fetch brings the dataset of a snapshot into a folder, checked, and returns it.
// A folder that holds it already is left alone.
func (x *Snapshot) Fetch(ctx context.Context, s chunk.Store, into string) (string, error) {
	if !x.sound() {
		return "", fmt.Errorf("snapshot %d: %w", x.Number, sinks.ErrIntegrity)
	}
	dir := filepath.Join(into, x.Sums)
	forget(into, time.Now().Add(-keptUnused))
	if x.lies(ctx, dir) {
		_ = os.Chtimes(dir, time.Time{}, time.Now()) // it was used
		return dir, nil
	}
	if err := os.MkdirAll(into, 0o700); err != nil {
		return "", err
	}
	temp, err := os.MkdirTemp(into, fetching)
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(temp)
	for _, f := range x.Files {
		if err := bring(ctx, s, x.Dataset+f.Name, f, filepath.Join(temp, filepath.FromSlash(f.Name))); err != nil {
			return "", err
		}
	}
	for range 2 { // another process may have brought it meanwhile, and read it
		err := os.Rename(temp, dir)
		if err != nil && !errors.Is(err, fs.ErrExist) {
			return "", err
		}
		if x.lies(ctx, dir) {
			return dir, nil
		}
		if ctx.Err() != nil {
			return "", context.Cause(ctx)
		}
		if err == nil {
			break
		}
		if err := os.RemoveAll(dir); err != nil {
			return "", err
		}
	}
	return "", fmt.Errorf("snapshot %d: %w: %s", x.Number, sinks.ErrIntegrity, x.Dataset)
}

// lies reports that a folder holds the dataset of the snapshot, whole.
func (x *Snapshot) lies(ctx context.Context, dir string) bool {
	if got, err := digestOf(filepath.Join(dir, sumsName)); err != nil || got != x.Sums {
		return false
	}
	wrong, err := VerifyDataset(ctx, dir)
	return err == nil && len(wrong) == 0
}

// step is how much of a file is held when it goes from or to a store.
const step = 16 << 20

// bring writes one file of a dataset, checked.
func bring(ctx context.Context, s chunk.Store, key string, x SnapshotFile, to string) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	file, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	h := sha256.New()
	err = parts(ctx, s, key, x.Bytes, func(b []byte) error {
		h.Write(b)
		_, err := file.Write(b)
		return err
	})
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	if hex.EncodeToString(h.Sum(nil)) != x.SHA256 {
		return fmt.Errorf("%s: %w: another digest", key, sinks.ErrIntegrity)
	}
	return nil
}

// parts hands over n bytes of what is under key, step by step.
func parts(ctx context.Context, s chunk.Store, key string, n int64, take func([]byte) error) error {
	for off := int64(0); off < n; off += step {
		b, err := s.ReadAt(ctx, key, off, min(step, n-off))
		if err == nil {
			err = take(b)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// keptUnused is how long a fetched dataset stays that nobody asks for.
const keptUnused = 30 * 24 * time.Hour

// forget removes what was fetched and not asked for since, and what a process
// that was killed left. What cannot be removed stays for the next time.
func forget(into string, since time.Time) {
	entries, _ := os.ReadDir(into) // nothing was fetched yet
	for _, e := range entries {
		b, err := hex.DecodeString(e.Name())
		ours := err == nil && len(b) == sha256.Size || strings.HasPrefix(e.Name(), fetching)
		if st, err := e.Info(); ours && err == nil && e.IsDir() && st.ModTime().Before(since) {
			_ = os.RemoveAll(filepath.Join(into, e.Name()))
		}
	}
}

// fetching begins the name of a folder that is not complete.
const fetching = ".tmp-"
