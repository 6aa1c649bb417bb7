package normalize

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gongkai-data/gongkai/extract"
)

// Flags of numbers that a second reading speaks about.
const (
	FlagWitnessDiffers  Flag = "witness_differs"  // a second reader of the same bytes sees another number
	FlagDocumentsDiffer Flag = "documents_differ" // another document of the report prints another number
	FlagOCR             Flag = "ocr"              // characters recognised in a picture
	FlagOCRUnproven     Flag = "ocr_unproven"     // and no rule of the form confirms the number
)

// witnessFlags and witnessIssues are the meanings of what this file gives.
var (
	witnessFlags = []extract.Meaning{
		m(string(FlagWitnessDiffers), extract.Warn, "A second reader of the same file sees something else in this cell", "另一读取器在同一文件的该单元格中读到不同内容"),
		m(string(FlagDocumentsDiffer), extract.Warn, "Another document of the same report prints another number here", "同一年报的另一文件在此处数字不同"),
		m(string(FlagOCR), extract.Warn, "Recognised in a picture, not read from text", "由图片识别，并非文本"),
		m(string(FlagOCRUnproven), extract.Warn, "Recognised in a picture, and no rule of the form confirms the number", "由图片识别，且无勾稽关系可证"),
	}
	witnessIssues = []extract.Meaning{
		m("readers_differ", extract.Warn, "Two readers of the same file see different things in cells of the form", "两个读取器在同一文件的单元格中读到不同内容"),
		m("ocr_read", extract.Warn, "Numbers were recognised in pictures of pages", "部分数字由页面图片识别得到"),
	}
)

// NeedsWitness reports that something in a report is in doubt: a rule that
// fails, a number with a flag that warns, a cell that could not be settled.
func NeedsWitness(r *Report) bool {
	for i := range r.Checks {
		if r.Checks[i].Result == Fail {
			return true
		}
	}
	for i := range r.Facts {
		f := &r.Facts[i]
		if f.Status == Ambiguous || f.Status == Unreadable {
			return true
		}
		for _, g := range f.Flags {
			if meaning, ok := Meaning(string(g)); ok && meaning.Severity >= extract.Warn {
				return true
			}
		}
	}
	return false
}

// Attest compares a report with what a second reader saw in the same bytes.
// Cells on which both agree stay as they are. A cell that they see differently
// keeps what the first one read, is flagged, and told with both contents; numbers
// inferred in its table are withdrawn, for they may rest on it. A row, column or table
// that only one reader found settles nothing about the others.
func Attest(r, witness *Report) {
	seen := make(map[Key]*Fact, len(witness.Facts))
	for i := range witness.Facts {
		seen[witness.Facts[i].Key()] = &witness.Facts[i]
	}
	var keys []Key
	var evidence []string
	for i := range r.Facts {
		f := &r.Facts[i]
		w := seen[f.Key()]
		if w == nil || coincide(f, w) {
			continue
		}
		keys = append(keys, f.Key())
		evidence = append(evidence, fmt.Sprintf("%s: %s / %s", f.Key(), f.Shown(), w.Shown()))
	}
	if len(keys) == 0 {
		return
	}
	r.Doubt(FlagWitnessDiffers, keys)
	is := issue("readers_differ", "warning", keys, "")
	is.Evidence = strings.Join(evidence, "\n")
	r.Issues = append(r.Issues, is)
}

// Doubt flags cells and withdraws the numbers inferred in their tables, which
// may rest on them.
func (r *Report) Doubt(flag Flag, keys []Key) {
	doubted, tables := map[Key]bool{}, map[string]bool{}
	for _, k := range keys {
		doubted[k] = true
	}
	for i := range r.Facts {
		if f := &r.Facts[i]; doubted[f.Key()] {
			f.flag(flag)
			tables[f.Table] = true
		}
	}
	for i := range r.Facts {
		if f := &r.Facts[i]; tables[f.Table] {
			f.Inferred, f.InferredBy = nil, ""
		}
	}
}

// coincide reports that two readings of a cell do not contradict each other.
func coincide(f, w *Fact) bool {
	switch {
	case !settled(w), f.Status == Ambiguous:
		return true // a witness that did not find the cell says nothing; nothing was chosen that could be wrong
	case w.Status == Unreadable:
		return f.Status != Blank // it sees ink and does not know which number that is
	case f.HasValue() && w.HasValue():
		return f.Value.Cmp(w.Value) == 0
	}
	return f.HasValue() == w.HasValue()
}

// settled reports that a cell was found, and what stands in it decided.
func settled(f *Fact) bool {
	switch f.Status {
	case RowAbsent, ColumnAbsent, TableAbsent, ImageOnly, Ambiguous:
		return false
	}
	return true
}

// Shown is the number or the status of a fact, for people.
func (f *Fact) Shown() string {
	if f.HasValue() {
		return f.Value.String()
	}
	return string(f.Status)
}

// flag adds a flag, in order and once.
func (f *Fact) flag(g Flag) {
	if i, had := slices.BinarySearch(f.Flags, g); !had {
		f.Flags = slices.Insert(slices.Clone(f.Flags), i, g)
	}
}

// Recognised marks what a report holds from pictures. confidence returns how sure
// the recognition is of what stands at a place, 0 to 100, and false where the
// place was not recognised but read. Every cell of a picture is flagged; a number that
// no passing rule confirms, or a failing one names, once more. Nothing is inferred from such numbers.
func Recognised(r *Report, confidence func(extract.Prov) (int, bool)) {
	proven := map[Key]bool{}
	for i := range r.Checks {
		c := &r.Checks[i]
		for _, k := range c.Operands {
			was, had := proven[k]
			switch c.Result {
			case Pass:
				proven[k] = was || !had
			case Fail:
				proven[k] = false
			}
		}
	}
	var keys []Key
	var evidence []string
	read := 0
	for i := range r.Facts {
		f := &r.Facts[i]
		if !f.HasRaw {
			continue
		}
		sure, is := confidence(f.Prov)
		if !is {
			read++
			continue
		}
		f.flag(FlagOCR) // an empty cell too: what stands in it may not have been seen
		if f.Raw == "" && !f.HasValue() {
			continue
		}
		if !proven[f.Key()] {
			f.flag(FlagOCRUnproven)
		}
		keys = append(keys, f.Key())
		evidence = append(evidence, fmt.Sprintf("%s: %s (%d %%)", f.Key(), f.Shown(), sure))
	}
	if len(keys) == 0 {
		return
	}
	r.SourceKind = "ocr"
	if read > 0 {
		r.SourceKind = "mixed"
	}
	for i := range r.Facts {
		r.Facts[i].Inferred, r.Facts[i].InferredBy = nil, ""
	}
	is := issue("ocr_read", "warning", keys, "")
	is.Evidence = strings.Join(evidence, "\n")
	r.Issues = append(r.Issues, is)
}
