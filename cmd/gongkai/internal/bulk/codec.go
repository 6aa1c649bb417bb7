package bulk

import (
	"encoding/hex"
	"fmt"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/pipeline"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/record"
	"github.com/gongkai-data/gongkai/normalize/watch"
)

// recordOf is what is kept of a result.
func recordOf(r *pipeline.Result) (*record.Record, error) {
	rec := &record.Record{Brief: record.Brief{
		Size: r.Size, Sniffed: r.Sniffed, Reader: r.Reader, Pages: r.Pages, Tables: r.Tables, Read: r.Read,
		Outcome: r.Outcome, Code: r.Code, Message: r.Message,
	}, Report: r.Report}
	if n, err := hex.Decode(rec.Digest[:], []byte(r.Digest)); err != nil || n != len(rec.Digest) {
		return nil, fmt.Errorf("digest %.80q", r.Digest)
	}
	if r.Report != nil {
		rec.ReportID, rec.Printed, rec.Watch = r.Report.ID, record.Printed(r.Report), watch.BriefOf(r.Report)
	}
	return rec, nil
}

// resultOf is the result of a record at a path.
func resultOf(rec *record.Record, path string) pipeline.Result {
	r := briefly(&rec.Brief, path)
	r.Report = rec.Report
	return r
}

// briefly is a result without its report.
func briefly(b *record.Brief, path string) pipeline.Result {
	return pipeline.Result{
		Path: path, Digest: b.Digest.String(), Size: b.Size, Sniffed: b.Sniffed, Reader: b.Reader, Pages: b.Pages, Tables: b.Tables, Read: b.Read,
		Outcome: b.Outcome, Code: b.Code, Message: b.Message,
	}
}
