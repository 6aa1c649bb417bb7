package normalize

import "slices"

// infer gives every cell without a printed number the one that the hard rules
// leave as the only possibility (dataset rule 3). Counts are whole and at least
// zero; each rule narrows the range of its cells until nothing moves. That is
// sound: a number is inferred only where no other satisfies the rules used.
//
// A rule that fails says that one of its numbers is wrong, not which: its cells
// are open to every later conclusion, so no rule that shares a cell with it is
// used.
func infer(facts []Fact, eqs []equation, verdicts []verdict, open map[string]bool) {
	if allPrinted(facts) {
		return
	}
	lo, hi := make([]int64, len(facts)), make([]int64, len(facts))
	for i := range facts {
		hi[i] = unbounded
		if f := &facts[i]; f.HasValue() {
			if v := f.Value.trim(); v.Scale == 0 && v.Coef >= 0 {
				lo[i], hi[i] = v.Coef, v.Coef
			}
		}
	}
	sound := soundRules(facts, eqs, verdicts, open)
	by := make([]string, len(facts))
	for round, moved := 0, true; moved && round < 64; round++ {
		moved = false
		for _, k := range sound {
			m, ok := narrow(&eqs[k], facts, lo, hi, by)
			if !ok {
				return // the rules contradict each other: nothing follows
			}
			moved = moved || m
		}
	}
	for i := range facts {
		if f := &facts[i]; !f.HasValue() && by[i] != "" && lo[i] == hi[i] {
			d := Int(lo[i])
			f.Inferred, f.InferredBy = &d, by[i]
		}
	}
}

func allPrinted(facts []Fact) bool {
	for i := range facts {
		if !facts[i].HasValue() {
			return false
		}
	}
	return true
}

const unbounded = int64(1) << 50

// soundRules returns the rules that nothing speaks against: they do not fail,
// share no cell with one that fails, rest on no number that is itself in doubt,
// and their table prints no rows or columns that the form has not (open).
func soundRules(facts []Fact, eqs []equation, verdicts []verdict, open map[string]bool) []int {
	tainted := make([]bool, len(facts))
	for i := range eqs {
		if verdicts[i].result != Fail {
			continue
		}
		for _, side := range [][]int{eqs[i].lhs, eqs[i].rhs} {
			for _, k := range side {
				tainted[k] = true
			}
		}
	}
	var ok []int
	for i := range eqs {
		clean := !open[eqs[i].rule]
		for _, side := range [][]int{eqs[i].lhs, eqs[i].rhs} {
			for _, k := range side {
				f := &facts[k]
				clean = clean && !tainted[k] && !(f.HasValue() && (f.Value.Coef < 0 || !f.Value.IsInt() || doubtful(f)))
			}
		}
		if clean {
			ok = append(ok, i)
		}
	}
	return ok
}

// narrow tightens the range of every cell of one rule by the ranges of the others.
func narrow(e *equation, facts []Fact, lo, hi []int64, by []string) (moved, ok bool) {
	sum := func(at []int) (l, h int64) {
		for _, i := range at {
			l += lo[i]
			h = min(h+hi[i], unbounded)
		}
		return l, h
	}
	ll, lh := sum(e.lhs)
	rl, rh := sum(e.rhs)
	if ll > rh || rl > lh {
		return false, false
	}
	tighten := func(at []int, otherLo, otherHi, ownLo, ownHi int64) {
		for _, i := range at {
			if lo[i] == hi[i] {
				continue
			}
			restLo := ownLo - lo[i]
			h := otherHi - restLo
			if otherHi >= unbounded {
				h = unbounded
			}
			l := int64(0)
			if ownHi < unbounded {
				l = otherLo - (ownHi - hi[i])
			} else if onlyOpen(at, i, hi) {
				l = otherLo - restOf(at, i, hi)
			}
			if h < hi[i] || l > lo[i] {
				hi[i], lo[i] = min(hi[i], h), max(lo[i], l)
				by[i] = e.rule
				moved = true
			}
		}
	}
	tighten(e.lhs, rl, rh, ll, lh)
	ll, lh = sum(e.lhs)
	tighten(e.rhs, ll, lh, rl, rh)
	for _, side := range [][]int{e.lhs, e.rhs} {
		for _, i := range side {
			if lo[i] > hi[i] {
				return moved, false
			}
		}
	}
	return moved, true
}

// onlyOpen reports that i is the only cell of a side without an upper bound.
func onlyOpen(at []int, i int, hi []int64) bool {
	for _, k := range at {
		if k != i && hi[k] >= unbounded {
			return false
		}
	}
	return true
}

func restOf(at []int, i int, hi []int64) (n int64) {
	for _, k := range at {
		if k != i {
			n += hi[k]
		}
	}
	return n
}

// Doubtful reports a number that a flag puts in doubt; a unit or a remark does not.
func (f *Fact) Doubtful() bool { return doubtful(f) }

func doubtful(f *Fact) bool {
	return slices.ContainsFunc(f.Flags, func(g Flag) bool {
		switch g {
		case FlagUnitInValue, FlagUnitInLabel, FlagValueAnnotated, FlagSignedText, FlagLeadingZeros:
			return false
		}
		return true
	})
}
