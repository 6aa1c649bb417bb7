// Package targets is the list of sinks.
package targets

import (
	"github.com/gongkai-data/gongkai/sinks"
	"github.com/gongkai-data/gongkai/sinks/csv"
	"github.com/gongkai-data/gongkai/sinks/jsonl"
	"github.com/gongkai-data/gongkai/sinks/parquet"
	"github.com/gongkai-data/gongkai/sinks/sqlite"
	"github.com/gongkai-data/gongkai/sinks/xlsx"
)

// All lists the targets; the first is the one that a run writes by default.
var All = []sinks.Target{parquet.Target}

// Exports lists the forms that a published dataset can be given in.
var Exports = []sinks.Export{csv.Export, xlsx.Export, sqlite.Export, jsonl.Export, csv.Stata}
