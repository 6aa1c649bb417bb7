package normalize

import (
	"math/bits"
	"slices"
	"strings"

	"github.com/gongkai-data/gongkai/extract"
)

// view is a table as the engine walks over it: every cell read once, turned so
// that the labels of columns stand above their numbers.
type view struct {
	room       *room
	no, block  int // number of the table from 1; its index in Blocks
	rows, cols int
	cells      []viewCell
	labels     []int32 // cells that hold a label
	at         []int32 // rows × cols: 1 + index into cells, 0 for a hole
	leaves     int     // cells that name a row of the applications table
	loose      bool    // columns are only fields in order: nothing stands below anything
	turned     bool
	wrapped    int    // row that ends the label of the row above it, 0 for none
	ragged     bool   // lines of fields stand for columns, and do not have as many
	blank      bool   // a form that is not filled in
	subjects   int    // rows of the proactive table that name what they count
	nameless   int    // rows of numbers below its labels that name nothing
	against    int    // rows that running text gives with other digits
	otherYear  string // the text that says that the table is of another year or body, or an example
}

// viewCell is one physical cell in the orientation of the view.
type viewCell struct {
	src            *extract.Cell
	r0, r1, c0, c1 int
	hits           []hit
	claim          int32 // 1 + index of the observation that made it a fact, 0 where none did
	kind           cellKind
	role           cellRole
	reason         cellReason
}

// What the engine notes for each cell is kept small: a report has hundreds.
type (
	cellKind   uint8
	cellRole   uint8
	cellReason uint8
)

const (
	emptyCell cellKind = iota
	numberCell
	wordCell
)

// Roles of a cell in the dataset.
const (
	RoleValue     = "value"
	RoleLabel     = "label"
	RoleExtra     = "extra"
	RoleFurniture = "furniture"
	RoleOther     = "other"
)

const (
	otherRole cellRole = iota
	valueRole
	labelRole
	extraRole
	furnitureRole
)

var roleNames = [...]string{otherRole: RoleOther, valueRole: RoleValue, labelRole: RoleLabel, extraRole: RoleExtra, furnitureRole: RoleFurniture}

// Reasons why a cell became no fact.
const (
	ReasonOtherYear = "other_year"
	ReasonNoColumn  = "column_unknown"
	ReasonDuplicate = "row_duplicated"
	ReasonUnplaced  = "unplaced"
	ReasonOtherForm = "other_form"
)

const (
	noReason cellReason = iota
	otherYear
	noColumn
	duplicate
	unplaced
	otherForm
)

var reasonNames = [...]string{otherYear: ReasonOtherYear, noColumn: ReasonNoColumn, duplicate: ReasonDuplicate, unplaced: ReasonUnplaced, otherForm: ReasonOtherForm}

func (rd *reader) newView(t *extract.Table, no, block int) *view {
	v := &view{room: rd.room, no: no, block: block, rows: t.Grid.Rows, cols: t.Grid.Cols, loose: t.Text, cells: rd.room.takeCells(len(t.Grid.Cells))}
	for i := range t.Grid.Cells {
		c := &t.Grid.Cells[i]
		vc := &v.cells[i]
		vc.src, vc.r0, vc.r1, vc.c0, vc.c1 = c, c.Row, c.Row+c.RowSpan, c.Col, c.Col+c.ColSpan
		rd.classify(vc)
		if len(vc.hits) > 0 {
			v.labels = append(v.labels, int32(i))
		}
		for _, t := range vc.hits {
			switch {
			case t.class == LeafLabel && !common(t):
				v.leaves++
			case t.class == SubjectLabel:
				rd.named["proactive."+t.code] = true
			}
		}
	}
	if v.sideways() {
		v.turn()
	}
	v.index()
	v.ragged = v.loose && v.turned && slices.Contains(v.at, 0)
	return v
}

// classify tells labels from values. A known label is never a value.
func (rd *reader) classify(c *viewCell) {
	text := c.src.Text
	if _, ok := plainInteger(text); ok {
		c.kind = numberCell
		return
	}
	if st, ok := plainNothing(text); ok {
		if st != Blank {
			c.kind = numberCell
		}
		return
	}
	if c.hits = rd.find(text); len(c.hits) > 0 {
		c.kind, c.role = wordCell, labelRole
		return
	}
	switch ParseValue(text, Quantity{Unit: "piece", Signed: true}).Status {
	case Blank:
		c.kind = emptyCell
	case TextStatus:
		c.kind = wordCell
	default:
		c.kind = numberCell
	}
}

// find looks a label up. A wording that is none of those known is compared with
// all labels, once for each document.
func (rd *reader) find(text string) []hit {
	key := labelKey(text)
	if hs, ok := rd.forms.vocab.exact[key]; ok || key == "" {
		return hs
	}
	hs, ok := rd.seen[key]
	if !ok {
		hs = rd.forms.vocab.unlike(key)
		rd.seen[key] = hs
	}
	if len(hs) > 0 && strings.Contains(text, "\n") && rd.forms.vocab.inLines(text) {
		return nil
	}
	return hs
}

func (v *view) index() {
	v.at = make([]int32, v.rows*v.cols)
	for i := range v.cells {
		c := &v.cells[i]
		for r := c.r0; r < c.r1; r++ {
			row := v.at[r*v.cols : (r+1)*v.cols]
			for k := c.c0; k < c.c1; k++ {
				row[k] = int32(i + 1)
			}
		}
	}
}

// sideways reports that the labels of columns run down one column, or those of
// rows along one row.
func (v *view) sideways() bool {
	for _, class := range [...]Class{ApplicantLabel, OutcomeLabel, SubjectLabel, LeafLabel} {
		across, down := v.spread(class)
		if columns := class == ApplicantLabel || class == OutcomeLabel; columns && down >= 3 && across < 3 || !columns && across >= 3 && down < 3 {
			return true
		}
	}
	return false
}

// spread counts how many different labels of a class stand in the fullest row
// and in the fullest column.
func (v *view) spread(class Class) (across, down int) {
	var codes [32]string // a label's place is its bit
	known := 0
	var rows, cols []uint32
	for _, i := range v.labels {
		c := &v.cells[i]
		h, ok := pick(c.hits, class)
		if !ok || common(h) {
			continue
		}
		bit := slices.Index(codes[:known], h.code)
		if bit < 0 {
			if known == len(codes) {
				continue
			}
			bit = known
			codes[bit] = h.code
			known++
		}
		if rows == nil {
			rows, cols = make([]uint32, v.rows), make([]uint32, v.cols)
		}
		rows[c.r0] |= 1 << bit
		cols[c.c0] |= 1 << bit
		across, down = max(across, bits.OnesCount32(rows[c.r0])), max(down, bits.OnesCount32(cols[c.c0]))
	}
	return across, down
}

// common reports the labels that several tables share: 其他 and 总计 tell nothing alone.
func common(h hit) bool {
	switch h.code {
	case "applications.result.other.other", "applications.result.total", "org_other", "total", "other":
		return true
	}
	return false
}

func (v *view) turn() {
	v.turned = true
	v.rows, v.cols = v.cols, v.rows
	for i := range v.cells {
		c := &v.cells[i]
		c.r0, c.r1, c.c0, c.c1 = c.c0, c.c1, c.r0, c.r1
	}
}

// line returns the cells of a row from left to right, each once, those that
// began in a row above included.
func (v *view) line(r int, into []int) []int {
	into = into[:0]
	last := int32(0)
	for _, n := range v.at[r*v.cols : (r+1)*v.cols] {
		if n != 0 && n != last {
			into = append(into, int(n-1))
		}
		last = n
	}
	return into
}
