package parquet

import (
	"fmt"
	"path/filepath"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"

	"github.com/gongkai-data/gongkai/sinks"
	"github.com/gongkai-data/gongkai/sinks/internal/stage"
)

// rowGroup is how many rows are in one group, where the table says nothing else: a
// group is held, compressed, until it is complete, so tables of long or wide rows
// have fewer in one.
const rowGroup = 250_000

// table is one Parquet file while it is written.
type table[T any] struct {
	name string
	out  *stage.File
	w    *parquet.GenericWriter[T]
	rows int64
	wait []T // rows that are not handed to w yet
}

// most is how many rows wait at the most.
const most = 16_384

// anyTable is a table whatever its rows.
type anyTable interface {
	hand() error
	flush() error
	describe(key, value string)
	finish() error
	abandon()
	file() *stage.File
	tableName() string
	count() int64
}

// options are the same for every table. Compression is set here and not by
// column tags, which leave the columns inside lists uncompressed.
func options(extra ...parquet.WriterOption) []parquet.WriterOption {
	return append([]parquet.WriterOption{
		parquet.Compression(&zstd.Codec{Level: zstd.SpeedFastest, Concurrency: 1}),
		parquet.MaxRowsPerRowGroup(rowGroup),
		parquet.WriteBufferSize(0),        // output buffers, and must see every byte
		parquet.PageBufferSize(64 << 10),  // some 410 columns are open at once
		parquet.DataPageStatistics(false), // of pages they stand in the index, of columns in the footer
		parquet.CreatedBy("gongkai", sinks.SchemaVersion, ""),
	}, extra...)
}

func newTable[T any](p *publisher, name string, extra ...parquet.WriterOption) (*table[T], error) {
	out, err := p.temp.Create(name + ".parquet")
	if err != nil {
		return nil, err
	}
	return &table[T]{name: name, out: out, w: parquet.NewGenericWriter[T](out, options(extra...)...)}, nil
}

func (t *table[T]) write(rows ...T) error {
	t.rows += int64(len(rows))
	if t.wait = append(t.wait, rows...); len(t.wait) < most {
		return nil
	}
	return t.hand()
}

// hand gives what waits to the writer.
func (t *table[T]) hand() error {
	if len(t.wait) == 0 {
		return nil
	}
	_, err := t.w.Write(t.wait)
	clear(t.wait) // their texts may go
	t.wait = t.wait[:0]
	return t.failed(err)
}

func (t *table[T]) writeRow(row parquet.Row) error {
	n, err := t.w.WriteRows([]parquet.Row{row})
	t.rows += int64(n)
	return t.failed(err)
}

// flush writes the last row group: after it only the footer is missing.
func (t *table[T]) flush() error {
	if err := t.hand(); err != nil {
		return err
	}
	return t.failed(t.w.Flush())
}

func (t *table[T]) describe(key, value string) { t.w.SetKeyValueMetadata(key, value) }

func (t *table[T]) finish() error {
	if err := t.w.Close(); err != nil {
		return t.failed(err)
	}
	return t.out.Finish()
}

func (t *table[T]) abandon()          { t.out.Abandon() }
func (t *table[T]) file() *stage.File { return t.out }
func (t *table[T]) tableName() string { return t.name }
func (t *table[T]) count() int64      { return t.rows }

func (t *table[T]) failed(err error) error {
	if err != nil {
		return stage.Classify(fmt.Errorf("%s: %w", t.name, err))
	}
	return nil
}

// recount opens a finished file and compares its footer with what was written.
// nulls gives, for some columns, how many NULLs they must hold.
func recount(p *publisher, name string, rows int64, nulls map[string]int64) (err error) {
	defer func() { // the library panics on some broken files
		if r := recover(); r != nil {
			err = fmt.Errorf("%s: %v: %w", name, r, sinks.ErrIntegrity)
		}
	}()
	r, err := p.fs.Open(filepath.Join(p.temp.Path, name+".parquet"))
	if err != nil {
		return stage.Classify(err)
	}
	defer r.Close()
	f, err := parquet.OpenFile(r, r.Size())
	if err != nil {
		return fmt.Errorf("%s: %w: %w", name, sinks.ErrIntegrity, err)
	}
	if f.NumRows() != rows {
		return fmt.Errorf("%s: %d rows in the file, %d written: %w", name, f.NumRows(), rows, sinks.ErrIntegrity)
	}
	for column, want := range nulls {
		leaf, ok := f.Schema().Lookup(column)
		if !ok {
			return fmt.Errorf("%s: no column %s: %w", name, column, sinks.ErrIntegrity)
		}
		var got int64
		for _, g := range f.RowGroups() {
			index, err := g.ColumnChunks()[leaf.ColumnIndex].ColumnIndex()
			if err != nil {
				return fmt.Errorf("%s: %s: %w: %w", name, column, sinks.ErrIntegrity, err)
			}
			for i := range index.NumPages() {
				got += index.NullCount(i)
			}
		}
		if got != want {
			return fmt.Errorf("%s: %d NULLs in %s, %d written: %w", name, got, column, want, sinks.ErrIntegrity)
		}
	}
	return nil
}
