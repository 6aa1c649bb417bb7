// Package extract says what a reader saw in one file: paragraphs, headings and
// tables in reading order, each with its address in the source. It never
// guesses meaning; package normalize does that.
//
// A reader is a package below this one with a variable Format; the list of
// readers is in extract/formats.
package extract
