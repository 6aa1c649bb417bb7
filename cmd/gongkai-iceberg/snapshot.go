package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// snapshot is one dataset of a store, as `gongkai commit` wrote it under
// snapshots/000001.json. It comes from a place that others write to.
type snapshot struct {
	Number  int            `json:"snapshot"`
	Plan    string         `json:"plan"`
	Dataset string         `json:"dataset"` // key prefix of its files
	Sums    string         `json:"sums_sha256"`
	Files   []snapshotFile `json:"files"`
}

// snapshotFile is one file of a dataset; Name is relative to the prefix.
type snapshotFile struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes"`
}

var (
	errNoSnapshot = errors.New("nothing was committed yet")
	errIntegrity  = errors.New("integrity check failed")
)

const (
	snapshots = "snapshots"
	sumsName  = "SHA256SUMS"

	// jsonLimit is how large a snapshot or its SHA256SUMS may be: 100,000 files
	// need less.
	jsonLimit = 64 << 20
)

// readSnapshot reads the snapshot of a number, 0 for the one in force, and holds
// it against the SHA256SUMS of its dataset.
func readSnapshot(s *store, n int) (*snapshot, error) {
	if n == 0 {
		entries, err := fs.ReadDir(s, snapshots)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		for _, e := range entries {
			if is, err := strconv.Atoi(strings.TrimSuffix(e.Name(), ".json")); err == nil {
				n = max(n, is)
			}
		}
		if n == 0 {
			return nil, errNoSnapshot
		}
	}
	key := fmt.Sprintf("%s/%06d.json", snapshots, n)
	b, err := s.read(key)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s", errNoSnapshot, key)
	}
	if err != nil {
		return nil, err
	}
	shot := &snapshot{}
	if err := json.Unmarshal(b, shot); err != nil || shot.Number != n || !shot.sound() {
		return nil, fmt.Errorf("%s: %w", key, errIntegrity)
	}
	return shot, shot.agrees(s)
}

// sound reports that keys may be named by what a snapshot says: names that stay
// below its prefix, each once, and its SHA256SUMS among them.
func (x *snapshot) sound() bool {
	if b, err := hex.DecodeString(x.Sums); err != nil || len(b) != sha256.Size || x.Dataset != "datasets/"+x.Sums[:16]+"/" {
		return false
	}
	seen := map[string]bool{}
	for _, f := range x.Files {
		if !fs.ValidPath(f.Name) || !filepath.IsLocal(f.Name) || f.Bytes < 0 || seen[f.Name] || strings.ContainsAny(f.Name, "%?#\\") || strings.ContainsFunc(f.Name, func(r rune) bool { return r < ' ' }) {
			return false
		}
		seen[f.Name] = true
		if f.Name == sumsName && f.SHA256 != x.Sums {
			return false
		}
	}
	return seen[sumsName]
}

// agrees holds the list of files against the SHA256SUMS that the digest of the
// snapshot pins.
func (x *snapshot) agrees(s *store) error {
	b, err := s.read(x.Dataset + sumsName)
	if err != nil {
		return err
	}
	wrong := fmt.Errorf("%s%s: %w: it is not what the snapshot says", x.Dataset, sumsName, errIntegrity)
	if sum := sha256.Sum256(b); hex.EncodeToString(sum[:]) != x.Sums {
		return wrong
	}
	sums := map[string]string{sumsName: x.Sums}
	for lines := bufio.NewScanner(bytes.NewReader(b)); lines.Scan(); {
		sum, name, ok := strings.Cut(lines.Text(), "  ")
		if !ok {
			return wrong
		}
		sums[name] = sum
	}
	if len(sums) != len(x.Files) {
		return wrong
	}
	for _, f := range x.Files {
		if sums[f.Name] != f.SHA256 {
			return wrong
		}
	}
	return nil
}

// source is one table of a dataset: facts.parquet, or all files below facts/.
type source struct {
	Table string
	Files []snapshotFile
}

// tables lists the tables in the order in which they are registered. Tables are
// committed one by one: reports and then facts come last, so that what a fact
// names (its report, document, cell, dictionary entry) is there before it, and a
// table facts that holds a snapshot says that all others do.
func (x *snapshot) tables() []source {
	var found []source
	for _, f := range x.Files {
		if path.Ext(f.Name) != ".parquet" {
			continue
		}
		name, _, folder := strings.Cut(f.Name, "/")
		if !folder {
			name = strings.TrimSuffix(name, ".parquet")
		}
		i := slices.IndexFunc(found, func(s source) bool { return s.Table == name })
		if i < 0 {
			i = len(found)
			found = append(found, source{Table: name})
		}
		found[i].Files = append(found[i].Files, f)
	}
	last := func(s source) int { return slices.Index([]string{"reports", "facts"}, s.Table) }
	slices.SortStableFunc(found, func(a, b source) int {
		if d := last(a) - last(b); d != 0 {
			return d
		}
		return strings.Compare(a.Table, b.Table)
	})
	return found
}

// digestLimit is the size up to which a file in a bucket is read whole to check
// its digest without being asked to; files in a folder always are.
const digestLimit = 64 << 20

// verify holds one file against what the snapshot says of it: its size always,
// its digest where reading it is cheap or whole is set.
func (x *snapshot) verify(ctx context.Context, s *store, f snapshotFile, whole bool) error {
	key := x.Dataset + f.Name
	size, err := s.size(ctx, key)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("%w: %w", errIntegrity, err)
		}
		return err
	}
	if size != f.Bytes {
		return fmt.Errorf("%s: %w: %d bytes, not %d", key, errIntegrity, size, f.Bytes)
	}
	if !whole && !s.local && size > digestLimit {
		return nil
	}
	file, err := s.Open(key)
	if err != nil {
		return err
	}
	defer file.Close()
	h := sha256.New()
	if _, err := io.Copy(h, reader{ctx, file}); err != nil {
		return err
	}
	if hex.EncodeToString(h.Sum(nil)) != f.SHA256 {
		return fmt.Errorf("%s: %w: another digest", key, errIntegrity)
	}
	return nil
}

// reader ends with its context.
type reader struct {
	ctx context.Context
	io.Reader
}

// Read reads unless the context has ended.
func (r reader) Read(b []byte) (int, error) {
	if r.ctx.Err() != nil {
		return 0, context.Cause(r.ctx)
	}
	return r.Reader.Read(b)
}
