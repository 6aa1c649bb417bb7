package changes

import "testing"

// TestContent: people read numbers as they are printed in reports.
func TestContent(t *testing.T) {
	for _, n := range []struct {
		v    float64
		want string
	}{{0, "0"}, {1234567, "1234567"}, {123456789012345, "123456789012345"}, {0.25, "0.25"}} {
		if got := (Content{Status: "reported", Value: &n.v}).String(); got != n.want {
			t.Errorf("%v: %s, want %s", n.v, got, n.want)
		}
	}
	if got := (Content{Status: "blank"}).String(); got != "blank" {
		t.Error(got)
	}
}
