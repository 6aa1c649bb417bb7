package extract

import "fmt"

// Prov says where something stands in the source. Zero fields are unknown or
// have no meaning for the format.
type Prov struct {
	Part       string // "word/document.xml"; "" for single-part files
	Start, End int64  // byte range in Part
	Page       int    // from 1
	Box        Box
}

// Where returns p itself, so that blocks that embed Prov satisfy Block.
func (p Prov) Where() Prov { return p }

// Box is a rectangle in points, origin at the top left of the page.
type Box struct{ X0, Y0, X1, Y1 float64 }

// Addr is the address of a cell in a Document: Block is the index in Blocks,
// Row and Col are counted from 0.
type Addr struct{ Block, Row, Col int }

// String prints the address as "b12r3c4".
func (a Addr) String() string { return fmt.Sprintf("b%dr%dc%d", a.Block, a.Row, a.Col) }
