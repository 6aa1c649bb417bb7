package extracttest

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/extract"
)

// recorder stands in for a test and keeps whether it failed.
type recorder struct {
	testing.TB
	failed bool
}

func (r *recorder) Helper()               {}
func (r *recorder) Errorf(string, ...any) { r.failed = true }

func TestCheckTells(t *testing.T) {
	cell := extract.Cell{RowSpan: 1, ColSpan: 1}
	tests := []struct {
		name string
		doc  extract.Document
		bad  bool
	}{
		{"empty", extract.Document{}, false},
		{"table", extract.Document{Blocks: []extract.Block{&extract.Table{Grid: extract.Grid{Rows: 1, Cols: 1, Cells: []extract.Cell{cell}}}}}, false},
		{"cell-outside", extract.Document{Blocks: []extract.Block{&extract.Table{Grid: extract.Grid{Cells: []extract.Cell{cell}}}}}, true},
		{"utf8", extract.Document{Title: "\xff"}, true},
		{"range", extract.Document{Blocks: []extract.Block{&extract.Paragraph{Prov: extract.Prov{End: 11}}}}, true},
		{"range-reversed", extract.Document{Blocks: []extract.Block{&extract.Paragraph{Prov: extract.Prov{Start: 2, End: 1}}}}, true},
		{"level", extract.Document{Blocks: []extract.Block{&extract.Heading{}}}, true},
		{"page", extract.Document{Pages: []extract.Page{{}}, Notices: []extract.Notice{{Prov: extract.Prov{Page: 2}}}}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := &recorder{TB: t}
			Check(r, &tt.doc, 10)
			if r.failed != tt.bad {
				t.Errorf("failed = %v", r.failed)
			}
		})
	}
	r := &recorder{TB: t}
	Check(r, &extract.Document{}, 0, func() (*extract.Document, error) { return &extract.Document{Title: "x"}, nil })
	if !r.failed {
		t.Error("a second reading that differs passes")
	}
}

func TestZipKeepsOrder(t *testing.T) {
	b := Zip(t, []byte("-- b/x --\none\n-- a --\ntwo\n"))
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range z.File {
		names = append(names, f.Name)
	}
	if d := cmp.Diff([]string{"b/x", "a"}, names); d != "" {
		t.Error(d)
	}
}

func TestGolden(t *testing.T) {
	Golden(t, extract.Format{
		Name:   "raw",
		Detect: func(b []byte) bool { return true },
		Read: func(_ context.Context, b []byte, _ extract.Options) (*extract.Document, error) {
			if bytes.HasPrefix(b, []byte("bad")) {
				return nil, &extract.Error{Code: "raw-bad", Format: "raw", Offset: -1, Err: errors.New("corrupt")}
			}
			return &extract.Document{Title: string(bytes.TrimSpace(b))}, nil
		},
	}, "testdata")
}
