package jcms

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/gongkai-data/gongkai/corpus"
	"github.com/gongkai-data/gongkai/corpus/portals/internal/listing"
)

var (
	areaCode  = regexp.MustCompile(`^\w{4,32}$`)
	yearRange = regexp.MustCompile(`^(20\d{2})(?:-(20\d{2}))?$`)
)

// Bounds of what the module is asked for.
const (
	maxAreas = 500
	maxYears = 30
)

// module lists a start that is the module of reports. Where the source names
// areas and years, each pair is a ref and nothing is asked for; else the page
// tells both. A pair without a report is for the client to find out: the page
// says so, or is gone.
func module(w *listing.Walk, start string) bool {
	u, err := url.Parse(start)
	if err != nil || !isModule(u) {
		return false
	}
	areas, years, err := pairs(w.Source.Params)
	if err != nil {
		w.Fail(start, err)
		return true
	}
	told := map[string]string{} // titles by address
	if len(areas) == 0 || len(years) == 0 {
		page, err := w.Getter.Get(w.Ctx, corpus.Request{URL: start, For: corpus.Listing})
		if err != nil {
			w.Fail(start, err)
			return true
		}
		p, err := listing.Parse(page)
		if err != nil {
			w.Fail(start, err)
			return true
		}
		found := offered(p)
		if len(areas) == 0 {
			areas = found.areas
		}
		if len(years) == 0 {
			years = found.years
		}
		if len(areas) == 0 || len(years) == 0 {
			w.Fail(start, fmt.Errorf("no areas or no years: %w", corpus.ErrListing))
			return true
		}
		told = found.titles
	}
	for _, area := range areas {
		for _, year := range years {
			a := address(u, area, year)
			w.Add(corpus.Ref{Key: w.Key(a), URL: a, Title: told[area+"/"+year], Channels: []string{start}})
		}
	}
	return true
}

func address(module *url.URL, area, year string) string {
	u := *module
	u.RawQuery = "area=" + url.QueryEscape(area) + "&fbtime=" + year
	return u.String()
}

// pairs are the areas and years of a source: area: [3325…], years: [2008-2025].
func pairs(params map[string][]string) (areas, years []string, err error) {
	for _, a := range params["area"] {
		if !areaCode.MatchString(a) {
			return nil, nil, fmt.Errorf("area %q is no code", a)
		}
		areas = append(areas, a)
	}
	for _, r := range params["years"] {
		m := yearRange.FindStringSubmatch(r)
		if m == nil {
			return nil, nil, fmt.Errorf("years %q is no year and no range of years", r)
		}
		from, _ := strconv.Atoi(m[1])
		to := from
		if m[2] != "" {
			to, _ = strconv.Atoi(m[2])
		}
		for y := to; y >= from; y-- {
			years = append(years, strconv.Itoa(y))
		}
	}
	if len(areas) > maxAreas || len(years) > maxYears {
		return nil, nil, fmt.Errorf("%d areas and %d years, at most %d and %d", len(areas), len(years), maxAreas, maxYears)
	}
	return areas, years, nil
}

// offer is what a page of the module names.
type offer struct {
	areas, years []string
	titles       map[string]string // by area/year
}

func offered(p *listing.Parsed) offer {
	o := offer{titles: map[string]string{}}
	add := func(to *[]string, s string, limit int) {
		if s != "" && len(*to) < limit && !slices.Contains(*to, s) {
			*to = append(*to, s)
		}
	}
	note := func(u *url.URL, title string) {
		area, year := u.Query().Get("area"), u.Query().Get("fbtime")
		if areaCode.MatchString(area) {
			add(&o.areas, area, maxAreas)
		}
		if yearRange.MatchString(year) && len(year) == 4 {
			add(&o.years, year, maxYears)
			if areaCode.MatchString(area) && o.titles[area+"/"+year] == "" {
				o.titles[area+"/"+year] = title
			}
		}
	}
	if isModule(p.URL) {
		note(p.URL, "")
	}
	for _, l := range p.Links() {
		if isModule(l.URL) && l.URL.Host == p.URL.Host {
			note(l.URL, l.Title)
		}
	}
	slices.SortFunc(o.years, func(a, b string) int { return strings.Compare(b, a) })
	return o
}

// modules proposes areas and years for a source from a page of the module.
func modules(p *listing.Parsed) map[string][]string {
	if !isModule(p.URL) {
		return nil
	}
	o := offered(p)
	params := map[string][]string{}
	if len(o.areas) > 0 {
		params["area"] = o.areas
	}
	if n := len(o.years); n > 0 {
		params["years"] = []string{o.years[n-1] + "-" + o.years[0]}
	}
	return params
}
