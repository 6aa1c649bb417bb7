//go:build unix

// Command peers compares, in one run, what it costs to read the same documents.
// .docx: this program from bytes to facts, the npm package @firecrawl/anydoc
// from bytes to cells or Markdown, and pandoc from a file to HTML. .doc and .rtf:
// this program, anydoc, Apache POI, antiword, catdoc and LibreOffice. .pdf: this program, anydoc, pdf-inspector, liteparse,
// tabula-java, opendataloader and pdftotext -layout, with how many cells come out. Figures are
// milliseconds of CPU a document, of all threads and with garbage collection,
// the least of several batches: other work on the machine can only add to them.
//
//	[x] the reports of ../shared/documents where they are at hand, and two made here
//	[x] the floor: the main part unpacked and tokenised, nothing kept
//	[x] .doc and .rtf: the same files, up to 200 that every program in a process of its own takes
//	[x] .pdf: 200 made reports, those at hand and others printed here, and the files of the table competition of ICDAR 2013; pdfplumber and camelot are
//	    packages of Python that neither npm nor Debian has: not measured here
//	[x] a program that breaks off is told and left out; each runs under a limit of time
//	[x] pandoc is a process, so our own command stands beside it as one
//	[x] installs nothing: it says what is missing and how to get it
//
// `make peers` runs it.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/pipeline"
	"github.com/gongkai-data/gongkai/cmd/gongkai/peers/wordfile"
	"github.com/gongkai-data/gongkai/extract"
)

// limit is what the usual report may cost from bytes to facts.
const limit = 1500 * time.Microsecond

// one is a document with what each program needed for it; zero where it was not
// measured.
type one struct {
	name, file string
	bytes      []byte
	xml        int // bytes of the main part

	floor, gongkai, asProcess time.Duration
	facts, printed            int
	cells                     cells

	anydoc
	pandoc      time.Duration
	pandocCells cells
}

// cells counts the cells of tables and those of them that span others.
type cells struct{ tables, all, spanned int }

func (c cells) String() string {
	if c.all == 0 {
		return "-"
	}
	return fmt.Sprintf("%d (%d)", c.all, c.spanned)
}

func main() {
	format := flag.String("format", "all", "docx, doc, rtf, pdf or all")
	documents := flag.String("documents", "../shared/documents", "folder with .doc, .rtf and .pdf documents")
	reports := flag.String("reports", "../shared/documents/synthetic/docx", "folder of .docx reports")
	modules := flag.String("modules", ".cache/peers/node_modules", "folder that holds @firecrawl/anydoc")
	binary := flag.String("gongkai", "bin/gongkai", "our command")
	flag.IntVar(&rounds, "rounds", rounds, "of all programs in turn")
	flag.Parse()
	pipeline.Tune() // as the command does
	known := false
	var err error
	for _, f := range []string{"docx", "doc", "rtf", "pdf"} {
		if *format != f && *format != "all" {
			continue
		}
		known = true
		if f == "docx" {
			err = errors.Join(err, run(*reports, *modules, *binary))
		} else {
			err = errors.Join(err, legacy(f, *documents, *modules, *binary, os.Getenv(strictly) == "1"))
		}
	}
	if !known {
		err = fmt.Errorf("-format %q is none of docx, doc, rtf, pdf, all", *format)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "peers:", err)
		os.Exit(1)
	}
}

func run(reports, modules, binary string) error {
	dir, err := os.MkdirTemp("", "peers")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	docs, err := gather(reports, dir)
	if err != nil {
		return err
	}
	fmt.Printf("%s, %d cores, load %s\n", runtime.Version(), runtime.NumCPU(), load())
	for _, d := range docs {
		if err := d.ours(binary); err != nil {
			return fmt.Errorf("%s: %w", d.name, err)
		}
	}
	if err := measureAnydoc(docs, modules); err != nil {
		fmt.Println("without anydoc:", err)
	}
	start, err := measurePandoc(docs)
	if err != nil {
		fmt.Println("without pandoc:", err)
	}
	speeds(docs)
	outcomes(docs)
	if start > 0 {
		fmt.Printf("\npandoc needs %s ms of its figure to start.", ms(start))
	}
	fmt.Printf("\nload at the end %s\n", load())
	return verdict(docs, os.Getenv(strictly) == "1")
}

// gather takes the reports at hand and saves two made ones in dir.
func gather(reports, dir string) ([]*one, error) {
	sample, err := os.ReadFile("corpus/samples/qinghe-2024.docx")
	if err != nil {
		return nil, fmt.Errorf("%w (start this at the root of the project)", err)
	}
	doc, err := pipeline.All().Read(ctx, sample, extract.Options{})
	if err != nil {
		return nil, err
	}
	var docs []*one
	for _, m := range []struct {
		name      string
		sentences int
	}{{"made: usual report", wordfile.Usual}, {"made: long report", wordfile.Long}} {
		b, err := wordfile.Save(doc, m.sentences)
		if err != nil {
			return nil, err
		}
		file := filepath.Join(dir, fmt.Sprint(len(docs), ".docx"))
		if err := os.WriteFile(file, b, 0o600); err != nil {
			return nil, err
		}
		docs = append(docs, &one{name: m.name, file: file, bytes: b})
	}
	files, err := filepath.Glob(filepath.Join(reports, "*.docx"))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		fmt.Printf("without the reports of %s: none there\n", reports)
	}
	slices.Sort(files)
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		docs = append(docs, &one{name: filepath.Base(f), file: f, bytes: b})
	}
	return docs, nil
}

// load is the load of the machine where the system tells it.
func load() string {
	b, _ := os.ReadFile("/proc/loadavg")
	f := strings.Fields(string(b))
	if len(f) < 3 {
		return "unknown"
	}
	return strings.Join(f[:3], " ")
}

func ms(d time.Duration) string {
	if d == 0 {
		return "-"
	}
	return fmt.Sprintf("%.2f", float64(d)/1e6)
}

// times is how often ours fits into another figure.
func times(other, ours time.Duration) string {
	if other == 0 || ours == 0 {
		return "-"
	}
	return fmt.Sprintf("x%.1f", float64(other)/float64(ours))
}

func speeds(docs []*one) {
	fmt.Print("\nCPU ms a document; xN: times ours. In one process: gongkai (facts), anydoc (cells or Markdown); as processes: gongkai read, pandoc\n")
	t := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "KB\tXML KB\tfloor\tgongkai\tof floor\tanydoc cells\t\tanydoc Markdown\t\tgongkai read\tpandoc\t\t  document")
	for _, d := range docs {
		fmt.Fprintf(t, "%.1f\t%.0f\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t  %s\n",
			float64(len(d.bytes))/1000, float64(d.xml)/1000, ms(d.floor), ms(d.gongkai), times(d.gongkai, d.floor),
			ms(d.anydoc.cellsIn), times(d.anydoc.cellsIn, d.gongkai), ms(d.anydoc.markdown), times(d.anydoc.markdown, d.gongkai),
			ms(d.asProcess), ms(d.pandoc), times(d.pandoc, d.asProcess), d.name)
	}
	t.Flush()
}

func outcomes(docs []*one) {
	fmt.Print("\nWhat comes out: facts (printed numbers among them); cells (those with spans)\n")
	t := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "gongkai facts\tgongkai cells\tanydoc cells\tpandoc cells\t  document")
	for _, d := range docs {
		fmt.Fprintf(t, "%d (%d)\t%s\t%s\t%s\t  %s\n", d.facts, d.printed, d.cells, d.anydoc.cells, d.pandocCells, d.name)
	}
	t.Flush()
}

// strictly is set in the environment where a figure above its limit is a failure.
const strictly = "GONGKAI_PEERS_STRICT"

// verdict says where another program was cheaper and whether the limit was kept.
// It fails for that only where asked to: the figures depend on the load.
func verdict(docs []*one, strict bool) error {
	behind := 0
	for _, d := range docs {
		for _, o := range []struct{ other, ours time.Duration }{{d.anydoc.cellsIn, d.gongkai}, {d.anydoc.markdown, d.gongkai}, {d.pandoc, d.asProcess}} {
			if o.other != 0 && o.ours != 0 && o.other <= o.ours {
				fmt.Printf("behind: %s: %s ms against %s ms\n", d.name, ms(o.ours), ms(o.other))
				behind++
			}
		}
	}
	usual := docs[0]
	kept := "kept"
	if usual.gongkai > limit {
		kept = "NOT kept"
	}
	fmt.Printf("the usual report of %d bytes: %s ms from bytes to facts, %s the floor; limit %s ms %s\n",
		len(usual.bytes), ms(usual.gongkai), times(usual.gongkai, usual.floor), ms(limit), kept)
	missed := behind > 0 || usual.gongkai > limit
	if missed && strict {
		return fmt.Errorf("behind in %d measurements, limit %s", behind, kept)
	}
	if missed {
		fmt.Printf("the figures depend on the load of the machine; %s=1 makes this a failure\n", strictly)
	}
	return nil
}
