// Package store opens the places where documents, plans, chunks and datasets
// lie when more than one machine works on them:
//
//	/srv/foi  file:///srv/foi      a folder, on a local or a shared file system
//	s3://bucket/prefix             Amazon S3 and what speaks its protocol
//	gs://bucket/prefix             Google Cloud Storage
//	azblob://container/prefix      Azure Blob Storage
//
// All of them keep one promise: Create puts bytes under a key where nothing is,
// whole and durably, and of many that try at once exactly one is told that it
// did. Everything else follows from it; Doctor proves it for a place.
package store

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/chunk"
)

// ErrURL says that an address names no store.
var ErrURL = errors.New("no store")

// Store is a place, open.
type Store interface {
	chunk.Store
	// Remove removes what is under a key. Only what Doctor made is removed: all
	// else in a store stays as it was made.
	Remove(ctx context.Context, key string) error
	Name() string // address without credentials
	Close() error
}

// Schemes are the kinds of stores, as they stand in addresses.
var Schemes = []string{"file", "s3", "gs", "azblob"}

// IsURL reports that an argument is the address of a store and no path of the
// local system.
func IsURL(at string) bool {
	scheme, _, ok := strings.Cut(at, "://")
	return ok && scheme != "" && !strings.ContainsAny(scheme, `/\`)
}

// Open opens a store. A path without a scheme is a folder; it is made with the
// first key.
func Open(ctx context.Context, at string) (Store, error) {
	if !IsURL(at) {
		if at == "" {
			return nil, fmt.Errorf("%w: no address", ErrURL)
		}
		return openFolder(at)
	}
	u, err := url.Parse(at)
	var broken *url.Error
	if errors.As(err, &broken) {
		err = broken.Err // without the address
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrURL, err)
	}
	if u.User != nil {
		return nil, fmt.Errorf("%w: credentials come from the environment, not from the address", ErrURL)
	}
	switch u.Scheme {
	case "file":
		if u.Host != "" && u.Host != "localhost" || u.RawQuery != "" {
			return nil, fmt.Errorf("%w: %s: a folder is file:///path", ErrURL, u.Redacted())
		}
		return openFolder(filepath.FromSlash(u.Path))
	case "s3", "gs", "azblob":
		return openCloud(ctx, u)
	}
	return nil, fmt.Errorf("%w: scheme %q, not one of %s", ErrURL, u.Scheme, strings.Join(Schemes, ", "))
}

// Shown is an address as messages and logs may hold it: without credentials and
// without its query.
func Shown(at string) string {
	if !IsURL(at) {
		return at
	}
	scheme, rest, _ := strings.Cut(at, "://")
	rest, _, _ = strings.Cut(rest, "?")
	if i := strings.LastIndexByte(rest, '@'); i >= 0 {
		rest = rest[i+1:]
	}
	return scheme + "://" + rest
}

// Folder is a store in a folder.
type Folder struct{ chunk.Dir }

func openFolder(at string) (*Folder, error) {
	root, err := filepath.Abs(at)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrURL, err)
	}
	if st, err := os.Stat(root); err == nil && !st.IsDir() {
		return nil, fmt.Errorf("%w: %s is no folder", ErrURL, at)
	}
	return &Folder{chunk.Dir{Root: root, Files: chunk.Shared{}}}, nil
}

// Name is the path of the folder.
func (f *Folder) Name() string { return f.Root }

// Close does nothing: nothing is held.
func (f *Folder) Close() error { return nil }

// Remove removes the file of a key.
func (f *Folder) Remove(_ context.Context, key string) error {
	return os.Remove(filepath.Join(f.Root, filepath.FromSlash(key)))
}
