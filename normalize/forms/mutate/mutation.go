package mutate

import "slices"

// Mutation is one layout error.
type Mutation struct {
	Name string
	Ref  string // where domain.md describes it
	// Sure says that the error leaves every number that it leaves at all with
	// its labels, so that a reading has no reason for doubt.
	Sure bool
	// Do damages the report. It reports false, and changes nothing, where the
	// report has no place for the error.
	Do func(rnd *Rand, r *Report) bool
}

// Mutations lists every layout error, in the order of the table that is printed.
var Mutations = slices.Concat(rowErrors, groupErrors, labelErrors, headerErrors, columnErrors, tableErrors, valueErrors, textErrors)

// Find returns the error of a name.
func Find(name string) (Mutation, bool) {
	i := slices.IndexFunc(Mutations, func(m Mutation) bool { return m.Name == name })
	if i < 0 {
		return Mutation{}, false
	}
	return Mutations[i], true
}

// Plan says how many errors the report of a number gets: one, two or three in turn.
func Plan(number int) int { return 1 + number%3 }

// Damaged makes report number n of a seed on one of the forms, by default Forms, with so many
// different errors, and says which. The first of them takes its turn through the whole list, so that
// every error comes as often as every other.
func Damaged(seed uint64, n, errors int, forms ...string) (*Report, []Mutation) {
	rnd := NewRand(seed, uint64(n))
	r := New(rnd, forms...)
	var done []Mutation
	first := n / 3 % len(Mutations)
	for tries := 0; len(done) < errors && tries < 40; tries++ {
		m := Mutations[first]
		if tries > 0 {
			m = pick(rnd, Mutations)
		}
		if slices.ContainsFunc(done, func(d Mutation) bool { return d.Name == m.Name }) {
			continue
		}
		if m.Do(rnd, r) {
			done = append(done, m)
		}
	}
	return r, done
}
