package watch

import (
	"github.com/gongkai-data/gongkai/normalize"
)

// brief is what is kept of a report until all of them are known.
type brief struct {
	id         string
	body       string
	name       string
	level      string
	generation string
	published  string
	year       int
	kept       packed
	sum        sum
	text       sketch

	cells *cells // while the report is looked at
}

// briefOf reads what is kept. The cells are open.
func briefOf(r *normalize.Report) *brief {
	c := cellsOf(r)
	b := &brief{
		id: r.ID, body: r.Body.ID, name: r.Body.Name, level: r.Body.Level, generation: r.Generation,
		published: r.PublishedAt, year: r.Year, sum: c.sum, cells: &c,
	}
	return b
}

// packed is a table of cells in few bytes: most reports hold zeros.
type packed struct {
	states [maxSlots / 4]byte // two bits a cell
	doubts [maxSlots / 8]byte
	places []uint8 // of the numbers that are not zero
	values []normalize.Decimal
}

// close packs the cells.
func (b *brief) close() {
	if b.cells == nil {
		return
	}
	var p packed
	n := 0
	for i := range b.cells.at {
		if c := &b.cells.at[i]; c.state == printed && (c.value.Coef != 0 || c.value.Scale != 0) {
			n++
		}
	}
	p.places, p.values = make([]uint8, 0, n), make([]normalize.Decimal, 0, n)
	for i := range b.cells.at {
		c := &b.cells.at[i]
		p.states[i/4] |= byte(c.state) << (i % 4 * 2)
		if c.doubt {
			p.doubts[i/8] |= 1 << (i % 8)
		}
		if c.state == printed && (c.value.Coef != 0 || c.value.Scale != 0) {
			p.places, p.values = append(p.places, uint8(i)), append(p.values, c.value)
		}
	}
	b.kept, b.cells = p, nil
}

// open unpacks the cells.
func (b *brief) open() *brief {
	if b.cells != nil {
		return b
	}
	c := &cells{sum: b.sum}
	for i := range c.at {
		c.at[i] = cell{state: state(b.kept.states[i/4] >> (i % 4 * 2) & 3), doubt: b.kept.doubts[i/8]>>(i%8)&1 == 1}
	}
	for i, at := range b.kept.places {
		c.at[at].value = b.kept.values[i]
	}
	b.cells = c
	return b
}
