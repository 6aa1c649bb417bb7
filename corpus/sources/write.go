package sources

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Format writes a source as a file for people: the keys in the order of the
// example, those that are left at their defaults as comments. Parse reads it back.
func Format(s Source) []byte {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("id: %s", s.ID)
	line("portal: %s", s.Portal)
	line("name: %s", scalar(s.Name))
	optional(&b, "contact", s.Contact)
	optional(&b, "notes", s.Notes)
	line("start:")
	for _, a := range s.Start {
		if owner := s.Channels[a]; owner != "" {
			line("  - url: %s\n    body: %s", scalar(a), scalar(owner))
		} else {
			line("  - %s", scalar(a))
		}
	}
	if len(s.Hosts) > 0 {
		line("hosts: %s", list(s.Hosts))
	}
	m := s.Manner
	if m.Delay != 0 {
		line("delay: %s", short(m.Delay))
	} else {
		line("# delay: 3s             # between an answer and the next request")
	}
	if m.Hours != "" {
		line("hours: %s", strconv.Quote(m.Hours))
	} else {
		line("# hours: \"01:00-06:00\"  # in China")
	}
	if len(m.TLS) > 0 {
		line("tls: %s", list(m.TLS))
	}
	formatBudget(&b, s)
	if len(s.Titles.Take)+len(s.Titles.Drop) > 0 {
		line("titles:")
		if len(s.Titles.Take) > 0 {
			line("  take: %s", list(s.Titles.Take))
		}
		if len(s.Titles.Drop) > 0 {
			line("  drop: %s", list(s.Titles.Drop))
		}
	}
	formatParams(&b, s)
	formatExpect(&b, s)
	formatBodies(&b, s)
	return []byte(b.String())
}

func optional(b *strings.Builder, key, text string) {
	if text != "" {
		fmt.Fprintf(b, "%s: %s\n", key, scalar(text))
	}
}

// Texts that YAML reads as they stand; all others are quoted.
var (
	plainText = regexp.MustCompile(`^\p{Han}[\p{Han}A-Za-z0-9（）、。，·]*$`)
	plainLink = regexp.MustCompile(`^https?://[A-Za-z0-9./_~%&=?:+-]*[A-Za-z0-9/]$`)
)

// scalar is a text as YAML reads it back.
func scalar(text string) string {
	if plainText.MatchString(text) || plainLink.MatchString(text) {
		return text
	}
	return strconv.Quote(text)
}

func list(items []string) string {
	out := make([]string, len(items))
	for i, s := range items {
		out[i] = strconv.Quote(s)
	}
	return "[" + strings.Join(out, ", ") + "]"
}

// short is a duration without its zeros: 2h, not 2h0m0s.
func short(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

func formatBudget(b *strings.Builder, s Source) {
	var parts []string
	if s.Manner.Requests != 0 {
		parts = append(parts, fmt.Sprintf("requests: %d", s.Manner.Requests))
	}
	if n := s.Manner.Bytes; n != 0 {
		unit := "B"
		for _, u := range []string{"KB", "MB", "GB"} {
			if n%1024 != 0 {
				break
			}
			n, unit = n/1024, u
		}
		parts = append(parts, fmt.Sprintf("bytes: %d%s", n, unit))
	}
	if s.Manner.Time != 0 {
		parts = append(parts, "time: "+short(s.Manner.Time))
	}
	if len(parts) > 0 {
		fmt.Fprintf(b, "budget: {%s}\n", strings.Join(parts, ", "))
	}
}

func formatParams(b *strings.Builder, s Source) {
	if len(s.Params) == 0 {
		return
	}
	b.WriteString("params:\n")
	var keys []string
	for k := range s.Params {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		fmt.Fprintf(b, "  %s: %s\n", scalar(k), list(s.Params[k]))
	}
}

func formatExpect(b *strings.Builder, s Source) {
	e := s.Expect
	if e.Refs == 0 && e.Most == 0 && e.New == 0 && len(e.Years) == 0 {
		b.WriteString("# expect: {refs: 40, most: 2000, years: {2024: {reports: 16, from: 2025-04-01}}}\n")
		return
	}
	b.WriteString("expect:\n")
	for _, n := range []struct {
		name string
		is   int
	}{{"refs", e.Refs}, {"most", e.Most}, {"new", e.New}} {
		if n.is != 0 {
			fmt.Fprintf(b, "  %s: %d\n", n.name, n.is)
		}
	}
	if len(e.Years) == 0 {
		return
	}
	b.WriteString("  years:\n")
	var years []int
	for y := range e.Years {
		years = append(years, y)
	}
	slices.Sort(years)
	for _, y := range years {
		fmt.Fprintf(b, "    %d: {reports: %d, from: %s}\n", y, e.Years[y], e.By[y])
	}
}

func formatBodies(b *strings.Builder, s Source) {
	if len(s.Bodies) == 0 {
		return
	}
	b.WriteString("bodies:\n")
	for _, x := range s.Bodies {
		fmt.Fprintf(b, "  - name: %s\n", scalar(x.Name))
		if x.Division != "" {
			fmt.Fprintf(b, "    division: %q\n", x.Division)
		}
		if x.Type != "" {
			fmt.Fprintf(b, "    type: %s\n", x.Type)
		}
		if len(x.Also) > 0 {
			fmt.Fprintf(b, "    also: %s\n", list(x.Also))
		}
		if x.From != 0 {
			fmt.Fprintf(b, "    from: %d\n", x.From)
		}
		if x.To != 0 {
			fmt.Fprintf(b, "    to: %d\n", x.To)
		}
	}
}
