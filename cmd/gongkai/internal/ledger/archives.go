package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strconv"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/record"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/unpack"
)

// Archives returns the digests of all archives that are known. What another version
// of the walk has seen is forgotten, with the files that it has taken for documents.
func (l *Ledger) Archives(ctx context.Context, version int) (map[record.Digest]bool, error) {
	const name = "archives"
	was, err := l.Get(ctx, name)
	if err != nil {
		return nil, err
	}
	if now := strconv.Itoa(version); was != now {
		err := l.do(ctx, func(tx *sql.Tx) error {
			for _, q := range []string{"DELETE FROM files", "DELETE FROM archives", "DELETE FROM members"} {
				if _, err := tx.ExecContext(ctx, q); err != nil {
					return err
				}
			}
			return nil
		})
		if err = errors.Join(err, l.Set(ctx, name, now)); err != nil {
			return nil, err
		}
	}
	rows, err := l.db.QueryContext(ctx, "SELECT sha256 FROM archives")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	known := map[record.Digest]bool{}
	for rows.Next() {
		var sum []byte
		if err := rows.Scan(&sum); err != nil {
			return nil, err
		}
		if len(sum) == 32 {
			known[record.Digest(sum)] = true
		}
	}
	return known, rows.Err()
}

// Archive returns what is known of an archive, nil where nothing is.
func (l *Ledger) Archive(ctx context.Context, d record.Digest) (*unpack.Listing, error) {
	a := &unpack.Listing{}
	err := l.db.QueryRowContext(ctx, "SELECT kind, error_code, error_message FROM archives WHERE sha256 = ?", d[:]).Scan(&a.Kind, &a.Code, &a.Message)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	rows, err := l.db.QueryContext(ctx, "SELECT place, name, size, sha256, error_code, error_message FROM members WHERE archive = ? ORDER BY n", d[:])
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var e unpack.Entry
		var at string
		var sum []byte
		if err := rows.Scan(&at, &e.Name, &e.Size, &sum, &e.Code, &e.Message); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(at), &e.At); err != nil {
			return nil, err
		}
		if len(sum) == 32 {
			e.Digest = record.Digest(sum)
		}
		a.Entries = append(a.Entries, e)
	}
	return a, rows.Err()
}

// KeepArchive notes what an archive holds, all of it or nothing.
func (l *Ledger) KeepArchive(ctx context.Context, d record.Digest, a *unpack.Listing) error {
	return l.do(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "DELETE FROM members WHERE archive = ?", d[:]); err != nil {
			return err
		}
		q, err := tx.PrepareContext(ctx, "INSERT INTO members (archive, n, place, name, size, sha256, error_code, error_message) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
		if err != nil {
			return err
		}
		defer q.Close()
		for n := range a.Entries {
			e := &a.Entries[n]
			at, err := json.Marshal(e.At)
			if err != nil {
				return err
			}
			var sum []byte
			if e.Code == "" {
				sum = e.Digest[:]
			}
			if _, err := q.ExecContext(ctx, d[:], n, string(at), e.Name, e.Size, sum, e.Code, e.Message); err != nil {
				return err
			}
		}
		_, err = tx.ExecContext(ctx, "INSERT OR REPLACE INTO archives (sha256, kind, error_code, error_message) VALUES (?, ?, ?, ?)", d[:], a.Kind, a.Code, a.Message)
		return err
	})
}
