package bulk

import (
	"errors"
	"io/fs"
	"os"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/chunk"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/failpoint"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/record"
	"github.com/gongkai-data/gongkai/normalize/watch"
)

// findingForm keeps what the reports say about each other between the passes.
var findingForm = record.FormOf[watch.Finding]()

// findings are kept in a file without a name: every report has some.
type findings struct {
	file *os.File
	enc  *record.Encoder
	at   map[string]span
	end  int64
}

type span struct {
	off int64
	n   int32
}

// newFindings starts with none. The file lies in dir, as one that is not complete.
func newFindings(dir string) (*findings, error) {
	enc, err := record.NewEncoder()
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, err
	}
	f, err := os.CreateTemp(dir, chunk.TempPrefix+"findings-*")
	if err != nil {
		return nil, err
	}
	_ = os.Remove(f.Name()) // where the system lets an open file lose its name
	return &findings{file: f, enc: enc, at: map[string]span{}}, nil
}

// keep adds what is said about one report.
func (f *findings) keep(w *watch.Finding) error {
	b, err := f.enc.EncodeAs(findingForm, w)
	if err != nil {
		return err
	}
	if err := failpoint.File("write"); err != nil {
		return err
	}
	if _, err := f.file.WriteAt(b, f.end); err != nil {
		return err
	}
	f.at[w.Report] = span{f.end, int32(len(b))}
	f.end += int64(len(b))
	return nil
}

// of returns what is said about a report, packed; nil for nothing.
func (f *findings) of(id string) ([]byte, error) {
	s, ok := f.at[id]
	if !ok {
		return nil, nil
	}
	b := make([]byte, s.n)
	if _, err := f.file.ReadAt(b, s.off); err != nil {
		return nil, err
	}
	return b, nil
}

// Close lets the file go.
func (f *findings) Close() error {
	err := f.file.Close()
	if e := os.Remove(f.file.Name()); !errors.Is(e, fs.ErrNotExist) {
		err = errors.Join(err, e)
	}
	return err
}
