package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/record"
	"github.com/gongkai-data/gongkai/corpus"
)

// crawlTables keep what sites list. A version is one content of a ref.
const crawlTables = `
CREATE TABLE IF NOT EXISTS nights (id INTEGER PRIMARY KEY, started TEXT NOT NULL, ended TEXT, outcome TEXT, summary TEXT);
CREATE TABLE IF NOT EXISTS refs (source TEXT NOT NULL, key TEXT NOT NULL, parent TEXT NOT NULL, url TEXT NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL, published TEXT NOT NULL, channels TEXT NOT NULL,
	year INTEGER NOT NULL, first TEXT NOT NULL, listed INTEGER NOT NULL, state TEXT NOT NULL, sha256 BLOB, checked TEXT, failures INTEGER NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (source, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS versions (source TEXT NOT NULL, key TEXT NOT NULL, sha256 BLOB NOT NULL, seen TEXT NOT NULL, PRIMARY KEY (source, key, sha256)) WITHOUT ROWID;
`

// State is what is known of a ref.
type State string

// States of a ref. All but Had and Gone say that nobody knows.
const (
	New     State = "new"     // listed, not had yet
	Had     State = "had"     // had; Digest names what
	Gone    State = "gone"    // the site says that there is no such page; Digest names what was had before, zero for nothing
	Blocked State = "blocked" // the site does not answer programs, or robots.txt does not allow it
	Unread  State = "unread"  // the network, the server or a limit
)

// Ref is an article, or a file of one, that a source listed.
type Ref struct {
	Source, Key string
	Parent      string // key of the article that the file is of, "" for articles
	URL         string
	Title       string
	Body        string
	Published   string
	Channels    []string
	Year        int
	First       time.Time // when it was first listed
	Listed      int64     // night that listed it last
	State       State
	Digest      corpus.Digest // zero until it was had
	Checked     time.Time     // when it was last had
	Failures    int           // since then
	Reason      string        // of the last failure
}

// BeginNight notes a crawl, and that an earlier one without an end broke off.
func (l *Ledger) BeginNight(ctx context.Context, now time.Time) (night int64, err error) {
	err = l.do(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "UPDATE nights SET outcome = 'broken off' WHERE outcome IS NULL"); err != nil {
			return err
		}
		res, err := tx.ExecContext(ctx, "INSERT INTO nights (started) VALUES (?)", now.UTC().Format(stamp))
		if err != nil {
			return err
		}
		night, err = res.LastInsertId()
		return err
	})
	return night, err
}

// BrokenOff returns when the runs right before a night began that broke off or failed,
// one after the other; zero where the last one came to its end.
func (l *Ledger) BrokenOff(ctx context.Context, night int64) (began time.Time, err error) {
	var first string
	err = l.db.QueryRowContext(ctx, `SELECT coalesce(min(started), '') FROM nights WHERE id < ?1 AND id > (SELECT coalesce(max(id), 0) FROM nights WHERE id < ?1 AND outcome <> 'broken off' AND outcome NOT LIKE 'failed%')`, night).Scan(&first)
	if err != nil || first == "" {
		return began, err
	}
	return time.Parse(stamp, first)
}

// Spent is what the fetches of a source have cost.
type Spent struct {
	Requests, Listings int
	Bytes              int64
	Began              time.Time // zero for none
}

// SpentSince returns what a source has cost since a moment.
func (l *Ledger) SpentSince(ctx context.Context, source string, since time.Time) (s Spent, err error) {
	var began string
	err = l.db.QueryRowContext(ctx, `SELECT count(*), coalesce(sum(purpose = ?), 0), coalesce(sum(wire), 0), coalesce(min(started), '') FROM fetches WHERE source = ? AND started >= ?`,
		corpus.Listing.String(), source, since.UTC().Format(stamp)).Scan(&s.Requests, &s.Listings, &s.Bytes, &began)
	if err == nil && began != "" {
		s.Began, err = time.Parse(stamp, began)
	}
	return s, err
}

// LastAsked returns the last so many fetches, the last first: source, address, and
// when they were begun or came to their end.
func (l *Ledger) LastAsked(ctx context.Context, n int) (last []corpus.Fetch, err error) {
	rows, err := l.db.QueryContext(ctx, "SELECT source, url, coalesce(ended, started) FROM fetches WHERE outcome IS NULL OR received IS NOT NULL OR sent IS NOT NULL ORDER BY id DESC LIMIT ?", n)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var f corpus.Fetch
		var at string
		if err := rows.Scan(&f.Source, &f.URL, &at); err != nil {
			return nil, err
		}
		if f.Ended, err = time.Parse(stamp, at); err != nil {
			return nil, err
		}
		last = append(last, f)
	}
	return last, rows.Err()
}

// EndNight notes how a crawl ended, with its summary as JSON.
func (l *Ledger) EndNight(ctx context.Context, night int64, now time.Time, outcome, summary string) error {
	_, err := l.db.ExecContext(ctx, "UPDATE nights SET ended = ?, outcome = ?, summary = ? WHERE id = ?", now.UTC().Format(stamp), outcome, summary, night)
	return err
}

// Refs returns what is known of the refs of a source, of all sources for "", by
// source and key.
func (l *Ledger) Refs(ctx context.Context, source string) ([]Ref, error) {
	rows, err := l.db.QueryContext(ctx, `SELECT source, key, parent, url, title, body, published, channels, year, first, listed, state, sha256, coalesce(checked, ''), failures, reason
		FROM refs WHERE ? = '' OR source = ? ORDER BY source, key`, source, source)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var refs []Ref
	for rows.Next() {
		var r Ref
		var channels, first, checked string
		var sum []byte
		if err := rows.Scan(&r.Source, &r.Key, &r.Parent, &r.URL, &r.Title, &r.Body, &r.Published, &channels, &r.Year, &first, &r.Listed, &r.State, &sum, &checked, &r.Failures, &r.Reason); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(channels), &r.Channels); err != nil {
			return nil, err
		}
		if r.First, err = time.Parse(stamp, first); err != nil {
			return nil, err
		}
		if checked != "" {
			if r.Checked, err = time.Parse(stamp, checked); err != nil {
				return nil, err
			}
		}
		if len(sum) == len(r.Digest) {
			r.Digest = corpus.Digest(sum)
		}
		refs = append(refs, r)
	}
	return refs, rows.Err()
}

// PutRefs keeps refs as they are now, and their contents as versions, in one
// transaction.
func (l *Ledger) PutRefs(ctx context.Context, refs ...*Ref) error {
	if len(refs) == 0 {
		return nil
	}
	return l.do(ctx, func(tx *sql.Tx) error {
		put, err := tx.PrepareContext(ctx, `INSERT OR REPLACE INTO refs (source, key, parent, url, title, body, published, channels, year, first, listed, state, sha256, checked, failures, reason)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, nullif(?, ''), ?, ?)`)
		if err != nil {
			return err
		}
		defer put.Close()
		version, err := tx.PrepareContext(ctx, "INSERT OR IGNORE INTO versions (source, key, sha256, seen) VALUES (?, ?, ?, ?)")
		if err != nil {
			return err
		}
		defer version.Close()
		for _, r := range refs {
			channels, err := json.Marshal(r.Channels)
			if err != nil {
				return err
			}
			var sum []byte
			checked := ""
			if r.Digest != (corpus.Digest{}) {
				sum, checked = r.Digest[:], r.Checked.UTC().Format(stamp)
				if _, err := version.ExecContext(ctx, r.Source, r.Key, sum, checked); err != nil {
					return err
				}
			}
			if _, err := put.ExecContext(ctx, r.Source, r.Key, r.Parent, r.URL, r.Title, r.Body, r.Published, string(channels), r.Year, r.First.UTC().Format(stamp), r.Listed, string(r.State), sum, checked, r.Failures, r.Reason); err != nil {
				return err
			}
		}
		return nil
	})
}

// A Version is one content that a ref has had.
type Version struct {
	Source, Key string
	Digest      corpus.Digest
}

// Versions returns the contents of the refs that have had several, by source and
// key, the one that was seen last first.
func (l *Ledger) Versions(ctx context.Context) (all []Version, err error) {
	rows, err := l.db.QueryContext(ctx, `SELECT source, key, sha256 FROM versions
		WHERE (source, key) IN (SELECT source, key FROM versions GROUP BY source, key HAVING count(*) > 1) ORDER BY source, key, seen DESC, sha256`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var v Version
		var sum []byte
		if err := rows.Scan(&v.Source, &v.Key, &sum); err != nil {
			return nil, err
		}
		if len(sum) == len(v.Digest) {
			v.Digest = corpus.Digest(sum)
			all = append(all, v)
		}
	}
	return all, rows.Err()
}

// Saved returns the newest of what people saved from each address, in whatever order
// they gave it.
func (l *Ledger) Saved(ctx context.Context) ([]corpus.Fetch, error) {
	rows, err := l.db.QueryContext(ctx, "SELECT "+fetchColumns+" FROM fetches WHERE outcome = 'kept' AND received IS NULL ORDER BY url, id")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var saved []corpus.Fetch
	for rows.Next() {
		f, err := scanFetch(rows)
		if err != nil {
			return nil, err
		}
		switch n := len(saved) - 1; {
		case n < 0 || saved[n].URL != f.URL:
			saved = append(saved, f)
		case !f.Started.Before(saved[n].Started):
			saved[n] = f
		}
	}
	return saved, rows.Err()
}

// Outcomes returns what came of each document that was read.
func (l *Ledger) Outcomes(ctx context.Context) (map[record.Digest]string, error) {
	rows, err := l.db.QueryContext(ctx, "SELECT sha256, outcome FROM documents WHERE outcome IS NOT NULL")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	outcomes := map[record.Digest]string{}
	for rows.Next() {
		var sum []byte
		var outcome string
		if err := rows.Scan(&sum, &outcome); err != nil {
			return nil, err
		}
		if len(sum) == 32 {
			outcomes[record.Digest(sum)] = outcome
		}
	}
	return outcomes, rows.Err()
}
