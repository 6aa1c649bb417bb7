package main

import (
	"context"
	"encoding/json"
	"os"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/bulk"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/pipeline"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/second"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/unpack"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/worker"
	"github.com/gongkai-data/gongkai/extract"
)

var workerText = phrases{
	"worker":    {"read documents for another process", "为另一进程读取文件"},
	"inprocess": {"read documents in this process: faster to start, but a hostile file can end the run, fill the memory or use what the process may use", "在本进程内读取：启动较快，但恶意文件可能使运行终止、耗尽内存或滥用本进程的权限"},
	"trust":     {"take a file of unchanged size and time for unchanged, without reading it", "大小与修改时间未变的文件视为未变，不再读取内容"},
	"retry":     {"read again the documents that were set aside because they ended their worker", "重新读取此前因使读取进程终止而被隔离的文件"},
	"ocrhere":   {"--ocr runs another program, which worker processes may not: documents are read in this process", "--ocr 需运行其他程序，读取进程不允许：改在本进程内读取"},
}

// reading is the settings that change what is read of a document. The children
// are told them, and results are kept by them.
type reading struct {
	Password  string `json:"password,omitempty"`
	NoWitness bool   `json:"no_witness,omitempty"`
	OCR       bool   `json:"ocr,omitempty"`
}

// childSettings is what a child is told.
type childSettings struct {
	reading
	Pages string `json:"pages"` // folder of the second reader's compiled module
}

// workerCmd is the other side of convert: it is started by it and by nobody else.
func (a *app) workerCmd() *cobra.Command {
	return &cobra.Command{
		Use: "worker", Hidden: true, Short: workerText.say(a.lang, "worker"), Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 1 && args[0] == "unpack" {
				return worker.ServeParts(a.in, a.out, unpackHandle)
			}
			return worker.Serve(a.in, a.out, childHandle)
		},
	}
}

// wrapHandle lets tests put other readers in the place of ours.
var wrapHandle = func(h worker.Handle) worker.Handle { return h }

// childHandle makes the reader of a child from its settings.
func childHandle(settings []byte) (worker.Handle, error) {
	var c childSettings
	if err := json.Unmarshal(settings, &c); err != nil {
		return nil, err
	}
	s := pipeline.All()
	s.Password, s.Used = c.Password, worker.Used
	s.Second, s.Witness = &second.Reader{Folder: c.Pages, Instances: 1}, !c.NoWitness
	h, err := bulk.Handler(s)
	return wrapHandle(h), err
}

// unpackHandle makes the side of a child that goes through archives; the archive is
// its first descriptor after the three.
func unpackHandle([]byte) (worker.PartsHandle, error) {
	return unpack.Handle(os.NewFile(3, "archive")), nil
}

// bulkFlags are the flags of convert about how it reads.
func (c *conversion) bulkFlags(cmd *cobra.Command) {
	say := func(key string) string { return workerText.say(c.app.lang, key) }
	cmd.Flags().BoolVar(&c.inProcess, "in-process", false, say("inprocess"))
	cmd.Flags().BoolVar(&c.trust, "trust-mtime", false, say("trust"))
	cmd.Flags().BoolVar(&c.retry, "retry", false, say("retry"))
}

// bulk prepares the run.
func (c *conversion) bulk(ctx context.Context, sources []pipeline.Source, shown bulk.Progress) (*bulk.Run, error) {
	a := c.app
	r := reading{Password: a.password, NoWitness: a.pages.noWitness, OCR: a.pages.ocr}
	text, err := json.Marshal(r)
	if err != nil {
		return nil, err
	}
	run := &bulk.Run{
		Workspace: c.workspace, Sources: sources, Jobs: c.jobs, Trust: c.trust, Retry: c.retry,
		Limit: extract.DefaultLimits.Input, Reading: text, Progress: shown, Now: time.Now,
	}
	if r.OCR && !c.inProcess {
		c.inProcess = true
		a.tell("warning", workerText.say(a.lang, "ocrhere"))
	}
	if c.inProcess {
		run.Stages = a.stages(pipeline.All())
		return run, nil
	}
	pipeline.Steady()
	p, err := worker.Self("", worker.Limits{})
	if err != nil {
		return nil, err
	}
	folder := second.Folder()
	if p.Settings, err = json.Marshal(childSettings{r, folder}); err != nil {
		return nil, err
	}
	run.Program, run.Ready = &p, a.prepare(folder)
	return run, nil
}

// prepare compiles the second reader once, before the first child needs it: a
// child may not write, and its documents should not wait.
func (a *app) prepare(folder string) func(context.Context, []byte) {
	if folder == "" {
		return nil
	}
	var once sync.Once
	return func(ctx context.Context, _ []byte) {
		once.Do(func() {
			r := &second.Reader{Folder: folder, Instances: 1, Slow: func() { a.tell("", secondText.say(a.lang, "starting")) }}
			if r.Start(ctx) == nil {
				_ = r.Close()
			}
		})
	}
}
