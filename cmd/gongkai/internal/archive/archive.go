// Package archive hands what was fetched to others and takes what others fetched:
// the log of fetches as a web archive with its index, and archives or pages that
// people saved as fetches.
package archive

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"net"
	"slices"
	"strings"
	"time"

	"github.com/gongkai-data/gongkai/corpus"
	"github.com/gongkai-data/gongkai/corpus/warc"
)

// ErrMissing is a body that the log names and the store does not have as it was.
var ErrMissing = errors.New("a body that was kept is missing or damaged")

// A Summary is what an archive holds.
type Summary struct {
	Fetches   int `json:"fetches"` // with an answer
	Responses int `json:"responses"`
	Revisits  int `json:"revisits"`
	Resources int `json:"resources"`
	Passed    int `json:"passed_over"` // fetches without an answer
}

// Write writes the fetches of a log as a web archive, in their order, and the
// sorted lines of its index. The same log gives the same bytes. File is the name
// that the index gives to the archive; source "" stands for all.
func Write(ctx context.Context, fetches iter.Seq2[corpus.Fetch, error], store *corpus.Store, w, index io.Writer, file, software, source string) (sum Summary, err error) {
	x := writing{store: store, w: warc.NewWriter(w), file: file, bodies: map[corpus.Digest]warc.Visit{}}
	for f, err := range fetches {
		switch {
		case err != nil:
			return x.sum, err
		case ctx.Err() != nil:
			return x.sum, context.Cause(ctx)
		case source != "" && f.Source != source:
			continue
		}
		if !x.begun { // the archive is as old as what is in it, whenever it is written
			if err := x.info(f.Started, software); err != nil {
				return x.sum, err
			}
		}
		if err := x.fetch(&f); err != nil {
			return x.sum, err
		}
	}
	slices.Sort(x.lines)
	out := bufio.NewWriter(index)
	for _, l := range x.lines {
		if _, err := out.WriteString(l); err != nil {
			return x.sum, err
		}
	}
	return x.sum, out.Flush()
}

type writing struct {
	store  *corpus.Store
	w      *warc.Writer
	file   string
	begun  bool
	bodies map[corpus.Digest]warc.Visit // the first answer with each
	lines  []string
	sum    Summary
}

func (x *writing) info(at time.Time, software string) error {
	x.begun = true
	block := "software: " + software + "\r\nformat: WARC File Format 1.1\r\nconformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\nrobots: RFC 9309\r\n"
	return x.put(&warc.Record{Type: warc.Info, ID: warc.NewID(warc.Info, x.file, at.String()), Date: at, Media: "application/warc-fields", Block: []byte(block), Fields: []warc.Field{{Name: "WARC-Filename", Value: x.file}}})
}

func (x *writing) put(r *warc.Record) error {
	if err := x.w.Write(r); err != nil {
		return err
	}
	if l := warc.IndexLine(r, x.file); l != "" {
		x.lines = append(x.lines, l)
	}
	return nil
}

// fetch writes the records of a fetch: of what people saved a resource, of an
// answer that was had before a revisit.
func (x *writing) fetch(f *corpus.Fetch) error {
	if len(f.Received) == 0 && f.Outcome != corpus.Kept {
		x.sum.Passed++
		return nil
	}
	x.sum.Fetches++
	body, cut := f.Body, f.Size > int64(len(f.Body))
	before, had := x.bodies[f.Digest]
	if f.Outcome == corpus.Kept && !had {
		b, err := x.store.Get(f.Digest)
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, corpus.ErrDamaged) {
			return fmt.Errorf("%w: %s: %w", ErrMissing, f.URL, err)
		}
		if err != nil {
			return err
		}
		body, cut = b, false
	}
	if len(f.Received) == 0 {
		x.sum.Resources++
		return x.put(&warc.Record{Type: warc.Resource, ID: warc.NewID(warc.Resource, f.URL, f.Started.String()), Date: f.Started, Target: f.URL, Media: media(body), Block: body,
			Fields: []warc.Field{{Name: "WARC-Payload-Digest", Value: warc.Digest(body)}}})
	}
	e := warc.Exchange{Target: f.URL, Date: f.Started, Sent: f.Sent, Received: f.Received, Body: body}
	if host, _, err := net.SplitHostPort(f.Address); err == nil {
		e.Address = host
	}
	switch same := f.Outcome == corpus.Kept || f.Outcome == corpus.Unchanged; {
	case same && had:
		before.Modified = f.Outcome == corpus.Kept
		e.Same = &before
		x.sum.Revisits++
	default:
		x.sum.Responses++
	}
	records := e.Records()
	if cut && e.Same == nil && f.Outcome != corpus.Unchanged {
		records[0].Fields = append(records[0].Fields, warc.Field{Name: "WARC-Truncated", Value: "length"})
	}
	if f.Outcome == corpus.Kept && !had {
		x.bodies[f.Digest] = warc.Visit{ID: records[0].ID, Target: f.URL, Date: f.Started, Digest: warc.Digest(body), Size: len(body)}
	}
	for _, r := range records {
		if err := x.put(r); err != nil {
			return err
		}
	}
	return nil
}

// media is the type of what people saved, by its first bytes.
func media(b []byte) string {
	switch head := strings.ToLower(string(b[:min(len(b), 512)])); {
	case strings.HasPrefix(head, "%pdf-"):
		return "application/pdf"
	case strings.HasPrefix(head, "\xd0\xcf\x11\xe0"):
		return "application/msword"
	case strings.Contains(head, "mime-version:"):
		return "multipart/related"
	case strings.Contains(head, "<html") || strings.Contains(head, "<!doctype"):
		return "text/html"
	}
	return "application/octet-stream"
}
