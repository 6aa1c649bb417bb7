package sources

import (
	"net/url"
	"slices"
	"strings"
	"time"
)

// Advice is a code of what is not wrong in a source and should be looked at.
type Advice string

// Codes of advice.
const (
	NoExpect    Advice = "source-no-expect"    // a listing that breaks is not noticed by its counts
	NoBodies    Advice = "source-no-bodies"    // what is missing cannot be told
	Impolite    Advice = "source-impolite"     // a delay below three seconds
	AllHours    Advice = "source-all-hours"    // asked by day, too
	WeakTLS     Advice = "source-weak-tls"     // old or unverified TLS
	PlainHTTP   Advice = "source-plain-http"   // nothing proves that the site has answered
	WideTitles  Advice = "source-wide-titles"  // takes every title
	UnknownBody Advice = "source-unknown-body" // a start names a body that bodies does not
)

// Advise tells what should be looked at.
func (s *Source) Advise() (out []Advice) {
	add := func(a Advice, when bool) {
		if when && !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	e := s.Expect
	add(NoExpect, e.Refs == 0 && len(e.Years) == 0)
	add(NoBodies, len(s.Bodies) == 0)
	add(Impolite, s.Manner.Delay != 0 && s.Manner.Delay < 3*time.Second)
	add(AllHours, s.Manner.Hours == "always")
	add(WeakTLS, len(s.Manner.TLS) > 0)
	for _, a := range s.Start {
		u, err := url.Parse(a)
		add(PlainHTTP, err == nil && u.Scheme == "http")
	}
	for _, t := range s.Titles.Take {
		add(WideTitles, strings.Trim(t, "^$.*+()") == "")
	}
	for _, name := range s.Channels {
		add(UnknownBody, len(s.Bodies) > 0 && !slices.ContainsFunc(s.Bodies, func(b Body) bool { return b.Name == name }))
	}
	return out
}
