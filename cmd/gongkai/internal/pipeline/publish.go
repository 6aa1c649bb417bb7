package pipeline

import (
	"context"
	"net/url"
	"path"
	"strings"

	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/sinks"
)

// Publish writes the results through target into dir. Either the whole dataset
// is in place afterwards or the one before still is.
func Publish(ctx context.Context, target sinks.Target, dir string, opt sinks.Options, results []Result) error {
	s, err := target.Open(dir, opt)
	if err != nil {
		return err
	}
	defer s.Close()
	reports := map[string]string{} // by digest, for duplicates
	for i := range results {
		if r := results[i].Report; r != nil {
			reports[results[i].Digest] = r.ID
		}
	}
	for i := range results {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err := s.Write(ctx, sinkResult(&results[i], reports)); err != nil {
			return err
		}
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err := s.Commit(ctx); err != nil {
		return err
	}
	return s.Close()
}

// sinkResult is a result as sinks take it.
func sinkResult(r *Result, reports map[string]string) sinks.Result {
	out := sinks.Result{Document: r.Row(), Report: r.Report}
	if id, ok := reports[r.Digest]; ok {
		out.Document.ReportID = &id
	}
	if r.Outcome == sinks.Failed {
		out.Issues = []normalize.Issue{{
			Code: "document_failed", Severity: "error",
			En: "the document could not be read: " + r.Message, Zh: "文件无法读取：" + r.Message, Evidence: r.Code,
		}}
	}
	return out
}

// address is the address that a path names: that of a page which was crawled, or
// of one in a web archive; "" for a file.
func address(p string) string {
	if _, inner, ok := strings.Cut(p, "!/http"); ok {
		p = "http" + inner
	}
	if strings.HasPrefix(p, "http://") || strings.HasPrefix(p, "https://") {
		return p
	}
	return ""
}

// claimed is the type that the end of a name claims.
func claimed(p string) string {
	if a := address(p); a != "" {
		u, err := url.Parse(a)
		if err != nil {
			return ""
		}
		p = u.Path
	}
	return strings.TrimPrefix(strings.ToLower(path.Ext(p)), ".")
}

// Row is the result as a row of documents.
func (r *Result) Row() sinks.DocumentRow {
	row := sinks.DocumentRow{
		DocumentSHA256: r.Digest, Path: some(r.Path), URL: some(address(r.Path)), ClaimedType: some(claimed(r.Path)),
		SniffedType: some(r.Sniffed), Bytes: r.Size, Outcome: r.Outcome, ErrorCode: some(r.Code), ErrorMessage: some(r.Message),
	}
	if r.Pages > 0 {
		row.Pages = number(r.Pages)
	}
	if r.Read {
		row.Tables = number(r.Tables)
	}
	if r.Reader > 0 {
		row.Reader, row.ReaderVersion = some(r.Sniffed), number(r.Reader)
	}
	if r.Report != nil {
		row.ReportID = some(r.Report.ID)
	}
	return row
}

// some returns nil for "".
func some(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func number(n int) *int32 {
	v := int32(n)
	return &v
}
