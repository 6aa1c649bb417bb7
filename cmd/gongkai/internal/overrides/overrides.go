// Package overrides reads and writes the corrections of a workspace:
// overrides/**/*.yaml (dataset.md §2), made by people and kept in git.
//
//   - id: qinghe-2024-new          # unique in the workspace
//     report: 150203-2024          # report_id
//     cell: applications.new|total # indicator|applicant
//     kind: extraction_fix         # or source_error_confirmed: 原文如此
//     was: "13"                    # what is read there now, or its status: blank, row_absent …
//     value: "18"                  # what the source prints: a number, or blank, dash, slash, none
//     who: 王某，档案室
//     why: page 3 prints 18, the scan is blurred
//
// A correction applies only while `was` is what is read: better reading makes it
// stale, and stale ones are told. Unknown keys are errors.
package overrides

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/gongkai-data/gongkai/normalize"
)

// Folder is where a workspace keeps its corrections.
const Folder = "overrides"

// Limits of what is read.
const (
	maxFile  = 4 << 20
	maxFiles = 10_000
)

// Entry is one correction and where it stands.
type Entry struct {
	normalize.Correction
	File string // relative to the folder
}

// Problem is what is wrong in a file.
type Problem struct {
	File string
	Err  error
}

// Error names the file.
func (p Problem) Error() string { return p.File + ": " + p.Err.Error() }

// written is an entry as the file has it.
type written struct {
	ID     string `yaml:"id"`
	Report string `yaml:"report"`
	Cell   string `yaml:"cell"`
	Kind   string `yaml:"kind"`
	Rule   string `yaml:"rule,omitempty"`
	Was    string `yaml:"was"`
	Value  string `yaml:"value,omitempty"`
	Who    string `yaml:"who"`
	Why    string `yaml:"why"`
}

// Read reads every file of a workspace's folder, in the order of their names. A
// workspace without the folder has none. What is wrong in files is in problems;
// err is a folder that cannot be read.
func Read(workspace string) (entries []Entry, problems []Problem, err error) {
	files, err := list(filepath.Join(workspace, Folder))
	if err != nil {
		return nil, nil, err
	}
	for _, name := range files {
		es, err := readFile(filepath.Join(workspace, Folder, filepath.FromSlash(name)))
		if err != nil {
			problems = append(problems, Problem{name, err})
		}
		for i := range es {
			es[i].File = name
			if err := es[i].Check(); err != nil {
				problems = append(problems, Problem{name, fmt.Errorf("%s: %w", cmp.Or(es[i].ID, fmt.Sprint("entry ", i+1)), err)})
				continue
			}
			entries = append(entries, es[i])
		}
	}
	return entries, append(problems, doubled(entries)...), nil
}

// list names the YAML files below a folder. Symbolic links and hidden names are
// skipped.
func list(dir string) (names []string, err error) {
	err = filepath.WalkDir(dir, func(file string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && file == dir {
			return fs.SkipAll
		}
		if err != nil {
			return err
		}
		if strings.HasPrefix(d.Name(), ".") && file != dir {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if ext := strings.ToLower(path.Ext(d.Name())); d.Type().IsRegular() && (ext == ".yaml" || ext == ".yml") {
			rel, err := filepath.Rel(dir, file)
			if err != nil {
				return err
			}
			if names = append(names, filepath.ToSlash(rel)); len(names) > maxFiles {
				return fmt.Errorf("more than %d files", maxFiles)
			}
		}
		return nil
	})
	slices.Sort(names)
	return names, err
}

func readFile(file string) ([]Entry, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return nil, err
	}
	if len(b) > maxFile {
		return nil, fmt.Errorf("larger than %d bytes", maxFile)
	}
	return Parse(b)
}

// Parse reads the entries of one file without looking at what they say.
func Parse(b []byte) (entries []Entry, err error) {
	defer func() { // the library has panicked on broken input
		if r := recover(); r != nil {
			entries, err = nil, fmt.Errorf("%v", r)
		}
	}()
	var list []written
	d := yaml.NewDecoder(bytes.NewReader(b), yaml.Strict())
	if err := d.Decode(&list); err != nil && err != io.EOF {
		return nil, errors.New(strings.TrimSpace(yaml.FormatError(err, false, false)))
	}
	var more any
	if err := d.Decode(&more); err != io.EOF {
		return nil, errors.New("more than one document in the file")
	}
	for _, w := range list {
		entries = append(entries, Entry{Correction: normalize.Correction{
			ID: w.ID, Report: w.Report, Cell: normalize.ParseKey(w.Cell), Kind: w.Kind, Rule: w.Rule, Was: w.Was, Value: w.Value, Who: w.Who, Why: w.Why,
		}})
	}
	return entries, nil
}

// doubled finds identifiers that stand twice.
func doubled(entries []Entry) (problems []Problem) {
	first := map[string]string{}
	for i := range entries {
		e := &entries[i]
		if file, had := first[e.ID]; had {
			problems = append(problems, Problem{e.File, fmt.Errorf("%s: the id stands in %s already", e.ID, file)})
			continue
		}
		first[e.ID] = e.File
	}
	return problems
}

// Conflicts returns the entries that contradict each other: two fixes of one
// cell, or a fix and a confirmation.
func Conflicts(entries []Entry) map[string]bool {
	type cell struct {
		report string
		key    normalize.Key
	}
	at := map[cell][]*Entry{}
	for i := range entries {
		e := &entries[i]
		k := cell{e.Report, e.Cell}
		at[k] = append(at[k], e)
	}
	ids := map[string]bool{}
	for _, es := range at {
		fixes := 0
		for _, e := range es {
			if e.Kind == normalize.ExtractionFix {
				fixes++
			}
		}
		if fixes > 1 || fixes == 1 && len(es) > 1 {
			for _, e := range es {
				ids[e.ID] = true
			}
		}
	}
	return ids
}

// Add appends an entry to a file of the workspace, which it makes where there is
// none; file is relative to the folder.
func Add(workspace, file string, e *Entry) error {
	b, err := yaml.MarshalWithOptions([]written{{
		ID: e.ID, Report: e.Report, Cell: strings.TrimSuffix(e.Cell.String(), "|"), Kind: e.Kind, Rule: e.Rule, Was: e.Was, Value: e.Value, Who: e.Who, Why: e.Why,
	}}, yaml.UseSingleQuote(false))
	if err != nil {
		return err
	}
	if back, err := Parse(b); err != nil || len(back) != 1 || back[0].Correction != e.Correction {
		return fmt.Errorf("%s cannot be written so that it reads the same: %w", e.ID, err)
	}
	name := filepath.Join(workspace, Folder, filepath.FromSlash(file))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	old, err := os.ReadFile(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if len(old) > 0 && old[len(old)-1] != '\n' {
		old = append(old, '\n')
	}
	temp := name + ".tmp"
	if err := os.WriteFile(temp, append(old, b...), 0o644); err != nil {
		return err
	}
	return os.Rename(temp, name)
}
