package parquet

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/parquet-go/parquet-go"

	"github.com/gongkai-data/gongkai/sinks"
)

// Dataset is a published dataset, open for reading. All its files are of one
// version, and stay so if another run switches the folder meanwhile.
type Dataset struct {
	Version string
	schema  string // as sinks.SchemaVersion, or an older minor
	files   map[string]*os.File
}

// ErrNoDataset says that a folder holds no dataset.
var ErrNoDataset = errors.New("no dataset here")

// OpenDataset opens tables of the dataset in dir. It fails with ErrNoDataset
// where there is none, and with sinks.ErrIntegrity where a table is missing,
// damaged, of another schema, or of another version than the others. An older minor
// of the schema is read: the columns that it lacks are null.
func OpenDataset(dir string, tables ...string) (d *Dataset, err error) {
	if _, err := os.Stat(filepath.Join(dir, packageName)); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			err = ErrNoDataset
		}
		return nil, err
	}
	d = &Dataset{files: map[string]*os.File{}}
	defer func() {
		if err != nil {
			d.Close()
		}
	}()
	for _, name := range tables {
		f, err := os.Open(filepath.Join(dir, name+".parquet"))
		if err != nil {
			return d, fmt.Errorf("%s: %w: %w", name, sinks.ErrIntegrity, err)
		}
		d.files[name] = f
		if err := d.same(name, f); err != nil {
			return d, err
		}
	}
	return d, nil
}

// same holds the metadata of a file against the program and the other files.
func (d *Dataset) same(name string, f *os.File) error {
	p, err := openFile(f)
	if err != nil {
		return fmt.Errorf("%s: %w: %w", name, sinks.ErrIntegrity, err)
	}
	schema, _ := p.Lookup("schema_version")
	version, _ := p.Lookup("dataset_version")
	switch {
	case !readable(schema):
		return otherSchema(name, schema)
	case d.Version != "" && version != d.Version:
		return fmt.Errorf("%s: version %q beside %q: %w", name, version, d.Version, sinks.ErrIntegrity)
	}
	d.Version, d.schema = version, schema
	return nil
}

// readable reports a schema of which this program knows every column.
func readable(schema string) bool {
	major, minor, _ := strings.Cut(schema, ".")
	ours, most, _ := strings.Cut(sinks.SchemaVersion, ".")
	n, err := strconv.Atoi(minor)
	last, _ := strconv.Atoi(most)
	return err == nil && major == ours && n >= 0 && n <= last
}

func otherSchema(table, schema string) error {
	return fmt.Errorf("%s: schema %q, this program reads %q: %w", table, schema, sinks.SchemaVersion, sinks.ErrIntegrity)
}

// openFile guards against panics of the library on broken files.
func openFile(f *os.File) (p *parquet.File, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	st, err := f.Stat()
	if err != nil {
		return nil, err
	}
	return parquet.OpenFile(f, st.Size())
}

// Close closes the files.
func (d *Dataset) Close() {
	for _, f := range d.files {
		f.Close()
	}
}

// batch is how many rows are read at a time.
const batch = 512

// Rows reads a table row by row; T may name some of its columns only. A row is
// valid until the next.
func Rows[T any](d *Dataset, table string) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		r, err := reader[T](d, table)
		if err != nil {
			yield(nil, err)
			return
		}
		defer r.Close()
		rows := make([]T, batch)
		if _, err := each(r, rows, r.NumRows(), yield); err != nil {
			yield(nil, fmt.Errorf("%s: %w: %w", table, sinks.ErrIntegrity, err))
		}
	}
}

// RowsOf reads the rows of some reports. It reads their ids first and then only
// the stretches of the table that hold rows of these, so that few reports of a
// long table come soon.
func RowsOf[T any](d *Dataset, table string, reports map[string]bool) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		fail := func(err error) { yield(nil, fmt.Errorf("%s: %w: %w", table, sinks.ErrIntegrity, err)) }
		spans, err := stretches(d, table, reports)
		if err != nil {
			yield(nil, err)
			return
		}
		r, err := reader[T](d, table)
		if err != nil {
			yield(nil, err)
			return
		}
		defer r.Close()
		rows := make([]T, batch)
		for _, s := range spans {
			if err := seek(r, s.from); err != nil {
				fail(err)
				return
			}
			more, err := each(r, rows, s.to-s.from, yield)
			if err != nil {
				fail(err)
			}
			if err != nil || !more {
				return
			}
		}
	}
}

// stretch is rows from to, the last one not included.
type stretch struct{ from, to int64 }

// closeBy is how far apart two stretches are read as one: going to a place
// unpacks a page of every column anew.
const closeBy = 8192

// stretches finds the rows of reports by the pages of one column: a report is one
// number in them, and its rows stand together.
func stretches(d *Dataset, table string, reports map[string]bool) (spans []stretch, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
		if err != nil {
			err = fmt.Errorf("%s: %w: %w", table, sinks.ErrIntegrity, err)
		}
	}()
	f := d.files[table]
	if f == nil {
		return nil, errors.New("not opened")
	}
	p, err := openFile(f)
	if err != nil {
		return nil, err
	}
	leaf, ok := p.Schema().Lookup("report_id")
	if !ok {
		return nil, errors.New("no column report_id")
	}
	at := int64(0)
	take := func(keep bool) {
		if keep {
			if n := len(spans); n > 0 && at-spans[n-1].to < closeBy {
				spans[n-1].to = at + 1
			} else {
				spans = append(spans, stretch{at, at + 1})
			}
		}
		at++
	}
	for _, g := range p.RowGroups() {
		if err := eachID(g.ColumnChunks()[leaf.ColumnIndex], reports, take); err != nil {
			return nil, err
		}
	}
	return spans, nil
}

// eachID tells for every row of a column whether its value is wanted.
func eachID(c parquet.ColumnChunk, wanted map[string]bool, take func(bool)) error {
	pages := c.Pages()
	defer pages.Close()
	var keep []bool // by place in the dictionary
	values := make([]parquet.Value, batch)
	for {
		page, err := pages.ReadPage()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if dict := page.Dictionary(); dict != nil {
			if keep == nil {
				keep = make([]bool, dict.Len())
				for i := range keep {
					keep[i] = wanted[dict.Index(int32(i)).String()]
				}
			}
			places := page.Data()
			for _, i := range places.Int32() {
				take(keep[i])
			}
			parquet.Release(page)
			continue
		}
		for r := page.Values(); ; {
			n, err := r.ReadValues(values)
			for _, v := range values[:n] {
				take(wanted[v.String()])
			}
			if err == io.EOF {
				break
			}
			if err != nil {
				return err
			}
		}
		parquet.Release(page)
	}
}

// reader opens a table as rows of T.
func reader[T any](d *Dataset, table string) (r *parquet.GenericReader[T], err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%s: %w: %v", table, sinks.ErrIntegrity, p)
		}
	}()
	f := d.files[table]
	if f == nil {
		return nil, fmt.Errorf("%s: not opened", table)
	}
	p, err := openFile(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w: %w", table, sinks.ErrIntegrity, err)
	}
	return parquet.NewGenericReader[T](p, parquet.SchemaOf(new(T))), nil
}

// each gives out the next n rows; more is false where yield has had enough.
func each[T any](r *parquet.GenericReader[T], rows []T, n int64, yield func(*T, error) bool) (more bool, err error) {
	for n > 0 {
		rows := rows[:min(int64(len(rows)), n)]
		clear(rows) // lists and pointers of the last batch
		got, err := readRows(r, rows)
		for i := range rows[:got] {
			if !yield(&rows[i], nil) {
				return false, nil
			}
		}
		if n -= int64(got); n > 0 && err != nil {
			return false, err // the end too: there should be more
		}
	}
	return true, nil
}

func readRows[T any](r *parquet.GenericReader[T], rows []T) (n int, err error) {
	defer func() {
		if p := recover(); p != nil {
			n, err = 0, fmt.Errorf("%v", p)
		}
	}()
	if n, err = r.Read(rows); n == 0 && err == nil {
		err = io.ErrNoProgress
	}
	return n, err
}

func seek[T any](r *parquet.GenericReader[T], row int64) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%v", p)
		}
	}()
	return r.SeekToRow(row)
}
