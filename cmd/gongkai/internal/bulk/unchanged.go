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
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gongkai-data/gongkai/normalize"
)

// note is what the ledger knows of the dataset that is published.
type note struct {
	From       string // fingerprint of what it was made from
	Sums       string // digest of its SHA256SUMS
	Reports    int
	Superseded int
	Facts      int
	Printed    int
	Unfit      []normalize.Issue
}

const sumsName = "SHA256SUMS"

// published notes a dataset that was just made.
func published(dir, from string, s *Summary) (string, error) {
	b, err := os.ReadFile(filepath.Join(dir, sumsName))
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(b)
	text, err := json.Marshal(note{from, hex.EncodeToString(sum[:]), s.Reports, s.Superseded, s.Facts, s.Printed, s.Unfit})
	return string(text), err
}

// unchanged reports that the dataset was made from just this and is whole: its
// files are read and held against their digests.
func unchanged(ctx context.Context, dir, was, from string, s *Summary) (bool, error) {
	var n note
	if was == "" || json.Unmarshal([]byte(was), &n) != nil || n.From != from {
		return false, nil
	}
	b, err := os.ReadFile(filepath.Join(dir, sumsName))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if sum := sha256.Sum256(b); hex.EncodeToString(sum[:]) != n.Sums {
		return false, nil
	}
	wrong, err := VerifyDataset(ctx, dir)
	if err != nil || len(wrong) > 0 {
		return false, err
	}
	s.Reports, s.Superseded, s.Facts, s.Printed, s.Unfit, s.Unchanged = n.Reports, n.Superseded, n.Facts, n.Printed, n.Unfit, true
	return true, nil
}

// VerifyDataset holds the files of a dataset against its SHA256SUMS and returns
// what is wrong with them.
func VerifyDataset(ctx context.Context, dir string) (wrong []string, err error) {
	b, err := os.ReadFile(filepath.Join(dir, sumsName))
	if err != nil {
		return nil, err
	}
	listed := map[string]bool{sumsName: true}
	lines := bufio.NewScanner(bytes.NewReader(b))
	for lines.Scan() {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		want, name, ok := strings.Cut(lines.Text(), "  ")
		if !ok || !filepath.IsLocal(name) {
			wrong = append(wrong, fmt.Sprintf("%s: line %.80q", sumsName, lines.Text()))
			continue
		}
		listed[name] = true
		if got, err := digestOf(filepath.Join(dir, name)); err != nil {
			wrong = append(wrong, fmt.Sprintf("%s: %v", name, err))
		} else if got != want {
			wrong = append(wrong, fmt.Sprintf("%s: digest %.12s, not %.12s", name, got, want))
		}
	}
	err = filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, p)
		if name := filepath.ToSlash(rel); err == nil && !listed[name] {
			wrong = append(wrong, fmt.Sprintf("%s: not in %s", name, sumsName))
		}
		return err
	})
	return wrong, err
}

func digestOf(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
