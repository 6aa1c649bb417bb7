// Package bulk turns any number of files into a dataset, in steps that can be
// broken off at any moment and gone on with:
//
//	hash     every file to its digest (hash.go)
//	read     the documents that this engine has not read yet, in chunks with receipts (read.go; package chunk)
//	publish  every table from the chunks, in two passes over them (publish.go, groups.go)
//
// Nothing is held of a document but what became of it and where its record lies.
// The first pass reads every report once to choose between documents of one report
// and to compare reports with each other; the second writes. The dataset is a
// function of the files and of the program, and of nothing else.
package bulk
