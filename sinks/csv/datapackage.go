package csv

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/gongkai-data/gongkai/sinks"
	"github.com/gongkai-data/gongkai/sinks/internal/stage"
)

// descriptor is a Data Package v1 (frictionless).
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
	Profile     string   `json:"profile,omitempty"`
	Name        string   `json:"name"`
	Path        string   `json:"path"`
	Title       string   `json:"title,omitempty"`
	Description string   `json:"description,omitempty"`
	Format      string   `json:"format"`
	Mediatype   string   `json:"mediatype"`
	Encoding    string   `json:"encoding"`
	Bytes       int64    `json:"bytes"`
	Hash        string   `json:"hash"`
	Dialect     *dialect `json:"dialect,omitempty"`
	Schema      *schema  `json:"schema,omitempty"`
}

type dialect struct {
	Delimiter      string `json:"delimiter"`
	LineTerminator string `json:"lineTerminator"`
	DoubleQuote    bool   `json:"doubleQuote"`
	Header         bool   `json:"header"`
}

type schema struct {
	Fields        []field  `json:"fields"`
	PrimaryKey    []string `json:"primaryKey,omitempty"`
	MissingValues []string `json:"missingValues"`
}

type field struct {
	Name        string          `json:"name"`
	Type        string          `json:"type"`
	Title       string          `json:"title"`
	Description string          `json:"description"`
	Constraints map[string]bool `json:"constraints,omitempty"`
}

var frictionless = map[sinks.Kind]string{
	sinks.Text: "string", sinks.Integer: "integer", sinks.Double: "number", sinks.Bool: "boolean", sinks.Texts: "array", sinks.Floats: "array",
}

const guarded = " Text that a spreadsheet would take for a formula has a single quote (') in front of it."

// dataPackage describes the files that are finished by now.
func dataPackage(src sinks.Source, files []stage.Written, opt sinks.ExportOptions) ([]byte, error) {
	about := src.About()
	d := descriptor{
		Profile: "tabular-data-package", Name: "gongkai-csv", Title: "政府信息公开工作年度报告数据集", Version: about.Version, SchemaVersion: about.Schema, Generator: about.Generator,
		Description: "Annual reports of Chinese public bodies on the disclosure of government information, exported from the published dataset. An empty field is NULL, \"\" an empty text; lists are JSON.",
	}
	if !opt.Raw {
		d.Description += guarded
	}
	defs := map[string]sinks.Table{}
	for _, t := range src.Tables() {
		defs[t.Name] = t
	}
	for _, f := range files {
		name, format, _ := strings.Cut(f.Name, ".")
		r := resource{Name: name, Path: f.Name, Format: format, Encoding: "utf-8", Bytes: f.Size, Hash: "sha256:" + f.SHA256, Mediatype: "text/plain"}
		if t, ok := defs[name]; ok && format == "csv" {
			r.Profile, r.Mediatype, r.Title, r.Description = "tabular-data-resource", "text/csv", t.Zh, "One row: "+t.En+"."
			r.Dialect, r.Schema = &dialect{",", "\r\n", true, true}, fieldsOf(t)
		} else {
			d.Profile = "data-package"
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

func fieldsOf(t sinks.Table) *schema {
	s := &schema{PrimaryKey: t.Key, MissingValues: []string{""}}
	for _, c := range t.Columns {
		f := field{Name: c.Name, Type: frictionless[sinks.KindOf(c.Type)], Title: c.Zh, Description: c.En}
		if !c.Nullable && f.Type != "string" { // an empty text and NULL are one to most readers of CSV
			f.Constraints = map[string]bool{"required": true}
		}
		s.Fields = append(s.Fields, f)
	}
	return s
}
