package targets

import (
	"os"
	"testing"
)

// Every folder of sinks that is a target or an export is listed, under its own name.
func TestEveryTargetIsListed(t *testing.T) {
	entries, err := os.ReadDir("..")
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, target := range All {
		if listed[target.Name] || target.Open == nil {
			t.Errorf("%s: listed twice or cannot be opened", target.Name)
		}
		listed[target.Name] = true
	}
	for _, e := range Exports {
		if listed[e.Name] || e.Write == nil {
			t.Errorf("%s: listed twice or cannot be written", e.Name)
		}
		listed[e.Name] = true
	}
	apart := map[string]bool{"internal": true, "sinktest": true, "targets": true, "testdata": true}
	folders := 0
	for _, e := range entries {
		if !e.IsDir() || apart[e.Name()] {
			continue
		}
		folders++
		if !listed[e.Name()] {
			t.Errorf("sinks/%s is not in the list", e.Name())
		}
	}
	if want := folders + 1; len(listed) != want { // stata is CSV with a do-file, in the folder of csv
		t.Errorf("%d targets and exports, want %d", len(listed), want)
	}
}
