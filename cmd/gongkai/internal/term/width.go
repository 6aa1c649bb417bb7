package term

import (
	"strings"

	"github.com/rivo/uniseg"
)

// Width is the number of terminal columns that s takes: 2 for a Chinese
// character, 0 for a combining mark.
func Width(s string) int { return uniseg.StringWidth(s) }

// Pad fills s with spaces up to width columns.
func Pad(s string, width int) string {
	return s + strings.Repeat(" ", max(0, width-Width(s)))
}

// PadLeft puts the spaces first, as numbers want it.
func PadLeft(s string, width int) string {
	return strings.Repeat(" ", max(0, width-Width(s))) + s
}

// Cut shortens s to width columns, marking the cut with "…".
func Cut(s string, width int) string {
	if Width(s) <= width {
		return s
	}
	lines := Wrap(s, max(1, width-1))
	return lines[0] + "…"
}

// Wrap breaks s into lines of at most width columns. Chinese breaks anywhere,
// so no word is looked for; a "\n" always breaks.
func Wrap(s string, width int) []string {
	var lines []string
	for _, p := range strings.Split(s, "\n") {
		var b strings.Builder
		at, state := 0, -1
		for len(p) > 0 {
			var cluster string
			var w int
			cluster, p, w, state = uniseg.FirstGraphemeClusterInString(p, state)
			if at > 0 && at+w > width {
				lines = append(lines, b.String())
				b.Reset()
				at = 0
			}
			b.WriteString(cluster)
			at += w
		}
		lines = append(lines, b.String())
	}
	return lines
}
