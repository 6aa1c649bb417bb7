package bulk

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/chunk"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/ledger"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/pipeline"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/record"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/unpack"
)

// member is where in an archive a document lies.
type member struct {
	archive record.Digest
	at      []int
}

// order puts the members of an archive behind each other, as they lie.
func (m *member) order() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%.16s", m.archive)
	for _, i := range m.at {
		fmt.Fprintf(&b, "/%07d", i)
	}
	return b.String()
}

// openings lists archives, once each.
type openings struct {
	ledger *ledger.Ledger
	known  map[record.Digest]bool // archives of the ledger
	opener *unpack.Opener
	put    func(ctx context.Context, file *os.File, f *File, members []File) error // keeps what is listed; may be nil

	mu   sync.Mutex
	held map[record.Digest]*unpack.Listing // of this run
}

// members are the documents of an archive, or the archive itself where it cannot be
// read to its end; nil where the file is no archive. opened says that the file was read.
func (o *openings) members(ctx context.Context, f *File, file *os.File) (members []File, opened bool, err error) {
	l, err := o.recall(ctx, f.Digest)
	if err != nil {
		return nil, false, err
	}
	if l == nil {
		if file == nil || !unpack.Maybe(file) {
			return nil, false, nil
		}
		if l, err = o.opener.List(ctx, file, f.Size); err != nil {
			return nil, true, err
		}
		if l.Kind == "" {
			return nil, true, nil
		}
		opened = true
		if f.inner = l.Passing; !l.Passing && o.ledger != nil {
			if err := o.ledger.KeepArchive(ctx, f.Digest, l); err != nil {
				return nil, true, err
			}
		}
		o.mu.Lock()
		o.held[f.Digest] = l
		o.mu.Unlock()
	}
	members = documents(f, l)
	if opened && o.put != nil {
		err = o.put(ctx, file, f, members)
	}
	return members, opened, err
}

// recall is what is known of an archive, nil where nothing is.
func (o *openings) recall(ctx context.Context, d record.Digest) (*unpack.Listing, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if l := o.held[d]; l != nil || !o.known[d] {
		return l, nil
	}
	return o.ledger.Archive(ctx, d)
}

// documents are the members of an archive as files.
func documents(f *File, l *unpack.Listing) []File {
	files := make([]File, 0, len(l.Entries)+1)
	for i := range l.Entries {
		e := &l.Entries[i]
		files = append(files, File{
			Source: pipeline.Source{Path: unpack.Path(f.Path, l.Called(e, f.Path)), File: f.File}, Digest: e.Digest, Size: e.Size, Code: e.Code, Err: e.Message, in: &member{f.Digest, e.At},
		})
	}
	if l.Code != "" {
		whole := *f
		whole.Code, whole.Err, whole.kind = l.Code, l.Message, strings.TrimPrefix(l.Kind, "archive")
		files = append(files, whole)
	}
	return files
}

// together puts the members of archives in the place of what holds them.
func together(seen []File, members [][]File) []File {
	files, opened := make([]File, 0, len(seen)), false
	for i := range seen {
		if members[i] == nil {
			files = append(files, seen[i])
		}
		files, opened = append(files, members[i]...), opened || members[i] != nil
	}
	if opened {
		keepApart(files)
	}
	return files
}

// keepApart gives each document a path of its own: a folder may be called like an
// archive and what follows it.
func keepApart(files []File) {
	had := make(map[string]bool, len(files))
	for _, members := range []bool{false, true} {
		for i := range files {
			f := &files[i]
			if (f.in != nil) != members {
				continue
			}
			for n, path := 2, f.Path; had[f.Path]; n++ {
				f.Path = fmt.Sprintf("%s~%d", path, n)
			}
			had[f.Path] = true
		}
	}
}

// unread are the documents of which nothing is known, each once. One that lies
// alone somewhere is read there; else where its first archive has it first.
func unread(files []File, known *chunk.Results) (docs []chunk.Doc) {
	for i := 0; i < len(files); {
		j := i + 1
		for j < len(files) && files[j].Digest == files[i].Digest && (files[j].Err == "") == (files[i].Err == "") {
			j++
		}
		if _, had := known.Places[files[i].Digest]; !had && files[i].Err == "" {
			docs = append(docs, chunk.Doc{Digest: files[i].Digest, Size: files[i].Size, Order: lies(files[i:j])})
		}
		i = j
	}
	return docs
}

// lies is the order of files with the same bytes, "" where one lies alone.
func lies(same []File) string {
	first := ""
	for i := range same {
		if same[i].in == nil {
			return ""
		}
		if o := same[i].in.order(); first == "" || o < first {
			first = o
		}
	}
	return first
}

// streams hands out the bytes of members. Documents are read in the order in which
// they lie, so each archive is gone through once, with few bytes held.
type streams struct {
	opener *unpack.Opener
	limit  int64                    // bytes of a document
	ahead  int                      // documents that may be asked for out of order
	walks  int                      // that may be open
	wanted map[record.Digest][]spot // of the plan, by archive, in the order of the archive
	at     map[record.Digest]*spot  // of each document
	ctx    context.Context
	cancel context.CancelCauseFunc
	wg     sync.WaitGroup

	mu    sync.Mutex
	open  []*stream // the latest
	stash stash
}

// spot is where one document of the plan lies.
type spot struct {
	digest  record.Digest
	archive record.Digest
	file    string
	size    int64
	at      []int
	n       int // in wanted
}

// stream is one walk through an archive.
type stream struct {
	archive record.Digest
	mu      sync.Mutex // one reader at a time
	from    int        // place in wanted where it begins
	parts   chan part
	cancel  context.CancelFunc
	err     error // of the walk, when parts is closed
}

type part struct {
	at []int
	b  []byte
}

func newStreams(ctx context.Context, opener *unpack.Opener, plan *chunk.Plan, files []File, limit int64, jobs int) *streams {
	s := &streams{opener: opener, limit: limit, ahead: (jobs + 2) * atOnce.Docs, walks: 4 * jobs, wanted: map[record.Digest][]spot{}, at: map[record.Digest]*spot{}, stash: stash{held: map[record.Digest][]byte{}}}
	s.ctx, s.cancel = context.WithCancelCause(ctx)
	inside := map[record.Digest]*File{}
	for i := range files {
		f := &files[i]
		if f.in == nil || f.Err != "" || f.Size > limit {
			continue
		}
		if g := inside[f.Digest]; g == nil || f.in.order() < g.in.order() {
			inside[f.Digest] = f
		}
	}
	for _, d := range plan.Docs {
		if f := inside[d.Digest]; f != nil && d.Order != "" {
			w := s.wanted[f.in.archive]
			s.wanted[f.in.archive] = append(w, spot{d.Digest, f.in.archive, f.File, f.Size, f.in.at, len(w)})
		}
	}
	for _, w := range s.wanted {
		for i := range w {
			s.at[w[i].digest] = &w[i]
		}
	}
	return s
}

// close ends all walks.
func (s *streams) close() {
	s.cancel(context.Canceled)
	s.wg.Wait()
}

// get returns the bytes of a document, nil where no archive has them any more.
func (s *streams) get(d record.Digest) ([]byte, error) {
	p := s.at[d]
	if p == nil {
		return nil, nil
	}
	for range 2 { // the second walk begins with this document
		st := s.of(p)
		st.mu.Lock()
		b := s.from(st, d)
		st.mu.Unlock()
		if b != nil {
			return b, nil
		}
		if s.ctx.Err() != nil {
			return nil, context.Cause(s.ctx)
		}
		s.drop(st)
		if st.err != nil {
			return nil, st.err
		}
	}
	return nil, nil
}

// from waits for a document in a walk, and keeps what comes before it.
func (s *streams) from(st *stream, d record.Digest) []byte {
	if b := s.stash.take(d); b != nil {
		return b
	}
	w := s.wanted[st.archive]
	for {
		select {
		case p, ok := <-st.parts:
			if !ok {
				return s.stash.take(d)
			}
			i, found := slices.BinarySearchFunc(w, p.at, func(p spot, at []int) int { return slices.Compare(p.at, at) })
			switch {
			case !found:
			case w[i].digest == d:
				return p.b
			default:
				s.stash.put(w[i].digest, p.b)
			}
		case <-s.ctx.Done():
			return nil
		}
	}
}

// of is the walk that a document is expected in.
func (s *streams) of(p *spot) *stream {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, st := range s.open {
		if st.archive == p.archive && st.from <= p.n {
			return st
		}
	}
	st := &stream{archive: p.archive, from: max(0, p.n-s.ahead), parts: make(chan part)}
	var ctx context.Context
	ctx, st.cancel = context.WithCancel(s.ctx)
	s.open = append(s.open, st)
	if len(s.open) > s.walks {
		s.open[0].cancel()
		s.open = slices.Delete(s.open, 0, 1)
	}
	s.wg.Go(func() {
		defer close(st.parts)
		defer st.cancel()
		st.err = s.walk(ctx, st, p.file)
		if s.ctx.Err() == nil && ctx.Err() != nil {
			st.err = nil // others were asked for meanwhile
		}
	})
	return st
}

// drop forgets a walk that has come to its end without what was wanted.
func (s *streams) drop(st *stream) {
	st.cancel()
	s.mu.Lock()
	defer s.mu.Unlock()
	if i := slices.Index(s.open, st); i >= 0 {
		s.open = slices.Delete(s.open, i, i+1)
	}
}

// walk goes through an archive once.
func (s *streams) walk(ctx context.Context, st *stream, file string) error {
	f, err := os.Open(file)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrChanged, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("%w: %w", ErrChanged, err)
	}
	w := s.wanted[st.archive][st.from:]
	want, bytes := make([][]int, len(w)), int64(0)
	for i := range w {
		want[i] = w[i].at
		bytes += w[i].size
	}
	quick := bytes <= stashed/8 && len(w) <= stashedMany/4
	give := func(at []int, b []byte) error {
		select {
		case st.parts <- part{at, b}:
			return nil
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	if !quick {
		return s.opener.Read(ctx, f, info.Size(), want, s.limit, false, give)
	}
	var all []part // so that the child is free for others
	err = s.opener.Read(ctx, f, info.Size(), want, s.limit, true, func(at []int, b []byte) error {
		all = append(all, part{at, b})
		return nil
	})
	for _, p := range all {
		if err := give(p.at, p.b); err != nil {
			return err
		}
	}
	return err
}

// The most that is held of what was passed by.
const (
	stashed     = 64 << 20
	stashedMany = 512
)

// stash holds documents that came before they were asked for. What does not fit
// is forgotten, and found by another walk if it is asked for.
type stash struct {
	mu    sync.Mutex
	held  map[record.Digest][]byte
	order []record.Digest
	size  int
}

func (s *stash) put(d record.Digest, b []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, had := s.held[d]; had {
		return
	}
	s.held[d], s.size = b, s.size+len(b)
	s.order = append(s.order, d)
	for s.size > stashed || len(s.order) > stashedMany {
		s.size -= len(s.held[s.order[0]])
		delete(s.held, s.order[0])
		s.order = s.order[1:]
	}
}

func (s *stash) take(d record.Digest) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	b, had := s.held[d]
	if had {
		s.size -= len(b)
		delete(s.held, d)
		s.order = slices.DeleteFunc(s.order, func(o record.Digest) bool { return o == d })
		if b == nil {
			b = []byte{}
		}
	}
	return b
}

// unopened is what became of an archive, or of a member of one, that cannot be read.
func (f *File) unopened() pipeline.Result {
	r := pipeline.Result{Path: f.Path}
	r.Unopened(f.Code, f.Err)
	if f.in == nil {
		r.Digest, r.Size, r.Sniffed = f.Digest.String(), f.Size, f.kind
	}
	return r
}
