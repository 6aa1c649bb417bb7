package pdf

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/gongkai-data/gongkai/extract"
)

// tally counts what a page shows.
type tally struct {
	visible  int // characters with ink, blanks not counted
	unmapped int // of them, those that the file does not name
	hidden   int
	pictured bool // pictures cover most of the page and few characters stand on it
	cut      bool
}

const (
	mostOfPage = 0.5  // share of the page that pictures cover where it is a scan
	fewChars   = 40   // characters on such a page that are a page number or a stamp
	tooMany    = 0.05 // share of unmapped characters at which a page is garbage
)

func count(p *extract.PageContent) tally {
	t := tally{cut: p.Cut}
	for i := range p.Chars {
		switch c := &p.Chars[i]; {
		case c.Rune <= ' ':
		case c.Hidden:
			t.hidden++
		default:
			t.visible++
			if c.Rune == extract.Unmapped {
				t.unmapped++
			}
		}
	}
	area := 0.0
	for _, b := range p.Pictures {
		area += (b.X1 - b.X0) * (b.Y1 - b.Y0)
	}
	t.pictured = t.visible < fewChars && area > mostOfPage*p.Width*p.Height
	return t
}

// garbage reports a page whose characters are too often not named.
func (t tally) garbage() bool {
	return t.unmapped > 0 && float64(t.unmapped) > tooMany*float64(t.visible)
}

// doubt says why the second reader should be asked, "" where it need not.
func doubt(s *seen, err error) string {
	if err != nil {
		var e *extract.Error
		if errors.As(err, &e) && (e.Code == "pdf-damaged" || e.Code == "pdf-encryption") {
			return "the first reader failed: " + e.Detail
		}
		return ""
	}
	empty := true
	for i := range s.pages {
		t := count(&s.pages[i])
		if t.garbage() && !s.lost[i] {
			return fmt.Sprintf("page %d: %d of %d characters are not named", i+1, t.unmapped, t.visible)
		}
		empty = empty && t.visible == 0 && !t.pictured
	}
	if empty {
		return "no character was found"
	}
	return ""
}

// askSecond takes the pages that the second reader sees better: all where there
// are none yet, else those that are garbage or empty. A page whose fonts are lost
// stays as it is: whoever names its characters guesses. asked is false where none was taken.
func askSecond(ctx context.Context, b []byte, opt extract.Options, s *seen, failed error) (_ []extract.PageContent, asked bool, err error) {
	pages := s.pages
	second, err := opt.Second.ReadPages(ctx, b, opt)
	switch {
	case err != nil:
		return pages, false, failed
	case failed != nil:
		return second, true, nil
	case slices.Contains(s.lost, true) && len(second) != len(pages):
		return pages, false, nil
	case len(second) != len(pages): // of a file that is so broken the one who finds more is right
		if named(second) > named(pages) {
			return second, true, nil
		}
		return pages, false, nil
	}
	for i := range pages {
		first, other := count(&pages[i]), count(&second[i])
		if !s.lost[i] && (first.garbage() || first.visible == 0) && other.visible-other.unmapped > first.visible-first.unmapped {
			pages[i] = second[i]
			asked = true
		}
	}
	return pages, asked, nil
}

// Settled returns the pages as Format.Read takes them, those of opt.Second in the place of what the
// first reader cannot see, and the pictures among them that may show a table (extract.Document.Pictures).
func Settled(ctx context.Context, b []byte, opt extract.Options) ([]extract.PageContent, []extract.Prov, error) {
	s, err := readFirst(ctx, b, opt)
	pages := s.pages
	if opt.Second != nil && doubt(&s, err) != "" {
		pages, _, err = askSecond(ctx, b, opt, &s, err)
	}
	if err != nil {
		return nil, nil, err
	}
	return pages, pictures(pages), nil
}

// named counts the characters that are visible and named.
func named(pages []extract.PageContent) (n int) {
	for i := range pages {
		t := count(&pages[i])
		n += t.visible - t.unmapped
	}
	return n
}

// legible reports whether any page can be read: pictures with a stamp, and pages
// whose text has no ink, cannot.
func legible(pages []extract.PageContent) bool {
	for i := range pages {
		if t := count(&pages[i]); t.visible > 0 && !t.pictured {
			return true
		}
	}
	return false
}

// notices tells what is missing or was assumed, page by page.
func notices(s *seen, pages []extract.PageContent) (all []extract.Notice) {
	tell := func(code extract.Code, page int, detail string, args ...any) {
		all = append(all, extract.Notice{Code: code, Detail: fmt.Sprintf(detail, args...), Prov: extract.Prov{Page: page}})
	}
	if s.file != nil && s.file.Repaired != "" {
		tell("pdf-repaired", 0, "%s", s.file.Repaired)
	}
	cut := s.file != nil && (s.file.Cut || !s.complete)
	for i := range pages {
		t := count(&pages[i])
		if t.unmapped > 0 {
			tell("pdf-unmapped", i+1, "%d of %d characters", t.unmapped, t.visible)
		}
		if t.cut {
			tell("pdf-cut", i+1, "content of the page")
			cut = false
		}
		if t.hidden > 0 {
			tell("pdf-hidden-text", i+1, "%d characters", t.hidden)
		}
		if t.pictured {
			tell("pdf-picture-page", i+1, "%d characters beside the picture", t.visible)
		}
	}
	if cut {
		tell("pdf-cut", 0, "the file")
	}
	if s.inferred > 0 {
		tell("pdf-encoding-inferred", 0, "%d characters", s.inferred)
	}
	if s.clipped > 0 {
		tell("pdf-clipped", 0, "%d characters", s.clipped)
	}
	if s.bare > 0 {
		tell("pdf-annotation-bare", 0, "%d annotations", s.bare)
	}
	if s.off > 0 {
		tell("pdf-layer-off", 0, "%d characters", s.off)
	}
	return all
}
