package msdoc

import (
	"fmt"
	"strings"

	"github.com/gongkai-data/gongkai/extract"
)

// Properties that are kept, in the order and under the names that packages give
// them ([MS-OLEPS] 2.18, [MS-OSHARED] 2.3.3.2.1.1).
var summary = []struct {
	id   int
	name string
}{{2, "core:title"}, {4, "core:creator"}, {12, "core:created"}, {13, "core:modified"}, {18, "app:Application"}}

const (
	maxProperties = 1000
	pidCodePage   = 1
	vtI2          = 2
	vtLPSTR       = 30
	vtLPWSTR      = 31
	vtFileTime    = 64
)

// properties reads the property set of the summary ([MS-OLEPS] 2.21). A document
// can do without, so damage is not told.
func (r *reader) properties() {
	stream, _ := r.file.Stream("\x05SummaryInformation")
	set := data(stream)
	set = set.from(set.i32(44)) // of the first property set, behind its FMTID
	at := make(map[int]int)
	for i := range min(max(set.i32(4), 0), maxProperties) {
		at[set.i32(8+8*i)] = set.i32(12 + 8*i)
	}
	page := 1252
	if v, ok := at[pidCodePage]; ok && set.u16(v) == vtI2 {
		page = set.u16(v + 4)
	}
	for _, p := range summary {
		off, ok := at[p.id]
		if !ok {
			continue
		}
		v := property(set.from(off), page)
		if v == "" {
			continue
		}
		r.doc.Properties = append(r.doc.Properties, extract.Property{Name: p.name, Value: v})
		if p.name == "core:title" {
			r.doc.Title = v
		}
	}
}

// property prints a TypedPropertyValue ([MS-OLEPS] 2.15).
func property(v data, page int) string {
	switch v.u16(0) {
	case vtLPSTR:
		b := v.clip(8, v.i32(4))
		if page == 1200 {
			return clean(utf16Text(b))
		}
		return clean(decode(page, b))
	case vtLPWSTR:
		return clean(utf16Text(v.clip(8, 2*max(min(v.i32(4), len(v)), 0))))
	case vtFileTime:
		return fileTime(uint64(v.u32(4)) | uint64(v.u32(8))<<32)
	}
	return ""
}

// clean cuts the value at its terminating zero.
func clean(s string) string {
	s, _, _ = strings.Cut(s, "\x00")
	return strings.TrimSpace(strings.ToValidUTF8(s, "\uFFFD"))
}

// fileTime prints a count of 100 ns since 1601 as packages do; "" for what is
// no date of a document.
func fileTime(t uint64) string {
	seconds := int64(t/10_000_000) - 11_644_473_600 // since 1970
	if seconds <= 0 || seconds > 253_402_300_799 {
		return ""
	}
	days, s := seconds/86400, seconds%86400
	// The civil calendar in years that start in March, in eras of 400 years.
	days += 719_468
	era, day := days/146_097, days%146_097
	year := (day - day/1460 + day/36_524 - day/146_096) / 365
	day -= 365*year + year/4 - year/100
	m := (5*day + 2) / 153
	day -= (153*m+2)/5 - 1
	year += era * 400
	if m += 3; m > 12 {
		m -= 12
		year++
	}
	return fmt.Sprintf("%04d-%02d-%02dT%02d:%02d:%02dZ", year, m, day, s/3600, s/60%60, s%60)
}
