package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
	"gocloud.dev/blob"
	"gocloud.dev/blob/memblob"
)

// stores are one of each kind that can be had without a network.
func stores(t *testing.T) map[string]Store {
	folder, err := Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return map[string]Store{
		"folder": folder,
		"memory": &Cloud{"mem://", blob.PrefixedBucket(memblob.OpenBucket(nil), "a/prefix/")},
		"s3":     fakeS3(t),
	}
}

// fakeS3 is a store in a bucket of a server in this process.
func fakeS3(t *testing.T) Store {
	backend := s3mem.New()
	if err := backend.CreateBucket("results"); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(gofakes3.New(backend, gofakes3.WithLogger(gofakes3.DiscardLog())).Server())
	t.Cleanup(server.Close)
	for k, v := range map[string]string{"AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_EC2_METADATA_DISABLED": "true", "AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null"} {
		t.Setenv(k, v)
	}
	s, err := Open(t.Context(), "s3://results/2026/run?region=us-east-1&use_path_style=true&endpoint="+url.QueryEscape(server.URL))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// raceHere races with goroutines in the place of processes.
func raceHere(s Store, processes int) Race {
	return func(ctx context.Context, prefix string, keys int) ([][]string, error) {
		won := make([][]string, processes)
		errs := make([]error, processes)
		var wg sync.WaitGroup
		for p := range processes {
			wg.Go(func() { won[p], errs[p] = RaceOnce(ctx, s, prefix, keys, p) })
		}
		wg.Wait()
		return won, errors.Join(errs...)
	}
}

func TestStoresKeepTheirPromise(t *testing.T) {
	for name, s := range stores(t) {
		t.Run(name, func(t *testing.T) {
			steps, err := Doctor(t.Context(), s, raceHere(s, 6), 50)
			if err != nil {
				t.Fatal(err)
			}
			if len(steps) != 7 {
				t.Errorf("%d steps", len(steps))
			}
			for _, p := range steps {
				if p.Err != nil {
					t.Errorf("%s: %v", p.Name, p.Err)
				}
			}
			if keys, err := s.List(t.Context(), "doctor/"); err != nil || len(keys) > 0 {
				t.Errorf("left behind: %v %v", keys, err)
			}
		})
	}
}

// careless is a service that breaks one promise.
type careless struct {
	Store
	breaks string
	mu     sync.Mutex
	seen   map[string][]byte
}

func (c *careless) Create(ctx context.Context, key string, b []byte) (bool, error) {
	switch c.breaks {
	case "replaces": // ignores If-None-Match
		_ = c.Store.Remove(ctx, key)
	case "races": // checks, then writes
		if !strings.Contains(key, "/race/") {
			break
		}
		_, err := c.Store.Create(ctx, key, b)
		return err == nil, err
	case "loses":
		return true, nil
	case "cuts":
		b = b[:len(b)/2]
	}
	return c.Store.Create(ctx, key, b)
}

func (c *careless) List(ctx context.Context, prefix string) ([]string, error) {
	keys, err := c.Store.List(ctx, prefix)
	if c.breaks == "forgets" && len(keys) > 1 {
		keys = keys[1:]
	}
	return keys, err
}

func (c *careless) ReadAt(ctx context.Context, key string, off, n int64) ([]byte, error) {
	b, err := c.Store.ReadAt(ctx, key, off, n)
	if c.breaks == "invents" && errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return b, err
}

func TestDoctorRefusesStoresThatBreakIt(t *testing.T) {
	for breaks, step := range map[string]string{"replaces": "keep", "races": "race", "loses": "read", "cuts": "read", "forgets": "list", "invents": "absent"} {
		t.Run(breaks, func(t *testing.T) {
			s := &careless{Store: stores(t)["memory"], breaks: breaks}
			steps, err := Doctor(t.Context(), s, raceHere(s, 4), 20)
			if err != nil {
				t.Log(err) // what cannot be removed is told too
			}
			if last := steps[len(steps)-1]; last.Name != step || last.Err == nil {
				t.Errorf("ended with %s: %v, not with %s", last.Name, last.Err, step)
			}
		})
	}
}

func TestOneOfManyCreates(t *testing.T) {
	for name, s := range stores(t) {
		t.Run(name, func(t *testing.T) {
			won, err := raceHere(s, 8)(t.Context(), "many/", 30)
			if err != nil {
				t.Fatal(err)
			}
			all := slices.Concat(won...)
			slices.Sort(all)
			if len(all) != 30 || len(slices.Compact(all)) != 30 {
				t.Errorf("%d keys were won", len(all))
			}
		})
	}
}

func TestReadAtAndList(t *testing.T) {
	for name, s := range stores(t) {
		t.Run(name, func(t *testing.T) {
			ctx := t.Context()
			want := []string{"raw/0a/年报.doc", "raw/0b/x", "raw/1"}
			for _, key := range want {
				if won, err := s.Create(ctx, key, []byte("0123456789")); err != nil || !won {
					t.Fatal(won, err)
				}
			}
			for _, c := range []struct {
				off, n int64
				want   string
			}{{0, -1, "0123456789"}, {3, 4, "3456"}, {4, -1, "456789"}, {0, 0, ""}} {
				b, err := s.ReadAt(ctx, want[0], c.off, c.n)
				if err != nil || string(b) != c.want {
					t.Errorf("%d+%d: %q %v", c.off, c.n, b, err)
				}
			}
			if _, err := s.ReadAt(ctx, want[0], 8, 5); err == nil {
				t.Error("bytes behind the end were read")
			}
			if _, err := s.ReadAt(ctx, "raw/none", 0, -1); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("absent: %v", err)
			}
			if keys, err := s.List(ctx, "raw/"); err != nil || !slices.Equal(keys, want) {
				t.Errorf("%q %v", keys, err)
			}
			if keys, err := s.List(ctx, "none/"); err != nil || len(keys) > 0 {
				t.Errorf("%q %v", keys, err)
			}
			for _, bad := range []string{"../out", "/etc/passwd", "", "a//b", "a/../../b"} {
				if _, err := s.Create(ctx, bad, []byte("x")); err == nil {
					t.Errorf("key %q was taken", bad)
				}
				if _, err := s.ReadAt(ctx, bad, 0, -1); err == nil {
					t.Errorf("key %q was read", bad)
				}
			}
		})
	}
}

// TestAWriterThatIsGivenUpLeavesNothing: a run that ends in the middle of an
// upload must not leave half of it under the key.
func TestAWriterThatIsGivenUpLeavesNothing(t *testing.T) {
	for name, s := range stores(t) {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			if won, err := s.Create(ctx, "half", bytes.Repeat([]byte("x"), 1<<20)); won || err == nil {
				t.Errorf("won %v, %v", won, err)
			}
			if b, err := s.ReadAt(t.Context(), "half", 0, -1); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("%d bytes, %v", len(b), err)
			}
		})
	}
}

func TestOpenRefuses(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if f, err := openFolder(filepath.Dir(file)); err != nil {
		t.Fatal(err)
	} else if _, err := f.Create(t.Context(), "file", nil); err != nil {
		t.Fatal(err)
	}
	for _, at := range []string{"", "s3://", "s3:///x", "ftp://host/x", "file://elsewhere/x", "file:///x?y=1", "s3://bucket/../x", file, "s3://b?nosuch=1"} {
		s, err := Open(t.Context(), at)
		if !errors.Is(err, ErrURL) {
			t.Errorf("%q: %v %v", at, s, err)
		}
	}
	s, err := Open(t.Context(), "s3://bucket/a/b/?region=x")
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Name(); got != "s3://bucket/a/b" {
		t.Errorf("name %q", got)
	}
	if fmt.Sprint(IsURL("s3://x"), IsURL(`C:\x`), IsURL("/a/b"), IsURL("a/b://c")) != "true false false false" {
		t.Error("IsURL")
	}
}

// What is secret in an address comes into no message.
func TestAddressesWithSecrets(t *testing.T) {
	for _, at := range []string{"s3://key:hush@bucket/a", "s3://key:hush@bu cket/%zz", "gs://hush@bucket", "file://x:hush@localhost/a"} {
		_, err := Open(t.Context(), at)
		if !errors.Is(err, ErrURL) || strings.Contains(err.Error(), "hush") {
			t.Errorf("%s: %v", at, err)
		}
		if got := Shown(at + "?token=hush"); strings.Contains(got, "hush") || !strings.Contains(got, "://") {
			t.Errorf("shown: %s", got)
		}
	}
	if got := Shown("/srv/a@b?c"); got != "/srv/a@b?c" {
		t.Errorf("a path is shown as %s", got)
	}
}

// A folder that many write to has nothing to fall back on where there are no links.
func TestFolderWithoutLinks(t *testing.T) {
	dir := t.TempDir()
	s, err := openFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	from, to := filepath.Join(dir, "from"), filepath.Join(dir, "to")
	if err := os.Mkdir(from, 0o700); err != nil { // what no system links, and every one renames
		t.Fatal(err)
	}
	if err := s.Files.Link(from, to); err == nil {
		t.Error("it was renamed")
	}
	if _, err := os.Lstat(to); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}
