//go:build ignore

// The program gen writes the tables that the package embeds, from the CMap
// resources, the core font metrics and the glyph list that Adobe published:
//
//	go run gen.go -cmaps poppler-data/cMap -afm folder -agl agl.py -to table
//
// Sources and licences stand in extract/pdf/DECISIONS.md.
package main

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"flag"
	"fmt"
	"log"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var (
	cmaps = flag.String("cmaps", "", "folder with one folder of CMaps for each character collection")
	afm   = flag.String("afm", "", "folder with the metrics of the 14 core fonts")
	agl   = flag.String("agl", "", "file that holds the Adobe Glyph List")
	to    = flag.String("to", "table", "where the tables go")
)

// predefined are the CMaps of ISO 32000-1, table 118. Those whose codes are Unicode
// differ in how the code is written only; one of each collection stands for all.
var predefined = map[string]string{
	"Adobe-GB1":    "GB-EUC GBpc-EUC GBK-EUC GBKp-EUC GBK2K UniGB-UTF32",
	"Adobe-CNS1":   "B5pc HKscs-B5 ETen-B5 ETenms-B5 CNS-EUC UniCNS-UTF32",
	"Adobe-Japan1": "83pv-RKSJ 90ms-RKSJ 90msp-RKSJ 90pv-RKSJ Add-RKSJ EUC Ext-RKSJ @ UniJIS-UTF32",
	"Adobe-Korea1": "KSC-EUC KSCms-UHC KSCms-UHC-HW KSCpc-EUC UniKS-UTF32",
}

func main() {
	log.SetFlags(0)
	flag.Parse()
	writeCMaps()
	writeUnicodes()
	writeMetrics()
	writeGlyphList()
}

// cmap is a CMap as its file holds it.
type cmap struct {
	name, use string
	vertical  bool
	spaces    []span
	spans     []span
	unicode   map[int]rune // of a CMap from CIDs to UCS-2
}

type span struct {
	length int
	lo, hi uint32
	cid    int
}

var (
	hexes = regexp.MustCompile(`<([0-9a-fA-F]+)>`)
	uses  = regexp.MustCompile(`/(\S+)\s+usecmap`)
)

func readCMap(path string) *cmap {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil
	}
	c := &cmap{name: filepath.Base(path), vertical: bytes.Contains(b, []byte("/WMode 1")), unicode: map[int]rune{}}
	if m := uses.FindSubmatch(b); m != nil {
		c.use = string(m[1])
	}
	section := ""
	for _, line := range strings.Split(string(b), "\n") {
		f := strings.Fields(line)
		if len(f) == 2 && strings.HasPrefix(f[1], "begin") {
			section = f[1][len("begin"):]
			continue
		}
		if strings.HasPrefix(line, "end") {
			section = ""
		}
		h := hexes.FindAllStringSubmatch(line, -1)
		if section == "" || len(h) == 0 {
			continue
		}
		code := func(i int) uint32 {
			v, err := strconv.ParseUint(h[i][1], 16, 32)
			if err != nil {
				log.Fatal(path, line)
			}
			return uint32(v)
		}
		length := len(h[0][1]) / 2
		last, _ := strconv.Atoi(f[len(f)-1])
		switch section {
		case "codespacerange":
			c.spaces = append(c.spaces, span{length, code(0), code(1), 0})
		case "cidrange":
			c.spans = append(c.spans, span{length, code(0), code(1), last})
		case "cidchar":
			c.spans = append(c.spans, span{length, code(0), code(0), last})
		case "bfchar":
			c.unicode[int(code(0))] = utf16(h[1][1])
		case "bfrange":
			for i := code(0); i <= code(1); i++ {
				c.unicode[int(i)] = utf16(h[2][1]) + rune(i-code(0))
			}
		}
	}
	slices.SortFunc(c.spans, func(a, b span) int {
		if a.length != b.length {
			return a.length - b.length
		}
		return int(int64(a.lo) - int64(b.lo))
	})
	return c
}

// utf16 is the only character of a hexadecimal string, 0 where it holds several.
func utf16(h string) rune {
	v, err := strconv.ParseUint(h, 16, 32)
	switch {
	case err != nil:
		return 0
	case len(h) <= 4:
		return rune(v)
	case v>>26 == 0xd800>>10:
		return rune((v>>16&0x3ff)<<10|v&0x3ff) + 0x10000
	}
	return 0
}

func writeCMaps() {
	var all []*cmap
	have := map[string]bool{}
	var take func(folder, name string)
	take = func(folder, name string) {
		if have[name] {
			return
		}
		if c := readCMap(filepath.Join(*cmaps, folder, name)); c != nil {
			have[name] = true
			all = append(all, c)
			if c.use != "" {
				take(folder, c.use)
			}
		}
	}
	folderOf := map[string]string{}
	for _, folder := range slices.Sorted(maps.Keys(predefined)) {
		from := len(all)
		for _, family := range strings.Fields(predefined[folder]) {
			for _, mode := range []string{"H", "V"} {
				take(folder, strings.TrimPrefix(family+"-"+mode, "@-"))
			}
		}
		for _, c := range all[from:] {
			folderOf[c.name] = folder
		}
	}
	slices.SortFunc(all, func(a, b *cmap) int { return strings.Compare(a.name, b.name) })
	var index, blobs bytes.Buffer
	for _, c := range all {
		blob := deflate(encodeCMap(c))
		fmt.Fprintf(&index, "%s\t%s\t%s\t%t\t%d\n", c.name, folderOf[c.name][len("Adobe-"):], c.use, c.vertical, len(blob))
		blobs.Write(blob)
	}
	write("cmaps.tsv", index.Bytes())
	write("cmaps.bin", blobs.Bytes())
}

// encodeCMap writes numbers as varints: what is written is small where codes and CIDs follow on.
func encodeCMap(c *cmap) []byte {
	var b []byte
	b = binary.AppendUvarint(b, uint64(len(c.spaces)))
	for _, s := range c.spaces {
		b = binary.AppendUvarint(b, uint64(s.length))
		b = binary.AppendUvarint(b, uint64(s.lo))
		b = binary.AppendUvarint(b, uint64(s.hi))
	}
	b = binary.AppendUvarint(b, uint64(len(c.spans)))
	code, cid, length := uint32(0), 0, 0
	for _, s := range c.spans {
		if s.length != length {
			code = 0
		}
		length = s.length
		b = append(b, byte(length))
		b = binary.AppendUvarint(b, uint64(s.lo-code))
		b = binary.AppendUvarint(b, uint64(s.hi-s.lo))
		b = binary.AppendVarint(b, int64(s.cid-cid))
		code, cid = s.hi, s.cid+int(s.hi-s.lo)+1
	}
	return b
}

// writeUnicodes writes the character of each CID: what Adobe's own table of the
// collection says, and for newer CIDs the first code that leads to them.
func writeUnicodes() {
	for _, o := range []struct{ folder, ucs2, utf32 string }{
		{"Adobe-GB1", "Adobe-GB1-UCS2", "UniGB-UTF32-H"}, {"Adobe-CNS1", "Adobe-CNS1-UCS2", "UniCNS-UTF32-H"},
		{"Adobe-Japan1", "Adobe-Japan1-UCS2", "UniJIS-UTF32-H"}, {"Adobe-Korea1", "Adobe-Korea1-UCS2", "UniKS-UTF32-H"},
	} {
		first := map[int]rune{}
		top := 0
		for c := readCMap(filepath.Join(*cmaps, o.folder, o.utf32)); c != nil; c = readCMap(filepath.Join(*cmaps, o.folder, c.use)) {
			for _, s := range c.spans {
				for i := s.lo; i <= s.hi; i++ {
					cid := s.cid + int(i-s.lo)
					if u, ok := first[cid]; !ok || worse(u) && !worse(rune(i)) {
						first[cid] = rune(i)
					}
					top = max(top, cid)
				}
			}
		}
		for cid, u := range readCMap(filepath.Join(*cmaps, o.folder, o.ucs2)).unicode {
			if u != 0 && u != 0xfffd && !(0xe000 <= u && u <= 0xf8ff && first[cid] != 0) {
				first[cid] = u
				top = max(top, cid)
			}
		}
		var b []byte
		previous := rune(0)
		for cid := range top + 1 {
			u := first[cid]
			b = binary.AppendVarint(b, int64(u-previous))
			previous = u + 1
		}
		write(strings.ToLower(o.folder[len("Adobe-"):])+".bin", deflate(b))
	}
}

// worse tells code points that repeat others: radicals and compatibility ideographs.
func worse(u rune) bool {
	return 0x2e80 <= u && u <= 0x2fdf || 0xf900 <= u && u <= 0xfaff || 0x2f800 <= u && u <= 0x2fa1f
}

// writeMetrics writes for each core font its widths by glyph name, and the
// encodings that the metrics define.
func writeMetrics() {
	var b bytes.Buffer
	for _, name := range []string{"Courier", "Helvetica", "Helvetica-Bold", "Times-Roman", "Times-Bold", "Times-Italic", "Times-BoldItalic", "Symbol", "ZapfDingbats"} {
		text, err := os.ReadFile(filepath.Join(*afm, name+".afm"))
		if err != nil {
			log.Fatal(err)
		}
		fmt.Fprintf(&b, "= %s\n", name)
		for _, line := range strings.Split(string(text), "\n") {
			f := strings.Fields(line)
			if len(f) > 7 && f[0] == "C" {
				fmt.Fprintf(&b, "%s %s %s\n", f[1], f[4], f[7])
			}
		}
	}
	write("metrics.bin", deflate(b.Bytes()))
}

// writeGlyphList writes "name hex" lines of names that stand for one character or more.
func writeGlyphList() {
	text, err := os.ReadFile(*agl)
	if err != nil {
		log.Fatal(err)
	}
	var b bytes.Buffer
	entry := regexp.MustCompile(`(?m)^([A-Za-z][A-Za-z0-9]*);([0-9A-F]{4}(?: [0-9A-F]{4})*)$`)
	for _, m := range entry.FindAllStringSubmatch(string(text), -1) {
		fmt.Fprintf(&b, "%s %s\n", m[1], strings.ReplaceAll(m[2], " ", " "))
	}
	write("glyphs.bin", deflate(b.Bytes()))
}

func deflate(b []byte) []byte {
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, flate.BestCompression)
	if err == nil {
		_, err = w.Write(b)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		log.Fatal(err)
	}
	return out.Bytes()
}

func write(name string, b []byte) {
	if err := os.WriteFile(filepath.Join(*to, name), b, 0o644); err != nil {
		log.Fatal(err)
	}
}
