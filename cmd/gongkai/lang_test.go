package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/gongkai-data/gongkai/normalize"
)

// TestEveryMessageInBothLanguages looks at all message tables and codes.
func TestEveryMessageInBothLanguages(t *testing.T) {
	verbs := regexp.MustCompile(`%(\[\d\])?[a-z]`)
	for command, table := range messages {
		for key, p := range table {
			if p.En == "" || p.Zh == "" {
				t.Errorf("%s: %q lacks a language", command, key)
			}
			if len(verbs.FindAllString(p.En, -1)) != len(verbs.FindAllString(p.Zh, -1)) {
				t.Errorf("%s: %q takes different arguments in the two languages", command, key)
			}
		}
	}
	for _, m := range meanings() {
		if m.En == "" || m.Zh == "" || (m.NextEn == "") != (m.NextZh == "") {
			t.Errorf("%s %s lacks a language", m.Kind, m.Code)
		}
	}
}

// TestEveryKeyIsUsedAndDefined finds keys of messages in the source.
func TestEveryKeyIsUsedAndDefined(t *testing.T) {
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var source strings.Builder
	for _, f := range files {
		if strings.HasSuffix(f.Name(), ".go") && !strings.HasSuffix(f.Name(), "_test.go") {
			b, err := os.ReadFile(f.Name())
			if err != nil {
				t.Fatal(err)
			}
			source.Write(b)
		}
	}
	if n := strings.Count(source.String(), "= phrases{"); n != len(messages) {
		t.Errorf("%d tables of messages, %d of them listed", n, len(messages))
	}
	defined := map[string]bool{}
	for command, table := range messages {
		for key := range table {
			defined[key] = true
			if n := strings.Count(source.String(), strconv.Quote(key)); n < 2 && !slices.Contains([]string{"proactive", "applications", "litigation", "a1", "a2", "nonstandard"}, key) {
				t.Errorf("%s: %q is never said", command, key)
			}
		}
	}
	for _, m := range regexp.MustCompile(`(?:say|title|field)\((?:a\.lang, |c\.app\.lang, |l, )?"([a-z0-9]+)"`).FindAllStringSubmatch(source.String(), -1) {
		if !defined[m[1]] {
			t.Errorf("%q is said but not defined", m[1])
		}
	}
}

// TestEveryCodeHasAMeaning holds the constants of package normalize against
// what `explain` knows.
func TestEveryCodeHasAMeaning(t *testing.T) {
	pkgs, err := parser.ParseDir(token.NewFileSet(), "../../normalize", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	ast.Inspect(pkgs["normalize"], func(n ast.Node) bool {
		v, ok := n.(*ast.ValueSpec)
		if !ok || len(v.Values) != len(v.Names) {
			return true
		}
		kind, _ := v.Type.(*ast.Ident)
		for i, name := range v.Names {
			lit, ok := v.Values[i].(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				continue
			}
			code, _ := strconv.Unquote(lit.Value)
			want := ""
			switch {
			case kind != nil && kind.Name == "Flag":
				want = "flag"
			case kind != nil && kind.Name == "Status":
				want = "status"
			case strings.HasPrefix(name.Name, "Reason"):
				want = "reason"
			default:
				continue
			}
			found++
			if ms := lookup(code); len(ms) != 1 || ms[0].Kind != want {
				t.Errorf("%s %s: explain knows %v", want, code, ms)
			}
		}
		return true
	})
	if found < 30 {
		t.Errorf("only %d constants found", found)
	}
	for i := range normalize.Indicators {
		if len(lookup(normalize.Indicators[i].Code)) != 1 {
			t.Errorf("indicator %s: not one meaning", normalize.Indicators[i].Code)
		}
	}
}

func TestChooseLang(t *testing.T) {
	for _, c := range []struct {
		args []string
		env  string
		want lang
	}{
		{nil, "", english}, {nil, "zh_CN.UTF-8", chinese}, {nil, "C.UTF-8", english},
		{[]string{"read", "--lang", "zh"}, "", chinese}, {[]string{"--lang=en"}, "zh_CN.UTF-8", english},
		{[]string{"read", "--", "--lang=zh"}, "", english}, {[]string{"--lang=xx"}, "", english},
	} {
		if got := chooseLang(c.args, func(k string) string {
			if k == "LC_ALL" {
				return c.env
			}
			return ""
		}); got != c.want {
			t.Errorf("%v %q: %s, want %s", c.args, c.env, got, c.want)
		}
	}
}
