// Package changes holds two datasets against each other and tells what changed:
// reports that are new, replaced or gone, every value with its cause, issues opened
// and closed; as JSON, as a page for people, and as a feed.
package changes

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"time"

	"github.com/gongkai-data/gongkai/sinks"
	"github.com/gongkai-data/gongkai/sinks/parquet"
)

// MaxValues is how many changed values are told one by one; all are counted.
const MaxValues = 10_000

// Changes is what changed from one dataset to the next.
type Changes struct {
	At       time.Time `json:"at"`
	From     string    `json:"from"` // version of the dataset before; "" for none
	To       string    `json:"to"`
	New      []Report  `json:"new"`
	Replaced []Report  `json:"replaced"` // another document speaks for the report
	Vanished []Report  `json:"vanished"`
	Values   []Value   `json:"values"`
	Changed  int       `json:"values_changed"`
	Opened   []Issue   `json:"issues_opened"`
	Closed   []Issue   `json:"issues_closed"`
}

// Any reports whether anything changed.
func (c *Changes) Any() bool {
	return len(c.New)+len(c.Replaced)+len(c.Vanished)+c.Changed+len(c.Opened)+len(c.Closed) > 0
}

// Report is one report.
type Report struct {
	ID       string `json:"report_id"`
	Body     string `json:"body_name"`
	Year     int    `json:"report_year"`
	Title    string `json:"title,omitempty"`
	URL      string `json:"source_url,omitempty"`
	Document string `json:"document_sha256"`
	Before   string `json:"document_before,omitempty"`
}

// Cause is why a value changed.
type Cause string

// Causes.
const (
	Document   Cause = "document"   // the publisher's document is another
	Correction Cause = "correction" // a correction by people came, changed or went
	Reading    Cause = "reading"    // the same document, read otherwise
)

// Value is one fact that changed.
type Value struct {
	ReportID  string  `json:"report_id"`
	Body      string  `json:"body_name"`
	Year      int     `json:"report_year"`
	Indicator string  `json:"indicator"`
	Applicant string  `json:"applicant,omitempty"`
	Before    Content `json:"before"`
	After     Content `json:"after"`
	Cause     Cause   `json:"cause"`
}

// Content is what a fact holds.
type Content struct {
	Status string   `json:"status"`
	Value  *float64 `json:"value"`
	Raw    *string  `json:"raw_text"`
}

// String prints the number, else the status.
func (c Content) String() string {
	if c.Value != nil {
		return strconv.FormatFloat(*c.Value, 'f', -1, 64)
	}
	return c.Status
}

func (c Content) equal(d Content) bool {
	return c.Status == d.Status && (c.Value == nil) == (d.Value == nil) && (c.Value == nil || *c.Value == *d.Value)
}

// Issue is one issue.
type Issue struct {
	Fingerprint string `json:"fingerprint"`
	Code        string `json:"code"`
	Severity    string `json:"severity"`
	ReportID    string `json:"report_id,omitempty"`
	Zh          string `json:"message_zh"`
	En          string `json:"message_en"`
}

var tables = []string{"reports", "facts", "issues"}

// ErrBefore says that the dataset of before is there, and cannot be read: it is
// damaged, or of a schema that is not known here.
var ErrBefore = errors.New("the former dataset cannot be read")

// Between compares the dataset in the folder before, which may hold none, with
// that in the folder after. With ErrBefore it returns no change.
func Between(ctx context.Context, before, after string, at time.Time) (*Changes, error) {
	a, err := parquet.OpenDataset(after, tables...)
	if err != nil {
		return nil, err
	}
	defer a.Close()
	c := &Changes{At: at.UTC(), To: a.Version, New: []Report{}, Replaced: []Report{}, Vanished: []Report{}, Values: []Value{}, Opened: []Issue{}, Closed: []Issue{}}
	b, err := parquet.OpenDataset(before, tables...)
	switch {
	case errors.Is(err, parquet.ErrNoDataset):
		b = nil
	case err != nil:
		return c, fmt.Errorf("%w: %w", ErrBefore, err)
	default:
		defer b.Close()
		if c.From = b.Version; b.Version == a.Version {
			return c, nil
		}
	}
	if err := c.reports(b, a); err != nil {
		return nil, err
	}
	if b != nil {
		if err := c.facts(ctx, b, a); err != nil {
			return nil, err
		}
	}
	return c, c.issues(b, a)
}

// reports compares the reports that stand.
func (c *Changes) reports(before, after *parquet.Dataset) error {
	was, err := standing(before)
	if err != nil {
		return err
	}
	is, err := standing(after)
	if err != nil {
		return err
	}
	for id, r := range is {
		switch old, had := was[id]; {
		case !had:
			c.New = append(c.New, r)
		case old.Document != r.Document:
			r.Before = old.Document
			c.Replaced = append(c.Replaced, r)
		}
	}
	for id, r := range was {
		if _, has := is[id]; !has {
			c.Vanished = append(c.Vanished, r)
		}
	}
	for _, list := range [][]Report{c.New, c.Replaced, c.Vanished} {
		slices.SortFunc(list, func(a, b Report) int { return cmp.Compare(a.ID, b.ID) })
	}
	return nil
}

func standing(d *parquet.Dataset) (map[string]Report, error) {
	type row struct {
		ReportID       string  `parquet:"report_id"`
		BodyName       string  `parquet:"body_name"`
		ReportYear     int16   `parquet:"report_year"`
		Title          *string `parquet:"title"`
		SourceURL      *string `parquet:"source_url"`
		DocumentSHA256 string  `parquet:"document_sha256"`
		SupersededBy   *string `parquet:"superseded_by"`
	}
	reports := map[string]Report{}
	if d == nil {
		return reports, nil
	}
	for r, err := range parquet.Rows[row](d, "reports") {
		if err != nil {
			return nil, err
		}
		if r.SupersededBy == nil {
			reports[r.ReportID] = Report{ID: r.ReportID, Body: r.BodyName, Year: int(r.ReportYear), Title: text(r.Title), URL: text(r.SourceURL), Document: r.DocumentSHA256}
		}
	}
	return reports, nil
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// fact is what is compared of a fact.
type fact struct {
	ReportID       string   `parquet:"report_id"`
	BodyName       string   `parquet:"body_name"`
	ReportYear     int16    `parquet:"report_year"`
	Indicator      string   `parquet:"indicator"`
	Applicant      *string  `parquet:"applicant"`
	Value          *float64 `parquet:"value"`
	Status         string   `parquet:"status"`
	RawText        *string  `parquet:"raw_text"`
	DocumentSHA256 string   `parquet:"document_sha256"`
	OverrideID     *string  `parquet:"override_id"`
}

func (f *fact) content() Content { return Content{f.Status, f.Value, f.RawText} }

// facts walks both tables side by side, a report at a time: both are sorted by it.
func (c *Changes) facts(ctx context.Context, before, after *parquet.Dataset) error {
	next, stop := iter.Pull2(grouped(before))
	defer stop()
	old, err, more := next()
	for is, e := range grouped(after) {
		if e != nil {
			return e
		}
		for more && err == nil && old[0].ReportID < is[0].ReportID {
			old, err, more = next()
		}
		switch {
		case err != nil:
			return err
		case ctx.Err() != nil:
			return context.Cause(ctx)
		case more && old[0].ReportID == is[0].ReportID:
			c.compare(old, is)
		}
	}
	return nil
}

// grouped yields the facts of one report after the other.
func grouped(d *parquet.Dataset) iter.Seq2[[]fact, error] {
	return func(yield func([]fact, error) bool) {
		var group []fact
		for f, err := range parquet.Rows[fact](d, "facts") {
			switch {
			case err != nil:
				yield(nil, err)
				return
			case len(group) > 0 && group[0].ReportID > f.ReportID:
				yield(nil, fmt.Errorf("facts: %w: not sorted", sinks.ErrIntegrity))
				return
			case len(group) > 0 && group[0].ReportID != f.ReportID:
				if !yield(group, nil) {
					return
				}
				group = nil
			}
			group = append(group, *f)
		}
		if len(group) > 0 {
			yield(group, nil)
		}
	}
}

// compare tells the facts of one report that differ.
func (c *Changes) compare(was, is []fact) {
	type key struct{ indicator, applicant string }
	old := map[key]*fact{}
	for i := range was {
		old[key{was[i].Indicator, text(was[i].Applicant)}] = &was[i]
	}
	for i := range is {
		f := &is[i]
		k := key{f.Indicator, text(f.Applicant)}
		o := old[k]
		delete(old, k)
		if o == nil {
			c.value(&fact{Status: "absent", DocumentSHA256: was[0].DocumentSHA256}, f, f)
		} else if !o.content().equal(f.content()) {
			c.value(o, f, f)
		}
	}
	left := make([]*fact, 0, len(old)) // rows of a form that the report has no more
	for _, o := range old {
		left = append(left, o)
	}
	slices.SortFunc(left, func(a, b *fact) int {
		return cmp.Or(cmp.Compare(a.Indicator, b.Indicator), cmp.Compare(text(a.Applicant), text(b.Applicant)))
	})
	for _, o := range left {
		c.value(o, &fact{Status: "absent", DocumentSHA256: is[0].DocumentSHA256}, o)
	}
}

// value keeps a change; at names the fact.
func (c *Changes) value(was, is, at *fact) {
	if c.Changed++; len(c.Values) >= MaxValues {
		return
	}
	cause := Reading
	switch {
	case text(was.OverrideID) != text(is.OverrideID) || is.OverrideID != nil:
		cause = Correction
	case was.DocumentSHA256 != is.DocumentSHA256:
		cause = Document
	}
	c.Values = append(c.Values, Value{at.ReportID, at.BodyName, int(at.ReportYear), at.Indicator, text(at.Applicant), was.content(), is.content(), cause})
}

// issues compares the issues by fingerprint.
func (c *Changes) issues(before, after *parquet.Dataset) error {
	was, err := issuesOf(before)
	if err != nil {
		return err
	}
	is, err := issuesOf(after)
	if err != nil {
		return err
	}
	for f, i := range is {
		if _, had := was[f]; !had {
			c.Opened = append(c.Opened, i)
		}
	}
	for f, i := range was {
		if _, has := is[f]; !has {
			c.Closed = append(c.Closed, i)
		}
	}
	for _, list := range [][]Issue{c.Opened, c.Closed} {
		slices.SortFunc(list, func(a, b Issue) int {
			return cmp.Or(cmp.Compare(a.ReportID, b.ReportID), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Fingerprint, b.Fingerprint))
		})
	}
	return nil
}

func issuesOf(d *parquet.Dataset) (map[string]Issue, error) {
	type row struct {
		Fingerprint string  `parquet:"fingerprint"`
		Code        string  `parquet:"code"`
		Severity    string  `parquet:"severity"`
		ReportID    *string `parquet:"report_id"`
		MessageZh   string  `parquet:"message_zh"`
		MessageEn   string  `parquet:"message_en"`
	}
	issues := map[string]Issue{}
	if d == nil {
		return issues, nil
	}
	for r, err := range parquet.Rows[row](d, "issues") {
		if err != nil {
			return nil, err
		}
		issues[r.Fingerprint] = Issue{r.Fingerprint, r.Code, r.Severity, text(r.ReportID), r.MessageZh, r.MessageEn}
	}
	return issues, nil
}
