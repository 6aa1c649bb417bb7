// Package pagetable rebuilds tables and paragraphs from what pages show:
// characters with boxes, and rulings. It knows no file format and sees no
// meaning; a page reader gives it []extract.PageContent.
//
// The steps, each kept and drawable through Options.Trace by the name in
// brackets:
//
//   - large text that lies over smaller text or over lines is a stamp, like pale text
//   - characters are joined to fragments, the pieces of a line without a wide
//     gap [lines]; fake bold, hidden text and superscripts are settled here,
//     struck, overprinted and faint figures marked
//   - rulings become edges: thin rectangles, outlines, dashed and doubled lines
//     and the borders of shaded cells [edges]
//   - edges that touch make a lattice [crossings], its faces make cells with
//     spans [cells]; a lattice inside a cell of another is a nested table
//   - what no lattice holds is searched for aligned text: columns by the white
//     between fragments [columns], rows by lines and rules
//   - the tables of all pages [tables] are joined where a page break cut them;
//     lines that recur at the edge of pages are furniture
//
// What it reads: ruled, partly ruled and unruled tables, merged cells, nested
// tables, tables over pages, vertical labels, turned pages, columns of prose.
// What it does not: slanted rulings, text that is not set along an axis.
package pagetable
