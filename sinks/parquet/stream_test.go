package parquet

import (
	"cmp"
	"errors"
	"path/filepath"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/sinks"
	"github.com/gongkai-data/gongkai/sinks/sinktest"
)

// feedOf brings results into the order of a feed.
func feedOf(rs []sinks.Result) sinks.Feed {
	rs = slices.Clone(rs)
	id := func(r *sinks.Result) string {
		if r.Report == nil {
			return "~"
		}
		return r.Report.ID
	}
	byPath := func(a, b sinks.Result) int { return compareDocuments(&a.Document, &b.Document) }
	byID := slices.Clone(rs)
	slices.SortFunc(byID, func(a, b sinks.Result) int { return cmp.Or(cmp.Compare(id(&a), id(&b)), byPath(a, b)) })
	slices.SortFunc(rs, byPath)
	return sinks.Feed{
		Results: func(yield func(sinks.Result) error) error {
			for _, r := range byID {
				if err := yield(r); err != nil {
					return err
				}
			}
			return nil
		},
		Documents: func(yield func(sinks.DocumentRow) error) error {
			for _, r := range rs {
				if err := yield(r.Document); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

func TestStreamWritesTheSameBytes(t *testing.T) {
	a, b := filepath.Join(t.TempDir(), "out"), filepath.Join(t.TempDir(), "out")
	s, err := Open(a, sinks.Options{Generator: "test 1"})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range sinktest.Results() {
		if err := s.Write(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := Stream(t.Context(), b, sinks.Options{Generator: "test 1"}, feedOf(sinktest.Results())); err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(sinktest.Tree(t, a), sinktest.Tree(t, b)); diff != "" {
		t.Errorf("(-written +streamed):\n%s", diff)
	}
}

func TestStreamRefuses(t *testing.T) {
	good := feedOf(sinktest.Results())
	for name, feed := range map[string]sinks.Feed{
		"reports out of order": {Documents: good.Documents, Results: func(yield func(sinks.Result) error) error {
			return errors.Join(yield(sinktest.ResultOf(sinktest.Report("C", 5))), yield(sinktest.ResultOf(sinktest.Report("C", 2))))
		}},
		"documents out of order": {Results: good.Results, Documents: func(yield func(sinks.DocumentRow) error) error {
			var rows []sinks.DocumentRow
			if err := good.Documents(func(d sinks.DocumentRow) error { rows = append(rows, d); return nil }); err != nil {
				return err
			}
			slices.Reverse(rows)
			for _, d := range rows {
				if err := yield(d); err != nil {
					return err
				}
			}
			return nil
		}},
		"a document is missing": {Results: good.Results, Documents: func(yield func(sinks.DocumentRow) error) error {
			skipped := false
			return good.Documents(func(d sinks.DocumentRow) error {
				if d.Outcome == sinks.OK && !skipped {
					skipped = true
					return nil
				}
				return yield(d)
			})
		}},
	} {
		dir := filepath.Join(t.TempDir(), "out")
		if err := Stream(t.Context(), dir, sinks.Options{}, feed); !errors.Is(err, sinks.ErrIntegrity) {
			t.Errorf("%s: %v", name, err)
		}
		if len(sinktest.Tree(t, filepath.Dir(dir))) > 0 {
			t.Errorf("%s: something is left", name)
		}
	}
}
