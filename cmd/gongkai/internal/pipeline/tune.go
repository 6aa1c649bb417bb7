package pipeline

import (
	"os"
	"runtime/debug"
)

// Tune sets how often memory is collected. A document leaves little behind, and
// the heap of a run is small: collecting at each doubling costs a sixth of the
// time. The heap may grow to five times what is live and the ballast, but not
// past softLimit without being collected. GOGC and GOMEMLIMIT, where set, are
// left alone.
func Tune() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
		ballast = make([]byte, ballastSize)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(softLimit)
	}
}

// Steady keeps the memory of a process small that reads no document itself:
// steadyLimit bounds it, whatever the run.
func Steady() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(100)
		ballast = nil
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(steadyLimit)
	}
}

const (
	steadyLimit = 216 << 20
	softLimit   = 2 << 30
	ballastSize = 16 << 20
)

// ballast counts as live but is never touched, so that it takes no memory: a run
// of small documents is collected each 80 MB and not each 16.
var ballast []byte
