package extract

// Document is one file as read. It is never changed after Read returns.
type Document struct {
	Digest     [32]byte   // SHA-256 of the bytes
	Format     string     // Format.Name
	Title      string     // from the file's own properties, "" where it has none
	Properties []Property // what the file says about itself, in its own order
	Pages      []Page     // empty for formats without pages
	Blocks     []Block    // reading order; a nested table follows the table that holds it
	Pictures   []Prov     // where pictures stand that may show a table; one without a Box is its whole page
	Notices    []Notice   // what was set aside or assumed while reading
}

// MaxPictures bounds how many pictures a reader tells.
const MaxPictures = 1000

// Property is one statement of a file about itself: an HTML meta tag
// ("meta:PubDate"), a visible line of page metadata ("page:发布日期"), a core
// property of a package ("core:created") or a header of an archived page
// ("mime:Content-Location").
type Property struct {
	Name, Value string
}

// Page is the size of one page in points.
type Page struct{ Width, Height float64 }

// Block is a *Heading, a *Paragraph or a *Table.
type Block interface {
	Where() Prov
	block()
}

// Heading is a paragraph that the file itself marks as a heading: by a style,
// an outline level or a tag. Level counts from 1.
type Heading struct {
	Prov
	Level int
	Text  string
}

// Role tells body text from what stands around it.
type Role uint8

const (
	Body      Role = iota
	Note           // footnote, endnote, comment
	Furniture      // page header, footer, navigation, search box
)

// String returns the name that dumps use.
func (r Role) String() string {
	switch r {
	case Note:
		return "note"
	case Furniture:
		return "furniture"
	}
	return "body"
}

// Paragraph is a run of text between two paragraph marks. A line break inside
// it is "\n"; a printed list label (一、 1. ①) is part of Text.
type Paragraph struct {
	Prov
	Role  Role
	Style string // the file's name of the style, "" where it has none
	Text  string
}

// Table is one grid of cells.
type Table struct {
	Prov
	Caption string
	Role    Role // Furniture for a table of navigation or search boxes, else Body
	Depth   int  // 0 for a table of the body, 1 for a table inside its cell, and so on
	Text    bool // rebuilt from aligned or delimited text: the file holds no table object here
	Grid    Grid
}

func (*Heading) block()   {}
func (*Paragraph) block() {}
func (*Table) block()     {}

// Tables returns the tables of the document in reading order.
func (d *Document) Tables() []*Table {
	var ts []*Table
	for _, b := range d.Blocks {
		if t, ok := b.(*Table); ok {
			ts = append(ts, t)
		}
	}
	return ts
}
