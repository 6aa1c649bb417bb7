package archive

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/mail"
	"regexp"
	"strings"
	"time"

	"github.com/gongkai-data/gongkai/corpus"
	"github.com/gongkai-data/gongkai/corpus/warc"
)

// Saved is the Source of what people saved where they named none.
const Saved = "saved"

// Taken is what came of a file.
type Taken struct {
	File   string `json:"file"`
	Kept   int    `json:"kept"`   // documents
	Passed int    `json:"passed"` // records that hold none
	Notice string `json:"notice,omitempty"`
}

// ErrAddress is a page of which nobody knows where it was.
var ErrAddress = errors.New("the file does not say which address it was saved from")

// A Taker keeps what others fetched.
type Taker struct {
	Store  *corpus.Store
	Log    corpus.Log
	Source string
	Now    func() time.Time
}

// Take keeps a page or file that was saved from an address, "" where the file
// says it, or everything in a web archive. What is kept already is not kept twice.
func (t *Taker) Take(ctx context.Context, name string, file io.Reader, address string) (out Taken, err error) {
	out.File = name
	r := bufio.NewReaderSize(file, 64<<10)
	if head, err := r.Peek(4096); err != nil && !errors.Is(err, io.EOF) {
		return out, err
	} else if warc.Is(head) {
		return out, t.archive(ctx, r, &out)
	}
	b, err := io.ReadAll(io.LimitReader(r, warc.MaxBlock+1))
	if err == nil && len(b) > warc.MaxBlock {
		err = corpus.ErrLarge
	}
	if err != nil {
		return out, err
	}
	if address == "" {
		if address = savedFrom(b); address == "" {
			return out, ErrAddress
		}
	}
	return out, t.keep(ctx, address, b, t.Now(), &out)
}

// archive keeps the answers in a web archive that are documents.
func (t *Taker) archive(ctx context.Context, file io.Reader, out *Taken) error {
	r := warc.NewReader(file)
	for {
		rec, err := r.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.Is(err, warc.ErrDamaged): // what comes before is whole
			out.Notice = err.Error()
			return nil
		case err != nil:
			return err
		case ctx.Err() != nil:
			return context.Cause(ctx)
		}
		body, status, err := rec.Payload()
		if err != nil || status != 200 || len(body) == 0 || !strings.HasPrefix(rec.Target, "http") {
			out.Passed++
			continue
		}
		if err := t.keep(ctx, rec.Target, body, rec.Date, out); errors.Is(err, corpus.ErrAddress) {
			out.Passed++
		} else if err != nil {
			return err
		}
	}
}

func (t *Taker) keep(ctx context.Context, address string, b []byte, at time.Time, out *Taken) error {
	address, err := corpus.Canonical(address)
	if err != nil {
		return err
	}
	if why := corpus.Refusal(address, b); why != "" {
		out.Passed++
		out.Notice = fmt.Sprintf("%s: %s", address, why)
		return nil
	}
	if last, ok, err := t.Log.Last(ctx, address); err != nil {
		return err
	} else if ok && last.Digest == corpus.DigestOf(b) {
		out.Passed++
		return nil
	}
	d, err := t.Store.Put(b)
	if err != nil {
		return err
	}
	f := &corpus.Fetch{Source: t.Source, For: corpus.Article, URL: address, First: address, Started: at.UTC(), Ended: at.UTC(), Digest: d, Size: int64(len(b)), Outcome: corpus.Kept, Reason: "taken from " + out.File}
	if err := t.Log.Begin(ctx, f); err != nil {
		return err
	}
	out.Kept++
	return t.Log.End(ctx, f)
}

// mark is what browsers write into a page that is saved.
var mark = regexp.MustCompile(`<!-- saved from url=\(\d+\)(\S+) -->`)

// savedFrom is the address that a saved page names, "" for none.
func savedFrom(b []byte) string {
	head := b[:min(len(b), 64<<10)]
	if m := mark.FindSubmatch(head); m != nil {
		return string(m[1])
	}
	m, err := mail.ReadMessage(bytes.NewReader(head))
	if err != nil {
		return ""
	}
	for _, field := range []string{"Snapshot-Content-Location", "Content-Location"} {
		if v := m.Header.Get(field); strings.HasPrefix(v, "http") {
			return v
		}
	}
	return ""
}
