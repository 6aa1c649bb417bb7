package main

import (
	"context"
	"fmt"
	"sync"

	"github.com/spf13/cobra"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/ocr"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/pipeline"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/second"
	"github.com/gongkai-data/gongkai/extract"
)

var secondText = phrases{
	"no-witness": {"do not compare PDF reports in doubt with what a second reader sees", "对存疑的 PDF 年报，不用第二读取器复核"},
	"ocr":        {"recognise pages that are pictures with an installed tesseract; every number of them is flagged", "用已安装的 tesseract 识别图片页；所得数字一律加标记"},
	"starting":   {"preparing the second PDF reader; this takes some seconds, once on a machine", "正在准备 PDF 第二读取器；每台机器仅首次需数秒"},
}

// pageFlags are the flags about formats with pages.
type pageFlags struct{ noWitness, ocr bool }

func (p *pageFlags) add(cmd *cobra.Command, l lang) {
	cmd.Flags().BoolVar(&p.noWitness, "no-witness", false, secondText.say(l, "no-witness"))
	cmd.Flags().BoolVar(&p.ocr, "ocr", false, secondText.say(l, "ocr"))
}

// apply gives the stages the second reader, which starts when it is needed.
func (p *pageFlags) apply(a *app, s *pipeline.Stages) {
	r := &second.Reader{Folder: second.Folder(), Instances: 1, Slow: func() { fmt.Fprintf(a.err, "gongkai: %s\n", secondText.say(a.lang, "starting")) }}
	s.Second, s.Witness = r, !p.noWitness
	if p.ocr {
		s.Recognise = &recogniser{pages: r}
	}
}

// recogniser looks for the program when the first picture comes.
type recogniser struct {
	pages  ocr.Pages
	once   sync.Once
	engine *ocr.Engine
	err    error
}

// Recognise recognises the pages of a document that are pictures.
func (r *recogniser) Recognise(ctx context.Context, b []byte, opt extract.Options) (pipeline.Recognition, error) {
	r.once.Do(func() { r.engine, r.err = ocr.New(context.WithoutCancel(ctx), r.pages) })
	if r.err != nil {
		return nil, r.err
	}
	seen, err := r.engine.Recognise(ctx, b, opt)
	if seen == nil {
		return nil, err // a nil pointer in an interface is none
	}
	return seen, err
}
