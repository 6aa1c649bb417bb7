// Package csv gives a published dataset as CSV: one file a table, with a
// datapackage.json that types the columns; and the same with a do-file for Stata.
//
// Format: RFC 4180, UTF-8; Data Package v1 (frictionless).
//
//   - [x] NULL is an empty field, an empty text is "" in quotes
//   - [x] lists are JSON arrays; numbers have no exponent and no separators
//   - [x] text that a spreadsheet would take for a formula is made safe (Guard), unless Raw
//   - [x] a byte order mark, for Excel, where asked for
//   - [x] Stata: labels of variables and of codes, every type named
package csv

import (
	"context"
	"strconv"
	"strings"

	"github.com/gongkai-data/gongkai/sinks"
	"github.com/gongkai-data/gongkai/sinks/internal/fsx"
	"github.com/gongkai-data/gongkai/sinks/internal/stage"
)

// Export is a folder of CSV files.
var Export = sinks.Export{Name: "csv", Write: func(ctx context.Context, src sinks.Source, out string, opt sinks.ExportOptions) error {
	return export(ctx, fsx.OS{}, src, out, opt, nil)
}}

// Stata is the same folder with a do-file that reads and labels it.
var Stata = sinks.Export{Name: "stata", Write: func(ctx context.Context, src sinks.Source, out string, opt sinks.ExportOptions) error {
	opt.BOM = false // Stata would take it for a part of the first name
	return export(ctx, fsx.OS{}, src, out, opt, doFile)
}}

// export writes the folder; more adds files that need all tables.
func export(ctx context.Context, fs fsx.FS, src sinks.Source, out string, opt sinks.ExportOptions, more func(context.Context, *stage.Stage, sinks.Source, sinks.ExportOptions) error) error {
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
	if more != nil {
		if err := more(ctx, s, src, opt); err != nil {
			return err
		}
	}
	descriptor, err := dataPackage(src, s.Files(), opt)
	if err != nil {
		return err
	}
	if err := s.Put(stage.Mark, descriptor); err != nil {
		return err
	}
	return s.CommitFolder()
}

func writeTable(ctx context.Context, s *stage.Stage, src sinks.Source, t sinks.Table, opt sinks.ExportOptions) error {
	f, err := s.Create(t.Name + ".csv")
	if err != nil {
		return err
	}
	defer f.Abandon()
	var line []byte
	if opt.BOM {
		line = append(line, "\ufeff"...)
	}
	for i, c := range t.Columns {
		if i > 0 {
			line = append(line, ',')
		}
		line = append(line, c.Name...)
	}
	if _, err := f.Write(append(line, "\r\n"...)); err != nil {
		return err
	}
	err = opt.EachRow(ctx, src, t.Name, func(row []sinks.Value) error {
		line = appendRow(line[:0], row, opt.Raw)
		_, err := f.Write(line)
		return err
	})
	if err != nil {
		return err
	}
	return f.Finish()
}

// appendRow appends one record with its line end (RFC 4180, 2).
func appendRow(b []byte, row []sinks.Value, raw bool) []byte {
	for i := range row {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendField(b, &row[i], raw)
	}
	return append(b, "\r\n"...)
}

func appendField(b []byte, v *sinks.Value, raw bool) []byte {
	switch v.Kind {
	case sinks.Null:
		return b
	case sinks.Text:
		if raw {
			return appendText(b, v.Text)
		}
		return appendText(b, Guard(v.Text))
	case sinks.Integer:
		return strconv.AppendInt(b, v.Int, 10)
	case sinks.Texts, sinks.Floats:
		return appendText(b, string(v.AppendJSON(nil)))
	}
	return v.AppendJSON(b)
}

// appendText quotes a text where a reader could take it for something else: the
// empty one for NULL, a semicolon or a tab for the end of a field, spaces for
// padding.
func appendText(b []byte, s string) []byte {
	if s != "" && !strings.ContainsAny(s, ",;\"\t\r\n") && s[0] != ' ' && s[len(s)-1] != ' ' {
		return append(b, s...)
	}
	b = append(b, '"')
	for i := 0; i < len(s); i++ {
		if s[i] == '"' {
			b = append(b, '"')
		}
		b = append(b, s[i])
	}
	return append(b, '"')
}
