package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/apache/iceberg-go"
	icebergio "github.com/apache/iceberg-go/io"
	_ "github.com/apache/iceberg-go/io/gocloud" // s3://, gs://, abfss://
	"gocloud.dev/blob"
	_ "gocloud.dev/blob/azureblob" // azblob://
	_ "gocloud.dev/blob/gcsblob"   // gs://
	_ "gocloud.dev/blob/s3blob"    // s3://
	"gocloud.dev/gcerrors"
)

// errAddress says that an address names no store and no warehouse.
var errAddress = errors.New("no such place")

// store is where gongkai keeps snapshots and datasets, opened for reading.
type store struct {
	fs.FS
	location string             // as tables name its files: file:///…, s3://…, gs://…, abfss://…
	props    iceberg.Properties // what iceberg-go needs to read there
	local    bool
	bucket   *blob.Bucket // nil for a folder
	prefix   string       // of keys in the bucket
}

// openStore opens a store by the addresses that gongkai itself takes.
func openStore(ctx context.Context, at string) (*store, error) {
	location, props, err := locate(at)
	if err != nil {
		return nil, err
	}
	s := &store{location: location, props: props}
	if folder, ok := strings.CutPrefix(location, "file://"); ok {
		if st, err := os.Stat(folder); err != nil {
			return nil, err
		} else if !st.IsDir() {
			return nil, fmt.Errorf("%w: %s is no folder", errAddress, folder)
		}
		s.FS, s.local = os.DirFS(folder), true
		return s, nil
	}
	u, err := url.Parse(at)
	if err != nil {
		return nil, fmt.Errorf("%w: %s", errAddress, shown(at))
	}
	s.prefix = strings.Trim(u.Path, "/")
	u.Path, u.RawPath = "", ""
	if s.bucket, err = blob.OpenBucket(ctx, u.String()); err != nil {
		return nil, fmt.Errorf("%w: %w", errAddress, err)
	}
	if s.prefix != "" {
		s.bucket = blob.PrefixedBucket(s.bucket, s.prefix+"/")
	}
	s.FS = s.bucket
	return s, nil
}

// Close ends the use of the bucket.
func (s *store) Close() error {
	if s.bucket == nil {
		return nil
	}
	return s.bucket.Close()
}

// read returns what is under a key, unless it is too large to be what it should.
func (s *store) read(key string) ([]byte, error) {
	f, err := s.Open(key)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, jsonLimit+1))
	if err == nil && len(b) > jsonLimit {
		err = fmt.Errorf("%s: %w: more than %d bytes", key, errIntegrity, jsonLimit)
	}
	return b, err
}

// size returns the bytes of what is under a key.
func (s *store) size(ctx context.Context, key string) (int64, error) {
	if s.bucket == nil {
		st, err := fs.Stat(s, key)
		if err != nil {
			return 0, err
		}
		return st.Size(), nil
	}
	attrs, err := s.bucket.Attributes(ctx, key)
	if gcerrors.Code(err) == gcerrors.NotFound {
		return 0, fmt.Errorf("%s: %w", key, fs.ErrNotExist)
	}
	if err != nil {
		return 0, err
	}
	return attrs.Size, nil
}

// io returns how iceberg-go reads files of the store.
func (s *store) io(ctx context.Context) (icebergio.IO, error) {
	return icebergio.LoadFS(ctx, s.props, s.location)
}

// locate turns an address, of a store or of a warehouse, into what stands in the
// metadata of tables and into the properties of iceberg-go.
//
//	/srv/foi  file:///srv/foi        file:///srv/foi
//	s3://bucket/p?region=…&endpoint=…  s3://bucket/p
//	gs://bucket/p                    gs://bucket/p
//	azblob://container/p             abfss://container@ACCOUNT.dfs.core.windows.net/p
func locate(at string) (string, iceberg.Properties, error) {
	scheme, rest, ok := strings.Cut(at, "://")
	if !ok || strings.ContainsAny(scheme, `/\`) {
		scheme, rest = "file", at
		if at == "" {
			return "", nil, fmt.Errorf("%w: no address", errAddress)
		}
	}
	if scheme == "file" {
		folder, err := filepath.Abs(filepath.FromSlash(strings.TrimPrefix(rest, "localhost/")))
		if err != nil {
			return "", nil, fmt.Errorf("%w: %w", errAddress, err)
		}
		if strings.ContainsAny(folder, "%?#") || strings.ContainsFunc(folder, func(r rune) bool { return r < ' ' }) {
			return "", nil, fmt.Errorf("%w: %q: engines do not agree on how %%, ? and # are written in the address of a file", errAddress, folder)
		}
		folder = filepath.ToSlash(folder)
		if !strings.HasPrefix(folder, "/") {
			folder = "/" + folder // C:/…
		}
		return "file://" + folder, nil, nil
	}
	u, err := url.Parse(at)
	if err != nil || u.Host == "" || u.User != nil && u.Scheme != "abfss" {
		return "", nil, fmt.Errorf("%w: %s", errAddress, shown(at))
	}
	p := strings.Trim(u.Path, "/")
	if p != "" && !fs.ValidPath(p) || strings.ContainsAny(p, "%?#") {
		return "", nil, fmt.Errorf("%w: %s", errAddress, shown(at))
	}
	if p != "" {
		p = "/" + p
	}
	q := u.Query()
	props := iceberg.Properties{}
	switch u.Scheme {
	case "s3":
		for from, to := range map[string]string{"region": icebergio.S3Region, "endpoint": icebergio.S3EndpointURL} {
			if v := q.Get(from); v != "" {
				props[to] = v
			}
		}
		if q.Get("use_path_style") == "true" || q.Get("s3ForcePathStyle") == "true" {
			props[icebergio.S3ForceVirtualAddressing] = "false"
		}
		return "s3://" + u.Host + p, props, nil
	case "gs":
		return "gs://" + u.Host + p, props, nil
	case "azblob":
		account := os.Getenv("AZURE_STORAGE_ACCOUNT")
		if account == "" {
			return "", nil, fmt.Errorf("%w: AZURE_STORAGE_ACCOUNT is not set", errAddress)
		}
		if key := os.Getenv("AZURE_STORAGE_KEY"); key != "" {
			props[icebergio.ADLSSharedKeyAccountName], props[icebergio.ADLSSharedKeyAccountKey] = account, key
		} else if token := os.Getenv("AZURE_STORAGE_SAS_TOKEN"); token != "" {
			props[icebergio.ADLSSasTokenPrefix+account] = strings.TrimPrefix(token, "?")
		}
		return "abfss://" + u.Host + "@" + account + ".dfs.core.windows.net" + p, props, nil
	}
	return "", nil, fmt.Errorf("%w: scheme %q, not one of file, s3, gs, azblob", errAddress, u.Scheme)
}

// shown is an address as messages may hold it: without credentials and query.
func shown(at string) string {
	scheme, rest, ok := strings.Cut(at, "://")
	if !ok {
		return at
	}
	rest, _, _ = strings.Cut(rest, "?")
	if i := strings.LastIndexByte(rest, '@'); i >= 0 {
		rest = rest[i+1:]
	}
	return scheme + "://" + rest
}
