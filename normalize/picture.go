package normalize

import (
	"slices"

	"github.com/gongkai-data/gongkai/extract"
)

// chapterOrder is the order of the chapters of the form.
var chapterOrder = []string{"sec.overview", "sec.proactive", "sec.applications", "sec.litigation", "sec.problems", "sec.other"}

// tableChapters names the table that stands in a chapter of the form.
var tableChapters = map[string]string{"sec.proactive": "proactive", "sec.applications": "applications", "sec.litigation": "litigation"}

// pictured lists the tables of the form where a picture stands in their place:
// below the heading of their chapter and above the next one, or, where their
// heading is not there either, on pages that are pictures whole.
func (s *front) pictured() map[string]bool {
	if len(s.doc.Pictures) == 0 || len(s.chapters) == 0 {
		return nil
	}
	var tables map[string]bool
	for no, code := range chapterOrder {
		if t := tableChapters[code]; t != "" && s.pictureIn(no) {
			if tables == nil {
				tables = map[string]bool{}
			}
			tables[t] = true
		}
	}
	return tables
}

// pictureIn reports a picture in the place of one chapter: behind the last
// heading up to it and before the first one after it.
func (s *front) pictureIn(no int) bool {
	own := false
	var from, to *extract.Prov
	for _, m := range s.chapters {
		at := slices.Index(chapterOrder, m.code)
		if at < 0 && from == nil {
			continue
		}
		where := s.doc.Blocks[s.lines[m.line].block].Where()
		switch {
		case at >= 0 && at <= no:
			own, from, to = at == no, &where, nil
		case to == nil:
			to = &where // of the form, or a heading of the report's own
		}
	}
	return slices.ContainsFunc(s.doc.Pictures, func(p extract.Prov) bool {
		whole := p.Page > 0 && p.Box == (extract.Box{})
		return (own || whole) && (from == nil || before(*from, p)) && (to == nil || before(p, *to))
	})
}

// before reports that a stands before b in the document, as far as their places
// tell.
func before(a, b extract.Prov) bool {
	switch {
	case a.Page > 0 && b.Page > 0 && a.Page != b.Page:
		return a.Page < b.Page
	case a.Page > 0 && b.Page > 0:
		return a.Box.Y0 < b.Box.Y0
	}
	return a.Part == b.Part && a.Start < b.Start
}

// pictureReport fills the form of a report whose tables are pictures. What its
// sentences state takes the place of what cannot be read, outside of the rules:
// sentences count differently from tables.
func (rd *reader) pictureReport(r *Report, forms *FormSet) {
	r.Generation = rd.generation(r)
	rd.assemble(r, forms)
	grid := r.Facts
	r.Facts = nil
	narrate(r)
	for i := range r.Facts {
		told := &r.Facts[i]
		at := slices.IndexFunc(grid, func(f Fact) bool { return f.Key() == told.Key() })
		if at < 0 {
			grid = append(grid, *told)
		} else {
			grid[at] = *told
		}
	}
	r.Facts = grid
}
