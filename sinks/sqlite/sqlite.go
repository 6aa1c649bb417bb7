// Package sqlite gives a published dataset as one SQLite file, with types,
// indexes and the views of views.sql.
//
// Format: https://www.sqlite.org/fileformat2.html; any SQLite since 3.8 opens it.
//
//   - [x] a table for each table of the dataset; NULL is NULL, lists are JSON, booleans are 0 and 1
//   - [x] an index on the key of each table and on what people look for
//   - [x] the views, in the dialect of SQLite (views.go)
//   - [x] the table about: versions of the dataset, of the columns, of the program
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	driver "modernc.org/sqlite"
	codes "modernc.org/sqlite/lib"

	"github.com/gongkai-data/gongkai/sinks"
	"github.com/gongkai-data/gongkai/sinks/internal/fsx"
	"github.com/gongkai-data/gongkai/sinks/internal/stage"
)

// Export is one file.
var Export = sinks.Export{Name: "sqlite", Suffix: ".sqlite", Write: write}

const name = "export.sqlite" // in the private folder

// applicationID marks the file (PRAGMA application_id): "gkai".
const applicationID = 0x676b6169

func write(ctx context.Context, src sinks.Source, out string, opt sinks.ExportOptions) error {
	s, err := stage.Begin(fsx.OS{}, out, false, opt.Replace)
	if err != nil {
		return err
	}
	defer s.Close()
	path := filepath.Join(s.Path, name)
	if err := fill(ctx, path, src, opt); err != nil {
		return classify(err, path)
	}
	if err := sync(path); err != nil {
		return stage.Classify(err)
	}
	return s.CommitFile(name)
}

// fill writes the database in one transaction. Nobody else opens the file, and a
// run that dies leaves nothing of it, so that no journal is kept.
func fill(ctx context.Context, path string, src sinks.Source, opt sinks.ExportOptions) (err error) {
	uri := (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath()}).String()
	db, err := sql.Open("sqlite", uri+"?_pragma=journal_mode(off)&_pragma=synchronous(off)&_pragma=locking_mode(exclusive)&_pragma=cache_size(-8192)")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1)
	for _, pragma := range []string{fmt.Sprintf("application_id = %d", applicationID), "user_version = 1", "encoding = 'UTF-8'"} {
		if _, err := db.ExecContext(ctx, "PRAGMA "+pragma); err != nil {
			return err
		}
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // does nothing after Commit
	w := writer{ctx, tx, src, opt}
	if err := w.tables(); err != nil {
		return err
	}
	if err := w.about(); err != nil {
		return err
	}
	if err := w.views(); err != nil {
		return err
	}
	if err := w.count(); err != nil {
		return err
	}
	return tx.Commit()
}

type writer struct {
	ctx context.Context
	tx  *sql.Tx
	src sinks.Source
	opt sinks.ExportOptions
}

func (w *writer) exec(statement string, args ...any) error {
	_, err := w.tx.ExecContext(w.ctx, statement, args...)
	return err
}

func (w *writer) tables() error {
	for _, t := range w.src.Tables() {
		if err := w.exec(create(t)); err != nil {
			return fmt.Errorf("%s: %w", t.Name, err)
		}
		if err := w.rows(t); err != nil {
			return fmt.Errorf("%s: %w", t.Name, err)
		}
		for _, columns := range indexes(t) {
			if err := w.exec(fmt.Sprintf("CREATE INDEX %s ON %s (%s)", quote(t.Name+"_by_"+strings.Join(columns, "_")), quote(t.Name), quoted(columns))); err != nil {
				return fmt.Errorf("%s: %w", t.Name, err)
			}
		}
	}
	return nil
}

func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

func quoted(names []string) string {
	q := make([]string, len(names))
	for i, n := range names {
		q[i] = quote(n)
	}
	return strings.Join(q, ", ")
}

// create is the statement that makes a table.
func create(t sinks.Table) string {
	columns := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		kind := "TEXT"
		switch sinks.KindOf(c.Type) {
		case sinks.Integer, sinks.Bool:
			kind = "INTEGER"
		case sinks.Double:
			kind = "REAL"
		}
		columns[i] = quote(c.Name) + " " + kind
		if !c.Nullable {
			columns[i] += " NOT NULL"
		}
	}
	return fmt.Sprintf("CREATE TABLE %s (%s)", quote(t.Name), strings.Join(columns, ", "))
}

// sought are the columns that people look for beside the key.
var sought = map[string][][]string{
	"facts":        {{"indicator", "applicant", "report_year"}, {"body_id", "report_year"}},
	"reports":      {{"body_id", "report_year"}},
	"documents":    {{"document_sha256"}, {"report_id"}},
	"checks":       {{"rule", "result"}},
	"issues":       {{"report_id"}, {"code"}},
	"panel":        {{"body_id", "report_year"}},
	"applications": {{"indicator", "report_year"}},
	"proactive":    {{"indicator", "report_year"}},
	"dictionary":   {{"code"}},
}

// indexes are those of a table, as far as it has the columns.
func indexes(t sinks.Table) (all [][]string) {
	for _, columns := range append([][]string{t.Key}, sought[t.Name]...) {
		missing := slices.ContainsFunc(columns, func(n string) bool {
			return !slices.ContainsFunc(t.Columns, func(c sinks.Column) bool { return c.Name == n })
		})
		again := slices.ContainsFunc(all, func(had []string) bool { return slices.Equal(had, columns) })
		if !missing && !again {
			all = append(all, columns)
		}
	}
	return all
}

func (w *writer) rows(t sinks.Table) error {
	insert, err := w.tx.PrepareContext(w.ctx, fmt.Sprintf("INSERT INTO %s VALUES (?%s)", quote(t.Name), strings.Repeat(", ?", len(t.Columns)-1)))
	if err != nil {
		return err
	}
	defer insert.Close()
	args := make([]any, len(t.Columns))
	return w.opt.EachRow(w.ctx, w.src, t.Name, func(row []sinks.Value) error {
		for i := range row {
			args[i] = argument(&row[i])
		}
		// Without the context of the run: it would start a goroutine a row. EachRow looks at it.
		_, err := insert.Exec(args...)
		return err
	})
}

func argument(v *sinks.Value) any {
	switch v.Kind {
	case sinks.Null:
		return nil
	case sinks.Text:
		return v.Text
	case sinks.Integer, sinks.Bool:
		return v.Int
	case sinks.Double:
		return v.Double
	}
	return string(v.AppendJSON(nil))
}

// about says what the file was made of.
func (w *writer) about() error {
	if err := w.exec("CREATE TABLE about (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL)"); err != nil {
		return err
	}
	a := w.src.About()
	for _, row := range [][2]string{{"dataset_version", a.Version}, {"schema_version", a.Schema}, {"generator", a.Generator}} {
		if err := w.exec("INSERT INTO about VALUES (?, ?)", row[0], row[1]); err != nil {
			return err
		}
	}
	return nil
}

// count holds what is in the database against the source.
func (w *writer) count() error {
	for _, t := range w.src.Tables() {
		var n int64
		if err := w.tx.QueryRowContext(w.ctx, "SELECT count(*) FROM "+quote(t.Name)).Scan(&n); err != nil {
			return err
		}
		if want := w.src.Count(t.Name); n != want {
			return fmt.Errorf("%s: %d rows in the file, %d in the dataset: %w", t.Name, n, want, sinks.ErrIntegrity)
		}
	}
	return nil
}

// sync makes the finished file durable.
func sync(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// classify marks the errors of a full disk, quota or file size limit. SQLite tells
// the first of them; behind a write that failed it drops what the system said, so
// that one more write asks again.
func classify(err error, path string) error {
	var e *driver.Error
	switch {
	case !errors.As(err, &e):
	case e.Code()&0xff == codes.SQLITE_FULL:
		return fmt.Errorf("%w: %w", sinks.ErrSpace, err)
	case e.Code()&0xff == codes.SQLITE_IOERR:
		f, again := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
		if again == nil {
			_, again = f.Write(make([]byte, 1<<16))
			f.Close()
		}
		return errors.Join(err, stage.Classify(again))
	}
	return stage.Classify(err)
}
