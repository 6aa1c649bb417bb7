package ledger

import (
	"context"
	"database/sql"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/record"
)

// File is what a file was when it was hashed.
type File struct {
	Path   string // absolute
	Size   int64
	Mtime  int64 // nanoseconds
	Digest record.Digest
}

// Files returns what is known of files, by path.
func (l *Ledger) Files(ctx context.Context) (map[string]File, error) {
	rows, err := l.db.QueryContext(ctx, "SELECT path, size, mtime, sha256 FROM files")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	known := map[string]File{}
	for rows.Next() {
		var f File
		var sum []byte
		if err := rows.Scan(&f.Path, &f.Size, &f.Mtime, &sum); err != nil {
			return nil, err
		}
		if len(sum) == 32 {
			f.Digest = record.Digest(sum)
			known[f.Path] = f
		}
	}
	return known, rows.Err()
}

// Keep notes what files are.
func (l *Ledger) Keep(ctx context.Context, files []File) error {
	return l.do(ctx, func(tx *sql.Tx) error {
		q, err := tx.PrepareContext(ctx, "INSERT OR REPLACE INTO files (path, size, mtime, sha256) VALUES (?, ?, ?, ?)")
		if err != nil {
			return err
		}
		defer q.Close()
		for i := range files {
			f := &files[i]
			if _, err := q.ExecContext(ctx, f.Path, f.Size, f.Mtime, f.Digest[:]); err != nil {
				return err
			}
		}
		return nil
	})
}
