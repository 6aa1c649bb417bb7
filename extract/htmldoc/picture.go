package htmldoc

import (
	"strconv"
	"strings"

	"github.com/gongkai-data/gongkai/extract"
)

// smallImage is the width in pixels below which an image is no table: half of
// the text on the screens that portals are made for.
const smallImage = 300

// image notes where an image stands that may show a table. One that does not
// say how wide it is may, unless its address calls it an icon.
func (s *scan) image(i, at int) int {
	small := false
	end := s.attrs(at, func(name, value string) {
		switch {
		case strings.EqualFold(name, "width"):
			small = small || narrow(value)
		case strings.EqualFold(name, "src"):
			small = small || strings.Contains(strings.ToLower(value), "icon")
		case strings.EqualFold(name, "style"):
			for _, d := range strings.Split(strings.ToLower(value), ";") {
				k, v, _ := strings.Cut(d, ":")
				k, v = strings.TrimSpace(k), strings.TrimSpace(v)
				small = small || k == "width" && narrow(v) || k == "display" && v == "none"
			}
		}
	})
	if !small && len(s.pictures) < extract.MaxPictures {
		s.pictures = append(s.pictures, int32(len(s.pos)))
		s.pos = append(s.pos, int64(i))
	}
	return end
}

// narrow reports a width in pixels or points below that of a table.
func narrow(width string) bool {
	width = strings.TrimSpace(strings.ToLower(width))
	width = strings.TrimSuffix(strings.TrimSuffix(width, "px"), "pt")
	n, err := strconv.ParseFloat(strings.TrimSpace(width), 64)
	return err == nil && n < smallImage
}
