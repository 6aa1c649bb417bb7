package normalize

import "github.com/gongkai-data/gongkai/extract"

// Report is one body, one year, one version: what one document says.
type Report struct {
	ID   string // stable, ASCII: Body.ID + "-" + year
	Body Body
	Year int

	Generation         string // A1, A2, B, C, told by labels; "" where no form was found
	GenerationExpected string // the form that was in force for Year
	Title              string
	PeriodStart        string // dates are ISO 8601, "" where not printed
	PeriodEnd          string
	PublishedAt        string
	PublishedFrom      string // meta, page, url: where PublishedAt was read
	WrittenAt          string
	Deadline           string
	DaysLate           *int
	Contact            Contact
	SourceURL          string
	IndexNumber        string // 索引号, as printed
	BasisDocs          []string
	FeeCharged         *bool
	FeeAmount          *Decimal // yuan
	SourceKind         string   // table, narrative, ocr, mixed

	SupersededBy string // ID of the report that stands in front of this version, "" where none does

	Source [32]byte // SHA-256 of the document
	Format string   // extract.Format.Name

	Facts    []Fact // the whole grid of the form in canonical order, then what else was found
	Cells    []Cell // every physical cell of every table of the document
	Sections []Section
	Checks   []Check
	Issues   []Issue
}

// Body is the body that reports.
type Body struct {
	ID       string // division code, or division code + digest of the name
	Printed  string // as printed
	Name     string // normalised: simplified script, no spaces
	Type     string // government, department, township, subdistrict, dispatched, vertical
	Level    string // national, province, prefecture, county, township; "" where not known
	Division string // GB/T 2260 or statistical code, "" where none fits
	Parent   string // code of the division that it answers to: its own for a department, the next above for a government; "" where not known
}

// Contact is whom readers may ask, as printed.
type Contact struct{ Unit, Address, Postcode, Phone, Email string }

// Status says what stands in a cell of the form.
type Status string

const (
	Reported     Status = "reported" // a number is printed, zero included
	Blank        Status = "blank"    // the cell is there and empty
	Dash         Status = "dash"
	Slash        Status = "slash"
	None         Status = "none" // 无 and its kin
	TextStatus   Status = "text" // words instead of a number
	RowAbsent    Status = "row_absent"
	ColumnAbsent Status = "column_absent"
	TableAbsent  Status = "table_absent"
	ImageOnly    Status = "image_only"
	Unreadable   Status = "unreadable"
	Ambiguous    Status = "ambiguous" // two candidates, none chosen
	Corrected    Status = "corrected" // set by an override
)

// Flag is a reason for doubt, or a treatment that a reader of the number should know.
type Flag string

// Match says how a label was recognised.
type Match string

const (
	Exact   Match = "exact"   // the official label after folding
	Alias   Match = "alias"   // a known variant, or its distinguishing words
	Fuzzy   Match = "fuzzy"   // a near miss with one candidate
	Assumed Match = "assumed" // by order, without a label of its own
	NoMatch Match = ""        // the cell was not found
)

// Fact is one cell of the form; one row of the dataset.
type Fact struct {
	Table     string // proactive, applications, litigation, a1, a2, nonstandard
	Indicator string // dotted code
	Applicant string // "" where the form has no applicant columns
	Unit      string // piece, cny_10k, cny, person

	Status       Status
	Value        Decimal // meaningful only where Status is Reported or Corrected
	Raw          string  // the cell text, untouched
	HasRaw       bool    // a cell was there
	Inferred     *Decimal
	InferredBy   string // the rule that left one number
	Flags        []Flag // sorted, unique
	Row, Col     Match
	Addr         extract.Addr // meaningful where HasRaw
	TableNo      int          // from 1, in the document; 0 where there is no cell
	RowNo, ColNo int          // from 1
	Prov         extract.Prov
	OverrideID   string
}

// HasValue reports whether the fact holds a printed or corrected number.
func (f *Fact) HasValue() bool { return f.Status == Reported || f.Status == Corrected }

// Key names a fact within a report.
type Key struct{ Indicator, Applicant string }

// String prints "indicator|applicant", the form used in operands.
func (k Key) String() string { return k.Indicator + "|" + k.Applicant }

// Key returns the key of f.
func (f *Fact) Key() Key { return Key{f.Indicator, f.Applicant} }

// Cell is one physical cell and what became of it.
type Cell struct {
	TableNo, RowNo, ColNo int // from 1
	RowSpan, ColSpan      int
	Text                  string
	Prov                  extract.Prov
	Role                  string // value, label, header, extra, furniture, other: what the cell was taken for
	Indicator, Applicant  string // the fact it became, where Role is value
	Reason                string // why it became none: a code of the dictionary
}

// Section is one chapter of the report.
type Section struct {
	Code    string // sec.preface, sec.overview …; sec.unknown for a heading that is none of them
	Heading string // as printed
	Text    string // paragraphs joined by "\n"
}

// Check is one rule applied to one scope.
type Check struct {
	Rule       string // R1 …
	Scope      string // applicant, row or block that the rule was applied to
	Result     string // pass, pass_if_blank_zero, fail, not_evaluable
	LHS, RHS   *Decimal
	Difference *Decimal
	Operands   []Key
	CauseHint  string
	OtherID    string    // second report of a cross-year rule
	Others     []Operand // cells of other reports, after Operands
}

// Operand is a cell of another report that a rule across reports uses.
type Operand struct {
	Report string // ID
	Key
}

// String prints "report/indicator|applicant".
func (o Operand) String() string { return o.Report + "/" + o.Key.String() }

// Results of a check.
const (
	Pass            = "pass"
	PassIfBlankZero = "pass_if_blank_zero"
	Fail            = "fail"
	NotEvaluable    = "not_evaluable"
)

// Issue is something that a person should look at.
type Issue struct {
	Code       string
	Severity   string // error, warning, info
	Indicators []Key
	Zh, En     string // message
	Evidence   string
}
