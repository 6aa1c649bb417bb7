// Package mutate makes true annual reports and damages their layout, so that
// what is read of them can be held to what they print. It is the measure of
// one promise: a number that is read wrongly carries a doubt.
//
// A Report is made from a seed alone, random numbers that satisfy the rules of
// the form (domain.md §2) or contradict them on purpose, laid out as the grids
// of the official form with the wordings that domain.md names. Every number
// remembers the key that it is the number of. A Mutation is one layout error of
// domain.md §4.4; it moves, loses or rewrites cells and keeps that memory, so
// Score can tell a right number from a wrong one after any of them.
//
//	[x] forms B and C, and C with （六）其他处理 in one row
//	[x] A2, and A1 as 定西市 printed it (domain.md §1.7, §1.8): made only where they are asked for
//	[x] errors of rows, columns, headers, labels, values, tables and the text around them
//	[x] errors alone, in twos and in threes
//	[x] the same seed gives the same bytes on every machine
//
// What an honest reader can know is decided in DECISIONS.md.
//
//	r, names := mutate.Damaged(seed, number, mutate.Plan(number))
//	report, err := normalize.Normalize(r.Document(), forms.All)
//	tally, silent := mutate.Score(r, report)
package mutate
