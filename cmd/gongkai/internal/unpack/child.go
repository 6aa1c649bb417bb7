package unpack

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/worker"
	"github.com/gongkai-data/gongkai/corpus/archive"
)

// question is what a child is asked; the bytes of the archive may follow it.
type question struct {
	Name  string  // of the file
	Size  int64   // of the archive in descriptor 3, -1 where its bytes follow
	Want  [][]int // members whose bytes are wanted; nil for a listing
	Limit int64   // bytes of a member
}

// encode puts the bytes of the archive behind the question.
func (q *question) encode(content []byte) ([]byte, error) {
	text, err := json.Marshal(q)
	if err != nil {
		return nil, err
	}
	b := binary.AppendUvarint(make([]byte, 0, len(text)+len(content)+8), uint64(len(text)))
	return append(append(b, text...), content...), nil
}

func decodeQuestion(b []byte) (q question, content []byte, err error) {
	n, k := binary.Uvarint(b)
	if k <= 0 || n > uint64(len(b)-k) {
		return q, nil, errAnswer
	}
	err = json.Unmarshal(b[k:k+int(n)], &q)
	return q, b[k+int(n):], err
}

// Handle is the child's side. The archive is in the request or in the file.
func Handle(file *os.File) worker.PartsHandle {
	return func(request []byte, part func([]byte) error) []byte {
		q, content, err := decodeQuestion(request)
		if err != nil {
			return nil // the parent takes it for a broken answer
		}
		var r io.ReaderAt = bytes.NewReader(content)
		size := int64(len(content))
		if q.Size >= 0 {
			r, size = file, q.Size
		}
		return answer(context.Background(), r, size, &q, part)
	}
}

// answer walks through the archive and tells of it.
func answer(ctx context.Context, r io.ReaderAt, size int64, q *question, part func([]byte) error) []byte {
	opt := archive.Options{Name: q.Name}
	take := func(m *archive.Member) error { return list(m, part) }
	if q.Want != nil {
		opt.Want, take = wanted(q.Want), func(m *archive.Member) error { return send(m, q.Limit, part) }
	}
	e := ending{Kind: archive.Detect(r, size)}
	err := archive.Walk(ctx, r, size, opt, take)
	var why *archive.Error
	switch {
	case errors.As(err, &why):
		e.Code, e.Message = why.Code, why.Detail
	case err != nil && !errors.Is(err, archive.ErrNoArchive):
		return nil // of part: nobody listens any more
	}
	text, err := json.Marshal(e)
	if err != nil {
		return nil
	}
	return text
}

// list tells name, size and digest of a member.
func list(m *archive.Member, part func([]byte) error) error {
	l := line{At: m.At, Name: m.Name, Link: m.Linked()}
	why := m.Err
	if why == nil {
		h := sha256.New()
		n, err := io.Copy(h, m.Body)
		if err != nil && !errors.As(err, &why) {
			return err
		}
		l.Size, l.SHA256 = n, hex.EncodeToString(h.Sum(nil))
	}
	if why != nil {
		l.Code, l.Message, l.Size, l.SHA256 = why.Code, why.Detail, 0, ""
	}
	text, err := json.Marshal(l)
	if err != nil {
		return err
	}
	return part(text)
}

// send hands over the bytes of a member that was listed.
func send(m *archive.Member, limit int64, part func([]byte) error) error {
	if m.Err != nil {
		return nil // the parent sees that it is missing
	}
	b := binary.AppendUvarint(nil, uint64(len(m.At)))
	for _, i := range m.At {
		b = binary.AppendUvarint(b, uint64(i))
	}
	buf := bytes.NewBuffer(b)
	n, err := io.Copy(buf, io.LimitReader(m.Body, limit+1))
	var why *archive.Error
	switch {
	case errors.As(err, &why) || n > limit:
		return nil
	case err != nil:
		return err
	}
	return part(buf.Bytes())
}

// parsePart is send undone.
func parsePart(p []byte) (at []int, content []byte, err error) {
	n, k := binary.Uvarint(p)
	if k <= 0 || n == 0 || n > 8 {
		return nil, nil, errAnswer
	}
	p = p[k:]
	for range n {
		i, k := binary.Uvarint(p)
		if k <= 0 || i > 1<<31 {
			return nil, nil, errAnswer
		}
		at, p = append(at, int(i)), p[k:]
	}
	return at, p, nil
}

// wanted holds for members that are asked for and for archives around them.
func wanted(want [][]int) func(at []int) bool {
	some := map[string]bool{}
	for _, at := range want {
		for n := range at {
			some[fmt.Sprint(at[:n+1])] = true
		}
	}
	return func(at []int) bool { return some[fmt.Sprint(at)] }
}
