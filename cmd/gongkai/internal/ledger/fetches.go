package ledger

import (
	"context"
	"database/sql"
	"errors"
	"iter"
	"time"

	"github.com/gongkai-data/gongkai/corpus"
)

// fetchTables keep every exchange with a site. A row without an outcome was begun
// by a process that ended.
const fetchTables = `
CREATE TABLE IF NOT EXISTS fetches (id INTEGER PRIMARY KEY, source TEXT NOT NULL, purpose TEXT NOT NULL, url TEXT NOT NULL, first TEXT NOT NULL, started TEXT NOT NULL, ended TEXT,
	address TEXT, tls TEXT, sent BLOB, received BLOB, status INTEGER, wire INTEGER, sha256 BLOB, size INTEGER, body BLOB, outcome TEXT, reason TEXT);
CREATE INDEX IF NOT EXISTS fetches_kept ON fetches (url, id) WHERE outcome = 'kept';
`

// FetchLog is the corpus.Log of a ledger.
type FetchLog struct{ l *Ledger }

// FetchLog returns the log of fetches.
func (l *Ledger) FetchLog() FetchLog { return FetchLog{l} }

const stamp = time.RFC3339Nano

// Begin keeps that a fetch is about to begin.
func (g FetchLog) Begin(ctx context.Context, f *corpus.Fetch) error {
	res, err := g.l.db.ExecContext(ctx, "INSERT INTO fetches (source, purpose, url, first, started) VALUES (?, ?, ?, ?, ?)",
		f.Source, f.For.String(), f.URL, f.First, f.Started.UTC().Format(stamp))
	if err != nil {
		return err
	}
	f.ID, err = res.LastInsertId()
	return err
}

// End keeps what came of it.
func (g FetchLog) End(ctx context.Context, f *corpus.Fetch) error {
	var sum []byte
	if f.Size > 0 || f.Digest != (corpus.Digest{}) {
		sum = f.Digest[:]
	}
	_, err := g.l.db.ExecContext(ctx, `UPDATE fetches SET ended = ?, address = nullif(?, ''), tls = nullif(?, ''), sent = ?, received = ?, status = nullif(?, 0), wire = ?,
		sha256 = ?, size = ?, body = ?, outcome = ?, reason = nullif(?, '') WHERE id = ?`,
		f.Ended.UTC().Format(stamp), f.Address, f.TLS, f.Sent, f.Received, f.Status, f.Wire, sum, f.Size, f.Body, string(f.Outcome), f.Reason, f.ID)
	return err
}

const fetchColumns = `id, source, purpose, url, first, started, coalesce(ended, ''), coalesce(address, ''), coalesce(tls, ''), sent, received, coalesce(status, 0), coalesce(wire, 0),
	sha256, coalesce(size, 0), body, coalesce(outcome, ''), coalesce(reason, '')`

// Last returns the last fetch of an address whose body is kept.
func (g FetchLog) Last(ctx context.Context, url string) (corpus.Fetch, bool, error) {
	f, err := scanFetch(g.l.db.QueryRowContext(ctx, "SELECT "+fetchColumns+" FROM fetches WHERE url = ? AND outcome = 'kept' ORDER BY id DESC LIMIT 1", url))
	if errors.Is(err, sql.ErrNoRows) {
		return f, false, nil
	}
	return f, err == nil, err
}

func scanFetch(row interface{ Scan(...any) error }) (f corpus.Fetch, err error) {
	var purpose, started, ended, outcome string
	var sum []byte
	if err := row.Scan(&f.ID, &f.Source, &purpose, &f.URL, &f.First, &started, &ended, &f.Address, &f.TLS, &f.Sent, &f.Received, &f.Status, &f.Wire, &sum, &f.Size, &f.Body, &outcome, &f.Reason); err != nil {
		return f, err
	}
	if f.For, err = corpus.ParsePurpose(purpose); err != nil {
		return f, err
	}
	if f.Started, err = time.Parse(stamp, started); err != nil {
		return f, err
	}
	if ended != "" {
		if f.Ended, err = time.Parse(stamp, ended); err != nil {
			return f, err
		}
	}
	if len(sum) == len(f.Digest) {
		f.Digest = corpus.Digest(sum)
	}
	f.Outcome = corpus.Outcome(outcome)
	return f, nil
}

// Fetches yields the fetches after an ID that came to an end, in the order begun.
// It holds the ledger: the caller asks nothing else of it meanwhile.
func (l *Ledger) Fetches(ctx context.Context, after int64) iter.Seq2[corpus.Fetch, error] {
	return func(yield func(corpus.Fetch, error) bool) {
		rows, err := l.db.QueryContext(ctx, "SELECT "+fetchColumns+" FROM fetches WHERE id > ? AND outcome IS NOT NULL ORDER BY id", after)
		if err != nil {
			yield(corpus.Fetch{}, err)
			return
		}
		defer rows.Close()
		for rows.Next() {
			if f, err := scanFetch(rows); !yield(f, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(corpus.Fetch{}, err)
		}
	}
}
