//go:build unix

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"time"
)

// anydoc is what the npm package needed for a document and what it found.
type anydoc struct {
	cellsIn, markdown time.Duration // to a tree with cells, to Markdown
	cells             cells
}

const howPeers = "%s is not in %s; to get it (needs node and npm):\n" +
	"  mkdir -p .cache/peers && cp cmd/gongkai/peers/package.json .cache/peers/ && npm install --no-save --no-package-lock --prefix .cache/peers"

// measureAnydoc runs anydoc.mjs over all documents in one process.
func measureAnydoc(docs []*one, modules string) error {
	if _, err := exec.LookPath("node"); err != nil {
		return errors.New("node is not installed")
	}
	if _, err := os.Stat(filepath.Join(modules, "@firecrawl/anydoc/package.json")); err != nil {
		return fmt.Errorf(howPeers, "@firecrawl/anydoc", modules)
	}
	args := []string{"cmd/gongkai/peers/anydoc.mjs", modules}
	for _, d := range docs {
		args = append(args, d.file)
	}
	cmd := exec.Command("node", args...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return err
	}
	lines := json.NewDecoder(bytes.NewReader(out))
	for _, d := range docs {
		var l struct {
			Document, Markdown     float64 // milliseconds
			Tables, Cells, Spanned int
		}
		if err := lines.Decode(&l); err != nil {
			return err
		}
		d.anydoc = anydoc{
			cellsIn:  time.Duration(l.Document * 1e6),
			markdown: time.Duration(l.Markdown * 1e6),
			cells:    cells{l.Tables, l.Cells, l.Spanned},
		}
	}
	return nil
}

var (
	htmlCell = regexp.MustCompile(`<t[dh][ >]`)
	htmlSpan = regexp.MustCompile(`<t[dh][^>]*(col|row)span=`)
)

// measurePandoc runs pandoc on each document; start is what it needs for an
// empty page.
func measurePandoc(docs []*one) (start time.Duration, err error) {
	if _, err := exec.LookPath("pandoc"); err != nil {
		return 0, errors.New("it is not installed; on Debian: apt-get install pandoc")
	}
	for _, d := range docs {
		t, out, err := process("pandoc", "-f", "docx", "-t", "html", d.file)
		if err != nil {
			return 0, fmt.Errorf("%s: %w", d.name, err)
		}
		d.pandoc = t
		d.pandocCells = cells{bytes.Count(out, []byte("<table")), len(htmlCell.FindAll(out, -1)), len(htmlSpan.FindAll(out, -1))}
	}
	start, _, err = process("pandoc", "-f", "html", "-t", "html", os.DevNull)
	return start, err
}
