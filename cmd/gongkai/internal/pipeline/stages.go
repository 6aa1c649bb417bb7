package pipeline

import (
	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/formats"
	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/normalize/forms"
)

// All reads and understands, with every format and form that the program has.
func All() *Stages {
	return &Stages{Read: formats.Read, Normalize: func(doc *extract.Document) (*normalize.Report, error) {
		return normalize.Normalize(doc, forms.All)
	}}
}

// ReadOnly reads documents and looks for no report in them: every document
// that can be read is ok, or partial where the reader lost something.
func ReadOnly() *Stages {
	return &Stages{Read: formats.Read, Normalize: func(*extract.Document) (*normalize.Report, error) { return nil, nil }, KeepDoc: true, ReadOnly: true}
}
