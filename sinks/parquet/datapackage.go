package parquet

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"github.com/gongkai-data/gongkai/sinks"
	"github.com/gongkai-data/gongkai/sinks/internal/stage"
)

// packageName is the descriptor of Data Package v1 (frictionless). A folder
// that has it is a dataset.
const packageName = "datapackage.json"

type descriptor struct {
	Profile       string     `json:"profile"`
	Name          string     `json:"name"`
	Title         string     `json:"title"`
	Description   string     `json:"description"`
	Version       string     `json:"version"`
	SchemaVersion string     `json:"schema_version"`
	Generator     string     `json:"generator"`
	Resources     []resource `json:"resources"`
}

type resource struct {
	Name        string    `json:"name"`
	Path        string    `json:"path"`
	Title       string    `json:"title,omitempty"`
	Description string    `json:"description,omitempty"`
	Format      string    `json:"format"`
	Mediatype   string    `json:"mediatype"`
	Encoding    string    `json:"encoding,omitempty"`
	Bytes       int64     `json:"bytes"`
	Hash        string    `json:"hash"`
	Schema      *tableDef `json:"schema,omitempty"`
}

type tableDef struct {
	Fields     []field  `json:"fields"`
	PrimaryKey []string `json:"primaryKey,omitempty"`
}

type field struct {
	Name        string          `json:"name"`
	Type        string          `json:"type"`
	Parquet     string          `json:"parquet_type,omitempty"`
	Title       string          `json:"title"`
	Description string          `json:"description"`
	Constraints map[string]bool `json:"constraints,omitempty"`
}

// frictionless names the types of the descriptor.
var frictionless = map[string]string{
	"string": "string", "int16": "integer", "int32": "integer", "int64": "integer", "double": "number", "bool": "boolean",
	"list<string>": "array", "list<float>": "array",
}

// dataPackage describes every file that is finished by now.
func dataPackage(m metadata, files []stage.Written) ([]byte, error) {
	d := descriptor{
		Profile: "data-package", Name: "gongkai", Title: "政府信息公开工作年度报告数据集",
		Description: "Annual reports of Chinese public bodies on the disclosure of government information: every printed number with its address in the source.",
		Version:     m.dataset, SchemaVersion: m.schema, Generator: m.generator,
	}
	defs := map[string]sinks.Table{}
	for _, t := range sinks.Tables() {
		defs[t.Name] = t
	}
	files = slices.Clone(files)
	slices.SortFunc(files, func(a, b stage.Written) int { return strings.Compare(a.Name, b.Name) })
	for _, f := range files {
		stem, format, _ := strings.Cut(f.Name, ".")
		r := resource{Name: strings.ToLower(stem), Path: f.Name, Format: format, Bytes: f.Size, Hash: "sha256:" + f.SHA256}
		switch format {
		case "parquet":
			t := defs[stem]
			r.Mediatype, r.Title, r.Description, r.Schema = "application/vnd.apache.parquet", t.Zh, "One row: "+t.En+".", fieldsOf(t.Columns, true)
			r.Schema.PrimaryKey = t.Key
		case "csv":
			r.Name, r.Mediatype, r.Encoding = stem+"-csv", "text/csv", "utf-8"
			cols := sinks.ColumnsOf[sinks.CrosswalkRow]()
			if stem == "dictionary" {
				cols = defs[stem].Columns
			}
			r.Schema = fieldsOf(cols, false)
		case "sql":
			r.Mediatype = "application/sql"
		case "md":
			r.Mediatype = "text/markdown"
		}
		d.Resources = append(d.Resources, r)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	err := e.Encode(d)
	return b.Bytes(), err
}

// fieldsOf describes columns; a CSV holds nothing but text.
func fieldsOf(cols []sinks.Column, typed bool) *tableDef {
	s := &tableDef{}
	for _, c := range cols {
		f := field{Name: c.Name, Type: "string", Title: c.Zh, Description: c.En}
		if typed {
			f.Type, f.Parquet = frictionless[c.Type], c.Type
			if !c.Nullable {
				f.Constraints = map[string]bool{"required": true}
			}
		}
		s.Fields = append(s.Fields, f)
	}
	return s
}
