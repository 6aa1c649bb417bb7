package record

import (
	"strconv"

	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/sinks"
)

// known are strings that most records hold, numbered from 1 in every table; the
// empty one is 0. They belong to the schema.
var known = func() []string {
	list := []string{""}
	had := map[string]bool{"": true}
	add := func(words ...string) {
		for _, s := range words {
			if !had[s] {
				had[s] = true
				list = append(list, s)
			}
		}
	}
	add("reported", "blank", "dash", "slash", "none", "text", "row_absent", "column_absent", "table_absent", "image_only", "unreadable", "ambiguous", "corrected",
		"exact", "alias", "fuzzy", "assumed", "piece", "cny_10k", "cny", "person", "value", "label", "header", "extra", "furniture", "other", "nonstandard", "table", "narrative", "mixed",
		"pass", "pass_if_blank_zero", "fail", "not_evaluable", "error", "warning", "info", sinks.OK, sinks.Partial, sinks.Failed, sinks.NotAReport)
	for _, a := range normalize.Applicants {
		add(a.Code)
	}
	for i := range normalize.Indicators {
		ind := &normalize.Indicators[i]
		add(ind.Code, ind.Table, ind.Zh)
	}
	for n := range 100 { // most cells hold one of these
		add(strconv.Itoa(n))
	}
	return list
}()

// knownPlaces finds them.
var knownPlaces = func() map[string]int {
	m := make(map[string]int, len(known))
	for i, s := range known {
		m[s] = i
	}
	return m
}()

// recent remembers where strings stand that were asked for before: most are
// asked for again, and comparing two that are one costs nothing.
type recent [1 << 10]struct {
	text string
	at   int
	in   uint32 // number of the table; 0 for known
}

// slot is where a string is remembered.
func slot(s string) uint {
	n := len(s)
	h := uint64(n) * 0x9e3779b97f4a7c15
	if n >= 8 {
		h = (h ^ load(s[n-8:])) * 0x9e3779b97f4a7c15
		h = (h ^ load(s[(n-8)/2:])) * 0x9e3779b97f4a7c15
	} else {
		for i := range n {
			h = (h ^ uint64(s[i])) * 0x9e3779b97f4a7c15
		}
	}
	return uint(h >> 54)
}

func load(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 | uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}
