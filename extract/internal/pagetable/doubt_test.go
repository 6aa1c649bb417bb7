package pagetable_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestDoubt holds figures that a page shows in a way that leaves open which
// number is meant: none becomes a number without a mark.
func TestDoubt(t *testing.T) {
	xs, ys := []float64{50, 150, 250}, []float64{100, 120, 140}
	grid := func() *sheet {
		return newSheet(1).grid(xs, ys).row(105, xs, "规章", "12").row(125, xs, "其他", "")
	}
	for _, c := range []struct {
		name string
		page *sheet
		want string // of the last cell, and the notices
	}{
		{"struck-out", grid().text(154, 125, "77").text(164, 125, "1512").line(154, 130.5, 164, 130.5), "7\u03367\u03361512\nnotice pagetable-struck 1: \"77\"\n"},
		{"struck-out-by-a-rectangle", grid().text(154, 125, "77").text(170, 125, "1512").fill(154, 130, 164, 130.6), "7\u03367\u0336 1512\nnotice pagetable-struck 1: \"77\"\n"},
		{"underlined", grid().text(154, 125, "77").line(154, 133.5, 164, 133.5), "77\n"},
		{"different-figures-in-one-place", grid().text(154, 125, "5014").text(154.3, 125, "5017"), "501\uFFFD\uFFFD\nnotice pagetable-overprinted \"47\"\n"},
		{"a-number-in-place-of-another", grid().text(154, 125, "14").text(154, 127, "63"), "\uFFFD\uFFFD\uFFFD\uFFFD\nnotice pagetable-overprinted \"1643\"\n"},
		{"shadow-by-half-a-figure", grid().text(154, 125, "14").text(156.5, 125, "14"), "\uFFFD\uFFFD\uFFFD\uFFFD\nnotice pagetable-overprinted \"1144\"\n"},
		{"bold-by-overprinting", grid().text(154, 125, "5011").text(154.3, 125, "5011"), "5011\n"},
		{"raised-digit-of-full-size", grid().text(154, 125, "5014").text(174, 122, "2"), "5014²\n"},
		{"raised-digit-a-little-smaller", grid().text(154, 125, "5014").sized(174, 123.5, 8.5, "2"), "5014²\n"},
		{"raised-figures-far-up", grid().text(154, 128, "5014").sized(174, 125, 6, "12"), "5014¹²\n"},
		{"number-over-the-right-border", grid().text(235, 125, "1234"), "123\uFFFD\nnotice pagetable-number-cut 1\n"},
		{"pale-figures-alone", grid().pale(154, 125, em, "12"), "\uFFFD\uFFFD\nnotice pagetable-faint \"12\"\n"},
		{"pale-figures-beside-a-number", grid().text(164, 125, "93").pale(154, 125, em, "2"), "\uFFFD 93\nnotice pagetable-faint \"2\"\n"},
		{"large-pale-text", grid().text(164, 125, "93").pale(150, 118, 24, "水印2024"), "93\nfurniture \"水印2024\"\nnotice pagetable-overlay 1: \"水印2024\"\n"},
		{"pale-text-again-and-again", grid().text(164, 125, "93").pale(152, 125, em, "20").pale(54, 300, em, "20").pale(54, 400, em, "20"), "93\nfurniture \"20 20 20\"\nnotice pagetable-overlay 3: \"20 20 20\"\n"},
		{"large-dark-text", grid().text(164, 125, "93").sized(120, 108, 24, "水印2024"), "93\nfurniture \"水印2024\"\nnotice pagetable-overlay 1: \"水印2024\"\n"},
		{"large-dark-text-over-text-alone", grid().text(164, 125, "93").sized(155, 121, 18, "作废"), "93\nfurniture \"作废\"\nnotice pagetable-overlay 1: \"作废\"\n"},
		{"large-number-over-a-number", grid().text(156, 125, "5").sized(154, 121, 18, "93"), "\uFFFD\nfurniture \"93\"\nnotice pagetable-overlay 1: \"93\"\n"},
		{"large-number-across-a-table", grid().text(220, 125, "5").sized(60, 105, 30, "2024"), "5\nfurniture \"2024\"\nnotice pagetable-overlay 1: \"2024\"\n"},
		{"large-text-of-a-cell", newSheet(1).grid(xs, ys).row(105, xs, "规章", "12").row(125, xs, "其他", "").sized(154, 121, 18, "93"), "93\n"},
		{"slanted-letters-of-a-stamp", grid().text(164, 125, "93").slanted(164, 123, em, "河"), "93\nfurniture \"河\"\nnotice pagetable-overlay 1: \"河\"\n"},
		{"digits-of-another-size", grid().text(154, 125, "50").sized(164, 124.5, 11, "14"), "50 14\n"},
		{"two-numbers-far-apart", grid().text(154, 125, "12").text(220, 125, "34"), "12 \uFFFD34\n"},
		{"digits-set-apart-to-fill-the-cell", grid().text(154, 125, "1").text(194, 125, "2").text(236, 125, "3"), "1 \uFFFD2 \uFFFD3\n"},
		{"numbers-set-apart", grid().text(154, 125, "1").text(194, 125, "23").text(236, 125, "4"), "1 \uFFFD23 \uFFFD4\n"},
		{"groups-of-digits", grid().text(154, 125, "12").text(169, 125, "345"), "12 345\n"},
		{"struck-words-are-kept", grid().text(154, 125, "甲乙").line(154, 130, 174, 130), "甲乙\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			want := "table 2x2\n  0:规章 1:12\n  0:其他 1:" + c.want
			if d := cmp.Diff(want, printed(build(t, c.page))); d != "" {
				t.Error(d)
			}
		})
	}
}

func (s *sheet) pale(x, y, size float64, text string) *sheet {
	from := len(s.Chars)
	s.sized(x, y, size, text)
	for i := range s.Chars[from:] {
		s.Chars[from+i].Pale = true
	}
	return s
}

func (s *sheet) slanted(x, y, size float64, text string) *sheet {
	from := len(s.Chars)
	s.sized(x, y, size, text)
	for i := range s.Chars[from:] {
		s.Chars[from+i].Slanted = true
	}
	return s
}
