package parquet

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/parquet-go/parquet-go"

	"github.com/gongkai-data/gongkai/sinks"
)

// crosswalkTable describes crosswalk.csv, which exports treat as a table.
var crosswalkTable = sinks.Table{
	Name: "crosswalk", Key: []string{"concept"}, Zh: "每个概念一行：各代格式之间是否可比", En: "a concept: how it compares across generations of the form",
	Columns: sinks.ColumnsOf[sinks.CrosswalkRow](),
}

// ExportTables lists what Open takes: the tables of a dataset and the crosswalk.
func ExportTables() []sinks.Table { return append(sinks.Tables(), crosswalkTable) }

// Source is a published dataset as exports read it. It holds a few pages of one
// row group at a time.
type Source struct {
	d         *Dataset
	about     sinks.About
	tables    []sinks.Table
	files     map[string]*parquet.File
	crosswalk [][]string
}

// OpenSource opens tables of the dataset in dir, all where none is named. It
// fails as OpenDataset does, and where the columns of a file are not those of
// this program.
func OpenSource(dir string, tables ...string) (s *Source, err error) {
	s = &Source{files: map[string]*parquet.File{}}
	var names []string
	for _, t := range ExportTables() {
		if len(tables) > 0 && !slices.Contains(tables, t.Name) {
			continue
		}
		s.tables = append(s.tables, t)
		if t.Name != crosswalkTable.Name {
			names = append(names, t.Name)
		}
	}
	if len(names) == 0 { // the crosswalk alone: some table has to name the version
		names = []string{"dictionary"}
	}
	if s.d, err = OpenDataset(dir, names...); err != nil {
		return nil, err
	}
	defer func(d *Dataset) {
		if err != nil {
			d.Close()
		}
	}(s.d)
	if s.d.schema != sinks.SchemaVersion {
		return nil, otherSchema(names[0], s.d.schema)
	}
	for _, name := range names {
		if err := s.open(name); err != nil {
			return nil, err
		}
	}
	if s.has(crosswalkTable.Name) {
		err = s.readCrosswalk(filepath.Join(dir, "crosswalk.csv"))
	}
	return s, err
}

func (s *Source) has(table string) bool {
	return slices.ContainsFunc(s.tables, func(t sinks.Table) bool { return t.Name == table })
}

// open holds the columns of a file against their definition.
func (s *Source) open(name string) error {
	f, err := openFile(s.d.files[name])
	if err != nil {
		return fmt.Errorf("%s: %w: %w", name, sinks.ErrIntegrity, err)
	}
	s.files[name] = f
	generator, _ := f.Lookup("generator")
	s.about = sinks.About{Version: s.d.Version, Schema: sinks.SchemaVersion, Generator: generator}
	i := slices.IndexFunc(s.tables, func(t sinks.Table) bool { return t.Name == name })
	if i < 0 {
		return nil
	}
	leaves := f.Schema().Columns()
	if len(leaves) != len(s.tables[i].Columns) {
		return fmt.Errorf("%s: %d columns, want %d: %w", name, len(leaves), len(s.tables[i].Columns), sinks.ErrIntegrity)
	}
	for k, c := range s.tables[i].Columns {
		if leaves[k][0] != c.Name {
			return fmt.Errorf("%s: column %q, want %q: %w", name, leaves[k][0], c.Name, sinks.ErrIntegrity)
		}
	}
	return nil
}

func (s *Source) readCrosswalk(path string) error {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("crosswalk: %w: %w", sinks.ErrIntegrity, err)
	}
	if err != nil {
		return err
	}
	defer f.Close()
	r := csv.NewReader(io.LimitReader(f, 16<<20))
	r.FieldsPerRecord = len(crosswalkTable.Columns)
	rows, err := r.ReadAll()
	if err != nil || len(rows) == 0 {
		return fmt.Errorf("crosswalk: %w: %w", sinks.ErrIntegrity, err)
	}
	s.crosswalk = rows[1:]
	return nil
}

// Close closes the files.
func (s *Source) Close() { s.d.Close() }

// About names the dataset.
func (s *Source) About() sinks.About { return s.about }

// Tables describes the tables that were opened.
func (s *Source) Tables() []sinks.Table { return s.tables }

// Count tells how many rows a table has.
func (s *Source) Count(table string) int64 {
	if f := s.files[table]; f != nil {
		return f.NumRows()
	}
	return int64(len(s.crosswalk))
}

// Rows gives the rows of a table; see sinks.Source.
func (s *Source) Rows(ctx context.Context, table string) iter.Seq2[[]sinks.Value, error] {
	return func(yield func([]sinks.Value, error) bool) {
		i := slices.IndexFunc(s.tables, func(t sinks.Table) bool { return t.Name == table })
		switch {
		case i < 0:
			yield(nil, fmt.Errorf("%s: not opened", table))
		case table == crosswalkTable.Name:
			s.crosswalkRows(yield)
		default:
			for _, g := range s.files[table].RowGroups() {
				if more, err := groupRows(ctx, g, s.tables[i].Columns, yield); err != nil {
					yield(nil, fmt.Errorf("%s: %w", table, err))
					return
				} else if !more {
					return
				}
			}
		}
	}
}

func (s *Source) crosswalkRows(yield func([]sinks.Value, error) bool) {
	values := make([]sinks.Value, len(crosswalkTable.Columns))
	for _, row := range s.crosswalk {
		for i, text := range row {
			values[i] = sinks.Value{Kind: sinks.Text, Text: text}
		}
		if !yield(values, nil) {
			return
		}
	}
}

// groupRows passes on the rows of one row group. more is false where nobody
// wants another.
func groupRows(ctx context.Context, g parquet.RowGroup, columns []sinks.Column, yield func([]sinks.Value, error) bool) (more bool, err error) {
	rows := g.Rows()
	defer rows.Close()
	buf := make([]parquet.Row, batch)
	values := newValues(columns)
	for left := g.NumRows(); left > 0; {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		n, err := readBatch(rows, buf)
		for _, row := range buf[:n] {
			if err := values.take(row); err != nil {
				return false, err
			}
			if !yield(values.row, nil) {
				return false, nil
			}
		}
		left -= int64(n)
		if err != nil && !errors.Is(err, io.EOF) || n == 0 && left > 0 {
			return false, fmt.Errorf("%w: %w", sinks.ErrIntegrity, errors.Join(err, fmt.Errorf("%d rows are missing", left)))
		}
	}
	return true, nil
}

// readBatch guards against panics of the library on broken files.
func readBatch(rows parquet.Rows, buf []parquet.Row) (n int, err error) {
	defer func() {
		if p := recover(); p != nil {
			n, err = 0, fmt.Errorf("%v", p)
		}
	}()
	return rows.ReadRows(buf)
}

// values turns rows of Parquet into rows of values. Texts are copied, because the
// library uses the memory of a page again.
type values struct {
	columns []sinks.Column
	kinds   []sinks.Kind
	row     []sinks.Value
	same    []string // the last text of each column: most repeat
}

func newValues(columns []sinks.Column) *values {
	v := &values{columns: columns, row: make([]sinks.Value, len(columns)), same: make([]string, len(columns))}
	for _, c := range columns {
		v.kinds = append(v.kinds, sinks.KindOf(c.Type))
	}
	return v
}

// take reads one row. The definition level of a value (Parquet, Nested Encoding)
// is the highest where it is there, and 0 where the whole column is NULL; in
// between a list is there and empty.
func (v *values) take(row parquet.Row) error {
	for i := range v.row {
		val := &v.row[i]
		val.Kind, val.Texts, val.Floats = sinks.Null, val.Texts[:0], val.Floats[:0]
		if k := v.kinds[i]; (k == sinks.Texts || k == sinks.Floats) && !v.columns[i].Nullable {
			val.Kind = k
		}
	}
	last := -1
	for _, p := range row {
		i := p.Column()
		if i < last || i >= len(v.row) {
			return fmt.Errorf("a value of column %d: %w", i, sinks.ErrIntegrity)
		}
		last = i
		v.put(i, p)
	}
	if last != len(v.row)-1 {
		return fmt.Errorf("%d columns in a row, want %d: %w", last+1, len(v.row), sinks.ErrIntegrity)
	}
	return nil
}

func (v *values) put(i int, p parquet.Value) {
	val := &v.row[i]
	if p.IsNull() {
		if v.kinds[i] == sinks.Floats && p.DefinitionLevel() > 0 {
			val.Kind = sinks.Floats
		}
		return
	}
	val.Kind = v.kinds[i]
	switch val.Kind {
	case sinks.Text:
		val.Text = v.text(i, p)
	case sinks.Integer:
		val.Int = p.Int64()
		if p.Kind() == parquet.Int32 {
			val.Int = int64(p.Int32())
		}
	case sinks.Double:
		val.Double = p.Double()
	case sinks.Bool:
		val.Int = 0
		if p.Boolean() {
			val.Int = 1
		}
	case sinks.Texts:
		val.Texts = append(val.Texts, v.text(i, p))
	case sinks.Floats:
		val.Floats = append(val.Floats, p.Float())
	}
}

func (v *values) text(i int, p parquet.Value) string {
	if b := p.ByteArray(); string(b) != v.same[i] {
		v.same[i] = string(b)
	}
	return v.same[i]
}

// relative finds the files that views.sql names.
var relative = regexp.MustCompile(`\('([a-z_]+\.(?:parquet|csv))'`)

// Views is the SQL of views.sql for DuckDB, with the files of the dataset in dir
// named by absolute paths: it works in any folder. It is the program's own text,
// never that of the dataset, which may come from anybody.
func Views(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	return relative.ReplaceAllStringFunc(views, func(m string) string {
		name := strings.Trim(m, "(')")
		return "('" + strings.ReplaceAll(filepath.Join(dir, name), "'", "''") + "'"
	}), nil
}
