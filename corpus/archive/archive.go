// Package archive walks through archives in one pass, without writing a byte.
//
//	[x] zip: stored, deflate, bzip2, zstd; Zip64; without its directory as far as the entries lead
//	[x] tar, tar.gz, and any single file packed with gzip
//	[x] 7z (github.com/bodgit/sevenzip) and rar 1.5 to 5 (github.com/nwaples/rardecode/v2)
//	[x] warc, packed or not: what a site answered with 200, images and what only makes a page look well left out
//	[x] archives in archives, nested twice at most
//	[x] names in UTF-8, UTF-16 and GB18030, by what is valid, never by what is claimed alone
//	[ ] parts of split archives, passwords, deflate64, links to other files
//
// Names are data: they are cleaned to be shown and recorded, and no file is ever opened
// by one. A document that is a package (.docx, .xlsx, .ofd, .epub) is no archive. A damaged archive
// gives what can be read before the damage; then [Walk] returns an [*Error].
//
//	err := archive.Walk(ctx, file, size, archive.Options{Name: "2023.zip"}, func(m *archive.Member) error {
//		if m.Err != nil {
//			return tell(m.Name, m.Err)
//		}
//		return read(m.Name, m.Body)
//	})
package archive

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Version changes whenever the same bytes may give other members.
const Version = 3

// Codes of what goes wrong.
const (
	Damaged   = "archive-damaged"   // the bytes are not those of a whole archive
	Encrypted = "archive-encrypted" // a password is needed
	Limit     = "archive-limit"     // too many entries, too much content, entries that overlap: a bomb, or too large
	Depth     = "archive-depth"     // an archive in archives, nested too deep
	Method    = "archive-method"    // packed by a method that is not known here
	Volume    = "archive-volume"    // a part of an archive that was split
	Empty     = "archive-empty"     // no file in it
)

// Error says why an archive, or a member of one, cannot be read.
type Error struct {
	Code   string
	Detail string // in English, the same on every machine
	err    error
}

// Error prints code and detail.
func (e *Error) Error() string { return e.Code + ": " + e.Detail }

// Unwrap returns the error of the library, if there is one.
func (e *Error) Unwrap() error { return e.err }

func fail(code, format string, args ...any) *Error {
	return &Error{Code: code, Detail: fmt.Sprintf(format, args...)}
}

// Member is one file of an archive.
type Member struct {
	At   []int     // its place: entry of the archive, entry of the archive in it, and so on, from 0
	Name string    // cleaned, UTF-8, parts divided by /; in an inner archive "inner.zip!/name"
	Body io.Reader // its content until take returns, nil with Err; its errors are *Error
	Err  *Error    // why it has no content; then it may be an archive of which other members were read

	again string // name of the member that this is another name of, "" for none
}

// Linked is the name of the earlier member that this one is only another name of.
func (m *Member) Linked() string { return m.again }

// Limits bound a walk. The zero value of a field means that of DefaultLimits.
type Limits struct {
	Entries int   // of an archive with those in it, folders included
	Total   int64 // bytes of content, of all of them
	Ratio   int64 // content for each byte of the archive, once there is From of it
	From    int64 // bytes of content below which no ratio counts
	Nested  int64 // bytes of an archive within one, which is held in memory
	Depth   int   // how often archives may be nested
	Name    int   // bytes of a recorded name
}

// DefaultLimits let through what a researcher brings, 100,000 reports in one
// archive and then some, and stop what only pretends: see corpus/DECISIONS.md.
var DefaultLimits = Limits{Entries: 1_000_000, Total: 256 << 30, Ratio: 200, From: 1 << 30, Nested: 128 << 20, Depth: 2, Name: 4096}

func (l Limits) withDefaults() Limits {
	d := DefaultLimits
	for _, f := range []struct{ v, def *int64 }{{&l.Total, &d.Total}, {&l.Ratio, &d.Ratio}, {&l.From, &d.From}, {&l.Nested, &d.Nested}} {
		if *f.v == 0 {
			*f.v = *f.def
		}
	}
	for _, f := range []struct{ v, def *int }{{&l.Entries, &d.Entries}, {&l.Depth, &d.Depth}, {&l.Name, &d.Name}} {
		if *f.v == 0 {
			*f.v = *f.def
		}
	}
	return l
}

// Options of a walk.
type Options struct {
	Limits Limits
	Name   string              // of the archive's file: a file packed with gzip may have no other
	Want   func(at []int) bool // which members have their content read; it must hold for the archives around them too; nil means all
}

// ErrNoArchive says that the bytes are a document or something else.
var ErrNoArchive = errors.New("not an archive")

// Walk hands the files of an archive to take, in the order of the archive, and
// returns the error of take, ErrNoArchive, or an *Error where the archive itself
// cannot be read to its end. Hidden files (.name, __MACOSX) and links are passed
// over, as they are in folders. A panic of a library is a damaged archive.
func Walk(ctx context.Context, r io.ReaderAt, size int64, opt Options, take func(*Member) error) (err error) {
	w := &walker{ctx: ctx, lim: opt.Limits.withDefaults(), packed: size, want: opt.Want, take: take}
	kind := Detect(r, size)
	if kind == "" {
		return ErrNoArchive
	}
	return w.walk(kind, r, size, opt.Name, nil, "")
}

// walker is one walk, through all levels.
type walker struct {
	ctx      context.Context
	lim      Limits
	want     func(at []int) bool
	take     func(*Member) error
	packed   int64 // bytes of the outermost archive
	entries  int
	unpacked int64
	fatal    error // ends the walk of all levels: a limit, the end of ctx, an error of take
}

// opener gives the content of an entry.
type opener func() (io.Reader, error)

// level is one archive.
type level struct {
	*walker
	at     []int
	prefix string // of names
	seen   int    // files
	within bool   // what this archive unpacks is counted as a whole
}

// walk goes through one archive.
func (w *walker) walk(kind string, r io.ReaderAt, size int64, name string, at []int, prefix string) (err error) {
	l := &level{walker: w, at: at, prefix: prefix}
	defer func() {
		if p := recover(); p != nil {
			err = fail(Damaged, "%s: %.200q", kind, fmt.Sprint(p))
		}
		if w.fatal != nil {
			err = w.fatal
		}
	}()
	switch kind {
	case "zip":
		err = l.zip(r, size)
	case "tar":
		err = l.tar(io.NewSectionReader(r, 0, size))
	case "gzip":
		err = l.gzip(io.NewSectionReader(r, 0, size), name)
	case "7z":
		err = l.sevenzip(r, size)
	case "rar":
		err = l.rar(io.NewSectionReader(r, 0, size))
	case "warc":
		err = l.warc(&counted{w, io.NewSectionReader(r, 0, size)})
	}
	if err == nil && l.seen == 0 {
		return fail(Empty, "%s: no file in it", kind)
	}
	return err
}

// count is told of every entry, folders included.
func (l *level) count() error {
	if l.entries++; l.entries > l.lim.Entries {
		l.fatal = fail(Limit, "limit entries = %d, needed >= %d", l.lim.Entries, l.entries)
	}
	if l.fatal == nil && l.ctx.Err() != nil {
		l.fatal = context.Cause(l.ctx)
	}
	return l.fatal
}

// file hands on one entry that is a file. Index is its place among all entries.
func (l *level) file(index int, name string, open opener) error {
	if hidden(name) {
		return nil
	}
	return l.named(index, clean(name, l.lim.Name), open)
}

// named is file under a name that is clean.
func (l *level) named(index int, name string, open opener) error {
	l.seen++
	m := &Member{At: append(append([]int{}, l.at...), index), Name: l.prefix + name}
	if l.want != nil && !l.want(m.At) {
		return nil
	}
	body, err := open()
	if err != nil {
		return l.refuse(m, err)
	}
	if !l.within {
		body = &counted{l.walker, body}
	}
	in := bufio.NewReader(body)
	head, _ := in.Peek(headSize)
	if !Maybe(head) {
		m.Body = in
		return l.hand(m)
	}
	held, err := io.ReadAll(io.LimitReader(in, l.lim.Nested+1))
	if err != nil {
		return l.refuse(m, err)
	}
	kind := ""
	if int64(len(held)) <= l.lim.Nested { // what is larger is larger than any document too, and will be refused as one
		kind = Detect(bytes.NewReader(held), int64(len(held)))
	}
	if kind == "" {
		m.Body = io.MultiReader(bytes.NewReader(held), in)
		return l.hand(m)
	}
	if len(l.at) >= l.lim.Depth {
		return l.refuse(m, fail(Depth, "limit nesting = %d, needed >= %d", l.lim.Depth, len(l.at)+1))
	}
	if err := l.walk(kind, bytes.NewReader(held), int64(len(held)), name, m.At, m.Name+"!/"); err != nil {
		return l.refuse(m, err)
	}
	return l.fatal
}

// link hands on an entry that is another name of an earlier one.
func (l *level) link(index int, name, target string) error {
	if hidden(name) {
		return nil
	}
	l.seen++
	m := &Member{At: append(append([]int{}, l.at...), index), Name: l.prefix + clean(name, l.lim.Name), again: l.prefix + clean(target, l.lim.Name)}
	if l.want != nil && !l.want(m.At) {
		return nil
	}
	m.Err = fail(Damaged, "a link to a file that is not in front of it")
	return l.hand(m)
}

// hand calls take.
func (l *level) hand(m *Member) error {
	if err := l.take(m); err != nil && l.fatal == nil {
		l.fatal = err
	}
	return l.fatal
}

// refuse hands on a member without content, unless the whole walk ends here.
func (l *level) refuse(m *Member, err error) error {
	if l.fatal != nil {
		return l.fatal
	}
	m.Err = asError(err)
	return l.hand(m)
}

// asError is an error of a library in our words.
func asError(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return &Error{Damaged, "it ends early", err}
	}
	return &Error{Damaged, fmt.Sprintf("%.200s", strings.ToValidUTF8(err.Error(), "?")), err}
}

// counted bounds what a walk unpacks.
type counted struct {
	w *walker
	r io.Reader
}

// Read returns an *Error for what is wrong with the archive.
func (c *counted) Read(p []byte) (n int, err error) {
	if c.w.fatal != nil {
		return 0, c.w.fatal
	}
	defer func() { // of a library, on broken bytes
		if x := recover(); x != nil {
			n, err = 0, fail(Damaged, "%.200q", fmt.Sprint(x))
		}
	}()
	n, err = c.r.Read(p)
	c.w.unpacked += int64(n)
	w, lim := c.w, &c.w.lim
	switch {
	case w.unpacked > lim.Total:
		w.fatal = fail(Limit, "limit content = %d, needed >= %d", lim.Total, w.unpacked)
	case w.unpacked > lim.From && w.unpacked/lim.Ratio > w.packed:
		w.fatal = fail(Limit, "limit ratio = %d, needed >= %d", lim.Ratio, w.unpacked/max(1, w.packed))
	case w.ctx.Err() != nil:
		w.fatal = context.Cause(w.ctx)
	}
	if w.fatal != nil {
		return n, w.fatal
	}
	if err != nil && !errors.Is(err, io.EOF) {
		err = asError(err)
	}
	return n, err
}
