package watch

import (
	"slices"

	"github.com/gongkai-data/gongkai/normalize"
)

// cell is what this package keeps of one fact.
type cell struct {
	value normalize.Decimal
	state state
	doubt bool // a flag puts the number in doubt
}

type state uint8

const (
	absent  state = iota // not on the form, or not in the source
	empty                // there without a number: blank, dash, slash, 无
	printed              // a number
)

// slots are the facts that rules of this package use, by key.
var slots = func() map[normalize.Key]int {
	m := map[normalize.Key]int{}
	add := func(indicator, applicant string) {
		m[normalize.Key{Indicator: indicator, Applicant: applicant}] = len(m)
	}
	for _, a := range normalize.Applicants {
		add("applications.new", a.Code)
		add("applications.carried_in", a.Code)
		add("applications.carried_out", a.Code)
	}
	for _, s := range stockSubjects {
		for _, measure := range []string{"made", "repealed", "in_force", "newly_made", "newly_disclosed", "disclosed_total"} {
			add("proactive."+s+"."+measure, "")
		}
	}
	for _, s := range catalogueSubjects {
		for _, measure := range []string{"items_prev_year", "items_change", "decisions"} {
			add("proactive."+s+"."+measure, "")
		}
	}
	add("proactive.fees.amount", "")
	add("applications.result.other", "total")
	for i := range normalize.Indicators {
		ind := &normalize.Indicators[i]
		if ind.Generation == "C" && !ind.Derived && ind.Table == "applications" && ind.Order > 0 {
			if _, had := m[normalize.Key{Indicator: ind.Code, Applicant: "total"}]; !had {
				add(ind.Code, "total")
			}
		}
		if ind.Generation == "C" && ind.Table == "litigation" {
			add(ind.Code, "")
		}
	}
	return m
}()

var (
	stockSubjects     = []string{"regulations", "normative_documents"}
	catalogueSubjects = []string{"licensing", "other_services", "punishment", "coercion", "fees"}
)

// maxSlots is the size of a table of cells.
const maxSlots = 96

// cells are the facts of one report that rules use.
type cells struct {
	at [maxSlots]cell
	sum
}

// sum is what is known of the whole grid.
type sum struct {
	hash     uint64 // of every number and every place without one
	printed  int    // numbers
	nonzero  int    // numbers that are not zero
	flows    int    // of these, those that are no stock
	possible int    // cells that are there, with or without a number
}

// cellsOf reads the facts of a report once.
func cellsOf(r *normalize.Report) cells {
	var c cells
	c.hash = fnvOffset
	for i := range r.Facts {
		f := &r.Facts[i]
		v := cellOf(f)
		if f.Table != "nonstandard" {
			c.count(f, v)
		}
		if at, ok := slots[f.Key()]; ok {
			c.at[at] = v
		}
	}
	return c
}

// cellOf is what is kept of one fact.
func cellOf(f *normalize.Fact) cell {
	switch f.Status {
	case normalize.Reported, normalize.Corrected:
		return cell{value: f.Value, state: printed, doubt: doubtful(f.Flags)}
	case normalize.Blank, normalize.Dash, normalize.Slash, normalize.None:
		return cell{state: empty}
	}
	return cell{}
}

func (c *cells) count(f *normalize.Fact, v cell) {
	if f.HasRaw {
		c.possible++
	}
	n := uint64(v.state)
	if v.state == printed {
		c.printed++
		n = uint64(v.value.Coef)*8 + uint64(v.value.Scale)<<56 + 2
		if v.value.Coef != 0 {
			c.nonzero++
			if !isStock(f.Indicator) {
				c.flows++
			}
		}
	}
	c.hash = mix(c.hash ^ n)
}

// isStock tells the numbers that may well stay what they were.
func isStock(indicator string) bool {
	for _, end := range []string{".in_force", ".disclosed_total", ".items_prev_year"} {
		if len(indicator) > len(end) && indicator[len(indicator)-len(end):] == end {
			return true
		}
	}
	return false
}

// doubtful reports a flag that puts the number in doubt; units and remarks do not.
func doubtful(flags []normalize.Flag) bool {
	return slices.ContainsFunc(flags, func(g normalize.Flag) bool {
		switch g {
		case normalize.FlagUnitInValue, normalize.FlagUnitInLabel, normalize.FlagValueAnnotated, normalize.FlagSignedText, normalize.FlagLeadingZeros, normalize.FlagExtraRow:
			return false
		}
		return true
	})
}

// get returns the cell of a key, absent where the report has none.
func (c *cells) get(indicator, applicant string) cell {
	at, ok := slots[normalize.Key{Indicator: indicator, Applicant: applicant}]
	if !ok {
		return cell{}
	}
	return c.at[at]
}

// number returns a printed whole number that no flag puts in doubt.
func (c *cells) number(indicator, applicant string) (int64, bool) {
	v := c.get(indicator, applicant)
	if v.state != printed || v.doubt || !v.value.IsInt() {
		return 0, false
	}
	n := v.value.Coef
	for s := v.value.Scale; s > 0; s-- {
		n /= 10
	}
	return n, true
}

const fnvOffset = 14695981039346656037

// mix is the finaliser of SplitMix64.
func mix(x uint64) uint64 {
	x ^= x >> 30
	x *= 0xbf58476d1ce4e5b9
	x ^= x >> 27
	x *= 0x94d049bb133111eb
	return x ^ x>>31
}
