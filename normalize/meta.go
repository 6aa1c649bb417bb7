package normalize

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/gongkai-data/gongkai/extract"
)

// front is one document as the header reading sees it.
type front struct {
	doc      *extract.Document
	lines    []line
	marks    []mark // every place that looks like a heading
	chapters []mark // those that divide the report
	title    title
	period   period

	date, dateFrom string // publication
	damagedDate    string // what stands in its place and is no date
}

func newFront(doc *extract.Document) *front {
	s := &front{doc: doc, lines: textLines(doc)}
	s.marks = findMarks(s.lines)
	s.chapters = chapters(s.lines, s.marks)
	s.title = s.findTitle()
	s.period = s.findPeriod()
	return s
}

// preface returns the number of lines before the first chapter, and the byte
// in the line after them at which it starts.
func (s *front) preface() (n, at int) {
	if len(s.chapters) == 0 {
		return min(len(s.lines), titleLines), 0
	}
	return s.chapters[0].line, s.chapters[0].start
}

// prefaceLines returns the text before the first chapter, line by line.
func (s *front) prefaceLines() []string {
	n, at := s.preface()
	out := make([]string, 0, n+1)
	for _, l := range s.lines[:n] {
		out = append(out, l.text)
	}
	if n < len(s.lines) && at > 0 {
		out = append(out, s.lines[n].text[:at])
	}
	return out
}

// property returns the first value of a property whose name, without the part
// before the colon, is one of names; earlier names win.
func (s *front) property(names ...string) string {
	for _, n := range names {
		for _, p := range s.doc.Properties {
			_, name, ok := strings.Cut(p.Name, ":")
			if !ok {
				name = p.Name
			}
			if strings.EqualFold(name, n) {
				if v := strings.TrimSpace(p.Value); v != "" {
					return strings.ToValidUTF8(v, "\uFFFD")
				}
			}
		}
	}
	return ""
}

// header fills what the report says about itself: all but facts, cells and checks.
func (s *front) header(r *Report) {
	s.readYear(r)
	r.GenerationExpected = generationOf(r.Year)
	s.readBody(r)
	r.ID = reportID(r.Body.ID, r.Year)
	s.readPublication(r)
	s.readDeadline(r)
	r.IndexNumber = s.indexNumber()
	s.readContact(r)
	s.readBasis(r)
	r.Sections = readSections(s.lines, s.chapters, s.title.after)
	s.checkSections(r)
	readFee(r)
}

// generationOf returns the form that was in force for a year (domain: 1).
func generationOf(year int) string {
	switch {
	case year == 0:
		return ""
	case year <= 2013:
		return "A1"
	case year <= 2018:
		return "A2"
	case year <= 2020:
		return "B"
	}
	return "C"
}

func reportID(body string, year int) string { return fmt.Sprintf("%s-%04d", body, year) }

// digest returns the first n hex digits of the SHA-256 of s.
func digest(s string, n int) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])[:n]
}

// evidence says what makes the document an annual report. A title alone is not
// enough: lists of reports, news about them and the notice on their form carry
// titles too. What a report has is a year, and its own text: the period that
// its numbers cover, or chapters of the form.
func (s *front) evidence() (evidence string, ok bool) {
	doc := s.doc
	codes := map[string]bool{}
	for _, m := range s.chapters {
		if m.code != "sec.unknown" {
			codes[m.code] = true
		}
	}
	t, p, year := s.title, s.period, s.title.year != 0 || s.period.year != 0
	switch {
	case t.other:
		return "", false // 格式, 通知, 解读 …
	case t.text != "" && year && p.year != 0 && (len(codes) >= 1 || mentionsForm(doc)):
		return fmt.Sprintf("title %q, period %d, %d chapters", t.text, p.year, len(codes)), true
	case t.text != "" && year && (len(codes) >= 3 || len(codes) >= 1 && mentionsForm(doc)):
		return fmt.Sprintf("title %q, %d chapters", t.text, len(codes)), true
	case t.text != "" && year && mentionsForm(doc):
		return fmt.Sprintf("title %q, labels of the form", t.text), true
	case p.year != 0 && len(codes) >= 4:
		return fmt.Sprintf("period %d, %d chapters", p.year, len(codes)), true
	}
	return "", false
}

// aboutDisclosure reports that the words of the subject stand in the document;
// all others need no second look.
func aboutDisclosure(doc *extract.Document) bool {
	return mentions(doc, "信息公开", "政务公开")
}

// mentions reports whether one of the words stands in a title, a property or running text.
func mentions(doc *extract.Document, words ...string) bool {
	if anyOf(doc.Title, words) {
		return true
	}
	for _, p := range doc.Properties {
		if anyOf(p.Value, words) {
			return true
		}
	}
	for _, b := range doc.Blocks {
		switch b := b.(type) {
		case *extract.Heading:
			if anyOf(b.Text, words) {
				return true
			}
		case *extract.Paragraph:
			if anyOf(b.Text, words) {
				return true
			}
		}
	}
	return false
}

// anyOf finds a word in a text; in a short one also where it is printed with
// spaces or in traditional script.
func anyOf(text string, words []string) bool {
	for _, w := range words {
		if strings.Contains(text, w) || len(text) < 200 && strings.Contains(text, "公") && strings.Contains(Fold(text), w) {
			return true
		}
	}
	return false
}

// mentionsForm reports whether a table carries the labels of the form that no other table has.
func mentionsForm(doc *extract.Document) bool {
	for _, t := range doc.Tables() {
		for i := range t.Grid.Cells {
			c := t.Grid.Cells[i].Text
			if len(c) > 400 || len(c) < 9 {
				continue
			}
			if f := Fold(c); strings.Contains(f, "政府信息公开申请数") || strings.Contains(f, "结转下年度继续办理") || strings.Contains(f, "第二十条第(") || strings.Contains(f, "主动公开政府信息数") || strings.Contains(f, "未经复议直接起诉") {
				return true
			}
		}
	}
	return false
}
