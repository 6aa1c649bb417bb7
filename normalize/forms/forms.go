// Package forms is the list of the generations of the official form. A form is
// data: its labels and the cells that its generation prints. Forms are told
// apart by their labels, never by the year of a report.
//
//	[x] C   report years 2021 and later   国办公开办函〔2021〕30号
//	[x] B   report years 2019 and 2020    国办公开办函〔2019〕60号
//	[x] A2  report years 2014 to 2018     国办发〔2014〕32号
//	[x] A1  report years 2008 to 2013     local tables: what a report prints, as found
package forms

import (
	"slices"

	"github.com/gongkai-data/gongkai/normalize"
)

// All lists the forms in time.
var All = normalize.NewFormSet(
	normalize.Form{Name: "A1", Years: "2008-2013", Labels: marksA1, Lines: linesA1, Read: true},
	normalize.Form{Name: "A2", Years: "2014-2018", Labels: marksA2, Lines: linesA2, Read: true},
	normalize.Form{Name: "B", Years: "2019-2020", Labels: slices.Concat(applicationLabels, litigationLabels, subjectLabels, measuresB), Read: true},
	normalize.Form{Name: "C", Years: "2021-", Labels: slices.Concat(applicationLabels, litigationLabels, subjectLabels, measuresC), Read: true},
)
