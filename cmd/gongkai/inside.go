package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/pipeline"
	screen "github.com/gongkai-data/gongkai/cmd/gongkai/internal/term"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/unpack"
	"github.com/gongkai-data/gongkai/corpus/archive"
)

var insideText = phrases{
	"archive":    {"%s is an archive", "%s 是压缩包"},
	"archivefix": {"name a file in it, as in %s", "请指明其中的文件，如 %s"},
}

// inArchive takes a path like reports.zip!/a.doc apart, where no file has that
// path and one is at what stands before the mark.
func inArchive(path string, err error) (pipeline.Source, bool) {
	if err == nil {
		return pipeline.Source{}, false
	}
	for at := 0; ; {
		i := strings.Index(path[at:], insideMark)
		if i < 0 {
			return pipeline.Source{}, false
		}
		at += i
		if st, err := os.Stat(path[:at]); err == nil && st.Mode().IsRegular() && path[at+len(insideMark):] != "" {
			return pipeline.Source{Path: path, File: path[:at]}, true
		}
		at += len(insideMark)
	}
}

// insideMark parts the path of an archive from the name of what lies in it.
const insideMark = "!/"

// opened puts what lies in archives in their place. One document is held at a time
// by this; reading ahead holds a few more. Of a source that names a member only that comes.
func (a *app) opened(ctx context.Context, sources []pipeline.Source, limit int64) iter.Seq[pipeline.Source] {
	return func(yield func(pipeline.Source) bool) {
		for _, src := range sources {
			if !inside(ctx, src, limit, yield) {
				return
			}
		}
	}
}

// inside yields the members of one source, or the source itself where it is no archive.
func inside(ctx context.Context, src pipeline.Source, limit int64, yield func(pipeline.Source) bool) bool {
	f, st, err := regular(src.File)
	if err != nil {
		return yield(src) // reading it will say what is wrong
	}
	defer f.Close()
	if !unpack.Maybe(f) || archive.Detect(f, st.Size()) == "" {
		return yield(src)
	}
	only, named := strings.CutPrefix(src.Path, src.File+insideMark)
	w := walk{ctx: ctx, src: src, limit: limit, only: only, named: named, names: unpack.Names{}, yield: yield}
	err = archive.Walk(ctx, f, st.Size(), archive.Options{Name: filepath.Base(src.File)}, w.take)
	var why *archive.Error
	switch {
	case errors.Is(err, errWalked):
		return !w.stopped
	case errors.As(err, &why) && !named:
		return yield(pipeline.Source{Path: src.Path, File: src.File, Held: &pipeline.Held{Size: st.Size(), Kind: archive.Detect(f, st.Size()), Code: why.Code, Message: why.Detail}})
	case named:
		return yield(pipeline.Source{Path: src.Path, File: src.File, Held: &pipeline.Held{Code: "archive-member", Message: "no such file in the archive"}})
	}
	return true
}

// regular opens a file; a pipe would wait for a writer.
func regular(path string) (*os.File, os.FileInfo, error) {
	st, err := os.Stat(path)
	if err != nil {
		return nil, nil, err
	}
	if !st.Mode().IsRegular() {
		return nil, nil, pipeline.ErrNotRegular
	}
	f, err := os.Open(path)
	return f, st, err
}

// errWalked ends a walk early.
var errWalked = errors.New("enough")

// walk is one walk for a command that looks.
type walk struct {
	ctx     context.Context
	src     pipeline.Source
	limit   int64
	only    string // the one member that is wanted
	named   bool
	names   unpack.Names
	linked  map[string]*pipeline.Held
	yield   func(pipeline.Source) bool
	stopped bool
}

// take is the body of the walk.
func (w *walk) take(m *archive.Member) error {
	_, again := w.names[m.Linked()]
	name := w.names.Add(m.Name)
	if again {
		return nil // what it says was said
	}
	if w.named && name != w.only {
		return nil
	}
	h := &pipeline.Held{}
	why := m.Err
	if why == nil {
		b, err := io.ReadAll(io.LimitReader(m.Body, w.limit+1))
		if err != nil && !errors.As(err, &why) {
			return err
		}
		h.Bytes, h.Size = b, int64(len(b))
	}
	if why != nil {
		h = &pipeline.Held{Code: why.Code, Message: why.Detail}
	}
	if !w.yield(pipeline.Source{Path: unpack.Path(w.src.File, name), File: w.src.File, Held: h}) {
		w.stopped = true
		return errWalked
	}
	if w.named {
		return errWalked
	}
	return nil
}

// openedOne is the document that a path names: a file, or a member of an archive.
func (a *app) openedOne(ctx context.Context, src pipeline.Source, limit int64) (pipeline.Source, error) {
	for one := range a.opened(ctx, []pipeline.Source{src}, limit) {
		if one.Held != nil && one.Held.Code == "" && one.Path != src.Path {
			return src, &failure{exit: exitUsage, code: "usage-path", text: insideText.say(a.lang, "archive", screen.Quote(src.Path)), hint: insideText.say(a.lang, "archivefix", "gongkai explain "+screen.Quote(one.Path))}
		}
		return one, nil
	}
	return src, context.Cause(ctx)
}

// bytesOf are the bytes of a document, once more.
func bytesOf(src pipeline.Source) ([]byte, error) {
	if src.Held != nil {
		return bytes.Clone(src.Held.Bytes), nil
	}
	return os.ReadFile(src.File)
}
