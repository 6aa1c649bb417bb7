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
	"slices"
	"strconv"
	"strings"

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

// Latest is the snapshot in force.
func Latest(ctx context.Context, s chunk.Store) (*Snapshot, error) {
	keys, err := s.List(ctx, snapshots)
	if err != nil {
		return nil, err
	}
	best, at := 0, ""
	for _, key := range keys {
		if n, err := strconv.Atoi(strings.TrimSuffix(path.Base(key), ".json")); err == nil && n > best {
			best, at = n, key
		}
	}
	if best == 0 {
		return nil, ErrNoSnapshot
	}
	b, err := s.ReadAt(ctx, at, 0, -1)
	if err != nil {
		return nil, err
	}
	shot := &Snapshot{}
	if err := json.Unmarshal(b, shot); err != nil || shot.Number != best {
		return nil, fmt.Errorf("%s: %w", at, sinks.ErrIntegrity)
	}
	return shot, nil
}

// commit puts the files of a dataset into the store and makes them the next
// snapshot. Of commits at the same time each gets a number of its own.
func commit(ctx context.Context, s chunk.Store, dir string, f *Frozen, sum *Summary) (*Snapshot, error) {
	shot, err := describe(dir)
	if err != nil {
		return nil, err
	}
	shot.Plan, shot.Engine, shot.Made = f.ID, f.Head.Engine, f.Head.Generator
	shot.Counts = map[string]int{"documents": sum.Documents, "reports": sum.Reports, "superseded": sum.Superseded, "facts": sum.Facts}
	for _, x := range shot.Files {
		if err := putFile(ctx, s, filepath.Join(dir, x.Name), shot.Dataset+x.Name, x); err != nil {
			return nil, err
		}
	}
	for {
		last, err := Latest(ctx, s)
		switch {
		case err == nil && last.Sums == shot.Sums && last.Plan == shot.Plan:
			return last, nil
		case err == nil:
			shot.Parent = last.Number
		case !errors.Is(err, ErrNoSnapshot):
			return nil, err
		}
		shot.Number = shot.Parent + 1
		b, err := json.MarshalIndent(shot, "", " ")
		if err != nil {
			return nil, err
		}
		won, err := s.Create(ctx, fmt.Sprintf("%s%06d.json", snapshots, shot.Number), append(b, '\n'))
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
	b, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	won, err := s.Create(ctx, key, b)
	if err != nil || won {
		return err
	}
	there, err := s.ReadAt(ctx, key, 0, -1)
	if err != nil {
		return err
	}
	if !bytes.Equal(there, b) {
		return fmt.Errorf("%s: %w: it is not what %s says", key, sinks.ErrIntegrity, sumsName)
	}
	return nil
}

// Fetch brings the dataset of a snapshot into a folder, checked, and returns it.
// A folder that holds it already is left alone.
func (x *Snapshot) Fetch(ctx context.Context, s chunk.Store, into string) (string, error) {
	dir := filepath.Join(into, x.Sums)
	if wrong, err := VerifyDataset(ctx, dir); err == nil && len(wrong) == 0 {
		return dir, nil
	}
	if err := os.MkdirAll(into, 0o700); err != nil {
		return "", err
	}
	temp, err := os.MkdirTemp(into, ".tmp-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(temp)
	for _, f := range x.Files {
		if !filepath.IsLocal(f.Name) {
			return "", fmt.Errorf("snapshot %d: %w: file %.80q", x.Number, sinks.ErrIntegrity, f.Name)
		}
		b, err := s.ReadAt(ctx, x.Dataset+f.Name, 0, -1)
		if err != nil {
			return "", err
		}
		if sum := sha256.Sum256(b); hex.EncodeToString(sum[:]) != f.SHA256 {
			return "", fmt.Errorf("%s: %w: another digest", x.Dataset+f.Name, sinks.ErrIntegrity)
		}
		to := filepath.Join(temp, filepath.FromSlash(f.Name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(to), 0o700), os.WriteFile(to, b, 0o600)); err != nil {
			return "", err
		}
	}
	if err := os.RemoveAll(dir); err != nil {
		return "", err
	}
	if err := os.Rename(temp, dir); err != nil && !errors.Is(err, fs.ErrExist) {
		return "", err
	}
	if wrong, err := VerifyDataset(ctx, dir); err != nil || len(wrong) > 0 {
		return "", errors.Join(err, fmt.Errorf("snapshot %d: %w: %q", x.Number, sinks.ErrIntegrity, slices.Concat(wrong)))
	}
	return dir, nil
}
