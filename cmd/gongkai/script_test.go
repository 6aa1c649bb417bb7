package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/text/encoding/simplifiedchinese"
)

func TestMain(m *testing.M) {
	breakable()
	if len(os.Args) >= 2 && os.Args[1] == "worker" || os.Getenv("GONGKAI_COMMAND") != "" { // this binary is the command
		main()
	}
	testscript.Main(m, map[string]func(){"gongkai": main})
}

// TestScript runs the command as a user does: one file a subcommand and past bug.
func TestScript(t *testing.T) {
	samples, err := filepath.Abs("../../corpus/samples")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		UpdateScripts: os.Getenv("UPDATE") != "",
		Setup: func(e *testscript.Env) error {
			e.Setenv("SAMPLES", samples)
			e.Setenv("LC_ALL", "C.UTF-8")
			return evil(e.WorkDir)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "keys": keys, "hold": hold, "same": same, "pack": pack, "cut": cut, "edit": edit,
		},
	})
}

// evil makes a file whose name and text would act on a terminal; a script cannot hold one.
func evil(dir string) error {
	const act = "\x1b[31m\x1b]0;title\x07\u202e"
	const turn = "\u202e\u2066" // a control character would make the file binary
	text := "云岭县" + turn + "2024年政府信息公开工作年度报告\n\t规章" + turn + "\n\t1" + turn + "\n\n"
	return os.WriteFile(filepath.Join(dir, "evil"+act+".txt"), []byte(text), 0o644)
}

// exits checks the exit code: exits CODE COMMAND [ARG…].
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits code command [arg…]")
	}
	got := "0"
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		got = strings.TrimPrefix(err.Error(), "exit status ")
	}
	if got != args[0] {
		ts.Fatalf("exit code %s, want %s", got, args[0])
	}
}

// keys checks that every line of a file is JSON with these keys and no others,
// in this order: keys FILE KEY….
func keys(ts *testscript.TestScript, neg bool, args []string) {
	for _, line := range strings.Split(strings.TrimSpace(ts.ReadFile(args[0])), "\n") {
		d := json.NewDecoder(strings.NewReader(line))
		var got []string
		if _, err := d.Token(); err != nil {
			ts.Fatalf("%v in %q", err, line)
		}
		for d.More() {
			k, err := d.Token()
			ts.Check(err)
			got = append(got, k.(string))
			var skip json.RawMessage
			ts.Check(d.Decode(&skip))
		}
		if diff := cmp.Diff(args[1:], got); diff != "" {
			ts.Fatalf("keys (-want +got):\n%s", diff)
		}
	}
}

// pack makes an archive of files, by the ending of its name: pack ARCHIVE FILE….
// NAME=FILE gives a file another name in it; with -gbk names are not UTF-8.
func pack(ts *testscript.TestScript, neg bool, args []string) {
	gbk := len(args) > 0 && args[0] == "-gbk"
	if gbk {
		args = args[1:]
	}
	if neg || len(args) < 1 {
		ts.Fatalf("usage: pack [-gbk] archive [name=]file…")
	}
	files := map[string]string{}
	for _, a := range args[1:] {
		name, file, ok := strings.Cut(a, "=")
		if !ok {
			file = name
		}
		if gbk {
			b, err := simplifiedchinese.GBK.NewEncoder().String(name)
			ts.Check(err)
			name = b
		}
		b, err := os.ReadFile(ts.MkAbs(file))
		ts.Check(err)
		files[name] = string(b)
	}
	packed := packTar(files)
	if strings.HasSuffix(args[0], ".zip") {
		packed = packZip(files, gbk)
	}
	ts.Check(os.MkdirAll(filepath.Dir(ts.MkAbs(args[0])), 0o755))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(packed), 0o644))
}

// cut copies the beginning of a file: cut FROM TO BYTES.
func cut(ts *testscript.TestScript, neg bool, args []string) {
	b, err := os.ReadFile(ts.MkAbs(args[0]))
	ts.Check(err)
	n, err := strconv.Atoi(args[2])
	ts.Check(err)
	ts.Check(os.MkdirAll(filepath.Dir(ts.MkAbs(args[1])), 0o755))
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), b[:n], 0o644))
}

// edit copies a file with another text in the place of the first line that is one:
// edit FROM TO LINE NEW.
func edit(ts *testscript.TestScript, neg bool, args []string) {
	b, err := os.ReadFile(ts.MkAbs(args[0]))
	ts.Check(err)
	lines := strings.Split(string(b), "\n")
	i := slices.IndexFunc(lines, func(l string) bool { return strings.TrimSpace(l) == args[2] })
	if i < 0 {
		ts.Fatalf("no line is %q", args[2])
	}
	lines[i] = strings.Replace(lines[i], args[2], args[3], 1)
	ts.Check(os.MkdirAll(filepath.Dir(ts.MkAbs(args[1])), 0o755))
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(strings.Join(lines, "\n")), 0o644))
}

// packTar makes a .tar.gz; packZip a .zip. What goes wrong is a panic: only tests call them.
func packTar(files map[string]string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	w := tar.NewWriter(z)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		err := w.WriteHeader(&tar.Header{Name: name, Size: int64(len(files[name])), Mode: 0o644})
		if _, err2 := io.WriteString(w, files[name]); err != nil || err2 != nil {
			panic(errors.Join(err, err2))
		}
	}
	if err := errors.Join(w.Close(), z.Close()); err != nil {
		panic(err)
	}
	return b.String()
}

func packZip(files map[string]string, gbk bool) string {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, NonUTF8: gbk})
		if err != nil {
			panic(err)
		}
		if _, err := io.WriteString(w, files[name]); err != nil {
			panic(err)
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.String()
}

// same checks that two folders hold the same files with the same bytes.
func same(ts *testscript.TestScript, neg bool, args []string) {
	read := func(dir string) map[string]string {
		m := map[string]string{}
		ts.Check(filepath.Walk(ts.MkAbs(dir), func(p string, info os.FileInfo, err error) error {
			if err != nil || info.IsDir() {
				return err
			}
			b, err := os.ReadFile(p)
			m[strings.TrimPrefix(p, ts.MkAbs(dir))] = string(b)
			return err
		}))
		return m
	}
	a, b := read(args[0]), read(args[1])
	if len(a) == 0 {
		ts.Fatalf("%s is empty", args[0])
	}
	for name := range a {
		if a[name] != b[name] {
			ts.Fatalf("%s differs", name)
		}
	}
	if len(a) != len(b) {
		ts.Fatalf("%d files, %d files", len(a), len(b))
	}
}
