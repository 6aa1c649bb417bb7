package unpack

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/worker"
	"github.com/gongkai-data/gongkai/corpus/archive"
)

// TestMain makes this binary a child, an honest one or one that an archive has taken over.
func TestMain(m *testing.M) {
	if len(os.Args) != 3 || os.Args[1] != "worker" {
		os.Exit(m.Run())
	}
	handle := Handle(os.NewFile(3, "archive"))
	switch os.Args[2] {
	case "die":
		handle = func([]byte, func([]byte) error) []byte { os.Exit(7); return nil }
	case "lie":
		handle = func(_ []byte, part func([]byte) error) []byte {
			_ = part([]byte(`{"at":[0],"name":"a","size":1,"sha256":"00"}`))
			return []byte("{}")
		}
	case "rubbish":
		handle = func([]byte, func([]byte) error) []byte { return []byte("rubbish") }
	}
	if err := worker.ServeParts(os.Stdin, os.Stdout, func([]byte) (worker.PartsHandle, error) { return handle, nil }); err != nil {
		os.Exit(1)
	}
}

func opener(t *testing.T, as string) *Opener {
	t.Helper()
	p, err := Program(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	p.Args = []string{"worker", as}
	o := &Opener{Program: &p, Jobs: 2}
	t.Cleanup(o.Close)
	return o
}

// taped writes a tape archive and opens it.
func taped(t *testing.T, files map[string]string) (*os.File, int64) {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, name := range []string{"a.txt", "b.txt", "c.txt"} {
		h := &tar.Header{Name: name, Size: int64(len(files[name])), Mode: 0o644, Typeflag: tar.TypeReg}
		if files[name] == "link" {
			h.Typeflag, h.Linkname, h.Size = tar.TypeLink, "a.txt", 0
		}
		err := w.WriteHeader(h)
		if h.Size > 0 && err == nil {
			_, err = w.Write([]byte(files[name]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	file := filepath.Join(t.TempDir(), "x.tar")
	if err := errors.Join(w.Close(), os.WriteFile(file, b.Bytes(), 0o644)); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f, int64(b.Len())
}

// A child and this process give the same, whether the bytes of the archive are
// handed over or the file is.
func TestChildrenAnswerAsThisProcessDoes(t *testing.T) {
	for name, size := range map[string]int{"handed-over": 100, "by-descriptor": handed} {
		t.Run(name, func(t *testing.T) {
			files := map[string]string{"a.txt": strings.Repeat("x", size), "b.txt": "link", "c.txt": "c"}
			f, n := taped(t, files)
			here, err := (&Opener{}).List(t.Context(), f, n)
			if err != nil {
				t.Fatal(err)
			}
			o := opener(t, "unpack")
			there, err := o.List(t.Context(), f, n)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(here, there); diff != "" {
				t.Errorf("(-here +there)\n%s", diff)
			}
			if len(there.Entries) != 3 || there.Kind != "tar" || there.Entries[1].Digest != sha256.Sum256([]byte(files["a.txt"])) {
				t.Errorf("%+v", there)
			}
			for _, quick := range []bool{true, false} {
				var got []string
				err = o.Read(t.Context(), f, n, [][]int{{0}, {2}}, 64<<20, quick, func(at []int, b []byte) error {
					got = append(got, string(b))
					return nil
				})
				if err != nil || !slices.Equal(got, []string{files["a.txt"], "c"}) {
					t.Errorf("quick %v: %d members, %v", quick, len(got), err)
				}
			}
			stop := errors.New("stop")
			if err := o.Read(t.Context(), f, n, [][]int{{0}}, 64<<20, true, func([]int, []byte) error { return stop }); !errors.Is(err, stop) {
				t.Error(err)
			}
		})
	}
}

// What a child says is checked; how it ends is the outcome of the archive, and
// not kept.
func TestChildrenThatDieOrLie(t *testing.T) {
	f, n := taped(t, map[string]string{"a.txt": "a"})
	for as, code := range map[string]string{"die": string(worker.Crash), "lie": string(worker.Answer), "rubbish": string(worker.Answer)} {
		l, err := opener(t, as).List(t.Context(), f, n)
		if err != nil || l.Code != code || !l.Passing || l.Kind == "" || l.Message == "" {
			t.Errorf("%s: %+v, %v", as, l, err)
		}
	}
}

func TestLinesAreChecked(t *testing.T) {
	sum := strings.Repeat("ab", 32)
	for _, text := range []string{
		``, `[]`, `{"at":[],"name":"a","sha256":"` + sum + `"}`, `{"at":[1,2,3,4,5],"name":"a","sha256":"` + sum + `"}`, `{"at":[1],"name":"","sha256":"` + sum + `"}`,
		`{"at":[1],"name":"` + strings.Repeat("a", 5*archive.DefaultLimits.Name+1) + `","sha256":"` + sum + `"}`, `{"at":[1],"name":"a"}`, `{"at":[1],"name":"a","size":-1,"sha256":"` + sum + `"}`,
		`{"at":[1],"name":"a","code":"what it likes","message":"a"}`,
	} {
		if err := (&Listing{}).take([]byte(text), Names{}); !errors.Is(err, errAnswer) {
			t.Errorf("%.60s: %v", text, err)
		}
	}
	l, names := &Listing{}, Names{}
	for range 3 {
		if err := l.take([]byte(`{"at":[1],"name":"a","sha256":"`+sum+`"}`), names); err != nil {
			t.Fatal(err)
		}
	}
	if l.Entries[0].Name != "a" || l.Entries[1].Name != "a~2" || l.Entries[2].Name != "a~3" {
		t.Errorf("%+v", l.Entries)
	}
	for _, end := range []string{`{"kind":"<script>"}`, `{"kind":"zip","code":"\u001b[2J","message":"a"}`, `{"kind":"zip","code":"archive-damaged"}`, `{"code":"archive-damaged","message":"a"}`} {
		if err := l.finish([]byte(end)); !errors.Is(err, errAnswer) {
			t.Errorf("%s: %v", end, err)
		}
	}
	for _, p := range [][]byte{nil, {0}, {9, 1}, {2, 1}, {1, 0xff}} {
		if _, _, err := parsePart(p); !errors.Is(err, errAnswer) {
			t.Errorf("% x: %v", p, err)
		}
	}
	if _, _, err := decodeQuestion([]byte{200, 1}); !errors.Is(err, errAnswer) {
		t.Error(err)
	}
}

// A link means the latest file of its name that lies in front of it, as where the
// archive is unpacked.
func TestLinkToALaterFileOfTheSameName(t *testing.T) {
	l, names := &Listing{}, Names{}
	old, latest := strings.Repeat("ab", 32), strings.Repeat("cd", 32)
	for _, text := range []string{
		`{"at":[0],"name":"a","sha256":"` + old + `"}`, `{"at":[1],"name":"a","sha256":"` + latest + `"}`,
		`{"at":[2],"name":"b","link":"a","code":"archive-damaged","message":"a link"}`,
	} {
		if err := l.take([]byte(text), names); err != nil {
			t.Fatal(err)
		}
	}
	if got := l.Entries[2]; got.Code != "" || got.Digest.String() != latest {
		t.Errorf("%+v", got)
	}
}

// The same bytes have the same listing whatever their file is called, and each file
// gives what it holds a name of its own.
func TestListingsDoNotDependOnNames(t *testing.T) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err := z.Write([]byte("a report"))
	if err := errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	var lists []*Listing
	dir := t.TempDir()
	for _, name := range []string{"2019.doc.gz", "2020.doc.gz"} {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		l, err := (&Opener{}).List(t.Context(), f, int64(b.Len()))
		if err != nil || len(l.Entries) != 1 {
			t.Fatalf("%+v, %v", l, err)
		}
		if got := l.Called(&l.Entries[0], "in/"+name); got != strings.TrimSuffix(name, ".gz") {
			t.Errorf("%s holds %s", name, got)
		}
		lists = append(lists, l)
	}
	if diff := cmp.Diff(lists[0], lists[1]); diff != "" {
		t.Error(diff)
	}
}
