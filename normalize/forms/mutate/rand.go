package mutate

// Rand is a small source of random numbers (splitmix64). It is part of the
// package so that a seed means the same report wherever and whenever it is made.
type Rand struct{ state uint64 }

// NewRand starts the stream of one report.
func NewRand(seed, stream uint64) *Rand {
	r := &Rand{seed ^ stream*0x9E3779B97F4A7C15}
	r.next()
	r.state ^= stream
	return r
}

func (r *Rand) next() uint64 {
	r.state += 0x9E3779B97F4A7C15
	z := r.state
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return z ^ z>>31
}

// N returns a number from 0 to n−1, 0 where n is below 2.
func (r *Rand) N(n int) int {
	if n < 2 {
		return 0
	}
	return int(r.next() % uint64(n))
}

// Chance is true in so many cases of a hundred.
func (r *Rand) Chance(percent int) bool { return r.N(100) < percent }

// pick returns one of s, which is not empty.
func pick[T any](r *Rand, s []T) T { return s[r.N(len(s))] }

// shuffle puts s in a random order.
func shuffle[T any](r *Rand, s []T) {
	for i := len(s) - 1; i > 0; i-- {
		j := r.N(i + 1)
		s[i], s[j] = s[j], s[i]
	}
}
