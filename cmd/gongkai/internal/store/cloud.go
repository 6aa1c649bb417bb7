package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"slices"
	"strings"
	"time"

	"gocloud.dev/blob"
	_ "gocloud.dev/blob/azureblob" // azblob://
	_ "gocloud.dev/blob/gcsblob"   // gs://
	_ "gocloud.dev/blob/s3blob"    // s3://
	"gocloud.dev/gcerrors"
)

// Cloud is a store in a bucket. Create rests on the conditional write of the
// service (If-None-Match, ifGenerationMatch): a service that ignores it loses
// the promise without an error, which Doctor finds out.
type Cloud struct {
	name   string
	bucket *blob.Bucket
}

// openCloud opens a bucket. The path of the address is a prefix of all keys;
// its query goes to the driver (region, endpoint, …).
func openCloud(ctx context.Context, u *url.URL) (*Cloud, error) {
	if u.Host == "" {
		return nil, fmt.Errorf("%w: %s names no bucket", ErrURL, u.Redacted())
	}
	prefix := strings.Trim(u.Path, "/")
	if prefix != "" && !fs.ValidPath(prefix) {
		return nil, fmt.Errorf("%w: path %q", ErrURL, u.Path)
	}
	at := *u
	at.Path, at.RawPath = "", ""
	b, err := blob.OpenBucket(ctx, at.String())
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrURL, err)
	}
	if prefix != "" {
		b = blob.PrefixedBucket(b, prefix+"/")
	}
	return &Cloud{u.Scheme + "://" + u.Host + strings.TrimSuffix("/"+prefix, "/"), b}, nil
}

// Name is the address without its query.
func (c *Cloud) Name() string { return c.name }

// Close ends the use of the bucket.
func (c *Cloud) Close() error { return c.bucket.Close() }

// Create keeps b under key where nothing is.
func (c *Cloud) Create(ctx context.Context, key string, b []byte) (won bool, err error) {
	return c.CreateFrom(ctx, key, bytes.NewReader(b))
}

// CreateFrom keeps what r holds under key where nothing is.
func (c *Cloud) CreateFrom(ctx context.Context, key string, r io.ReadSeeker) (won bool, err error) {
	if !fs.ValidPath(key) {
		return false, fmt.Errorf("store: key %q", key)
	}
	for wait := 50 * time.Millisecond; ; wait *= 2 {
		won, err := c.create(ctx, key, r)
		if err == nil || !conflicts(err) || wait > 5*time.Second {
			return won, c.told(key, err)
		}
		if there, err := c.bucket.Exists(ctx, key); there || err != nil {
			return false, c.told(key, err)
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return false, context.Cause(ctx)
		}
	}
}

// create tries once.
func (c *Cloud) create(ctx context.Context, key string, r io.ReadSeeker) (won bool, err error) {
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return false, err
	}
	ctx, cancel := context.WithCancel(ctx) // a writer that is given up must not be completed by Close
	defer cancel()
	w, err := c.bucket.NewWriter(ctx, key, &blob.WriterOptions{IfNotExist: true, ContentType: "application/octet-stream", DisableContentTypeDetection: true})
	if err != nil {
		return false, err
	}
	if _, err := io.Copy(w, r); err != nil {
		cancel()
		return false, errors.Join(err, w.Close())
	}
	err = w.Close()
	if code := gcerrors.Code(err); code == gcerrors.FailedPrecondition || code == gcerrors.AlreadyExists {
		return false, nil
	}
	return err == nil, err
}

// conflicts reports that S3 met another conditional write of the key under way,
// which may yet fail: nobody knows whether the key will be there.
func conflicts(err error) bool {
	var e interface{ ErrorCode() string }
	return errors.As(err, &e) && e.ErrorCode() == "ConditionalRequestConflict"
}

// ReadAt returns part of what is under key.
func (c *Cloud) ReadAt(ctx context.Context, key string, off, n int64) ([]byte, error) {
	if !fs.ValidPath(key) {
		return nil, fmt.Errorf("store: key %q", key)
	}
	r, err := c.bucket.NewRangeReader(ctx, key, off, n, nil)
	if err != nil {
		return nil, c.told(key, err)
	}
	defer r.Close()
	if n < 0 {
		b, err := io.ReadAll(r)
		return b, c.told(key, err)
	}
	b := make([]byte, n)
	if got, err := io.ReadFull(r, b); err != nil {
		return nil, fmt.Errorf("%s/%s: %d bytes at %d, not %d: %w", c.name, key, got, off, n, err)
	}
	return b, nil
}

// List returns the keys below a prefix that ends in "/", sorted.
func (c *Cloud) List(ctx context.Context, prefix string) ([]string, error) {
	var keys []string
	for it := c.bucket.List(&blob.ListOptions{Prefix: prefix}); ; {
		o, err := it.Next(ctx)
		if errors.Is(err, io.EOF) {
			slices.Sort(keys)
			return keys, nil
		}
		if err != nil {
			return nil, c.told(prefix, err)
		}
		if !o.IsDir {
			keys = append(keys, o.Key)
		}
	}
}

// Remove removes what is under key.
func (c *Cloud) Remove(ctx context.Context, key string) error {
	return c.told(key, c.bucket.Delete(ctx, key))
}

// told names the place of an error, and says "not there" as file systems do.
func (c *Cloud) told(key string, err error) error {
	switch {
	case err == nil:
		return nil
	case gcerrors.Code(err) == gcerrors.NotFound:
		return fmt.Errorf("%s/%s: %w", c.name, key, fs.ErrNotExist)
	}
	return fmt.Errorf("%s/%s: %w", c.name, key, err)
}
