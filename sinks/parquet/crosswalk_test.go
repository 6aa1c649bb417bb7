package parquet

import (
	"testing"

	"github.com/gongkai-data/gongkai/normalize"
)

// TestCrosswalkIsComplete: every number of forms A2, B and C has its level of
// comparability. Those of A1 have none: their definitions are local.
func TestCrosswalkIsComplete(t *testing.T) {
	for i := range normalize.Indicators {
		ind := &normalize.Indicators[i]
		if said := comparability(ind.Code) != ""; !ind.Derived && said != (ind.Generation != "A1") {
			t.Errorf("%s %s: told %v", ind.Generation, ind.Code, said)
		}
	}
}
