package main

import (
	"context"
	"errors"
	"fmt"
	"path"
	"strings"

	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
	"github.com/apache/iceberg-go"
	icebergio "github.com/apache/iceberg-go/io"
	"github.com/apache/iceberg-go/table"
)

// errSchema says that files do not fit the columns of a table.
var errSchema = errors.New("columns do not fit")

// schemaOf reads the columns of a table from its files, which must agree.
func schemaOf(files icebergio.IO, location string, src source) (*iceberg.Schema, error) {
	var first *iceberg.Schema
	for _, f := range src.Files {
		at := location + "/" + f.Name
		sc, err := fileSchema(files, at)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
		for _, dir := range strings.Split(path.Dir(f.Name), "/") {
			if key, _, ok := strings.Cut(dir, "="); ok {
				if _, has := sc.FindFieldByName(key); !has {
					return nil, fmt.Errorf("%s: %w: column %s stands in the name of a folder only", f.Name, errSchema, key)
				}
			}
		}
		if first == nil {
			first = sc
		} else if !first.Equals(sc) {
			return nil, fmt.Errorf("%s: %w: other columns than %s", f.Name, errSchema, src.Files[0].Name)
		}
	}
	return first, nil
}

func fileSchema(files icebergio.IO, at string) (sc *iceberg.Schema, err error) {
	defer func() { // the libraries panic on what they do not know
		if r := recover(); r != nil {
			sc, err = nil, fmt.Errorf("%w: %v", errIntegrity, r)
		}
	}()
	f, err := files.Open(at)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	p, err := file.NewParquetReader(f)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errIntegrity, err)
	}
	r, err := pqarrow.NewFileReader(p, pqarrow.ArrowReadProperties{}, nil)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errIntegrity, err)
	}
	columns, err := r.Schema()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errIntegrity, err)
	}
	return table.ArrowSchemaToIcebergWithFreshIDs(columns, false)
}

// change tells what the files of a table add to its columns. A column that is
// gone or has another type is errSchema: queries on the table would break, or
// read something else.
func change(now, files *iceberg.Schema) (added []string, err error) {
	var wrong []string
	for _, f := range now.Fields() {
		g, ok := files.FindFieldByName(f.Name)
		switch {
		case !ok:
			wrong = append(wrong, fmt.Sprintf("column %s is gone", f.Name))
		case g.Type.String() != f.Type.String():
			wrong = append(wrong, fmt.Sprintf("column %s was %s and is %s", f.Name, f.Type, g.Type))
		}
	}
	if len(wrong) > 0 {
		return nil, fmt.Errorf("%w: %s", errSchema, strings.Join(wrong, "; "))
	}
	for _, f := range files.Fields() {
		if _, ok := now.FindFieldByName(f.Name); !ok {
			added = append(added, f.Name)
		}
	}
	return added, nil
}

// describe makes the entries of the files of a table for its manifests from
// their footers: rows, sizes, bounds of columns.
func describe(ctx context.Context, files icebergio.IO, location string, src source, tbl *table.Table) ([]iceberg.DataFile, error) {
	var made []iceberg.DataFile
	for _, f := range src.Files {
		d, err := table.FileToDataFile(ctx, files, location+"/"+f.Name, tbl.Schema(), tbl.Spec(), 0, tbl.Properties())
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
		made = append(made, d)
	}
	return made, nil
}
