package sinks

import "github.com/gongkai-data/gongkai/normalize"

// text returns nil for an empty string: "" in a report means that nothing is
// printed there.
func text(s *string) *string {
	if *s == "" {
		return nil
	}
	return s
}

// or returns "" for nil.
func or(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func float(d *normalize.Decimal) *float64 {
	if d == nil {
		return nil
	}
	f := d.Float()
	return &f
}

// list returns an empty list for nil, so that JSON and Parquet both say "none"
// and not "unknown".
func list(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}

func keys(ks []normalize.Key) []string {
	s := make([]string, len(ks))
	for i, k := range ks {
		s[i] = k.String()
	}
	return s
}

func flagCodes(flags []normalize.Flag) []string {
	s := make([]string, len(flags))
	for i, f := range flags {
		s[i] = string(f)
	}
	return s
}

// box returns nil for the zero box, which means that the place is not known.
func box(x0, y0, x1, y1 float64) []float32 {
	if x0 == 0 && y0 == 0 && x1 == 0 && y1 == 0 {
		return nil
	}
	return []float32{float32(x0), float32(y0), float32(x1), float32(y1)}
}

// slab hands out pointers from one allocation for a report's rows.
type slab struct {
	numbers []int32
	floats  []float64
}

func newSlab(rows int) *slab {
	return &slab{numbers: make([]int32, 0, 4*rows), floats: make([]float64, 0, 2*rows)}
}

// number returns nil for 0: places are counted from 1.
func (s *slab) number(n int) *int32 {
	if n == 0 {
		return nil
	}
	s.numbers = append(s.numbers, int32(n))
	return &s.numbers[len(s.numbers)-1]
}

func (s *slab) float(d normalize.Decimal) *float64 {
	s.floats = append(s.floats, d.Float())
	return &s.floats[len(s.floats)-1]
}
