// Package jsonl gives a published dataset as JSON lines: one file a table, one
// object a row.
//
// Format: RFC 8259, UTF-8, "\n" after each object; Data Package v1 (frictionless).
//
//   - [x] keys are the names of the columns, all of them in every row, in their order
//   - [x] NULL is null, lists are arrays, numbers have no exponent
package jsonl

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"

	"github.com/gongkai-data/gongkai/sinks"
	"github.com/gongkai-data/gongkai/sinks/internal/fsx"
	"github.com/gongkai-data/gongkai/sinks/internal/stage"
)

// Export is a folder of .jsonl files.
var Export = sinks.Export{Name: "jsonl", Write: func(ctx context.Context, src sinks.Source, out string, opt sinks.ExportOptions) error {
	return export(ctx, fsx.OS{}, src, out, opt)
}}

func export(ctx context.Context, fs fsx.FS, src sinks.Source, out string, opt sinks.ExportOptions) error {
	s, err := stage.Begin(fs, out, true, opt.Replace)
	if err != nil {
		return err
	}
	defer s.Close()
	for _, t := range src.Tables() {
		if err := writeTable(ctx, s, src, t, opt); err != nil {
			return err
		}
	}
	descriptor, err := dataPackage(src.About(), s.Files())
	if err != nil {
		return err
	}
	if err := s.Put(stage.Mark, descriptor); err != nil {
		return err
	}
	return s.CommitFolder()
}

func writeTable(ctx context.Context, s *stage.Stage, src sinks.Source, t sinks.Table, opt sinks.ExportOptions) error {
	f, err := s.Create(t.Name + ".jsonl")
	if err != nil {
		return err
	}
	defer f.Abandon()
	names := make([][]byte, len(t.Columns)) // each with what stands before and behind it
	for i, c := range t.Columns {
		names[i] = append(sinks.AppendString([]byte{','}, c.Name), ':')
	}
	names[0][0] = '{'
	var line []byte
	err = opt.EachRow(ctx, src, t.Name, func(row []sinks.Value) error {
		line = line[:0]
		for i := range row {
			line = append(line, names[i]...)
			line = row[i].AppendJSON(line)
		}
		line = append(line, "}\n"...)
		_, err := f.Write(line)
		return err
	})
	if err != nil {
		return err
	}
	return f.Finish()
}

// dataPackage names the files, their sizes and hashes.
func dataPackage(about sinks.About, files []stage.Written) ([]byte, error) {
	type resource struct {
		Name      string `json:"name"`
		Path      string `json:"path"`
		Format    string `json:"format"`
		Mediatype string `json:"mediatype"`
		Encoding  string `json:"encoding"`
		Bytes     int64  `json:"bytes"`
		Hash      string `json:"hash"`
	}
	d := struct {
		Profile       string     `json:"profile"`
		Name          string     `json:"name"`
		Version       string     `json:"version"`
		SchemaVersion string     `json:"schema_version"`
		Generator     string     `json:"generator"`
		Resources     []resource `json:"resources"`
	}{Profile: "data-package", Name: "gongkai-jsonl", Version: about.Version, SchemaVersion: about.Schema, Generator: about.Generator}
	for _, f := range files {
		name, _, _ := strings.Cut(f.Name, ".")
		d.Resources = append(d.Resources, resource{name, f.Name, "jsonl", "application/jsonl", "utf-8", f.Size, "sha256:" + f.SHA256})
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	err := e.Encode(d)
	return b.Bytes(), err
}
