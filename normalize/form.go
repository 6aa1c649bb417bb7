package normalize

import (
	"errors"
	"strings"

	"github.com/gongkai-data/gongkai/extract"
)

// The decisions that a caller can take on a failed Normalize.
var (
	ErrNoForm = errors.New("not an annual report") // nothing says that the document is one
	ErrNotYet = errors.New("form not read yet")    // a form that is known by its labels only
)

// Error is a failed Normalize. It wraps one of the sentinels above.
type Error struct {
	Code   string // "report-not-found", "form-not-yet"
	Detail string
	Err    error
}

// Error prints the detail and the sentinel.
func (e *Error) Error() string {
	if e.Detail == "" {
		return e.Err.Error()
	}
	return e.Detail + ": " + e.Err.Error()
}

// Unwrap returns the sentinel.
func (e *Error) Unwrap() error { return e.Err }

// Form is one generation of the official form, as data.
type Form struct {
	Name   string  // A1, A2, B, C
	Years  string  // the years it was made for, for people
	Labels []Label // what it prints; labels that forms share stand in each
	Read   bool    // false for a form that is known by its labels only
}

// FormSet is a list of forms with what follows from their labels, made once.
type FormSet struct {
	Forms []Form
	vocab *vocabulary
	valid map[Key]keyForms
	grids map[string]*grid
	rows  map[string][]string // rows of the applications table of each form, in order
}

// NewFormSet joins the labels of forms. Forms may share labels.
func NewFormSet(forms ...Form) *FormSet {
	s := &FormSet{Forms: forms, valid: map[Key]keyForms{}, grids: map[string]*grid{}, rows: map[string][]string{}}
	type id struct {
		class      Class
		code, text string
	}
	var labels []Label
	had := map[id]bool{}
	for _, f := range forms {
		for _, l := range f.Labels {
			if k := (id{l.Class, l.Code, l.Text[0]}); !had[k] {
				had[k] = true
				labels = append(labels, l)
			}
		}
		if f.Read {
			s.grids[f.Name] = newGrid(f.Name)
			s.rows[f.Name] = applicationRows(s.grids[f.Name])
			for _, k := range Grid(f.Name) {
				v := s.valid[k]
				if v == (keyForms{}) {
					v.id = int32(len(s.valid))
				}
				v.b = v.b || f.Name == "B"
				v.c = v.c || f.Name == "C"
				s.valid[k] = v
			}
		}
	}
	s.vocab = newVocabulary(labels)
	s.grids[mixedC] = newGrid(mixedC)
	return s
}

// keyForms says which forms print a key; id numbers the keys of all forms.
type keyForms struct {
	id   int32
	b, c bool
}

// Found says what the labels of a document say about its form.
type Found struct {
	Form     string         // "" where none was found
	Tables   []string       // tables of the form that are there
	Keys     int            // distinct cells of the form that were found
	Numbers  int            // those of them that hold a number
	Marks    map[string]int // labels of forms that are known but not read
	Evidence string         // why the document is a report, or why not
}

// Normalize reads the report that the document holds. It fails with
// report-not-found where the document is none, and with form-not-yet where it
// is one on a form that is not read yet.
func Normalize(doc *extract.Document, forms *FormSet) (*Report, error) {
	r, _, err := Explain(doc, forms)
	return r, err
}

// Explain is Normalize with its reasons.
func Explain(doc *extract.Document, forms *FormSet) (*Report, Found, error) {
	r := &Report{Source: doc.Digest, Format: doc.Format, SourceKind: "table"}
	evidence, is := "", false
	subject := aboutDisclosure(doc)
	if subject {
		front := newFront(doc)
		evidence, is = front.evidence()
		front.header(r)
	}
	rd := newReader(forms, r.Year)
	rd.scan(doc)
	rd.settleRows()
	if is {
		rd.readFlat(doc)
	}
	found := rd.found(evidence)
	if !subject || !is && found.Numbers < fewestNumbers {
		return nil, found, &Error{Code: "report-not-found", Detail: evidence, Err: ErrNoForm}
	}
	if found.Keys == 0 {
		for _, gen := range []string{"A2", "A1"} {
			if found.Marks[gen] >= 3 {
				found.Form = gen
				return nil, found, &Error{Code: "form-not-yet", Detail: "form " + gen, Err: ErrNotYet}
			}
		}
		if r.GenerationExpected == "A1" || r.GenerationExpected == "A2" {
			return nil, found, &Error{Code: "form-not-yet", Detail: "form " + r.GenerationExpected + " by its year, no table found", Err: ErrNotYet}
		}
		r.SourceKind = "narrative"
		r.Issues = append(r.Issues, issue("table_missing_or_image", "warning", nil, ""))
	} else {
		found.Form = rd.generation(r)
		r.Generation = found.Form
		rd.assemble(r, forms)
		formIssues(r)
	}
	r.Cells = rd.cellRows()
	return r, found, nil
}

// formIssues tells a form that is not the one of its year.
func formIssues(r *Report) {
	if r.GenerationExpected != "" && r.Generation != r.GenerationExpected {
		r.Issues = append(r.Issues, issue("format_generation_mismatch", "warning", nil, r.Generation+" / "+r.GenerationExpected))
	}
}

// fewestNumbers is how many numbers on the form make a report of a document that
// does not call itself one. A blank form is none.
const fewestNumbers = 20

// found sums up what the labels said.
func (rd *reader) found(evidence string) Found {
	f := Found{Marks: rd.marks, Evidence: evidence}
	had := make([]bool, len(rd.forms.valid))
	for i := range rd.obs {
		if o := &rd.obs[i]; o.form.known() && !had[o.form.id] {
			had[o.form.id] = true
			f.Keys++
			if o.value.Status == Reported {
				f.Numbers++
			}
		}
	}
	for _, t := range []string{"proactive", "applications", "litigation"} {
		if rd.tables[t] {
			f.Tables = append(f.Tables, t)
		}
	}
	return f
}

// generation tells the form by the labels that only one of them prints: those
// of table 1, else the rows of （六）. The year decides only where the document
// prints none of either, and then an issue says so.
func (rd *reader) generation(r *Report) string {
	var first, sixth [2]int // votes for B, C
	for i := range rd.obs {
		o := &rd.obs[i]
		if o.form.b == o.form.c {
			continue
		}
		votes := &first
		if strings.HasPrefix(o.key.Indicator, "applications.") {
			votes = &sixth
		}
		if o.form.b {
			votes[0]++
		} else {
			votes[1]++
		}
	}
	for _, v := range [][2]int{first, sixth} {
		switch {
		case v[0] > v[1]:
			return "B"
		case v[1] > v[0]:
			return "C"
		}
	}
	gen := "C"
	if r.GenerationExpected == "B" {
		gen = "B"
	}
	r.Issues = append(r.Issues, issue("generation_undecided", "warning", nil, "no label that only one form prints; taken: "+gen))
	return gen
}

func (k keyForms) known() bool { return k.b || k.c }

// Label reads one printed label as a label of class c: the code that it names
// and how it was recognised, both empty where it names none.
func (s *FormSet) Label(text string, c Class) (code string, match Match) {
	h, _ := pick(s.vocab.find(text), c)
	return h.code, h.match
}
