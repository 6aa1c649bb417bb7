package normalize

import "testing"

// TestRoom: what a report takes is empty, does not grow into its neighbour, and
// is there again for the next one.
func TestRoom(t *testing.T) {
	m := &room{cells: make([]viewCell, 0, 4)}
	for range 3 {
		a, b := m.takeCells(3), m.takeCells(3)
		if len(a) != 3 || cap(a) != 3 || len(b) != 3 || a[2].claim != 0 || b[0].claim != 0 {
			t.Fatalf("%d of %d cells, %d, %+v", len(a), cap(a), len(b), b[0])
		}
		a[2].claim, b[0].claim = 7, 8
		if a[2].claim != 7 {
			t.Fatal("two tables share a cell")
		}
		m.leave(append(m.obs, observation{cell: 5}))
		if len(m.obs)+len(m.cells)+len(m.slots) != 0 || m.obs[:1][0].cell != 0 {
			t.Fatal("the room is not empty")
		}
	}
	m.leave(make([]observation, 0, mostRoom+1))
	if cap(m.obs) > 0 || len(m.takeCells(mostRoom+1)) != mostRoom+1 || len(m.cells) != 0 {
		t.Error("room of an unusual size is kept")
	}
}
