// Package parquettest publishes datasets for the tests of what reads them.
package parquettest

import (
	"path/filepath"
	"testing"

	"github.com/gongkai-data/gongkai/sinks"
	"github.com/gongkai-data/gongkai/sinks/parquet"
)

// Published writes the results as a dataset and opens it.
func Published(t *testing.T, rs []sinks.Result) *parquet.Source {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "dataset")
	s, err := parquet.Open(dir, sinks.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, r := range rs {
		if err := s.Write(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	src, err := parquet.OpenSource(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(src.Close)
	return src
}
