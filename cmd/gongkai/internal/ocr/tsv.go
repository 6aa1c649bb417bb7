package ocr

import (
	"image"
	"strconv"
	"strings"
)

// word is one word that the program saw.
type word struct {
	text string
	conf int // 0 to 100
	box  image.Rectangle
}

// parseTSV reads the table that tesseract writes: level, page, block, paragraph,
// line, word, left, top, width, height, confidence, text. Level 5 is a word.
func parseTSV(s string) []word {
	var all []word
	for row := range strings.Lines(s) {
		f := strings.SplitN(strings.TrimRight(row, "\r\n"), "\t", 12)
		if len(f) < 12 || f[0] != "5" || strings.TrimSpace(f[11]) == "" {
			continue
		}
		var n [4]int
		ok := true
		for i := range n {
			v, err := strconv.Atoi(f[6+i])
			n[i], ok = v, ok && err == nil
		}
		conf, err := strconv.ParseFloat(f[10], 64)
		if !ok || err != nil || n[2] <= 0 || n[3] <= 0 {
			continue
		}
		all = append(all, word{text: strings.TrimSpace(strings.ToValidUTF8(f[11], "\uFFFD")), conf: min(100, max(0, int(conf))), box: image.Rect(n[0], n[1], n[0]+n[2], n[1]+n[3])})
	}
	return all
}
