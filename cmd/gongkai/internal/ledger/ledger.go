// Package ledger keeps what a workspace knows beside its results: which file had
// which bytes, what was tried and what came of it, and what was published.
//
// It is a SQLite file (WAL, synchronous FULL) that any tool opens. The results
// themselves lie in chunks with receipts; a ledger that is lost costs the time
// to hash the files again, and nothing else.
//
//	[x] files: size, time and digest, so that an unchanged file need not be read (--trust-mtime)
//	[x] archives and their members, so that an unchanged archive need not be unpacked
//	[x] attempts: recorded before they start; a document that ended its worker twice is known
//	[x] documents: the last outcome of each, for people and for SQL
//	[x] runs, and the dataset that is published
//	[x] nights, refs, versions: what sites list, and what came of it
//	[x] fetches: every exchange with a site, recorded before it starts
package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"

	"modernc.org/sqlite"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/failpoint"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/record"
)

// Name is the file in a workspace.
const Name = "ledger.db"

// version is that of the tables.
const version = 1

const tables = `
CREATE TABLE IF NOT EXISTS files (path TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime INTEGER NOT NULL, sha256 BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS archives (sha256 BLOB PRIMARY KEY, kind TEXT NOT NULL, error_code TEXT NOT NULL, error_message TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS members (archive BLOB NOT NULL, n INTEGER NOT NULL, place TEXT NOT NULL, name TEXT NOT NULL, size INTEGER NOT NULL, sha256 BLOB, error_code TEXT NOT NULL, error_message TEXT NOT NULL, PRIMARY KEY (archive, n)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS runs (id INTEGER PRIMARY KEY, started TEXT NOT NULL, ended TEXT, engine TEXT NOT NULL, generator TEXT NOT NULL, files INTEGER, outcome TEXT);
CREATE TABLE IF NOT EXISTS documents (sha256 BLOB PRIMARY KEY, size INTEGER NOT NULL, engine TEXT NOT NULL, state TEXT NOT NULL, outcome TEXT, error_code TEXT, report_id TEXT, plan TEXT, chunk INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS attempts (id INTEGER PRIMARY KEY, run INTEGER NOT NULL, sha256 BLOB NOT NULL, engine TEXT NOT NULL, outcome TEXT, detail TEXT);
CREATE INDEX IF NOT EXISTS attempts_of ON attempts (sha256);
CREATE TABLE IF NOT EXISTS facts_of_workspace (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
`

// ErrVersion is a ledger of a newer program.
var ErrVersion = errors.New("the ledger was written by a newer version of the program")

// Ledger is an open ledger. It is safe for concurrent use.
type Ledger struct {
	db  *sql.DB
	run int64
}

// Open opens the ledger of a workspace; it makes one where there is none.
func Open(ctx context.Context, workspace string) (*Ledger, error) {
	return open(ctx, filepath.Join(workspace, Name), "")
}

// Look opens the ledger of a workspace to be read only.
func Look(ctx context.Context, workspace string) (*Ledger, error) {
	return open(ctx, filepath.Join(workspace, Name), "&mode=ro")
}

func open(ctx context.Context, path, mode string) (*Ledger, error) {
	name := (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath()}).String()
	pragmas := "?_pragma=busy_timeout(5000)&_pragma=journal_mode(wal)&_pragma=synchronous(full)&_txlock=immediate"
	if mode != "" {
		pragmas = "?_pragma=busy_timeout(5000)"
	}
	db, err := sql.Open("sqlite", name+pragmas+mode)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	l := &Ledger{db: db}
	if err := l.prepare(ctx, mode != ""); err != nil {
		db.Close()
		return nil, fmt.Errorf("%s: %w", Name, err)
	}
	return l, nil
}

func (l *Ledger) prepare(ctx context.Context, readOnly bool) error {
	var v int
	if err := l.db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&v); err != nil {
		return err
	}
	if v > version {
		return ErrVersion
	}
	if readOnly {
		return nil
	}
	if _, err := l.db.ExecContext(ctx, tables+fetchTables+crawlTables); err != nil {
		return err
	}
	_, err := l.db.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", version))
	return err
}

// Close closes the ledger; the log is folded into the file.
func (l *Ledger) Close() error { return l.db.Close() }

// Check runs SQLite's own check and returns what it says, "ok" if nothing.
func (l *Ledger) Check(ctx context.Context) (string, error) {
	var s string
	err := l.db.QueryRowContext(ctx, "PRAGMA integrity_check").Scan(&s)
	return s, err
}

// Begin notes a run, and that whatever an earlier run had begun broke off.
func (l *Ledger) Begin(ctx context.Context, now, engine, generator string) error {
	return l.do(ctx, func(tx *sql.Tx) error {
		for _, q := range []string{
			"UPDATE runs SET outcome = 'broken off' WHERE outcome IS NULL",
			"UPDATE attempts SET outcome = 'broken off' WHERE outcome IS NULL",
			"UPDATE documents SET state = 'seen' WHERE state = 'attempted'",
		} {
			if _, err := tx.ExecContext(ctx, q); err != nil {
				return err
			}
		}
		res, err := tx.ExecContext(ctx, "INSERT INTO runs (started, engine, generator) VALUES (?, ?, ?)", now, engine, generator)
		if err != nil {
			return err
		}
		l.run, err = res.LastInsertId()
		return err
	})
}

// End notes how the run ended.
func (l *Ledger) End(ctx context.Context, now, outcome string, files int) error {
	_, err := l.db.ExecContext(ctx, "UPDATE runs SET ended = ?, outcome = ?, files = ? WHERE id = ?", now, outcome, files, l.run)
	return err
}

// do runs f in one transaction.
func (l *Ledger) do(ctx context.Context, f func(tx *sql.Tx) error) error {
	tx, err := l.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := f(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// Doc is a document that is about to be read.
type Doc struct {
	Digest record.Digest
	Size   int64
}

// Attempt records that documents are about to be read.
func (l *Ledger) Attempt(ctx context.Context, engine, plan string, chunk int, docs []Doc) error {
	if err := failpoint.Hit(failpoint.LedgerBegin); err != nil {
		return err
	}
	return l.do(ctx, func(tx *sql.Tx) error {
		tried, err := tx.PrepareContext(ctx, "INSERT INTO attempts (run, sha256, engine) VALUES (?, ?, ?)")
		if err != nil {
			return err
		}
		defer tried.Close()
		state, err := tx.PrepareContext(ctx, `INSERT INTO documents (sha256, size, engine, state, plan, chunk) VALUES (?, ?, ?, 'attempted', ?, ?)
			ON CONFLICT (sha256) DO UPDATE SET engine = excluded.engine, state = 'attempted', plan = excluded.plan, chunk = excluded.chunk`)
		if err != nil {
			return err
		}
		defer state.Close()
		for i := range docs {
			if _, err := tried.ExecContext(ctx, l.run, docs[i].Digest[:], engine); err != nil {
				return err
			}
			if _, err := state.ExecContext(ctx, docs[i].Digest[:], docs[i].Size, engine, plan, chunk); err != nil {
				return err
			}
		}
		return nil
	})
}

// Died records at once that a document ended its worker.
func (l *Ledger) Died(ctx context.Context, engine string, d record.Digest, code, detail string) error {
	_, err := l.db.ExecContext(ctx, "INSERT INTO attempts (run, sha256, engine, outcome, detail) VALUES (?, ?, ?, ?, ?)", l.run, d[:], engine, code, detail)
	return err
}

// Deaths returns the documents that ended their worker with an engine in runs
// before this one, with the code of the last time, and how often.
func (l *Ledger) Deaths(ctx context.Context, engine string) (map[record.Digest]Deaths, error) {
	rows, err := l.db.QueryContext(ctx, "SELECT sha256, outcome FROM attempts WHERE engine = ? AND outcome LIKE 'worker-%' ORDER BY id", engine)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	deaths := map[record.Digest]Deaths{}
	for rows.Next() {
		var sum []byte
		var code string
		if err := rows.Scan(&sum, &code); err != nil {
			return nil, err
		}
		if len(sum) == 32 {
			d := record.Digest(sum)
			deaths[d] = Deaths{deaths[d].N + 1, code}
		}
	}
	return deaths, rows.Err()
}

// Deaths is how often a document ended its worker, and how the last time.
type Deaths struct {
	N    int
	Code string
}

// Done records what became of the documents of a chunk and closes their attempts,
// in one transaction.
func (l *Ledger) Done(ctx context.Context, engine string, briefs []*record.Brief) error {
	err := l.do(ctx, func(tx *sql.Tx) error {
		doc, err := tx.PrepareContext(ctx, "UPDATE documents SET state = ?, outcome = ?, error_code = nullif(?, ''), report_id = nullif(?, '') WHERE sha256 = ?")
		if err != nil {
			return err
		}
		defer doc.Close()
		tried, err := tx.PrepareContext(ctx, "UPDATE attempts SET outcome = ? WHERE sha256 = ? AND run = ? AND outcome IS NULL")
		if err != nil {
			return err
		}
		defer tried.Close()
		for _, b := range briefs {
			if _, err := doc.ExecContext(ctx, stateOf(b), b.Outcome, b.Code, b.ReportID, b.Digest[:]); err != nil {
				return err
			}
			if _, err := tried.ExecContext(ctx, b.Outcome, b.Digest[:], l.run); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return failpoint.Hit(failpoint.LedgerCommit)
}

func stateOf(b *record.Brief) string {
	if b.SetAside() {
		return "quarantined"
	}
	return b.Outcome
}

// Set notes a fact of the workspace.
func (l *Ledger) Set(ctx context.Context, name, value string) error {
	_, err := l.db.ExecContext(ctx, "INSERT INTO facts_of_workspace (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value)
	return err
}

// Get returns what Set noted, "" for nothing.
func (l *Ledger) Get(ctx context.Context, name string) (string, error) {
	var v string
	err := l.db.QueryRowContext(ctx, "SELECT value FROM facts_of_workspace WHERE name = ?", name).Scan(&v)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return v, err
}

// Codes of SQLite (sqlite3.h): a full disk, and what a limit of file size or a
// quota looks like to it.
const (
	full      = 13         // SQLITE_FULL
	writing   = 10 | 3<<8  // SQLITE_IOERR_WRITE
	extending = 10 | 19<<8 // SQLITE_IOERR_SHMSIZE
)

// IsFull reports that an error means a full disk, a quota or a file size limit.
func IsFull(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && (e.Code()&0xff == full || e.Code() == writing || e.Code() == extending)
}
