package watch

import (
	"encoding/binary"
	"errors"
	"strings"

	"github.com/gongkai-data/gongkai/normalize"
)

// Brief is what this package needs of a report to hold it against others, in
// some 500 bytes. It is made once, where the report is read, and kept with it.
type Brief struct {
	ID, Body, Name, Level, Generation, Published string
	Year                                         int

	States                            [maxSlots / 4]byte // two bits a cell
	Doubts                            [maxSlots / 8]byte
	Places                            []uint8 // of the numbers that are not zero
	Values                            []normalize.Decimal
	Hash                              uint64 // of the whole grid
	Printed, Nonzero, Flows, Possible int
	Pieces                            int // of the text, repeated ones too
	Sketch                            [2 * bins]byte
}

// BriefOf reads what is kept of a report.
func BriefOf(r *normalize.Report) *Brief {
	b := briefOf(r)
	b.close()
	k := &Brief{
		ID: b.id, Body: b.body, Name: b.name, Level: b.level, Generation: b.generation, Published: b.published, Year: b.year,
		States: b.kept.states, Doubts: b.kept.doubts, Places: b.kept.places, Values: b.kept.values,
		Hash: b.sum.hash, Printed: b.sum.printed, Nonzero: b.sum.nonzero, Flows: b.sum.flows, Possible: b.sum.possible,
	}
	s := sketchOf(r.Body.Name, r.Sections)
	k.Pieces = s.pieces
	if s.min != nil {
		for i, v := range s.min {
			binary.LittleEndian.PutUint16(k.Sketch[2*i:], v)
		}
	}
	return k
}

// Detach copies the texts: those of a report hold all that it was read with.
func (k *Brief) Detach() {
	for _, t := range []*string{&k.ID, &k.Body, &k.Name, &k.Level, &k.Generation, &k.Published} {
		*t = strings.Clone(*t)
	}
}

var errBrief = errors.New("no brief of a report")

// Check holds a brief from elsewhere against itself.
func (k *Brief) Check() error {
	if len(k.Places) != len(k.Values) || len(k.Places) > maxSlots || k.Pieces < 0 || k.Year < 0 || k.Year > 9999 {
		return errBrief
	}
	for _, at := range k.Places {
		if int(at) >= maxSlots {
			return errBrief
		}
	}
	return nil
}

// AddBrief takes the brief of a report that stands, as Add takes the report. The
// brief must have passed Check.
func (w *Watcher) AddBrief(k *Brief) {
	b := &brief{
		id: k.ID, body: k.Body, name: k.Name, level: k.Level, generation: k.Generation, published: k.Published, year: k.Year,
		kept: packed{k.States, k.Doubts, k.Places, k.Values},
		sum:  sum{k.Hash, k.Printed, k.Nonzero, k.Flows, k.Possible},
	}
	b.text.pieces = k.Pieces
	if k.Pieces > 0 && float64(k.Pieces) >= w.settings.threshold("reuse_min_shingles") {
		b.text.min = new([bins]uint16)
		for i := range b.text.min {
			b.text.min[i] = binary.LittleEndian.Uint16(k.Sketch[2*i:])
		}
	}
	w.briefs = append(w.briefs, b)
}
