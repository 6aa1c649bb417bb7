package normalize

import (
	"errors"
	"strings"

	"github.com/gongkai-data/gongkai/extract"
)

// ErrNoForm is the decision that a caller can take on a failed Normalize: nothing
// says that the document is an annual report.
var ErrNoForm = errors.New("not an annual report")

// Error is a failed Normalize. It wraps the sentinel above.
type Error struct {
	Code   string // "report-not-found"
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
	Lines  []Line  // its rows, where the form is one list; else its tables are those of B and C
	Read   bool    // false for a form that is known by its labels only
}

// FormSet is a list of forms with what follows from their labels, made once.
type FormSet struct {
	Forms []Form
	vocab *vocabulary
	keys  map[Key]*formKey // every key of a form
	cells map[cellPlace]*formKey
	grids map[string]*grid
	rows  map[string][]string // rows of the applications table of each form, in order
	lists []*listForm         // forms that are lists, the newest first
}

// NewFormSet joins the labels of forms. Forms may share labels.
func NewFormSet(forms ...Form) *FormSet {
	s := &FormSet{Forms: forms, keys: map[Key]*formKey{}, cells: map[cellPlace]*formKey{}, grids: map[string]*grid{}, rows: map[string][]string{}}
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
		if len(f.Lines) > 0 {
			s.lists = append([]*listForm{newListForm(f.Name, f.Lines)}, s.lists...)
		} else if f.Read {
			s.grids[f.Name] = newGrid(f.Name)
			s.rows[f.Name] = applicationRows(s.grids[f.Name])
			for _, k := range Grid(f.Name) {
				v := s.number(k)
				v.b = v.b || f.Name == "B"
				v.c = v.c || f.Name == "C"
			}
		}
	}
	s.vocab = newVocabulary(labels)
	s.grids[mixedC] = newGrid(mixedC)
	for i := range s.grids[mixedC].template {
		s.number(s.grids[mixedC].template[i].Key())
	}
	for _, g := range s.grids {
		g.at = make([]int32, len(s.keys)+1)
		for i := range g.template {
			g.at[s.keys[g.template[i].Key()].id] = int32(i + 1)
		}
	}
	return s
}

// formKey is a key and what follows from it. id numbers the keys of all forms
// from 1; 0 is a key that no form prints.
type formKey struct {
	Key
	id    int32
	b, c  bool // printed on the form
	count Quantity
}

// cellPlace is a cell of a form by its labels: the row with its table, and the
// column or applicant.
type cellPlace struct{ row, column string }

// number returns the numbered key, numbering it where it has no number yet.
func (s *FormSet) number(k Key) *formKey {
	if f := s.keys[k]; f != nil {
		return f
	}
	f := &formKey{Key: k, id: int32(len(s.keys) + 1), count: quantity(k)}
	s.keys[k] = f
	place := cellPlace{k.Indicator, k.Applicant}
	if i := strings.LastIndexByte(k.Indicator, '.'); k.Applicant == "" && i > 0 {
		place = cellPlace{k.Indicator[:i], k.Indicator[i+1:]}
	}
	s.cells[place] = f
	return f
}

// key returns what is known of a key, also of one that no form prints.
func (s *FormSet) key(k Key) *formKey {
	if f := s.keys[k]; f != nil {
		return f
	}
	return &formKey{Key: k, count: quantity(k)}
}

// cell returns the key of the cell in a row and column of the proactive or the
// litigation table, which have no applicants.
func (s *FormSet) cell(row, column string) *formKey {
	if f := s.cells[cellPlace{row, column}]; f != nil {
		return f
	}
	return s.key(Key{Indicator: row + "." + column})
}

// applicantCell returns the key of the cell in a row and column of the
// applications table.
func (s *FormSet) applicantCell(row, applicant string) *formKey {
	if f := s.cells[cellPlace{row, applicant}]; f != nil {
		return f
	}
	return s.key(Key{row, applicant})
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
// report-not-found where the document is none.
func Normalize(doc *extract.Document, forms *FormSet) (*Report, error) {
	r, _, err := Explain(doc, forms)
	return r, err
}

// Explain is Normalize with its reasons.
func Explain(doc *extract.Document, forms *FormSet) (*Report, Found, error) {
	r := &Report{Source: doc.Digest, Format: doc.Format, SourceKind: "table"}
	evidence, is := "", false
	var inPicture map[string]bool
	subject := aboutDisclosure(doc)
	if subject {
		front := newFront(doc)
		evidence, is = front.evidence()
		front.header(r)
		inPicture = front.pictured()
	}
	m := rooms.Get().(*room)
	rd := newReader(forms, r.Year, m)
	rd.obs = m.obs
	defer func(first *reader) { m.leave(first.obs) }(rd)
	rd.body = Fold(r.Body.Name)
	rd.scan(doc)
	rd.settleRows()
	if is {
		rd.readFlat(doc)
	}
	found := rd.found(evidence)
	again, list, second := rd.findList(doc, found.Keys, is)
	switch {
	case list != nil:
		found = list.foundList(evidence)
	case again != rd:
		rd, found = again, again.found(evidence)
	}
	if !subject || !is && found.Numbers < fewestNumbers {
		return nil, found, &Error{Code: "report-not-found", Detail: evidence, Err: ErrNoForm}
	}
	rd.inPicture = inPicture
	switch {
	case list != nil:
		r.Generation = found.Form
		list.assembleList(r)
		formIssues(r)
		rd = list.reader
	case found.Keys == 0 && len(inPicture) > 0 && forms.grids[r.GenerationExpected] != nil:
		rd.pictureReport(r, forms)
	case found.Keys == 0:
		narrate(r)
		r.Issues = append(r.Issues, issue("table_missing_or_image", "warning", nil, ""))
	default:
		found.Form = rd.generation(r)
		r.Generation = found.Form
		rd.assemble(r, forms)
		formIssues(r)
		if second != "" {
			r.Issues = append(r.Issues, issue("second_form", "info", nil, second))
		}
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
	had := make([]bool, len(rd.forms.keys)+1)
	for i := range rd.obs {
		if o := &rd.obs[i]; o.key.known() && !had[o.key.id] {
			had[o.key.id] = true
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
		if o.key.b == o.key.c {
			continue
		}
		votes := &first
		if strings.HasPrefix(o.key.Indicator, "applications.") {
			votes = &sixth
		}
		if o.key.b {
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

func (k *formKey) known() bool { return k.b || k.c }

// Label reads one printed label as a label of class c: the code that it names
// and how it was recognised, both empty where it names none.
func (s *FormSet) Label(text string, c Class) (code string, match Match) {
	h, _ := pick(s.vocab.find(text), c)
	return h.code, h.match
}
