package pagetable

import (
	"context"

	"github.com/gongkai-data/gongkai/extract"
)

// Result is what the pages of a document hold, in reading order.
type Result struct {
	Blocks  []extract.Block
	Notices []extract.Notice
}

// Build rebuilds tables and paragraphs of the pages.
func Build(ctx context.Context, pages []extract.PageContent, opt extract.Options) (Result, error) {
	var res Result
	for i := range pages {
		if ctx.Err() != nil {
			return Result{}, &extract.Error{Code: "read-deadline", Offset: -1, Err: extract.ErrLimit}
		}
		p := layOut(&pages[i])
		for _, t := range p.tables {
			res.Blocks = append(res.Blocks, p.block(t))
		}
		res.Notices = append(res.Notices, p.notices...)
	}
	return res, nil
}

func (p *page) prov(r rect) extract.Prov {
	return extract.Prov{Page: p.no, Box: p.turn.out(r).box()}
}

// block returns the table as a block of the document.
func (p *page) block(t *table) *extract.Table {
	out := &extract.Table{Prov: p.prov(t.rect), Depth: t.depth, Grid: extract.Grid{Rows: t.rows, Cols: t.cols}}
	for i := range t.cells {
		c := &t.cells[i]
		out.Grid.Cells = append(out.Grid.Cells, extract.Cell{
			Prov: p.prov(c.rect), Row: c.row, Col: c.col, RowSpan: c.rows, ColSpan: c.cols, Text: textOf(c.pieces),
		})
	}
	return out
}
