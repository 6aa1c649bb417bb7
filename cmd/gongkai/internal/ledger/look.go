package ledger

import (
	"context"
	"database/sql"
	"errors"
)

// LastRun is the run that began last.
type LastRun struct{ Started, Ended, Engine, Outcome string }

// LastRun returns the run that began last; all is "" where there was none. A run
// without an outcome goes on, or was broken off.
func (l *Ledger) LastRun(ctx context.Context) (r LastRun, err error) {
	row := l.db.QueryRowContext(ctx, "SELECT started, coalesce(ended, ''), engine, coalesce(outcome, '') FROM runs ORDER BY id DESC LIMIT 1")
	err = row.Scan(&r.Started, &r.Ended, &r.Engine, &r.Outcome)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return r, err
}

// States counts the documents by state.
func (l *Ledger) States(ctx context.Context) (map[string]int, error) {
	rows, err := l.db.QueryContext(ctx, "SELECT state, count(*) FROM documents GROUP BY state")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	states := map[string]int{}
	for rows.Next() {
		var s string
		var n int
		if err := rows.Scan(&s, &n); err != nil {
			return nil, err
		}
		states[s] = n
	}
	return states, rows.Err()
}
