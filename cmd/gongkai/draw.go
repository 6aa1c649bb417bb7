package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/pipeline"
	screen "github.com/gongkai-data/gongkai/cmd/gongkai/internal/term"
	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/draw"
	"github.com/gongkai-data/gongkai/extract/pdf"
	"github.com/gongkai-data/gongkai/extract/pdf/pdfium"
)

var drawText = phrases{
	"draw":    {"draw the pages of a PDF with what each step saw: a folder, or one file ending in .svg or .png", "绘制 PDF 各页及每一步所见：文件夹，或以 .svg、.png 结尾的单个文件"},
	"page":    {"the page to draw into one file (default 1)", "绘入单个文件的页码（默认 1）"},
	"nopages": {"%s has no pages to draw", "%s 没有可绘制的页面"},
	"nokind":  {"pictures are written as .svg or .png, or both into a folder: %s", "图片只能写为 .svg 或 .png，或二者一并写入文件夹：%s"},
	"nopage":  {"%[2]s has no page %[1]d", "%[2]s 没有第 %[1]d 页"},
	"write":   {"cannot write %s", "无法写入 %s"},
	"drawn":   {"drawn: %s", "已绘制：%s"},
}

// pageDots is how many dots an inch pictures of pages have.
const pageDots = 144

// drawing is what `explain --draw` makes.
type drawing struct {
	app   *app
	to    string // folder, or file for one page
	page  int    // of a single file
	trace draw.Trace
}

// single reports that one file is wanted.
func (d *drawing) single() bool { return slices.Contains([]string{".svg", ".png"}, filepath.Ext(d.to)) }

// run draws the pages of a document that was read.
func (d *drawing) run(ctx context.Context, src pipeline.Source, s *pipeline.Stages, doc *extract.Document) error {
	say := func(key string, args ...any) string { return drawText.say(d.app.lang, key, args...) }
	if doc == nil || len(doc.Pages) == 0 {
		return &failure{exit: exitUsage, code: "usage-path", text: say("nopages", screen.Quote(src.Path))}
	}
	if slices.Contains([]string{".jpg", ".jpeg", ".gif", ".webp", ".pdf"}, strings.ToLower(filepath.Ext(d.to))) {
		return &failure{exit: exitUsage, code: "usage-flag", text: say("nokind", screen.Quote(d.to))}
	}
	b, err := bytesOf(src)
	if err != nil {
		return err
	}
	opt := extract.Options{Limits: s.Limits, Password: s.Password}
	pages, err := pagesSeen(ctx, b, opt, s.Second)
	if err != nil {
		return err
	}
	if d.single() {
		i := slices.IndexFunc(pages, func(p extract.PageContent) bool { return p.Number == d.page })
		if i < 0 {
			return &failure{exit: exitUsage, code: "usage-flag", text: say("nopage", d.page, screen.Quote(src.Path))}
		}
		pages = pages[i : i+1]
	} else if err := os.MkdirAll(d.to, 0o755); err != nil {
		return d.unwritable(err)
	}
	if filepath.Ext(d.to) != ".png" {
		for i := range pages {
			if err := d.write(pages[i].Number, ".svg", draw.SVG(&pages[i], d.layers(doc, pages[i].Number))); err != nil {
				return err
			}
		}
	}
	if filepath.Ext(d.to) != ".svg" {
		return d.paint(ctx, b, opt, s.Second, doc, pages)
	}
	return nil
}

// pagesSeen are the pages as our own reader sees them; as the second one does where
// it cannot.
func pagesSeen(ctx context.Context, b []byte, opt extract.Options, second pipeline.Second) (pages []extract.PageContent, err error) {
	func() {
		defer func() {
			if p := recover(); p != nil {
				err = fmt.Errorf("%v", p)
			}
		}()
		pages, err = pdf.Pages(ctx, b, opt)
	}()
	if err == nil {
		return pages, nil
	}
	if err := second.Start(ctx); err != nil {
		return nil, err
	}
	return second.ReadPages(ctx, b, opt)
}

func (d *drawing) layers(doc *extract.Document, page int) []draw.Layer {
	return append(d.trace.Layers(page), draw.Document(doc, page)...)
}

// painter paints pages.
type painter interface {
	Render(ctx context.Context, b []byte, opt extract.Options, pages []int, dpi float64, each func(pdfium.Rendered) error) error
}

// paint draws the layers over pictures of the pages.
func (d *drawing) paint(ctx context.Context, b []byte, opt extract.Options, second pipeline.Second, doc *extract.Document, pages []extract.PageContent) error {
	p, ok := second.(painter)
	if !ok {
		return errors.New("no painter")
	}
	if err := second.Start(ctx); err != nil {
		return err
	}
	var numbers []int
	for i := range pages {
		numbers = append(numbers, pages[i].Number)
	}
	return p.Render(ctx, b, opt, numbers, pageDots, func(r pdfium.Rendered) error {
		var w bytes.Buffer
		if err := png.Encode(&w, draw.Over(r.Image, r.Scale, d.layers(doc, r.Number))); err != nil {
			return err
		}
		return d.write(r.Number, ".png", w.Bytes())
	})
}

// write writes one page and tells where.
func (d *drawing) write(page int, ext string, b []byte) error {
	name := d.to
	if !d.single() {
		name = filepath.Join(d.to, fmt.Sprintf("page-%03d%s", page, ext))
	}
	if err := os.WriteFile(name, b, 0o644); err != nil {
		return d.unwritable(err)
	}
	fmt.Fprintf(d.app.err, "gongkai: %s\n", drawText.say(d.app.lang, "drawn", screen.Line(name)))
	return nil
}

func (d *drawing) unwritable(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		err = p.Err
	}
	return &failure{exit: exitUsage, code: "usage-path", text: drawText.say(d.app.lang, "write", screen.Quote(strings.TrimSuffix(d.to, "/"))), err: err}
}
