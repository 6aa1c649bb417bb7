package extract

import "context"

// PageContent is what one page shows, before any table or paragraph is seen in
// it: the seam between readers of page formats and the rebuilding of tables.
// Coordinates are points of the page as it is displayed (rotation applied),
// origin at the top left, y downwards.
type PageContent struct {
	Page
	Number   int      // from 1
	Chars    []Char   // in the order in which the page paints them
	Rulings  []Ruling // in the order in which the page paints them
	Pictures []Box    // images and shadings that cannot be read
	Fonts    []Font   // Char.Font is an index
	Cut      bool     // the content breaks off or part of it could not be read
}

// Char is one character on a page. A ligature is one Char for each of its
// letters, each with its share of the box.
type Char struct {
	Rune   rune // Unmapped where the file does not tell the character
	Dir    Dir
	Hidden bool // nobody sees it: painted without ink, in the colour of what is below it, or painted over; the text layer of a scan
	// Pale tells a character that is hard to see, so that it may not belong to the
	// text beside it: a watermark in a colour near to that of what is below it, or
	// what was painted over by something that perhaps hides it.
	Pale    bool
	Slanted bool    // its line runs in none of the four directions by more than 5°: a watermark, a stamp
	Font    int32   // index in PageContent.Fonts
	Size    float32 // of the font on the page, in points
	Box     Box     // advance by ascent and descent of the font, not the ink
}

// Unmapped is the Rune of a character that the file paints but does not name.
const Unmapped = '\uFFFD'

// Dir is the direction in which the text of a Char runs on the page.
type Dir uint8

const (
	Rightwards Dir = iota
	Downwards      // vertical writing, or text turned by 90° clockwise
	Leftwards      // upside down
	Upwards        // turned by 90° counterclockwise
)

// Font is a font as the page names it.
type Font struct {
	Name     string // without the subset prefix "ABCDEF+"
	Bold     bool   // by name, weight or flags
	Vertical bool   // vertical writing mode: Downwards is the way the characters stand upright
}

// Ruling is one straight stroke or one filled rectangle. A curve, a slanted
// stroke and a filled figure of another shape is none.
type Ruling struct {
	Box                // of the stroke's centre line (X0 == X1 or Y0 == Y1) or of the filled rectangle
	Fill       bool    // a filled rectangle; thin ones are lines to the eye
	Dashed     bool    // only of strokes
	Width      float32 // of the stroke, in points; 0 for a Fill
	Background bool    // painted in the colour of the page: it hides, it draws nothing
}

// PageReader reads the pages of a document by an engine of its own. Errors are
// *Error. Implementations are safe for concurrent use.
type PageReader interface {
	ReadPages(ctx context.Context, b []byte, opt Options) ([]PageContent, error)
}
