package changes

import (
	"encoding/xml"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gongkai-data/gongkai/sinks/parquet"
)

func number(v float64) *float64 { return &v }

func word(s string) *string { return &s }

// TestCompare tells every kind of change of one report, with its cause.
func TestCompare(t *testing.T) {
	row := func(indicator, applicant, status string, v *float64, document string, override *string) fact {
		return fact{ReportID: "r", BodyName: "甲局", ReportYear: 2024, Indicator: indicator, Applicant: word(applicant), Status: status, Value: v, DocumentSHA256: document, OverrideID: override}
	}
	was := []fact{
		row("a", "total", "reported", number(1), "x", nil), row("b", "total", "blank", nil, "x", nil), row("c", "total", "reported", number(3), "x", nil),
		row("d", "total", "reported", number(4), "x", nil), row("gone", "total", "reported", number(5), "x", nil),
	}
	for _, c := range []struct {
		name, document string
		override       *string
		want           string
	}{
		{"same-document", "x", nil, "a 1 2 reading, b blank reported reading, came absent 7 reading, gone 5 absent reading"},
		{"other-document", "y", nil, "a 1 2 document, b blank reported document, came absent 7 document, gone 5 absent document"},
		{"correction", "x", word("o"), "a 1 2 correction, b blank reported reading, came absent 7 reading, gone 5 absent reading"},
	} {
		t.Run(c.name, func(t *testing.T) {
			is := []fact{
				row("a", "total", "reported", number(2), c.document, c.override), row("b", "total", "reported", nil, c.document, nil), row("c", "total", "reported", number(3), c.document, nil),
				row("d", "total", "reported", number(4), c.document, nil), row("came", "total", "reported", number(7), c.document, nil),
			}
			var x Changes
			x.compare(was, is)
			var got []string
			for _, v := range x.Values {
				got = append(got, fmt.Sprintf("%s %s %s %s", v.Indicator, v.Before, v.After, v.Cause))
			}
			if s := strings.Join(got, ", "); s != c.want || x.Changed != len(x.Values) {
				t.Errorf("%s\nwant %s", s, c.want)
			}
		})
	}
}

// TestTell: what is told twice is there once; untrusted names act in no page.
func TestTell(t *testing.T) {
	dir := t.TempDir()
	c := &Changes{At: time.Date(2026, 1, 20, 0, 0, 0, 0, time.UTC), From: "../a", To: "b", New: []Report{{ID: "r", Body: "<img src=x>|[x](javascript:1)\u202e", Year: 2024, URL: "javascript:alert(1)"}},
		Vanished: []Report{{ID: "s", Body: "乙局", Year: 2023, URL: "http://a.cn/<x>"}}}
	later := *c
	later.From, later.To, later.At = "b", "c", c.At.Add(time.Hour)
	for _, x := range []*Changes{c, c, &later, &later} {
		if err := Tell(dir, x); err != nil {
			t.Fatal(err)
		}
	}
	files, err := os.ReadDir(filepath.Join(dir, Folder))
	if err != nil || len(files) != 2 || files[0].Name() != "a-b.json" {
		t.Errorf("%v %v", files, err)
	}
	page, err := os.ReadFile(filepath.Join(dir, Page))
	for _, bad := range []string{"<img", "](javascript", "\u202e", "<javascript:"} {
		if err != nil || strings.Contains(string(page), bad) {
			t.Errorf("%q stands in the page: %s %v", bad, page, err)
		}
	}
	var f atom
	b, err := os.ReadFile(filepath.Join(dir, Feed))
	if err = errors.Join(err, xml.Unmarshal(b, &f)); err != nil || len(f.Entries) != 2 || f.Updated != "2026-01-20T01:00:00Z" || f.Entries[0].ID == f.Entries[1].ID {
		t.Errorf("%+v %v", f, err)
	}
	if got := Headline(c); got != "1 new, 1 vanished · 新增年报 1，消失年报 1" {
		t.Error(got)
	}
	if got := Headline(&Changes{}); got != "no change · 无变化" {
		t.Error(got)
	}
}

func TestNoDataset(t *testing.T) {
	if _, err := Between(t.Context(), t.TempDir(), t.TempDir(), time.Now()); !errors.Is(err, parquet.ErrNoDataset) {
		t.Errorf("%v", err)
	}
}
