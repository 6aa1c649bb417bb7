package main

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/gongkai-data/gongkai"

// pkg is a package as `go list -json` tells it.
type pkg struct {
	ImportPath                         string
	Imports, TestImports, XTestImports []string
}

// packages lists every package of the module, paths relative to it.
func packages(t *testing.T) []pkg {
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports,TestImports,XTestImports", module+"/...")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []pkg
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	if len(all) < 10 {
		t.Fatalf("only %d packages", len(all))
	}
	return all
}

// layer says what the packages below a path may import of the module. The first
// layer that fits counts; a "*" ends a prefix.
var layers = []struct {
	packages string
	may      []string
}{
	{"cmd/*", []string{"*"}},
	{"extract", nil},
	{"extract/extracttest", []string{"extract"}},
	{"extract/draw", []string{"extract"}},
	{"extract/internal/*", []string{"extract", "extract/internal/*"}},
	{"extract/formats/*", []string{"extract", "extract/internal/*"}},
	{"extract/formats", []string{"extract", "extract/*"}},
	{"extract/docx", []string{"extract", "extract/internal/*", "extract/htmldoc"}}, // altChunk: HTML inside a package, extract/DECISIONS.md
	{"extract/pdf/internal/*", []string{"extract", "extract/internal/*", "extract/pdf/internal/*"}},
	{"extract/pdf", []string{"extract", "extract/internal/*", "extract/pdf/internal/*"}},
	{"extract/*", []string{"extract", "extract/internal/*"}},
	{"normalize/divisions", nil},
	{"normalize/forms", []string{"normalize", "extract"}},
	{"normalize/forms/mutate", []string{"normalize", "extract"}},
	{"normalize/*", []string{"normalize", "normalize/divisions", "extract"}},
	{"normalize", []string{"extract", "normalize/divisions"}},
	{"sinks/parquet/parquettest", []string{"sinks", "sinks/parquet"}},
	{"sinks/internal/*", []string{"sinks", "sinks/internal/*"}},
	{"sinks/targets", []string{"sinks", "sinks/*"}},
	{"sinks/*", []string{"sinks", "sinks/internal/*", "sinks/sinktest", "normalize", "extract"}}, // extract: the place of a fact
	{"sinks", []string{"normalize", "extract"}},
	{"corpus/portals/internal/*", []string{"corpus"}},
	{"corpus/portals/*", []string{"corpus", "corpus/portals/internal/*"}},
	{"corpus/portals", []string{"corpus", "corpus/portals/*"}},
	{"corpus/robots", nil},
	{"corpus/archive", []string{"corpus/warc"}},
	{"corpus/*", []string{"corpus"}},
	{"corpus", []string{"corpus/robots"}},
}

func fits(pattern, name string) bool {
	if prefix, ok := strings.CutSuffix(pattern, "*"); ok {
		return strings.HasPrefix(name, prefix)
	}
	return pattern == name
}

func TestImportsFollowTheLayers(t *testing.T) {
	for _, p := range packages(t) {
		name := strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, module), "/")
		i := slices.IndexFunc(layers, func(l struct {
			packages string
			may      []string
		}) bool {
			return fits(l.packages, name)
		})
		if i < 0 {
			t.Errorf("%s stands in no layer", name)
			continue
		}
		for _, imp := range p.Imports {
			rel, ours := strings.CutPrefix(imp, module+"/")
			if ours && !slices.ContainsFunc(layers[i].may, func(m string) bool { return fits(m, rel) }) {
				t.Errorf("%s imports %s", name, rel)
			}
		}
	}
}

func TestPureLayersHaveNoEffects(t *testing.T) {
	effects := func(imp string) bool {
		return imp == "os" || imp == "time" || imp == "net" || strings.HasPrefix(imp, "os/") || strings.HasPrefix(imp, "net/") ||
			imp == "log" || strings.HasPrefix(imp, "log/") || strings.HasPrefix(imp, "math/rand")
	}
	harmless := []string{"net/mail", "net/textproto"} // extract/DECISIONS.md 5: headers of MHTML, from memory
	for _, p := range packages(t) {
		name := strings.TrimPrefix(p.ImportPath, module+"/")
		if name == "extract/extracttest" || !strings.HasPrefix(name, "extract") && !strings.HasPrefix(name, "normalize") {
			continue
		}
		for _, imp := range p.Imports {
			if effects(imp) && !slices.Contains(harmless, imp) {
				t.Errorf("%s imports %s", name, imp)
			}
		}
	}
}

// goMod is go.mod as `go mod edit -json` tells it.
type goMod struct {
	Go, Toolchain string
	Require       []struct{ Path, Version string }
}

func readGoMod(t *testing.T) goMod {
	out, err := exec.Command("go", "mod", "edit", "-json", "../../go.mod").Output()
	if err != nil {
		t.Fatal(err)
	}
	var m goMod
	if err := json.Unmarshal(out, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

// TestThirdPartyModulesAreDecided wants every module that the code imports in
// the DECISIONS.md of the folder that imports it.
func TestThirdPartyModulesAreDecided(t *testing.T) {
	mod := readGoMod(t)
	moduleOf := func(imp string) string {
		best := ""
		for _, r := range mod.Require {
			if (imp == r.Path || strings.HasPrefix(imp, r.Path+"/")) && len(r.Path) > len(best) {
				best = r.Path
			}
		}
		return best
	}
	decided := map[string]string{}
	for _, folder := range []string{"cmd", "extract", "normalize", "sinks", "corpus"} {
		b, err := os.ReadFile(path.Join("../..", folder, "DECISIONS.md"))
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		decided[folder] = string(b)
	}
	told := map[string]bool{}
	for _, p := range packages(t) {
		name := strings.TrimPrefix(p.ImportPath, module+"/")
		folder, _, _ := strings.Cut(name, "/")
		for _, imp := range slices.Concat(p.Imports, p.TestImports, p.XTestImports) {
			m := moduleOf(imp)
			inTest := !slices.Contains(p.Imports, imp) || name == "extract/extracttest" || name == "sinks/sinktest"
			if m == "" || told[folder+m] {
				continue
			}
			if !names(decided[folder], m) && !(inTest && names(decided["cmd"], m)) {
				told[folder+m] = true
				t.Errorf("%s uses %s, which %s/DECISIONS.md does not name", name, m, folder)
			}
		}
	}
}

// names reports whether a text names a module, by its path, without the host, or
// as people call it where owner and repository share the name.
func names(text, module string) bool {
	module = regexp.MustCompile(`/v\d+$`).ReplaceAllString(module, "")
	_, short, ok := strings.Cut(module, "/")
	if !ok {
		return strings.Contains(text, module)
	}
	owner, repository, _ := strings.Cut(short, "/")
	return strings.Contains(text, module) || strings.Contains(text, short) || owner == repository && strings.Contains(text, owner)
}

// atLeast are the versions below which a known weakness opens one of the ways
// in that untrusted bytes have.
var atLeast = []struct{ path, version, because string }{
	{"golang.org/x/net", "v0.56.0", "quadratic and endless parsing of HTML"},
	{"golang.org/x/text", "v0.39.0", "endless normalisation of invalid UTF-8"},
	{"github.com/klauspost/compress", "v1.18.7", "reads out of bounds"},
	{"github.com/xuri/excelize/v2", "v2.11.0", "unbounded row numbers"},
	{"golang.org/x/image", "v0.45.0", "memory exhaustion by pictures"},
}

func TestMinimumVersions(t *testing.T) {
	mod := readGoMod(t)
	if v := strings.TrimPrefix(mod.Toolchain, "go"); older(v, "1.26.6") {
		t.Errorf("toolchain %s is older than 1.26.6: depth of XML, escapes from os.Root", v)
	}
	for _, r := range mod.Require {
		for _, m := range atLeast {
			if r.Path == m.path && older(strings.TrimPrefix(r.Version, "v"), strings.TrimPrefix(m.version, "v")) {
				t.Errorf("%s %s is older than %s: %s", r.Path, r.Version, m.version, m.because)
			}
		}
	}
	if !older("1.9.9", "1.26.6") || older("1.26.8", "1.26.6") || older("0.56.0", "0.56.0") {
		t.Error("versions are compared wrongly")
	}
}

// older compares dotted numbers.
func older(a, b string) bool {
	x, y := strings.Split(a, "."), strings.Split(b, ".")
	for i := range min(len(x), len(y)) {
		m, _ := strconv.Atoi(x[i])
		n, _ := strconv.Atoi(y[i])
		if m != n {
			return m < n
		}
	}
	return len(x) < len(y)
}
