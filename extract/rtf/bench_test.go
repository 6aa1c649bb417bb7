package rtf

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/gongkai-data/gongkai/extract"
)

// benchFile is a report of usual size: $BENCH names another file.
func benchFile(b *testing.B) []byte {
	b.Helper()
	if path := os.Getenv("BENCH"); path != "" {
		data, err := os.ReadFile(path)
		if err != nil {
			b.Fatal(err)
		}
		return data
	}
	return reportBytes()
}

func BenchmarkRead(b *testing.B) {
	data := benchFile(b)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Format.Read(context.Background(), data, extract.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkWords is the floor under BenchmarkRead: control words that mean
// nothing here.
func BenchmarkWords(b *testing.B) {
	data := []byte(`{\rtf1 ` + strings.Repeat(`\rtlch\af16\afs20\alang1081 \ltrch\lang1033\langfe2052\nowidctlpar\hyphpar0\ltrpar\cf0\fs21\kerning0`, 10_000) + "}")
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := Format.Read(context.Background(), data, extract.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// reportBytes makes a report as LibreOffice writes one: formatting before every
// cell, characters as \u with their bytes in the code page of the font.
func reportBytes() []byte {
	w := &reportWriter{seed: 1}
	w.b.WriteString(`{\rtf1\ansi\deff4{\fonttbl{\f4\froman\fprq2\fcharset0 Times New Roman;}{\f5\froman\fprq2\fcharset134 FangSong;}}` + "\n")
	w.par("\\ql")
	for range 40 {
		w.par("\\fi560")
	}
	w.table(14, 4)
	w.par("")
	w.table(28, 10)
	w.par("")
	w.table(4, 15)
	w.b.WriteString("}")
	return []byte(w.b.String())
}

type reportWriter struct {
	b    strings.Builder
	seed uint32
}

func (w *reportWriter) next() uint32 {
	w.seed = w.seed*1664525 + 1013904223
	return w.seed >> 8
}

const (
	parFormat  = `\pard\plain \s0\rtlch\af16\afs20\alang1081 \ltrch\lang1033\langfe2052\hich\af4\loch\nowidctlpar\hyphpar0\ltrpar\cf0\f4\fs21\lang1033\kerning0\dbch\af13\langfe2052`
	cellFormat = `\clbrdrt\brdrs\brdrw10\brdrcf1\clbrdrl\brdrs\brdrw10\brdrcf1\clpadft3\clpadt108\clbrdrb\brdrs\brdrw10\brdrcf1\clbrdrr\brdrs\brdrw10\brdrcf1\clpadfr3\clpadr108\clvertalc`
)

func (w *reportWriter) words(n int) {
	w.b.WriteString(`{\hich\af5\loch\f5\dbch\afs28\af11\dbch` + "\n" + `\uc2 `)
	for range n {
		w.b.WriteString(`\u20844\'b9\'ab`)
	}
	w.b.WriteString(`\uc1 }`)
}

func (w *reportWriter) par(more string) {
	w.b.WriteString(parFormat + more + `\ltrpar`)
	w.words(60)
	w.b.WriteString("\n\\par ")
}

func (w *reportWriter) table(rows, cols int) {
	for range rows {
		w.b.WriteString(`\trowd\trqc\ltrrow\trpaddft3\trpaddt0\trpaddfl3\trpaddl0`)
		for c := range cols {
			fmt.Fprintf(&w.b, `%s\cellx%d`, cellFormat, (c+1)*900)
		}
		for c := range cols {
			w.b.WriteString(parFormat + `\intbl\qc\nowidctlpar\ltrpar`)
			if c == 0 {
				w.words(6)
			} else {
				fmt.Fprintf(&w.b, "{\\hich\\af9\\loch\\fs18\\f5\\dbch\\af12\\loch\n%d}", w.next()%1000)
			}
			w.b.WriteString(`\cell`)
		}
		w.b.WriteString("\\row\n")
	}
	w.b.WriteString(`\pard `)
}

func TestReportOfUsualSize(t *testing.T) {
	b := reportBytes()
	doc, err := Format.Read(context.Background(), b, extract.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var shapes []string
	for _, x := range doc.Tables() {
		shapes = append(shapes, fmt.Sprint(x.Grid.Rows, "x", x.Grid.Cols, " ", len(x.Grid.Cells)))
	}
	if got := strings.Join(shapes, ", "); got != "14x4 56, 28x10 280, 4x15 60" || len(doc.Blocks) != 46 {
		t.Errorf("%d blocks, tables %s", len(doc.Blocks), got)
	}
	t.Logf("%d bytes", len(b))
}
