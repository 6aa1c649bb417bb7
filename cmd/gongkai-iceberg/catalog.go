package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/apache/iceberg-go"
	"github.com/apache/iceberg-go/catalog"
	"github.com/apache/iceberg-go/catalog/rest"
	icebergsql "github.com/apache/iceberg-go/catalog/sql"
	_ "github.com/jackc/pgx/v5/stdlib" // driver pgx
	_ "modernc.org/sqlite"             // driver sqlite
)

// openCatalog opens the catalog of an address:
//
//	sqlite:///srv/catalog.db, catalog.db   a SQLite file, made where it is not
//	postgres://user@host/database          PostgreSQL; the password from PGPASSWORD or ~/.pgpass
//	https://host/…, http://localhost/…     a REST catalog; ICEBERG_TOKEN or ICEBERG_CREDENTIAL
//
// props are for the file systems of tables. make says that a SQLite file may be made.
func openCatalog(ctx context.Context, at, name string, props iceberg.Properties, make bool) (catalog.Catalog, func() error, error) {
	scheme, rest, ok := strings.Cut(at, "://")
	switch {
	case at == "":
		return nil, nil, fmt.Errorf("%w: no address", errAddress)
	case !ok, scheme == "sqlite":
		if !ok {
			rest = at
		}
		return openSQLite(rest, name, props, make)
	case scheme == "postgres", scheme == "postgresql":
		db, err := sql.Open("pgx", at)
		if err != nil {
			return nil, nil, fmt.Errorf("%w: %s", errAddress, shown(at))
		}
		return openSQL(db, name, icebergsql.Postgres, props)
	case scheme == "http", scheme == "https":
		return openREST(ctx, at, name, props)
	}
	return nil, nil, fmt.Errorf("%w: %s: not one of sqlite, postgres, http, https", errAddress, shown(at))
}

func openSQLite(file, name string, props iceberg.Properties, make bool) (catalog.Catalog, func() error, error) {
	if _, err := os.Stat(file); err != nil && (!make || !errors.Is(err, os.ErrNotExist)) {
		return nil, nil, err
	}
	file, err := filepath.Abs(file)
	if err != nil {
		return nil, nil, err
	}
	// Writers wait for each other instead of failing, and take the lock when they
	// begin: one that first reads and then wants to write could not wait.
	query := url.Values{"_pragma": {"busy_timeout(60000)", "synchronous(full)"}, "_txlock": {"immediate"}}
	db, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Path: filepath.ToSlash(file), RawQuery: query.Encode()}).String())
	if err != nil {
		return nil, nil, err
	}
	return openSQL(db, name, icebergsql.SQLite, props)
}

func openSQL(db *sql.DB, name string, dialect icebergsql.SupportedDialect, props iceberg.Properties) (catalog.Catalog, func() error, error) {
	cat, err := icebergsql.NewCatalog(name, db, dialect, props)
	if err != nil {
		return nil, nil, errors.Join(err, db.Close())
	}
	return cat, func() error { return errors.Join(cat.Close(), db.Close()) }, nil
}

func openREST(ctx context.Context, at, name string, props iceberg.Properties) (catalog.Catalog, func() error, error) {
	u, err := url.Parse(at)
	if err != nil || u.Host == "" || u.User != nil {
		return nil, nil, fmt.Errorf("%w: %s: credentials come from ICEBERG_TOKEN or ICEBERG_CREDENTIAL", errAddress, shown(at))
	}
	opts := []rest.Option{rest.WithAdditionalProps(maps.Clone(props))}
	if v := u.Query().Get("warehouse"); v != "" { // what the server calls one of its catalogs
		opts = append(opts, rest.WithWarehouseLocation(v))
	}
	if v := u.Query().Get("prefix"); v != "" {
		opts = append(opts, rest.WithPrefix(v))
	}
	u.RawQuery = ""
	if v := os.Getenv("ICEBERG_TOKEN"); v != "" {
		opts = append(opts, rest.WithOAuthToken(v))
	} else if v := os.Getenv("ICEBERG_CREDENTIAL"); v != "" {
		opts = append(opts, rest.WithCredential(v))
	}
	cat, err := rest.NewCatalog(ctx, name, u.String(), opts...)
	if err != nil {
		return nil, nil, err
	}
	return cat, cat.Close, nil
}
