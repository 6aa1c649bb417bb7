package parquet

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"

	"github.com/parquet-go/parquet-go"

	"github.com/gongkai-data/gongkai/sinks"
)

// Dataset is a published dataset, open for reading. All its files are of one
// version, and stay so if another run switches the folder meanwhile.
type Dataset struct {
	Version string
	files   map[string]*os.File
}

// ErrNoDataset says that a folder holds no dataset.
var ErrNoDataset = errors.New("no dataset here")

// OpenDataset opens tables of the dataset in dir. It fails with ErrNoDataset
// where there is none, and with sinks.ErrIntegrity where a table is missing,
// damaged, of another schema, or of another version than the others.
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
	case schema != sinks.SchemaVersion:
		return fmt.Errorf("%s: schema %q, this program reads %q: %w", name, schema, sinks.SchemaVersion, sinks.ErrIntegrity)
	case d.Version != "" && version != d.Version:
		return fmt.Errorf("%s: version %q beside %q: %w", name, version, d.Version, sinks.ErrIntegrity)
	}
	d.Version = version
	return nil
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
		f := d.files[table]
		if f == nil {
			yield(nil, fmt.Errorf("%s: not opened", table))
			return
		}
		p, err := openFile(f)
		if err != nil {
			yield(nil, fmt.Errorf("%s: %w: %w", table, sinks.ErrIntegrity, err))
			return
		}
		r := parquet.NewGenericReader[T](p, parquet.SchemaOf(new(T)))
		defer r.Close()
		rows := make([]T, batch)
		for {
			clear(rows) // lists and pointers of the last batch
			n, err := readRows(r, rows)
			for i := range rows[:n] {
				if !yield(&rows[i], nil) {
					return
				}
			}
			if err == io.EOF {
				return
			}
			if err != nil {
				yield(nil, fmt.Errorf("%s: %w: %w", table, sinks.ErrIntegrity, err))
				return
			}
		}
	}
}

func readRows[T any](r *parquet.GenericReader[T], rows []T) (n int, err error) {
	defer func() {
		if p := recover(); p != nil {
			n, err = 0, fmt.Errorf("%v", p)
		}
	}()
	return r.Read(rows)
}
