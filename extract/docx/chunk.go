package docx

import (
	"bytes"
	"errors"
	"path"
	"strings"

	"github.com/gongkai-data/gongkai/extract"
)

// chunk is a w:altChunk met in the story: the blocks of another document stand
// here.
type chunk struct {
	mark *extract.Paragraph // stands in its place among the blocks
	part string
	at   extract.Prov
}

// altChunk notes the place; the part is read once the story is at its end, as
// parts are read one after the other.
func (r *reader) altChunk() error {
	id := r.rawAttr("id")
	for i := range r.rels {
		if r.rels[i].ID == id && !r.rels[i].External {
			c := chunk{new(extract.Paragraph), r.rels[i].Target, r.here()}
			r.blocks = append(r.blocks, c.mark) // behind the table for a chunk in a cell
			r.chunks = append(r.chunks, c)
			return r.t.Skip()
		}
	}
	r.notice("docx-altchunk", "no part for "+id, r.here())
	return r.t.Skip()
}

const maxLevel = 3 // of documents inside documents

// readChunks reads the noted chunks and puts their blocks in place.
func (r *reader) readChunks() error {
	chunks := r.chunks
	r.chunks = nil
	if len(chunks) == 0 {
		return nil
	}
	var out []extract.Block
	for _, b := range r.blocks {
		if len(chunks) == 0 || b != extract.Block(chunks[0].mark) {
			out = append(out, b)
			continue
		}
		blocks, err := r.chunk(chunks[0])
		if err != nil {
			return err
		}
		out, chunks = append(out, blocks...), chunks[1:]
	}
	r.blocks = out
	return nil
}

func (r *reader) chunk(c chunk) ([]extract.Block, error) {
	b, err := r.pkg.Read(c.part)
	if err != nil {
		return nil, r.tolerate(c.part, err)
	}
	kind, err := r.pkg.ContentType(c.part)
	if err != nil {
		return nil, r.tolerate(c.part, err)
	}
	head := bytes.ToLower(bytes.TrimLeft(b[:min(len(b), 512)], "\xEF\xBB\xBF \t\r\n"))
	ext := strings.ToLower(path.Ext(c.part))
	var blocks []extract.Block
	switch {
	case bytes.HasPrefix(b, []byte("PK")):
		blocks, err = r.innerPackage(c, b)
	case bytes.HasPrefix(head, []byte("{\\rtf")), strings.Contains(kind, "rfc822"), ext == ".mht", bytes.HasPrefix(head, []byte("mime-version")):
		err = errSkipped
	case strings.Contains(kind, "html"), ext == ".htm", ext == ".html", ext == ".xhtml", bytes.HasPrefix(head, []byte("<")):
		if err = errSkipped; r.alt != nil {
			blocks, err = r.alt(r.ctx, b, r.opt)
		}
	case strings.HasPrefix(kind, "text/plain"), ext == ".txt":
		blocks = plain(b)
	default:
		err = errSkipped
	}
	switch {
	case errors.Is(err, extract.ErrLimit):
		return nil, err
	case err != nil:
		r.notice("docx-altchunk", strings.ToValidUTF8(c.part+" "+kind, "\uFFFD"), c.at)
		return nil, nil
	}
	return blocks, r.adopt(blocks, c)
}

var errSkipped = errors.New("kind not read")

func (r *reader) innerPackage(c chunk, b []byte) ([]extract.Block, error) {
	if r.inner >= maxLevel {
		return nil, errSkipped
	}
	// What the inner documents cost counts against the limits of the outer one.
	in := &reader{ctx: r.ctx, opt: r.opt, lim: r.lim, alt: r.alt, inner: r.inner + 1, doc: new(extract.Document)}
	in.lim.Unpacked, in.lim.Tokens = r.pkg.Left()
	err := in.read(b)
	if in.pkg != nil {
		r.pkg.Spend(in.pkg)
	}
	if err != nil {
		return nil, err
	}
	doc := in.doc
	for _, n := range doc.Notices {
		r.notice(n.Code, n.Detail, c.at)
	}
	// Headers and footers of the inner document are not printed.
	var blocks []extract.Block
	for _, b := range doc.Blocks {
		switch b := b.(type) {
		case *extract.Paragraph:
			if b.Role == extract.Furniture {
				continue
			}
		case *extract.Table:
			if b.Role == extract.Furniture {
				continue
			}
		}
		blocks = append(blocks, b)
	}
	return blocks, nil
}

func plain(b []byte) []extract.Block {
	var blocks []extract.Block
	b = bytes.ToValidUTF8(bytes.TrimPrefix(b, []byte("\xEF\xBB\xBF")), []byte("\uFFFD"))
	for line := range strings.Lines(string(b)) {
		if line = strings.TrimRight(line, "\r\n"); line != "" {
			blocks = append(blocks, &extract.Paragraph{Text: line})
		}
	}
	return blocks
}

// adopt gives the blocks of a chunk the place of the chunk and counts them
// against the limits.
func (r *reader) adopt(blocks []extract.Block, c chunk) error {
	for _, b := range blocks {
		switch b := b.(type) {
		case *extract.Heading:
			b.Prov = c.at
		case *extract.Paragraph:
			b.Prov = c.at
		case *extract.Table:
			b.Prov = c.at
			if r.tables++; r.tables > r.lim.Tables {
				return r.limit("tables", r.lim.Tables)
			}
			for i := range b.Grid.Cells {
				cell := &b.Grid.Cells[i]
				cell.Prov = c.at
				if r.cells += cell.RowSpan * cell.ColSpan; r.cells > r.lim.Cells {
					return r.limit("cells", r.lim.Cells)
				}
			}
		}
	}
	return nil
}
