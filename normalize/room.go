package normalize

import "sync"

// room is memory that reports use one after the other: a tenth of a megabyte,
// a third of what reading one takes. Nothing of a Report points into it.
type room struct {
	obs   []observation
	cells []viewCell
	slots []assignment
}

var rooms = sync.Pool{New: func() any {
	return &room{make([]observation, 0, 256), make([]viewCell, 0, 512), make([]assignment, 0, 256)}
}}

// mostRoom bounds what is kept of a document of unusual size.
const mostRoom = 4096

// leave empties the room for the next report. obs is what its observations grew to.
func (m *room) leave(obs []observation) {
	if cap(obs) <= mostRoom {
		m.obs = obs
	} else {
		m.obs = nil
	}
	clear(m.obs)
	clear(m.cells)
	clear(m.slots)
	m.obs, m.cells, m.slots = m.obs[:0], m.cells[:0], m.slots[:0]
	rooms.Put(m)
}

// takeCells returns n empty cells.
func (m *room) takeCells(n int) []viewCell { return take(&m.cells, n) }

// takeSlots returns n empty assignments.
func (m *room) takeSlots(n int) []assignment { return take(&m.slots, n) }

// take cuts n values off the room, or makes them where it has too few.
func take[T any](from *[]T, n int) []T {
	at := len(*from)
	if size := max(2*cap(*from), n); n > cap(*from)-at {
		if size > mostRoom {
			return make([]T, n)
		}
		at, *from = 0, make([]T, 0, size) // what was cut off before stays with those who have it
	}
	*from = (*from)[:at+n]
	return (*from)[at : at+n : at+n]
}
