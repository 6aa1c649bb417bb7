// Package sources reads and writes the sources of a workspace, sources/<id>.yaml:
// one site of a known kind each (package portals), by people, kept in git.
// kundulun.yaml beside this file is the worked example.
//
//	id: kundulun                    # the name of the file
//	portal: thinkphp                # gongkai source families lists them
//	name: 昆都仑区人民政府
//	start:                          # where listings begin; body: whose reports they list
//	  - https://www.kdl.gov.cn/lists/cid/1899
//	  - url: https://www.kdl.gov.cn/lists/cid/1704
//	    body: 昆都仑区市府东路街道办事处
//	hosts: [kdl.gov.cn]             # beside those of start; "host:port" for other ports
//	delay: 5s                       # between an answer and the next request
//	hours: 01:00-06:00              # in China; always
//	tls: [old]                      # what is put up with; unverified
//	budget: {requests: 300, bytes: 200MB, time: 2h}
//	titles: {take: [], drop: []}    # regular expressions, beside what is known of reports
//	params: {years: [2008-2025]}    # what a kind of portal wants to know
//	expect: {refs: 40, most: 2000, new: 60, years: {2024: {reports: 16, from: 2025-04-01}}}
//	bodies:                         # that report here, for what is missing
//	  - {name: 昆都仑区人民政府, division: "150203", type: government, from: 2008}
//
// Unknown and doubled keys are errors that name their line, as is every value that
// cannot be meant.
package sources

import (
	_ "embed"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gongkai-data/gongkai/corpus"
)

// Folder is where a workspace keeps its sources.
const Folder = "sources"

// Limits of what is read.
const (
	maxFile  = 256 << 10
	maxFiles = 5_000
)

// Example is the worked example.
//
//go:embed kundulun.yaml
var Example []byte

// Source is one file of the folder.
type Source struct {
	corpus.Source
	Contact  string            // of the site, for people
	Notes    string            // for people
	Channels map[string]string // start address → the body whose reports it lists
	Bodies   []Body            // that report here
}

// Body is one that reports at a source.
type Body struct {
	Name     string
	Division string   // GB/T 2260, or the 9 or 12 digits of a township; "" where it has none of its own
	Type     string   // as in the dataset: government, department, township, subdistrict, dispatched, vertical
	Also     []string // other names that titles use
	From, To int      // years reported on; 0: open
}

// A Problem is what is wrong in a file.
type Problem struct {
	File string
	Err  error
}

// Error names the file.
func (p Problem) Error() string { return p.File + ": " + p.Err.Error() }

// Unwrap returns the cause.
func (p Problem) Unwrap() error { return p.Err }

// Read reads every source of a folder, by name; a folder that is not there has
// none. kinds are the names of the portals that are known.
func Read(dir string, kinds []string) (found []Source, problems []Problem, err error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	if len(entries) > maxFiles {
		return nil, nil, errors.New("too many files in " + dir)
	}
	for _, e := range entries {
		name := e.Name()
		if strings.HasPrefix(name, ".") || !e.Type().IsRegular() || !isYAML(name) {
			continue
		}
		s, err := ReadFile(filepath.Join(dir, name), kinds)
		if err != nil {
			problems = append(problems, Problem{name, err})
			continue
		}
		found = append(found, s)
	}
	return found, problems, nil
}

func isYAML(name string) bool {
	ext := strings.ToLower(filepath.Ext(name))
	return ext == ".yaml" || ext == ".yml"
}

// ReadFile reads one source; its id must be the name of the file.
func ReadFile(file string, kinds []string) (Source, error) {
	f, err := os.Open(file)
	if err != nil {
		return Source{}, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return Source{}, err
	}
	s, err := Parse(b, kinds)
	if err != nil {
		return s, err
	}
	base := filepath.Base(file)
	if want := strings.TrimSuffix(base, filepath.Ext(base)); s.ID != want {
		return s, errors.New("id: " + s.ID + " stands in " + base + ", want " + s.ID + ".yaml")
	}
	return s, nil
}

// BodyOf is the body that a ref is of: the one that its title names, the longest
// name first, else the one that its channels belong to.
func (s *Source) BodyOf(r corpus.Ref) (Body, bool) {
	best, size := -1, 0
	for i, b := range s.Bodies {
		for _, name := range append([]string{b.Name}, b.Also...) {
			if len(name) > size && (strings.Contains(r.Title, name) || r.Body == name) {
				best, size = i, len(name)
			}
		}
	}
	if best >= 0 {
		return s.Bodies[best], true
	}
	owner := ""
	for _, c := range r.Channels {
		switch name := s.Channels[c]; {
		case name == "":
		case owner != "" && owner != name:
			return Body{}, false // two channels, two owners
		default:
			owner = name
		}
	}
	if owner == "" {
		return Body{}, false
	}
	if i := slices.IndexFunc(s.Bodies, func(b Body) bool { return b.Name == owner }); i >= 0 {
		return s.Bodies[i], true
	}
	return Body{Name: owner}, true
}

// Expected are the bodies that report on a year here.
func (s *Source) Expected(year int) (out []Body) {
	for _, b := range s.Bodies {
		if (b.From == 0 || b.From <= year) && (b.To == 0 || year <= b.To) {
			out = append(out, b)
		}
	}
	return out
}
