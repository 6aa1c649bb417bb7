package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/gongkai-data/gongkai/cmd/gongkai/peers/pdffile"
)

// figures returns some of the numbers in the cells of a sheet: one in n.
func figures(rnd *rand.Rand, s *pdffile.Sheet, n int) (all []*pdffile.Text) {
	for i := range s.Texts {
		if t := &s.Texts[i]; t.Cell && strings.Trim(t.S, "0123456789.") == "" && rnd.IntN(n) == 0 {
			all = append(all, t)
		}
	}
	return all
}

// other is a number of as many digits that differs from the printed one.
func other(rnd *rand.Rand, s string) string {
	for {
		b := []byte(s)
		for i := range b {
			if b[i] >= '0' && b[i] <= '9' {
				b[i] = byte('1' + rnd.IntN(9))
			}
		}
		if string(b) != s {
			return string(b)
		}
	}
}

// around is a rectangle around a text, in the space of the page.
func around(s *pdffile.Sheet, t *pdffile.Text) string {
	return fmt.Sprintf("%.2f %.2f %.2f %.2f re", t.X-1, s.Height-t.Y-2, float64(len(t.S))*0.56*t.Size+2, t.Size+1)
}

// width is that of a number in Helvetica.
func width(t *pdffile.Text) float64 { return 0.556 * t.Size * float64(len(t.S)) }

// decoy writes another number around each of some numbers.
func decoy(under, before, after string) func(*rand.Rand, *pdffile.Drawing) {
	return func(rnd *rand.Rand, d *pdffile.Drawing) {
		for _, s := range d.Sheets {
			for _, t := range figures(rnd, s, 2) {
				o := *t
				o.S = other(rnd, t.S)
				b := strings.NewReplacer("BOX", around(s, t))
				w := b.Replace(before) + d.Write(s, o) + b.Replace(after)
				if under != "" {
					s.Under += w
				} else {
					s.Over += w
				}
			}
		}
	}
}

// instead takes some numbers out of a sheet and writes them in another way.
func instead(n int, write func(d *pdffile.Drawing, s *pdffile.Sheet, t pdffile.Text) string) func(*rand.Rand, *pdffile.Drawing) {
	return func(rnd *rand.Rand, d *pdffile.Drawing) {
		for _, s := range d.Sheets {
			for _, t := range figures(rnd, s, n) {
				s.Over += write(d, s, *t)
				t.S = ""
			}
			s.Texts = slices.DeleteFunc(s.Texts, func(t pdffile.Text) bool { return t.S == "" })
		}
	}
}

// annots gives sheets annotations: look is painted where a number stands.
func annots(keys string, look func(d *pdffile.Drawing, s *pdffile.Sheet, t *pdffile.Text) string, change func(rnd *rand.Rand, t *pdffile.Text)) func(*rand.Rand, *pdffile.Drawing) {
	return func(rnd *rand.Rand, d *pdffile.Drawing) {
		for _, s := range d.Sheets {
			var list strings.Builder
			for _, t := range figures(rnd, s, 8) {
				x0, y0 := t.X-1, s.Height-t.Y-2
				x1, y1 := x0+width(t)+2, y0+t.Size+1
				o := pdffile.Sheet{Height: s.Height}
				at := pdffile.Text{X: t.X - x0, Y: s.Height - (s.Height - t.Y - y0), Size: t.Size, S: t.S}
				ap := ""
				if look != nil {
					ap = "/AP<</N " + d.Stream(fmt.Sprintf("/Type/XObject/Subtype/Form/BBox[0 0 %.2f %.2f]/Resources<</Font<</D<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>>>>>", x1-x0, y1-y0), look(d, &o, &at)) + ">>"
				}
				list.WriteString(d.Object(fmt.Sprintf("<</Type/Annot%s/Rect[%.2f %.2f %.2f %.2f]%s>>", keys, x0, y0, x1, y1, ap)) + " ")
				change(rnd, t)
			}
			s.Keys += "/Annots[" + list.String() + "]"
			s.Texts = slices.DeleteFunc(s.Texts, func(t pdffile.Text) bool { return t.S == "" })
		}
	}
}

// over writes a text across the tables of each sheet.
func over(before string, size float64, texts ...string) func(*rand.Rand, *pdffile.Drawing) {
	return func(rnd *rand.Rand, d *pdffile.Drawing) {
		for _, s := range d.Sheets {
			for y := 150.0; y < s.Height-100; y += 3 * size {
				s.Over += "q " + before + d.Write(s, pdffile.Text{X: 90 + rnd.Float64()*200, Y: y, Size: size, S: texts[rnd.IntN(len(texts))]}) + " Q\n"
			}
		}
	}
}

// tricks are what is done to the pages of a report so that a careless reader sees other numbers.
func tricks() (all []print) {
	add := func(name string, least float64, trick func(*rand.Rand, *pdffile.Drawing)) {
		all = append(all, print{name: "trick-" + name, style: pdffile.Style{Digits: pdffile.Helvetica}, trick: trick, least: least})
	}
	digits := func(d *pdffile.Drawing, s *pdffile.Sheet, t *pdffile.Text) string { return d.Write(s, *t) }
	gone := func(_ *rand.Rand, t *pdffile.Text) { t.S = "" }
	keep := func(*rand.Rand, *pdffile.Text) {}

	add("invisible-over", 1, decoy("", "q 3 Tr ", "Q\n"))
	add("invisible-under", 1, decoy("u", "q 3 Tr ", "Q\n"))
	add("white-over", 1, decoy("", "q 1 g ", "Q\n"))
	add("white-under", 1, decoy("u", "q 1 g ", "Q\n"))
	add("painted-over", 1, decoy("u", "", " q 1 g BOX f Q\n"))
	add("clipped-away", 1, decoy("", "q 0 0 1 1 re W n ", "Q\n"))
	add("clipped-to-nothing", 1, decoy("", "q 0 0 0 0 re W n ", "Q\n"))
	add("pale-over", 0, decoy("", "q .8 g ", "Q\n"))
	add("dark-over", 0, decoy("", "", ""))
	add("layer-off", 1, func(rnd *rand.Rand, d *pdffile.Drawing) {
		o := d.Object("<</Type/OCG/Name(draft)>>")
		d.Extra += "/Properties<</O " + o + ">>"
		d.Root += "/OCProperties<</OCGs[" + o + "]/D<</OFF[" + o + "]>>>>"
		decoy("", "/OC /O BDC ", "EMC\n")(rnd, d)
	})
	add("another-actual-text", 1, instead(2, func(d *pdffile.Drawing, s *pdffile.Sheet, t pdffile.Text) string {
		return "/Span<</ActualText(777)>>BDC " + d.Write(s, t) + "EMC\n"
	}))
	add("corrected-by-hand", 1, func(rnd *rand.Rand, d *pdffile.Drawing) {
		for _, s := range d.Sheets {
			for _, t := range figures(rnd, s, 3) {
				s.Over += "q 1 g " + around(s, t) + " f Q " + d.Write(s, *t)
				t.S = other(rnd, t.S)
			}
		}
	})
	add("in-forms", 1, instead(2, func(d *pdffile.Drawing, s *pdffile.Sheet, t pdffile.Text) string {
		inner := d.Stream("/Type/XObject/Subtype/Form/BBox[0 0 9999 9999]/Matrix[1 0 0 1 -40 -30]/Resources<</Font<</D<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>>>>>", "q .5 0 0 .5 0 0 cm "+d.Write(s, t)+" Q")
		name := fmt.Sprint("X", strings.Count(d.Extra, "0 R"))
		d.Extra = strings.TrimSuffix(strings.TrimPrefix(d.Extra, "/XObject<<"), ">>") + "/" + name + " " + inner
		d.Extra = "/XObject<<" + d.Extra + ">>"
		return "q 2 0 0 2 80 60 cm /" + name + " Do Q\n"
	}))
	add("widgets", 1, annots("/Subtype/Widget/FT/Tx", digits, gone))
	add("corrected-by-annotation", 1, annots("/Subtype/FreeText", func(d *pdffile.Drawing, s *pdffile.Sheet, t *pdffile.Text) string {
		return "1 g 0 0 99 99 re f 0 g " + d.Write(s, *t)
	}, func(rnd *rand.Rand, t *pdffile.Text) { t.S = other(rnd, t.S) }))
	add("annotation-without-a-look", 0.8, annots("/Subtype/FreeText/Contents(9)/DA(/Helv 8 Tf)", nil, keep))
	add("annotation-struck-out", 0.8, annots("/Subtype/StrikeOut", nil, keep))
	add("hidden-annotation", 1, annots("/Subtype/FreeText/F 2", func(d *pdffile.Drawing, s *pdffile.Sheet, t *pdffile.Text) string {
		t.S = "7"
		return "1 g 0 0 99 99 re f 0 g " + d.Write(s, *t)
	}, keep))
	add("shadow", 0, func(_ *rand.Rand, d *pdffile.Drawing) {
		for _, s := range d.Sheets {
			for _, t := range slices.Clone(s.Texts) {
				t.X += 1.4
				s.Texts = append(s.Texts, t)
			}
		}
	})
	add("printed-twice", 1, func(_ *rand.Rand, d *pdffile.Drawing) {
		for _, s := range d.Sheets {
			s.Texts, s.Lines = append(s.Texts, s.Texts...), append(s.Lines, s.Lines...)
		}
	})
	add("footnote-marks", 0.9, func(rnd *rand.Rand, d *pdffile.Drawing) {
		for _, s := range d.Sheets {
			for _, t := range figures(rnd, s, 10) {
				s.Over += d.Write(s, pdffile.Text{X: t.X + width(t) + 0.3, Y: t.Y - 3.2, Size: 4.5, S: fmt.Sprint(1 + rnd.IntN(9))})
			}
		}
	})
	add("small-numbers-beside", 0.5, func(rnd *rand.Rand, d *pdffile.Drawing) {
		for _, s := range d.Sheets {
			for _, t := range figures(rnd, s, 4) {
				s.Over += d.Write(s, pdffile.Text{X: t.X + width(t) + rnd.Float64(), Y: t.Y - rnd.Float64(), Size: 5 + 2*rnd.Float64(), S: fmt.Sprint(1 + rnd.IntN(99))})
			}
		}
	})
	add("thousands", 1, func(_ *rand.Rand, d *pdffile.Drawing) {
		for _, s := range d.Sheets {
			for i := range s.Texts {
				if t := &s.Texts[i]; t.Cell && len(t.S) == 4 && strings.Trim(t.S, "0123456789") == "" {
					t.S = t.S[:1] + "," + t.S[1:]
				}
			}
		}
	})
	add("thousands-apart", 0.9, instead(1, func(d *pdffile.Drawing, s *pdffile.Sheet, t pdffile.Text) string {
		if len(t.S) < 4 {
			return d.Write(s, t)
		}
		a, b := t, t
		a.S, b.S = t.S[:len(t.S)-3]+",", t.S[len(t.S)-3:]
		b.X += width(&pdffile.Text{Size: t.Size, S: t.S[:len(t.S)-3]}) + 0.278*t.Size + 1.1
		return d.Write(s, b) + d.Write(s, a)
	}))
	add("digits-far-apart", 0.4, func(rnd *rand.Rand, d *pdffile.Drawing) {
		for _, s := range d.Sheets {
			for _, t := range figures(rnd, s, 2) {
				for _, c := range s.Cells {
					if !(len(t.S) > 1 && c.X0 < t.X && t.X < c.X1 && c.Y0 < t.Y && t.Y < c.Y1+2) {
						continue
					}
					step := min(2.2*t.Size, (c.X1-c.X0-8)/float64(len(t.S)))
					for i, r := range t.S {
						s.Over += d.Write(s, pdffile.Text{X: c.X0 + 3 + float64(i)*step, Y: t.Y, Size: t.Size, S: string(r)})
					}
					t.S = ""
					break
				}
			}
			s.Texts = slices.DeleteFunc(s.Texts, func(t pdffile.Text) bool { return t.S == "" })
		}
	})
	for _, half := range []string{"W n", "W* n"} {
		add("half-clipped-"+half[:len(half)-2], 0.3, instead(3, func(d *pdffile.Drawing, s *pdffile.Sheet, t pdffile.Text) string {
			return fmt.Sprintf("q %.2f 0 %.2f 2000 re %s %sQ\n", t.X-1, 1+width(&t)/2, half, d.Write(s, t))
		}))
	}
	add("first-half-clipped", 0.3, instead(3, func(d *pdffile.Drawing, s *pdffile.Sheet, t pdffile.Text) string {
		return fmt.Sprintf("q %.2f 0 999 2000 re W n %sQ\n", t.X+width(&t)/2, d.Write(s, t))
	}))
	add("half-painted-over", 0.3, instead(3, func(d *pdffile.Drawing, s *pdffile.Sheet, t pdffile.Text) string {
		return d.Write(s, t) + fmt.Sprintf("q 1 g %.2f %.2f %.2f 8 re f Q\n", t.X+width(&t)/2, s.Height-t.Y-1, width(&t))
	}))
	add("half-under-a-picture", 0.3, instead(3, func(d *pdffile.Drawing, s *pdffile.Sheet, t pdffile.Text) string {
		return d.Write(s, t) + fmt.Sprintf("q %.2f 0 0 9 %.2f %.2f cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q\n", width(&t), t.X+width(&t)/2, s.Height-t.Y-1)
	}))
	add("crop-through-numbers", 0, func(rnd *rand.Rand, d *pdffile.Drawing) {
		for _, s := range d.Sheets {
			fs := figures(rnd, s, 1)
			slices.SortFunc(fs, func(a, b *pdffile.Text) int { return len(b.S) - len(a.S) })
			if len(fs) > 0 {
				s.Keys += fmt.Sprintf("/CropBox[0 0 %.2f %.2f]", fs[0].X+width(fs[0])/2, s.Height)
			}
		}
	})
	add("numbers-over-borders", 0.3, func(rnd *rand.Rand, d *pdffile.Drawing) {
		for _, s := range d.Sheets {
			for _, t := range figures(rnd, s, 2) {
				for _, c := range s.Cells {
					if len(t.S) > 1 && c.X0 < t.X && t.X < c.X1 && c.Y0 < t.Y && t.Y < c.Y1+2 {
						t.X = c.X1 - width(t)/float64(len(t.S))
						break
					}
				}
			}
		}
	})
	borders := func(share int, vertical bool) func(*rand.Rand, *pdffile.Drawing) {
		return func(rnd *rand.Rand, d *pdffile.Drawing) {
			for _, s := range d.Sheets {
				lost := map[string]bool{}
				s.Lines = slices.DeleteFunc(s.Lines, func(l pdffile.Line) bool {
					if (l.X0 == l.X1) != vertical {
						return false
					}
					k := fmt.Sprintf("%.1f %.1f %.1f", l.X0, l.Y0, l.X1+l.Y1)
					if _, ok := lost[k]; !ok {
						lost[k] = rnd.IntN(share) == 0
					}
					return lost[k]
				})
			}
		}
	}
	for _, share := range []int{60, 20, 5, 3} {
		add(fmt.Sprint("upright-borders-lost-", share), 0, borders(share, true))
		add(fmt.Sprint("level-borders-lost-", share), 0, borders(share, false))
	}
	add("lines-across", 0, func(rnd *rand.Rand, d *pdffile.Drawing) {
		for _, s := range d.Sheets {
			for range 3 {
				y, x := rnd.Float64()*s.Height, rnd.Float64()*s.Width
				s.Over += fmt.Sprintf("0 %.2f m 999 %.2f l S %.2f 0 m %.2f 999 l S\n", y, y, x, x)
			}
		}
	})
	for _, size := range []float64{14, 30, 60} {
		add(fmt.Sprint("dark-words-", size), 0.9, over("", size, "仅供参考", "样张", "内部资料"))
		add(fmt.Sprint("dark-numbers-", size), 0.8, over("", size, "2024", "仅供参考2024", "1"))
		add(fmt.Sprint("red-numbers-", size), 0.7, over(".9 0 0 rg ", size, "2024", "仅供参考2024"))
		add(fmt.Sprint("pale-numbers-", size), 0.9, over(".85 g ", size, "2024", "仅供参考2024"))
		add(fmt.Sprint("slanted-numbers-", size), 0.8, over(".9 .3 -.3 .9 0 0 cm ", size, "2024", "1"))
		add(fmt.Sprint("see-through-numbers-", size), 0.8, func(rnd *rand.Rand, d *pdffile.Drawing) {
			d.Extra += "/ExtGState<</T<</ca .2>>>>"
			over("/T gs 1 0 0 rg ", size, "2024", "仅供参考2024")(rnd, d)
		})
	}
	add("seal-numbers", 0.5, over(".9 0 0 rg ", 8, "3601020012345", "2025", "17"))
	pages := func(change func(rnd *rand.Rand, all []*pdffile.Sheet) []*pdffile.Sheet) func(*rand.Rand, *pdffile.Drawing) {
		return func(rnd *rand.Rand, d *pdffile.Drawing) { d.Sheets = change(rnd, d.Sheets) }
	}
	turned := func(name string, foot float64, change func(rnd *rand.Rand, all []*pdffile.Sheet) []*pdffile.Sheet) {
		all = append(all, print{name: "trick-" + name, style: pdffile.Style{Digits: pdffile.Helvetica, Foot: foot}, trick: pages(change)})
	}
	for _, foot := range []float64{70, 250, 420} {
		turned(fmt.Sprint("pages-reversed-", foot), foot, func(_ *rand.Rand, all []*pdffile.Sheet) []*pdffile.Sheet { slices.Reverse(all); return all })
		turned(fmt.Sprint("page-lost-", foot), foot, func(rnd *rand.Rand, all []*pdffile.Sheet) []*pdffile.Sheet {
			i := rnd.IntN(len(all))
			return slices.Delete(all, i, i+1)
		})
		turned(fmt.Sprint("page-twice-", foot), foot, func(rnd *rand.Rand, all []*pdffile.Sheet) []*pdffile.Sheet {
			i := rnd.IntN(len(all))
			return slices.Insert(all, i, all[i])
		})
		turned(fmt.Sprint("page-shifted-", foot), foot, func(rnd *rand.Rand, all []*pdffile.Sheet) []*pdffile.Sheet {
			for i, s := range all {
				if i%2 == 1 {
					s.Under = "1 0 0 1 14 0 cm\n" + s.Under
				}
			}
			return all
		})
		turned(fmt.Sprint("page-narrowed-", foot), foot, func(rnd *rand.Rand, all []*pdffile.Sheet) []*pdffile.Sheet {
			for i, s := range all {
				if i%2 == 1 {
					s.Under = ".93 0 0 .93 4 9 cm\n" + s.Under
				}
			}
			return all
		})
		turned(fmt.Sprint("words-above-the-rest-", foot), foot, func(rnd *rand.Rand, all []*pdffile.Sheet) []*pdffile.Sheet {
			for _, s := range all[1:] {
				s.Texts = append(s.Texts, pdffile.Text{X: 60, Y: 64, Size: 9, S: "续表"}, pdffile.Text{X: 460, Y: 64, Size: 9, S: "单位：件"})
			}
			return all
		})
	}
	for _, turn := range []int{90, 180, 270} {
		all = append(all, print{name: fmt.Sprint("trick-turned-", turn), style: pdffile.Style{Digits: pdffile.Helvetica, Rotate: turn, Turned: true}, least: 1})
	}
	return all
}
