// Package targets is the list of sinks.
package targets

import (
	"github.com/gongkai-data/gongkai/sinks"
	"github.com/gongkai-data/gongkai/sinks/parquet"
)

// All lists the targets; the first is the one that a run writes by default.
var All = []sinks.Target{parquet.Target}
