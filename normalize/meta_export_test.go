package normalize

import "github.com/gongkai-data/gongkai/extract"

// Header reads a header alone, for tests that read files.
func Header(doc *extract.Document) (*Report, bool) {
	_, ok := reportEvidence(doc)
	r := &Report{}
	readHeader(doc, r)
	return r, ok
}
