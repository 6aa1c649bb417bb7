package csv

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gongkai-data/gongkai/sinks"
	"github.com/gongkai-data/gongkai/sinks/internal/stage"
)

// Limits of Stata ([U] 12, [R] Limits), in characters.
const (
	nameLimit  = 32
	labelLimit = 80
)

// coded are the columns that hold codes, by what the dictionary calls their kind.
var coded = map[string]string{
	"generation": "generation", "generation_expected": "generation", "form_table": "form_table", "status": "status", "unit": "unit", "row_match": "match", "col_match": "match",
	"admin_level": "admin_level", "body_type": "body_type", "source_kind": "source_kind", "outcome": "outcome", "severity": "severity", "result": "result", "role": "role",
	"applicant": "applicant", "section": "section",
}

// term is a code with its meaning.
type term struct{ code, label string }

// doFile writes gongkai.do: it reads every CSV file with the types of its
// columns, labels variables and codes, and saves a .dta beside it.
func doFile(ctx context.Context, s *stage.Stage, src sinks.Source, opt sinks.ExportOptions) error {
	terms, err := dictionaryTerms(ctx, src, opt.English)
	if err != nil {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "* Reads the CSV files of this folder into Stata 16 or later and labels them: do gongkai.do\n")
	fmt.Fprintf(&b, "* Dataset %s, schema %s. A missing value is one that is not printed, never a zero.\n", plain(src.About().Version), plain(src.About().Schema))
	b.WriteString("version 16\nset more off\n")
	for _, t := range src.Tables() {
		if err := readTable(&b, t, terms, opt); err != nil {
			return err
		}
	}
	return s.Put("gongkai.do", []byte(b.String()))
}

// readTable writes the commands for one table.
func readTable(b *strings.Builder, t sinks.Table, terms map[string][]term, opt sinks.ExportOptions) error {
	var texts []string
	for i, c := range t.Columns {
		if utf8.RuneCountInString(c.Name) > nameLimit {
			return fmt.Errorf("%s: the name %s is too long for Stata", t.Name, c.Name)
		}
		if k := sinks.KindOf(c.Type); k != sinks.Integer && k != sinks.Double {
			texts = append(texts, fmt.Sprint(i+1))
		}
	}
	fmt.Fprintf(b, "\n* %s\n", t.Name)
	fmt.Fprintf(b, "import delimited using \"%s.csv\", clear varnames(1) case(preserve) encoding(\"UTF-8\") delimiters(\",\") bindquotes(strict) maxquotedrows(unlimited) asdouble", t.Name)
	if len(texts) > 0 {
		fmt.Fprintf(b, " stringcols(%s)", strings.Join(texts, " "))
	}
	b.WriteString("\n")
	for _, c := range t.Columns {
		if sinks.KindOf(c.Type) == sinks.Bool {
			fmt.Fprintf(b, "generate byte b__ = cond(%s == \"true\", 1, cond(%[1]s == \"false\", 0, .))\ndrop %[1]s\nrename b__ %[1]s\n", c.Name)
		}
		label := c.Zh
		if opt.English {
			label = c.En
		}
		fmt.Fprintf(b, "label variable %s \"%s\"\n", c.Name, short(label))
		if kind := coded[c.Name]; kind != "" && len(terms[kind]) > 0 && utf8.RuneCountInString(c.Name)+2 <= nameLimit {
			codes(b, c.Name, kind, label, terms[kind])
		}
	}
	title := t.Zh
	if opt.English {
		title = t.En
	}
	fmt.Fprintf(b, "label data \"%s\"\ncompress\nsave \"%s.dta\", replace\n", short(title), t.Name)
	return nil
}

// codes adds a numeric twin of a column of codes, NAME_n, whose value labels say
// what the codes mean. encode numbers by the codes, then the labels change.
func codes(b *strings.Builder, column, kind, label string, terms []term) {
	define := func(how string, text func(term) string) {
		fmt.Fprintf(b, "label define %s_n", kind)
		for i, t := range terms {
			fmt.Fprintf(b, " %d \"%s\"", i+1, text(t))
		}
		fmt.Fprintf(b, ", %s\n", how)
	}
	define("replace", func(t term) string { return plain(t.code) })
	fmt.Fprintf(b, "encode %s, generate(%[1]s_n) label(%s_n)\n", column, kind)
	define("modify", func(t term) string { return short(t.label) }) // a code that the dictionary does not have keeps itself as its label
	fmt.Fprintf(b, "label variable %s_n \"%s\"\n", column, short(label))
}

// dictionaryTerms reads the meanings of codes from the dictionary, where it is
// among the tables.
func dictionaryTerms(ctx context.Context, src sinks.Source, en bool) (map[string][]term, error) {
	tables := src.Tables()
	i := slices.IndexFunc(tables, func(t sinks.Table) bool { return t.Name == "dictionary" })
	if i < 0 {
		return nil, nil
	}
	at := func(name string) int {
		return slices.IndexFunc(tables[i].Columns, func(c sinks.Column) bool { return c.Name == name })
	}
	kind, code, label := at("kind"), at("code"), at("label_zh")
	if en {
		label = at("label_en")
	}
	if kind < 0 || code < 0 || label < 0 {
		return nil, fmt.Errorf("dictionary without kind, code or label: %w", sinks.ErrIntegrity)
	}
	wanted := map[string]bool{}
	for _, k := range coded {
		wanted[k] = true
	}
	terms := map[string][]term{}
	for row, err := range src.Rows(ctx, "dictionary") {
		if err != nil {
			return nil, err
		}
		if k := row[kind].Text; wanted[k] {
			terms[k] = append(terms[k], term{row[code].Text, row[label].Text})
		}
	}
	return terms, nil
}

// plain drops what ends a string or starts a macro of Stata: labels come with the
// dataset, which anybody may have made.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '"' || r == '`' || r == '$' || r < ' ' || r == 0x7f || r == 0x2028 || r == 0x2029 || r == 0x85:
			return -1
		}
		return r
	}, s)
}

// short is plain and no longer than a label may be.
func short(s string) string {
	s = plain(s)
	if utf8.RuneCountInString(s) <= labelLimit {
		return s
	}
	return string([]rune(s)[:labelLimit-1]) + "…"
}
