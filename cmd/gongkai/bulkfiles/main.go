// Command bulkfiles makes any number of distinct annual reports as files, for
// measuring and for breaking runs off: the reports of package mutate, true ones,
// each of a body and year of its own and with a text of its own, of 100 files 44
// .docx, 30 HTML, 15 RTF, 7 text and 4 PDF.
//
//	go run ./cmd/gongkai/bulkfiles -n 10000 -o .cache/bulk/10000
//
// The same number and seed give the same files on every machine.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"github.com/gongkai-data/gongkai/cmd/gongkai/peers/wordfile"
	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/normalize/forms/mutate"
)

func main() {
	n := flag.Int("n", 1000, "reports")
	out := flag.String("o", "", "folder")
	seed := flag.Uint64("seed", 1, "seed")
	flag.Parse()
	if *out == "" {
		flag.Usage()
		os.Exit(2)
	}
	if err := make1(*n, *out, *seed); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// make1 writes the files, a thousand to a folder.
func make1(n int, out string, seed uint64) error {
	for i := 0; i < n; i += 1000 {
		if err := os.MkdirAll(filepath.Join(out, fmt.Sprintf("%03d", i/1000)), 0o755); err != nil {
			return err
		}
	}
	var wg sync.WaitGroup
	errs := make([]error, runtime.GOMAXPROCS(0))
	for w := range errs {
		wg.Go(func() {
			for i := w; i < n && errs[w] == nil; i += len(errs) {
				name, b, err := file(seed, i)
				if err == nil {
					err = os.WriteFile(filepath.Join(out, fmt.Sprintf("%03d", i/1000), name), b, 0o644)
				}
				errs[w] = err
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// years are those that a body reports on, one file each.
const (
	firstYear = 2019
	years     = 7
)

// file makes file number i.
func file(seed uint64, i int) (name string, b []byte, err error) {
	r := report(seed, i)
	narrate(seed, i).into(r)
	doc := r.Document()
	name = fmt.Sprintf("%06d", i)
	switch n := i % 100; {
	case n < 44:
		b, err = wordfile.Save(doc, 0)
		return name + ".docx", b, err
	case n < 74:
		return name + ".html", page(doc), nil
	case n < 89:
		return name + ".rtf", rich(doc), nil
	case n < 96:
		return name + ".txt", plain(doc), nil
	}
	b, err = paged(doc)
	return name + ".pdf", b, err
}

// report makes report number i: number i%years of its body.
func report(seed uint64, i int) *mutate.Report {
	year, form := firstYear+i%years, "C"
	if year < 2021 {
		form = "B"
	}
	for try := uint64(0); ; try++ {
		r := mutate.New(mutate.NewRand(seed, uint64(i)*1000+try), form)
		if r.Year != year {
			continue
		}
		r.Body = body(i / years)
		r.Title = fmt.Sprintf("%s%d年政府信息公开工作年度报告", r.Body, r.Year)
		return r
	}
}

// syllables make names of towns that nobody has.
var syllables = []rune("青禾望舒云岭鹿华清湖玉泉松柏桃源石桥金沙白鹭竹溪枫林东河西山南浦北塘春江秋水晨曦暮雪")

// body names town number n.
func body(n int) string {
	k := len(syllables)
	return "云岭县" + string([]rune{syllables[n%k], syllables[n/k%k], syllables[n/k/k%k]}) + "镇人民政府"
}

// texts calls f for every paragraph, and g for every table.
func texts(doc *extract.Document, f func(s string), g func(t *extract.Table)) {
	for _, b := range doc.Blocks {
		switch b := b.(type) {
		case *extract.Heading:
			f(b.Text)
		case *extract.Paragraph:
			f(b.Text)
		case *extract.Table:
			g(b)
		}
	}
}
