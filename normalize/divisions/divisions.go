package divisions

import (
	"sort"
	"strings"
)

// Division is one administrative division under one name.
type Division struct {
	Code   string // 6 digits (GB/T 2260), or 9 for townships
	Name   string
	Level  string // province, prefecture, county, township; zone for a unit of the statistical table only
	Parent string // code of the division above, "" for a province
	From   int    // first year in which the name was in force; 0: before the oldest table
	To     int    // last year; 0: still in force in the newest table
}

// The levels of a division.
const (
	Province   = "province"
	Prefecture = "prefecture"
	County     = "county"
	Township   = "township"
	Zone       = "zone" // a development zone or enterprise area: counted by statisticians, no division of the state
)

// slack is the number of years by which a report may be apart from the tables:
// they are as of the middle of a year, and a report on one year is written in
// the next.
const slack = 1

// In reports whether the name was in force in the year; 0 stands for any year.
func (d *Division) In(year int) bool {
	return year == 0 || (d.From == 0 || year >= d.From-slack) && (d.To == 0 || year <= d.To+slack)
}

func (d *Division) less(e *Division) bool {
	return d.Code < e.Code || d.Code == e.Code && (d.From < e.From || d.From == e.From && d.Name < e.Name)
}

// Find returns all divisions of the name in force in the year (0: in any
// year), by code. Short forms count: 昆都仑, 包头, 卜尔汉图.
func Find(name string, year int) []Division {
	if name == "" {
		return nil
	}
	var ds []Division
	add := func(d *Division) {
		if d.In(year) {
			ds = append(ds, *d)
		}
	}
	counties().each(name, func(d *Division, _ bool) { add(d) })
	all := townships()
	for _, suffix := range append([]string{""}, townshipSuffixes...) {
		for _, d := range all[name+suffix] {
			add(d)
		}
	}
	if street, ok := strings.CutSuffix(name, "街道办事处"); ok {
		for _, d := range all[street+"街道"] {
			add(d)
		}
	}
	sortByCode(ds)
	return ds
}

func sortByCode(ds []Division) {
	sort.Slice(ds, func(i, j int) bool { return ds[i].less(&ds[j]) })
}

// Lookup returns the division of a code, under the name in force in the year
// where there is one.
func Lookup(code string, year int) (Division, bool) {
	rows := counties().rows
	if len(code) == 9 {
		rows = below(code)
	}
	i := sort.Search(len(rows), func(i int) bool { return rows[i].Code >= code })
	found := -1
	for ; i < len(rows) && rows[i].Code == code; i++ {
		// Names in force win; among the rest the latest.
		if found < 0 || rows[i].In(year) && (!rows[found].In(year) || rows[i].From > rows[found].From) {
			found = i
		}
	}
	if found < 0 {
		return Division{}, false
	}
	return rows[found], true
}

// Path returns the divisions above a code, the province first.
func Path(code string, year int) []Division {
	var path []Division
	for p := parent(code); p != ""; p = parent(p) {
		if d, ok := Lookup(p, year); ok {
			path = append([]Division{d}, path...)
		}
	}
	return path
}

// parent returns the code above. The headings 市辖区, 县 and 直辖 of the
// official table are no divisions: their children belong to the province.
func parent(code string) string {
	switch {
	case len(code) == 9:
		return code[:6] // of a city without counties too: 东莞市 441900
	case len(code) != 6 || code[2:] == "0000":
		return ""
	case code[4:] == "00":
		return code[:2] + "0000"
	}
	switch pp := code[:2]; {
	case pp == "11", pp == "12", pp == "31", pp == "50", code[2:4] == "90":
		return pp + "0000"
	}
	return code[:4] + "00"
}

func level(code, name string) string {
	switch {
	case len(code) == 9:
		// Codes from 400 are units like a township; some are townships by name.
		if code[6] >= '4' && !strings.HasSuffix(name, "街道") && !strings.HasSuffix(name, "镇") && !strings.HasSuffix(name, "乡") && !strings.HasSuffix(name, "苏木") {
			return Zone
		}
		return Township
	case code[2:] == "0000":
		return Province
	case code[4:] == "00":
		return Prefecture
	case code[4:] >= "71" && code[4:] <= "79":
		return Zone
	}
	return County
}
