package pagetable_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestFewFiguresAfterABreak holds that the rest of a table with few figures and
// no word in it goes on with the table; the same below text is a chart.
func TestFewFiguresAfterABreak(t *testing.T) {
	var xs []float64
	head, figures := make([]string, 10), make([]string, 10)
	for i := range 11 {
		xs = append(xs, 50+45*float64(i))
	}
	for i := range head {
		head[i] = fmt.Sprintf("栏%d", i)
	}
	figures[1], figures[9] = "12", "34"
	first := func() *sheet {
		return newSheet(1).grid(xs, []float64{700, 740, 760}).row(715, xs, head...).row(745, xs, "新收", "1")
	}
	rest := func() *sheet {
		return newSheet(2).grid(xs, []float64{90, 110, 130, 150}).row(95, xs, figures...).row(115, xs, figures...)
	}
	if s := printed(build(t, first(), rest())); strings.Count(s, "1:12") != 2 || strings.Count(s, "9:34") != 2 || strings.Count(s, "table") != 1 {
		t.Errorf("figures are lost:\n%s", s)
	}
	below := rest()
	for i := range 4 {
		below.text(60, 20+12*float64(i), "一行文字")
	}
	if s := printed(build(t, first(), below)); strings.Contains(s, "1:12") {
		t.Errorf("a chart is a table:\n%s", s)
	}
}
