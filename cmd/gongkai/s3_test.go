package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/store"
)

// s3Server starts the S3 server that GONGKAI_S3_SERVER names (versitygw) over a folder
// and returns the address of a store in it. `make s3` builds it.
func s3Server(t *testing.T) string {
	program := os.Getenv("GONGKAI_S3_SERVER")
	if program == "" {
		t.Skip("GONGKAI_S3_SERVER names no S3 server: make s3")
	}
	root := t.TempDir()
	if err := os.Mkdir(filepath.Join(root, "results"), 0o755); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	at := l.Addr().String()
	l.Close()
	var log bytes.Buffer
	cmd := exec.Command(program, "--access", "id", "--secret", "secret", "--port", at, "--region", "us-east-1", "posix", root)
	cmd.Stdout, cmd.Stderr = &log, &log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if t.Failed() {
			t.Log(log.String())
		}
	})
	for range 200 {
		if c, err := net.Dial("tcp", at); err == nil {
			c.Close()
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	for k, v := range map[string]string{"AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_EC2_METADATA_DISABLED": "true", "AWS_CONFIG_FILE": os.DevNull, "AWS_SHARED_CREDENTIALS_FILE": os.DevNull} {
		t.Setenv(k, v)
	}
	return "s3://results/2026?region=us-east-1&use_path_style=true&endpoint=" + url.QueryEscape("http://"+at)
}

// TestS3Doctor lets six processes race for 300 keys of a real server.
func TestS3Doctor(t *testing.T) {
	at := s3Server(t)
	cmd := (&shards{}).command(t.Context(), "store", "doctor", at, "--processes", "6", "--keys", "300", "--json")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	var told struct {
		Kept  bool
		Steps []storeStep
	}
	if e := json.Unmarshal(out, &told); e != nil || err != nil || !told.Kept || len(told.Steps) != 7 {
		t.Errorf("%v %v: %s", err, e, out)
	}
}

// TestS3Shards converts documents in a store behind a real server by four processes
// and holds the dataset against that of one convert. GONGKAI_S3_DOCUMENTS names a
// folder of many; without it a few samples do.
func TestS3Shards(t *testing.T) {
	at := s3Server(t)
	documents := os.Getenv("GONGKAI_S3_DOCUMENTS")
	size := "500"
	if documents == "" {
		documents, size = variants(t), "3"
	}
	one := t.TempDir()
	cmd := (&shards{}).command(t.Context(), "convert", documents, "--out", one, "--quiet")
	_ = cmd.Run()
	want, err := os.ReadFile(filepath.Join(one, "dataset", "SHA256SUMS"))
	if err != nil {
		t.Fatal(err)
	}
	s := &shards{t: t, store: at}
	begin := time.Now()
	var p planned
	s.run(&p, "plan", documents, "--chunk", size)
	s.plan = p.Plan
	t.Logf("plan: %d documents put in %v", p.Documents, time.Since(begin).Round(time.Millisecond))
	begin = time.Now()
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() { s.part(i, 4) })
	}
	wg.Wait()
	t.Logf("convert: four processes in %v", time.Since(begin).Round(time.Millisecond))
	begin = time.Now()
	c := s.commit()
	t.Logf("commit: %v", time.Since(begin).Round(time.Millisecond))
	if got, err := os.ReadFile(filepath.Join(one, "dataset", "SHA256SUMS")); err != nil || !bytes.Equal(got, want) || !c.New {
		t.Errorf("%v %+v", err, c)
	}
	b := fetchSums(t, at)
	if !bytes.Equal(b, want) {
		t.Errorf("another dataset:\n%s\n%s", b, want)
	}
	if dir := os.Getenv("GONGKAI_S3_KEEP"); dir != "" {
		check := s.command(t.Context(), "export", at, "--to", "csv", "--tables", "reports,facts", "--out", filepath.Join(dir, "csv"), "--force")
		check.Stderr = os.Stderr
		if err := check.Run(); err != nil {
			t.Error(err)
		}
	}
}

// fetchSums is the SHA256SUMS of the dataset in force.
func fetchSums(t *testing.T, at string) []byte {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	a := &app{lang: english}
	dir, err := a.fromStore(t.Context(), at)
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(dir, "SHA256SUMS"))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestS3Rates tells how many keys of 32 KiB a second are put and read, by 16 at a time.
func TestS3Rates(t *testing.T) {
	s, err := store.Open(t.Context(), s3Server(t))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	n := 2000
	if v, err := strconv.Atoi(os.Getenv("GONGKAI_S3_KEYS")); err == nil {
		n = v
	}
	body := bytes.Repeat([]byte("0123456789abcdef"), 2048)
	each := func(name string, do func(key string) error) {
		begin := time.Now()
		keys := make(chan int)
		var wg sync.WaitGroup
		for range 16 {
			wg.Go(func() {
				for i := range keys {
					if err := do(fmt.Sprintf("rates/%06d", i)); err != nil {
						t.Error(err)
					}
				}
			})
		}
		for i := range n {
			keys <- i
		}
		close(keys)
		wg.Wait()
		t.Logf("%s: %d keys, %.0f a second", name, n, float64(n)/time.Since(begin).Seconds())
	}
	each("put", func(key string) error {
		won, err := s.Create(t.Context(), key, body)
		if err == nil && !won {
			err = fmt.Errorf("%s was there", key)
		}
		return err
	})
	each("get", func(key string) error {
		b, err := s.ReadAt(t.Context(), key, 0, -1)
		if err == nil && !bytes.Equal(b, body) {
			err = fmt.Errorf("%s is something else", key)
		}
		return err
	})
}
