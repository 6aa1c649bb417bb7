package parquet

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/parquet-go/parquet-go"

	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/sinks"
	"github.com/gongkai-data/gongkai/sinks/internal/stage"
)

// tables are the files of one dataset while they are written.
type tables struct {
	facts        *table[sinks.FactRow]
	reports      *table[sinks.ReportRow]
	documents    *table[sinks.DocumentRow]
	cells        *table[sinks.CellRow]
	sections     *table[sinks.SectionRow]
	checks       *table[sinks.CheckRow]
	issues       *table[sinks.IssueRow]
	panel        *table[any]
	applications *table[sinks.ApplicationRow]
	proactive    *table[sinks.ProactiveRow]
	litigation   *table[sinks.LitigationRow]
	dictionary   *table[sinks.DictionaryRow]

	all     []anyTable
	row     parquet.Row // reused
	waiting int         // reports whose rows the writers do not have yet
}

func openTables(p *publisher) (t *tables, err error) {
	t = &tables{}
	t.facts = add[sinks.FactRow](t, p, "facts", &err)
	t.reports = add[sinks.ReportRow](t, p, "reports", &err, parquet.MaxRowsPerRowGroup(25_000))
	t.documents = add[sinks.DocumentRow](t, p, "documents", &err, parquet.MaxRowsPerRowGroup(50_000))
	t.cells = add[sinks.CellRow](t, p, "cells", &err)
	t.sections = add[sinks.SectionRow](t, p, "sections", &err, parquet.MaxRowsPerRowGroup(25_000))
	t.checks = add[sinks.CheckRow](t, p, "checks", &err)
	t.issues = add[sinks.IssueRow](t, p, "issues", &err, parquet.MaxRowsPerRowGroup(50_000))
	t.panel = add[any](t, p, "panel", &err, panelSchema(), parquet.PageBufferSize(32<<10), parquet.MaxRowsPerRowGroup(10_000)) // 233 columns, each with a buffer
	t.applications = add[sinks.ApplicationRow](t, p, "applications", &err)
	t.proactive = add[sinks.ProactiveRow](t, p, "proactive", &err)
	t.litigation = add[sinks.LitigationRow](t, p, "litigation", &err)
	t.dictionary = add[sinks.DictionaryRow](t, p, "dictionary", &err)
	return t, err
}

// add opens one more table, unless one failed before.
func add[T any](t *tables, p *publisher, name string, err *error, extra ...parquet.WriterOption) *table[T] {
	if *err != nil {
		return nil
	}
	tab, e := newTable[T](p, name, extra...)
	if e != nil {
		*err = e
		return nil
	}
	t.all = append(t.all, tab)
	return tab
}

func (t *tables) abandon() {
	for _, tab := range t.all {
		tab.abandon()
	}
}

// fill writes every file of the folder and checks it.
func (s *sink) fill(ctx context.Context, feed sinks.Feed) error {
	t, err := openTables(&s.pub)
	defer t.abandon()
	if err != nil {
		return err
	}
	check := newChecker()
	err = feed.Results(func(r sinks.Result) error {
		if r.Report == nil {
			return t.issues.write(sinks.DocumentIssues(&r.Document, r.Issues)...)
		}
		if err := t.report(r.Report, check); err != nil {
			return err
		}
		return t.handOver()
	})
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := t.issues.write(sinks.DatasetIssues(s.opt.Issues)...); err != nil {
		return err
	}
	err = feed.Documents(func(d sinks.DocumentRow) error {
		if err := check.documentRow(&d); err != nil {
			return err
		}
		return t.documents.write(d)
	})
	if err != nil {
		return err
	}
	if err := check.documentsAndReports(); err != nil {
		return err
	}
	if err := check.supersession(); err != nil {
		return err
	}
	if err := t.dictionary.write(dictionary(s.opt.Terms)...); err != nil {
		return err
	}
	meta, err := s.finish(t)
	if err != nil {
		return err
	}
	if err := s.companions(meta); err != nil {
		return err
	}
	return s.verify(t, check)
}

// together is how many reports are handed to the writers at once: they call for
// each of some four hundred columns every time, and rows that wait hold all that
// their report was read with.
const together = 32

func (t *tables) handOver() error {
	if t.waiting++; t.waiting < together {
		return nil
	}
	t.waiting = 0
	failed := make([]error, len(t.all))
	var wg sync.WaitGroup
	for i, tab := range t.all { // each has a file of its own
		wg.Go(func() { failed[i] = tab.hand() })
	}
	wg.Wait()
	return errors.Join(failed...)
}

// report writes the rows of one report: what is evidence for every report, what
// is counted only for one that stands, so that no number comes twice.
func (t *tables) report(r *normalize.Report, check *checker) error {
	cells := sinks.Cells(r)
	if err := check.cells(r, cells); err != nil {
		return err
	}
	check.reportIDs[strings.Clone(r.ID)] = strings.Clone(r.SupersededBy) // and not the text that they were read with
	for _, write := range []func() error{
		func() error { return t.reports.write(sinks.ReportOf(r)) },
		func() error { return t.cells.write(cells...) },
		func() error { return t.sections.write(sinks.Sections(r)...) },
		func() error { return t.issues.write(sinks.Issues(r)...) },
	} {
		if err := write(); err != nil {
			return err
		}
	}
	if r.SupersededBy != "" {
		return nil
	}
	return t.standing(r, check)
}

// standing writes the rows of a report that no other stands in front of.
func (t *tables) standing(r *normalize.Report, check *checker) error {
	facts, checks := sinks.Facts(r), sinks.Checks(r)
	if err := check.facts(r, facts); err != nil {
		return err
	}
	if err := check.checks(r, checks); err != nil {
		return err
	}
	if row, ok := panelRow(t.row, r); ok {
		t.row = row
		if err := t.panel.writeRow(row); err != nil {
			return err
		}
	}
	for _, write := range []func() error{
		func() error { return t.facts.write(facts...) },
		func() error { return t.checks.write(checks...) },
		func() error { return t.applications.write(sinks.Applications(r)...) },
		func() error { return t.proactive.write(sinks.Proactive(r)...) },
		func() error { return t.litigation.write(sinks.Litigation(r)...) },
	} {
		if err := write(); err != nil {
			return err
		}
	}
	return nil
}

// metadata stands in every Parquet file and in the data package.
type metadata struct{ schema, dataset, generator string }

// finish writes the footers. The version of the dataset is a digest of all row
// groups, which are complete by then, so each file can name it.
func (s *sink) finish(t *tables) (metadata, error) {
	m := metadata{sinks.SchemaVersion, s.opt.Version, s.opt.Generator}
	sum := sha256.New()
	for _, tab := range t.all {
		if err := tab.flush(); err != nil {
			return m, err
		}
		fmt.Fprintf(sum, "%s %x\n", tab.tableName(), tab.file().SoFar())
	}
	if m.dataset == "" {
		m.dataset = hex.EncodeToString(sum.Sum(nil)[:8])
	}
	for _, tab := range t.all {
		tab.describe("schema_version", m.schema)
		tab.describe("dataset_version", m.dataset)
		tab.describe("generator", m.generator)
		if err := tab.finish(); err != nil {
			return m, err
		}
	}
	return m, nil
}

// companions writes what stands beside the Parquet files.
func (s *sink) companions(m metadata) error {
	for _, c := range []struct {
		name string
		make func() ([]byte, error)
	}{
		{"dictionary.csv", func() ([]byte, error) { return dictionaryCSV(dictionary(s.opt.Terms)) }},
		{"crosswalk.csv", crosswalkCSV},
		{"views.sql", func() ([]byte, error) { return []byte(views), nil }},
		{"README.md", func() ([]byte, error) { return readme(m), nil }},
		{packageName, func() ([]byte, error) { return dataPackage(m, s.pub.temp.Files()) }},
	} {
		b, err := c.make()
		if err != nil {
			return err
		}
		if err := s.pub.temp.Put(c.name, b); err != nil {
			return err
		}
	}
	return s.pub.temp.Put(sumsName, checksums(s.pub.temp.Files()))
}

// sumsName is read by `sha256sum -c`.
const sumsName = "SHA256SUMS"

func checksums(files []stage.Written) []byte {
	files = slices.Clone(files)
	slices.SortFunc(files, func(a, b stage.Written) int { return strings.Compare(a.Name, b.Name) })
	var b strings.Builder
	for _, f := range files {
		fmt.Fprintf(&b, "%s  %s\n", f.SHA256, f.Name)
	}
	return []byte(b.String())
}

// verify reads the folder again before it is switched.
func (s *sink) verify(t *tables, check *checker) error {
	if err := s.pub.verify(); err != nil {
		return err
	}
	for _, tab := range t.all {
		var nulls map[string]int64
		if tab.tableName() == "facts" {
			nulls = map[string]int64{"value": tab.count() - check.values, "status": 0}
		}
		if err := recount(&s.pub, tab.tableName(), tab.count(), nulls); err != nil {
			return err
		}
	}
	return nil
}
