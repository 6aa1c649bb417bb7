package formats

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/extracttest"
)

// otherReading is what another program saw in a document.
type otherReading struct {
	Tables []struct {
		Cells []otherCell
	}
	Paragraphs []string // of LibreOffice
	Texts      []string // of pandoc
	Snapshot   string   // of word-extractor
}

type otherCell struct {
	Row, Col, RowSpan, ColSpan int
	Text                       string
}

// fold is how texts are compared: NFKC without white space and without the
// characters that show only at the end of a line.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '\u00AD' || r == '\u200B' {
			return -1
		}
		return r
	}, norm.NFKC.String(s))
}

var (
	snapshotField = regexp.MustCompile(`(?m)^  "(\w+)": "\\+"(.*)\\+"",$`)
	snapshotBreak = regexp.MustCompile(`\\+[nt]`)
	nestedOrTable = regexp.MustCompile(`\[(nested )?table\]`)
	labelOfList   = regexp.MustCompile(`^[^\p{L}]*(\p{L}{1,6}[^\p{L}]*){0,2}$`)
	ideographs    = regexp.MustCompile(`\p{Han}{5,}`)
)

// isLabel tells whether s may be the printed label of a list entry, which other
// readings leave out.
func isLabel(s string) bool {
	return utf8.RuneCountInString(s) <= 20 && labelOfList.MatchString(s) && !ideographs.MatchString(s)
}

// lines returns the folded lines of texts that hold something.
func lines(texts ...string) []string {
	var out []string
	for _, t := range texts {
		for l := range strings.SplitSeq(nestedOrTable.ReplaceAllString(t, "\n"), "\n") {
			if l = fold(l); l != "" {
				out = append(out, l)
			}
		}
	}
	return out
}

// lines returns the folded lines of the other reading.
func (o *otherReading) lines() []string {
	var texts []string
	for _, p := range slices.Concat(o.Paragraphs, o.Texts) {
		texts = append(texts, undoubled(p))
	}
	for _, t := range o.Tables {
		for _, c := range t.Cells {
			texts = append(texts, c.Text)
		}
	}
	for _, f := range snapshotField.FindAllStringSubmatch(o.Snapshot, -1) {
		texts = append(texts, strings.ReplaceAll(snapshotBreak.ReplaceAllString(f[2], "\n"), `\`, ""))
	}
	return lines(texts...)
}

// undoubled returns half of a paragraph that says all twice: LibreOffice prints
// the text of a frame once for the frame and once for its place.
func undoubled(s string) string {
	if f := fold(s); len(f)%2 == 0 && f[:len(f)/2] == f[len(f)/2:] {
		return f[:len(f)/2]
	}
	return s
}

// linesOf returns the folded lines of a document, those of its body first.
func linesOf(doc *extract.Document) (body, all []string) {
	var in, beside []string
	add := func(r extract.Role, s string) {
		if r == extract.Body {
			in = append(in, s)
		} else {
			beside = append(beside, s)
		}
	}
	for _, b := range doc.Blocks {
		switch b := b.(type) {
		case *extract.Heading:
			add(extract.Body, b.Text)
		case *extract.Paragraph:
			add(b.Role, b.Text)
		case *extract.Table:
			for i := range b.Grid.Cells {
				add(b.Role, b.Grid.Cells[i].Text)
			}
		}
	}
	body = lines(in...)
	return body, slices.Concat(body, lines(beside...))
}

// grams counts the runs of three characters of s.
func grams(s string) map[[3]rune]int {
	m := make(map[[3]rune]int)
	var g [3]rune
	for _, r := range s {
		g = [3]rune{g[1], g[2], r}
		if g[0] != 0 {
			m[g]++
		}
	}
	return m
}

// similarity returns the share of the characters of some lines that stand in
// others: all those of a line that stands there as a whole, or without the label
// of a list, else as many as its runs of three that do. The order of lines plays
// no part: text boxes and notes stand elsewhere in other readings.
func similarity(some, others []string) float64 {
	text := strings.Join(others, "") // a line break is white space too
	known, whole := grams(text), make(map[string]bool)
	for _, l := range others {
		whole[l] = true
	}
	chars, same := 0.0, 0.0
	for _, l := range some {
		n := float64(utf8.RuneCountInString(l))
		chars += n
		if strings.Contains(text, l) || unlabelled(l, whole) {
			same += n
			continue
		}
		runs, there := 0, 0
		for g, k := range grams(l) {
			runs += k
			if known[g] > 0 {
				there += k
			}
		}
		if runs > 0 {
			same += n * float64(there) / float64(runs)
		}
	}
	if chars == 0 {
		return 1
	}
	return same / chars
}

// unlabelled tells whether the line is one of whole without its first
// characters, and those may be a label.
func unlabelled(line string, whole map[string]bool) bool {
	for i := range line {
		if i > 0 && isLabel(line[:i]) && whole[line[i:]] {
			return true
		}
	}
	return false
}

// shape is a cell's place and spans, where columns and rows in which no cell
// starts do not count.
type shape struct{ row, col, rows, cols int }

func shapes(cells []otherCell) []shape {
	var cols, rows []int
	for _, c := range cells {
		cols, rows = append(cols, c.Col), append(rows, c.Row)
	}
	slices.Sort(cols)
	slices.Sort(rows)
	cols, rows = slices.Compact(cols), slices.Compact(rows)
	rank := func(s []int, at int) int {
		i, _ := slices.BinarySearch(s, at)
		return i
	}
	var out []shape
	for _, c := range cells {
		r, k := rank(rows, c.Row), rank(cols, c.Col)
		out = append(out, shape{r, k, rank(rows, c.Row+c.RowSpan) - r, rank(cols, c.Col+c.ColSpan) - k})
	}
	return out
}

// sameCell tells whether two texts are equal but for labels of lists.
func sameCell(ours, theirs string) bool {
	g, w := lines(ours), lines(theirs)
	if strings.Join(g, "") == strings.Join(w, "") {
		return true
	}
	if len(g) != len(w) {
		return false
	}
	for i := range g {
		label, ok := strings.CutSuffix(g[i], w[i])
		if !ok || !isLabel(label) {
			return false
		}
	}
	return true
}

// differTable returns the first difference of two tables, "" for none.
func differTable(ours, theirs []otherCell) string {
	g, w := shapes(ours), shapes(theirs)
	for j := range max(len(g), len(w)) {
		switch {
		case j >= len(g):
			return fmt.Sprintf("lacks %v", w[j])
		case j >= len(w):
			return fmt.Sprintf("has %v", g[j])
		case g[j] != w[j]:
			return fmt.Sprintf("%v for %v", g[j], w[j])
		case !sameCell(ours[j].Text, theirs[j].Text):
			return fmt.Sprintf("%v %.40q for %.40q", g[j], fold(ours[j].Text), fold(theirs[j].Text))
		}
	}
	return ""
}

// differTables compares tables whatever their order, since nested ones stand
// before or after the one that holds them. Tables of notes and furniture may be
// listed by the other reading.
func differTables(doc *extract.Document, o *otherReading) string {
	var ours [][]otherCell
	var optional []bool
	for _, t := range doc.Tables() {
		if t.Text {
			continue
		}
		var cells []otherCell
		for _, c := range t.Grid.Cells {
			cells = append(cells, otherCell{c.Row, c.Col, c.RowSpan, c.ColSpan, c.Text})
		}
		ours, optional = append(ours, cells), append(optional, t.Role != extract.Body)
	}
	used := make([]bool, len(ours))
	missing, first := 0, ""
next:
	for i, t := range o.Tables {
		slices.SortStableFunc(t.Cells, func(a, b otherCell) int { return cmp.Or(a.Row-b.Row, a.Col-b.Col) })
		nearest := ""
		for j := range ours {
			if used[j] {
				continue
			}
			d := differTable(ours[j], t.Cells)
			if d == "" {
				used[j] = true
				continue next
			}
			nearest = cmp.Or(nearest, d)
		}
		missing++
		first = cmp.Or(first, fmt.Sprintf(": table %d: %s", i, nearest))
	}
	more := 0
	for j := range ours {
		if !used[j] && !optional[j] {
			more++
		}
	}
	if missing == 0 && more == 0 {
		return ""
	}
	return fmt.Sprintf("%d theirs, %d ours unmatched%s", missing, more, first)
}

const (
	differing     = "testdata/reference-differs.tsv"
	differingHead = "format\tother\ttext\tours only\ttables\tpath\tright\treason"
	alike         = 0.98 // of the characters
)

// comparison is one document beside what another program saw in it.
type comparison struct {
	format, other, path string
	there, here         float64 // share of their characters in ours, of those of our body in theirs
	tables              string  // first difference
}

func (c *comparison) same() bool { return c.there >= alike && c.here >= alike && c.tables == "" }

// key is the line of the comparison without right and reason.
func (c *comparison) key() string {
	return fmt.Sprintf("%s\t%s\t%.3f\t%.3f\t%s\t%s", c.format, c.other, c.there, 1-c.here, cmp.Or(c.tables, "same"), c.path)
}

// compareWith reads a document and the other reading in the column of its row.
func compareWith(t *testing.T, root string, row map[string]string, column string) *comparison {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(root, row["path"]))
	if err != nil {
		t.Fatal(err)
	}
	var o otherReading
	seen, err := os.ReadFile(filepath.Join(root, row[column]))
	if err == nil {
		err = json.Unmarshal(seen, &o)
	}
	if err != nil {
		t.Fatal(row[column], err)
	}
	c := &comparison{format: row["format"], other: column, path: row["path"]}
	doc, err := Read(context.Background(), b, extract.Options{})
	var e *extract.Error
	switch {
	case errors.As(err, &e):
		c.tables, c.here = "not read: "+string(e.Code), 1
		return c
	case err != nil:
		t.Fatal(c.path, err)
	}
	body, all := linesOf(doc)
	theirs := o.lines()
	c.there, c.here = similarity(theirs, all), similarity(body, theirs)
	if os.Getenv("DIFFER") != "" && !c.same() {
		logLines(t, c.path+": only theirs", theirs, all)
		logLines(t, c.path+": only ours", body, theirs)
	}
	if o.Snapshot == "" { // word-extractor lists no tables
		c.tables = differTables(doc, &o)
	}
	return c
}

// logLines logs the lines of some that others lack.
func logLines(t *testing.T, what string, some, others []string) {
	for _, l := range some {
		if x := similarity([]string{l}, others); x < alike {
			t.Logf("%s: %.2f %.200q", what, x, l)
		}
	}
}

// total sums up the comparisons of one format with one other reading.
type total struct {
	files, text, tables int // read at all: compared, text alike, tables the same
	unread              int
	differ              int // in any way, those not read included
	ours, other, open   int // of them: who is right
}

func (n *total) count(c *comparison, right string) {
	if strings.HasPrefix(c.tables, "not read") {
		n.unread++
	} else {
		n.files++
		if c.there >= alike {
			n.text++
		}
		if c.tables == "" {
			n.tables++
		}
	}
	if c.same() {
		return
	}
	n.differ++
	switch right {
	case "ours", "both":
		n.ours++
	case "other":
		n.other++
	default:
		n.open++
	}
}

// TestReference compares the readers of Word binary documents and of RTF with
// LibreOffice 7.4 (reference), word-extractor and pandoc (truth). These are no
// truth: every file that differs stands in testdata/reference-differs.tsv with
// who is right (ours, other, both, undecided) and why. A file that begins or
// ceases to differ, or differs otherwise, fails. UPDATE=1 writes the list anew
// and keeps the verdicts; it does not invent them. DIFFER=1 logs the lines that
// differ.
func TestReference(t *testing.T) {
	root := extracttest.Documents(t)
	want, verdicts := readDiffering(t)
	got := []string{differingHead}
	totals := make(map[string]*total)
	for _, row := range index(t, root) {
		for _, column := range []string{"reference", "truth"} {
			if row["group"] == "synthetic" || row[column] == "" || !slices.Contains([]string{"doc", "dot", "wps", "wri", "rtf"}, row["format"]) {
				continue
			}
			c := compareWith(t, root, row, column)
			verdict := cmp.Or(verdicts[column+c.path], "\t")
			right, reason, _ := strings.Cut(verdict, "\t")
			n := totals[c.format+"\t"+column]
			if n == nil {
				n = new(total)
				totals[c.format+"\t"+column] = n
			}
			n.count(c, right)
			if c.same() {
				continue
			}
			if !slices.Contains([]string{"ours", "other", "both", "undecided"}, right) || reason == "" {
				t.Errorf("%s: no verdict", c.path)
			}
			got = append(got, c.key()+"\t"+verdict)
		}
	}
	slices.Sort(got[1:])
	var sums []string
	for k, n := range totals {
		sums = append(sums, fmt.Sprintf("# %s\t%+v", k, *n))
	}
	slices.Sort(sums)
	t.Log(strings.Join(sums, "\n"))
	compareDiffering(t, want, append(got, sums...))
}

// readDiffering returns the lines of the list, and the verdicts by the other
// reading and the path.
func readDiffering(t *testing.T) (lines []string, verdicts map[string]string) {
	t.Helper()
	b, err := os.ReadFile(differing)
	if err != nil && os.Getenv("UPDATE") != "1" {
		t.Fatalf("%v (UPDATE=1 writes it)", err)
	}
	verdicts = make(map[string]string)
	for l := range strings.SplitSeq(strings.TrimSpace(string(b)), "\n") {
		if f := strings.Split(l, "\t"); len(f) == 8 && l != differingHead {
			verdicts[f[1]+f[5]] = f[6] + "\t" + f[7]
		}
		lines = append(lines, l)
	}
	return lines, verdicts
}

// compareDiffering prints each line of the list that no longer holds and fails.
func compareDiffering(t *testing.T, want, got []string) {
	t.Helper()
	if os.Getenv("UPDATE") == "1" {
		if err := os.WriteFile(differing, []byte(strings.Join(got, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	for _, l := range want {
		if !slices.Contains(got, l) {
			t.Errorf("-%s", l)
		}
	}
	for _, l := range got {
		if !slices.Contains(want, l) {
			t.Errorf("+%s", l)
		}
	}
}
