// Package pdf reads PDF files (ISO 32000).
package pdf

import (
	"context"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/pdf/internal/content"
	"github.com/gongkai-data/gongkai/extract/pdf/internal/object"
)

// Pages reads what each page of a file shows.
func Pages(ctx context.Context, b []byte, opt extract.Options) ([]extract.PageContent, error) {
	lim := opt.Limits.WithDefaults()
	f, err := object.Open(ctx, b, opt.Password, lim)
	if err != nil {
		return nil, err
	}
	nodes, _ := f.Pages()
	doc := content.NewDocument(ctx, f, lim.Tokens)
	var pages []extract.PageContent
	for i, n := range nodes {
		p := doc.Page(n, i+1)
		pages = append(pages, p.PageContent)
	}
	return pages, nil
}
