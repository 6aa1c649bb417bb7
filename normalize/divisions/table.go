package divisions

import (
	"bytes"
	"compress/gzip"
	"embed"
	"io"
	"sort"
	"strings"
	"sync"
)

// The arguments are the unpacked npm packages named in DECISIONS.md, 1.
//
//go:generate go run internal/gen/main.go table gb2260=$GB2260 2016=$CD/2.0.0 2017=$CD/2.1.0 2018=$CD/2.2.0 2019=$CD/2.3.1 2020=$CD/2.4.0 2021=$CD/2.5.0 2022=$CD/2.6.0 2023=$CD/2.7.0

//go:embed table/*.tsv.gz
var tables embed.FS

// upper is the table of counties and above, with an index of their names.
type upper struct {
	rows  []Division
	index map[string]int32 // name or short form → first link
	links []link
}

// link is one division under one name; next is the next one, −1 at the end.
type link struct {
	row, next int32
	short     bool
}

var counties = sync.OnceValue(func() *upper {
	u := &upper{rows: decode("counties")}
	u.index = make(map[string]int32, 2*len(u.rows))
	u.links = make([]link, 0, 2*len(u.rows))
	for i := range u.rows {
		d := &u.rows[i]
		u.add(d.Name, int32(i), false)
		for _, s := range shortForms(d) {
			u.add(s, int32(i), true)
		}
	}
	return u
})

func (u *upper) add(name string, row int32, short bool) {
	next, ok := u.index[name]
	if !ok {
		next = -1
	}
	u.links = append(u.links, link{row, next, short})
	u.index[name] = int32(len(u.links) - 1)
}

// each calls f for every division of the name, full names and short forms.
func (u *upper) each(name string, f func(d *Division, short bool)) {
	i, ok := u.index[name]
	for ok && i >= 0 {
		l := u.links[i]
		f(&u.rows[l.row], l.short)
		i = l.next
	}
}

// shards are the townships of one province each, in the order of their codes.
var shards = func() map[string]func() []Division {
	m := map[string]func() []Division{}
	entries, _ := tables.ReadDir("table")
	for _, e := range entries {
		if k := strings.TrimSuffix(e.Name(), ".tsv.gz"); len(k) == 2 {
			m[k] = sync.OnceValue(func() []Division { return decode(k) })
		}
	}
	return m
}()

// below returns the townships whose code starts with the prefix, which has at
// least the two digits of a province.
func below(prefix string) []Division {
	if len(prefix) < 2 || shards[prefix[:2]] == nil {
		return nil
	}
	rows := shards[prefix[:2]]()
	lo := sort.Search(len(rows), func(i int) bool { return rows[i].Code >= prefix })
	hi := lo + sort.Search(len(rows)-lo, func(i int) bool { return !strings.HasPrefix(rows[lo+i].Code, prefix) })
	return rows[lo:hi]
}

// townships indexes all townships by name. Only a name without any division
// above it needs the whole country.
var townships = sync.OnceValue(func() map[string][]*Division {
	m := make(map[string][]*Division, 1<<16)
	for _, load := range shards {
		rows := load()
		for i := range rows {
			m[rows[i].Name] = append(m[rows[i].Name], &rows[i])
		}
	}
	for _, ds := range m {
		if len(ds) > 1 {
			sort.Slice(ds, func(i, j int) bool { return ds[i].less(ds[j]) })
		}
	}
	return m
})

// decode unpacks one table: code, name, first and last year, sorted by code.
// The tables are part of the program; a test reads every one of them.
func decode(name string) []Division {
	b, err := tables.ReadFile("table/" + name + ".tsv.gz")
	if err != nil {
		return nil
	}
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil
	}
	var text strings.Builder
	text.Grow(6 * len(b))
	if _, err := io.Copy(&text, z); err != nil {
		return nil
	}
	s := text.String()
	rows := make([]Division, 0, strings.Count(s, "\n"))
	for s != "" {
		var line string
		line, s, _ = strings.Cut(s, "\n")
		code, line, _ := strings.Cut(line, "\t")
		name, line, _ := strings.Cut(line, "\t")
		from, to, _ := strings.Cut(line, "\t")
		rows = append(rows, Division{Code: code, Name: name, From: year(from), To: year(to), Level: level(code, name), Parent: parent(code)})
	}
	return rows
}

func year(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		n = n*10 + int(s[i]-'0')
	}
	return n
}
