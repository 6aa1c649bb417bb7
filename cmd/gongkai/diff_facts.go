package main

import (
	"fmt"
	"iter"
	"slices"

	"github.com/gongkai-data/gongkai/sinks"
	"github.com/gongkai-data/gongkai/sinks/parquet"
)

// factSeen is what is compared of a fact.
type factSeen struct {
	ReportID      string   `parquet:"report_id"`
	Indicator     string   `parquet:"indicator"`
	Applicant     *string  `parquet:"applicant"`
	Value         *float64 `parquet:"value"`
	Status        string   `parquet:"status"`
	RawText       *string  `parquet:"raw_text"`
	InferredValue *float64 `parquet:"inferred_value"`
	Flags         []string `parquet:"flags,list"`
	OverrideID    *string  `parquet:"override_id"`
}

// cellKey names a cell of a report.
type cellKey struct{ indicator, applicant string }

// cellsOf are the cells of one report, in the order of the table.
type cellsOf struct {
	order []cellKey
	cell  map[cellKey]*side
}

func (c *cellsOf) at(k cellKey) *side { return c.cell[k] }

// keysWith are the keys of both, in order; those that only other has come last.
func (c *cellsOf) keysWith(other *cellsOf) []cellKey {
	keys := slices.Clone(c.order)
	for _, k := range other.order {
		if c.cell[k] == nil {
			keys = append(keys, k)
		}
	}
	return keys
}

// factReader reads the facts of one report after the other: the table is sorted
// by report, and a report at a time is held.
type factReader struct {
	next func() (*factSeen, error, bool)
	stop func()
	held *factSeen // read already, of the report that comes next
}

func newFactReader(h *half) *factReader {
	next, stop := iter.Pull2(parquet.Rows[factSeen](h.d, "facts"))
	return &factReader{next: next, stop: stop}
}

// of returns the cells of a report; reports are asked for in the order of their ids.
func (r *factReader) of(report string) (*cellsOf, error) {
	c := &cellsOf{cell: map[cellKey]*side{}}
	for {
		if r.held == nil {
			f, err, ok := r.next()
			if err != nil {
				return nil, err
			}
			if !ok {
				return c, nil
			}
			row := *f
			row.Flags = slices.Clone(f.Flags)
			if r.held = &row; row.ReportID == "" {
				return nil, fmt.Errorf("facts: no report: %w", sinks.ErrIntegrity)
			}
		}
		if r.held.ReportID > report {
			return c, nil
		}
		if f := r.held; f.ReportID == report {
			k := cellKey{f.Indicator, deref(f.Applicant)}
			if c.cell[k] == nil {
				c.order = append(c.order, k)
			}
			flags := f.Flags
			if flags == nil {
				flags = []string{}
			}
			c.cell[k] = &side{f.Value, f.Status, f.RawText, f.InferredValue, flags, f.OverrideID}
		}
		r.held = nil
	}
}
