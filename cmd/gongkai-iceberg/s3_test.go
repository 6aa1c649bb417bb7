package main

import (
	"bytes"
	"io/fs"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
)

// TestS3 registers a store in a bucket, with the metadata in the bucket too: the address
// that gongkai takes is enough to find both.
func TestS3(t *testing.T) {
	backend := s3mem.New()
	if err := backend.CreateBucket("foi"); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(gofakes3.New(backend, gofakes3.WithLogger(gofakes3.DiscardLog())).Server())
	defer server.Close()
	for k, v := range map[string]string{"AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_EC2_METADATA_DISABLED": "true", "AWS_CONFIG_FILE": os.DevNull, "AWS_SHARED_CREDENTIALS_FILE": os.DevNull} {
		t.Setenv(k, v)
	}
	folder := sampleStore(t)
	err := fs.WalkDir(os.DirFS(folder), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasPrefix(name, "datasets/") && !strings.HasPrefix(name, "snapshots/") {
			return err
		}
		b, err := os.ReadFile(filepath.Join(folder, name))
		if err == nil {
			_, err = backend.PutObject("foi", "2026/"+name, map[string]string{}, bytes.NewReader(b), int64(len(b)), nil)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	query := "?region=us-east-1&use_path_style=true&endpoint=" + url.QueryEscape(server.URL)
	p := newPlace(t, "s3://foi/2026"+query)
	p.args() // makes the folder of the catalog
	p.warehouse = "s3://foi/iceberg" + query
	call := func(number, want string) {
		t.Helper()
		var out, errs bytes.Buffer
		if got := run([]string{"register", p.store, "--catalog", p.catalog, "--warehouse", p.warehouse, "--snapshot", number, "--json"}, &out, &errs); got != exitDone {
			t.Fatalf("exit %d: %s", got, errs.String())
		}
		if !strings.Contains(out.String(), `"action": "`+want+`"`) {
			t.Errorf("not %s: %s", want, out.String())
		}
	}
	call("1", created)
	call("2", replaced)
	call("2", unchanged)
	_, props, err := locate(p.store)
	if err != nil {
		t.Fatal(err)
	}
	cat, done, err := openCatalog(t.Context(), p.catalog, "gongkai", props, false)
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	want := datasetOf(t, folder, 2)
	for name, sum := range want {
		tbl, err := cat.LoadTable(t.Context(), []string{"gongkai", name})
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := content(t, tbl); got != sum || !strings.HasPrefix(tbl.MetadataLocation(), "s3://foi/iceberg/") {
			t.Errorf("%s: other rows, or elsewhere: %s", name, tbl.MetadataLocation())
		}
	}
}
