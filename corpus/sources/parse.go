package sources

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"github.com/gongkai-data/gongkai/corpus"
)

// written is a source as its file has it.
type written struct {
	ID      string              `yaml:"id"`
	Portal  string              `yaml:"portal"`
	Name    string              `yaml:"name"`
	Contact string              `yaml:"contact"`
	Notes   string              `yaml:"notes"`
	Start   []start             `yaml:"start"`
	Hosts   []string            `yaml:"hosts"`
	Delay   string              `yaml:"delay"`
	Hours   string              `yaml:"hours"`
	TLS     []string            `yaml:"tls"`
	Budget  budget              `yaml:"budget"`
	Titles  titles              `yaml:"titles"`
	Params  map[string][]string `yaml:"params"`
	Expect  expect              `yaml:"expect"`
	Bodies  []body              `yaml:"bodies"`
}

type budget struct {
	Requests int    `yaml:"requests"`
	Bytes    string `yaml:"bytes"`
	Time     string `yaml:"time"`
}

type titles struct {
	Take []string `yaml:"take"`
	Drop []string `yaml:"drop"`
}

type expect struct {
	Refs  int            `yaml:"refs"`
	Most  int            `yaml:"most"`
	New   int            `yaml:"new"`
	Years map[string]due `yaml:"years"`
}

type due struct {
	Reports int    `yaml:"reports"`
	From    string `yaml:"from"`
}

type body struct {
	Name     string   `yaml:"name"`
	Division string   `yaml:"division"`
	Type     string   `yaml:"type"`
	Also     []string `yaml:"also"`
	From     int      `yaml:"from"`
	To       int      `yaml:"to"`
}

// start is an address, or one with the body whose reports it lists.
type start struct{ URL, Body string }

// UnmarshalYAML reads both ways to write it.
func (s *start) UnmarshalYAML(unmarshal func(any) error) error {
	if unmarshal(&s.URL) == nil {
		return nil
	}
	var long struct {
		URL  string `yaml:"url"`
		Body string `yaml:"body"`
	}
	if err := unmarshal(&long); err != nil {
		return err
	}
	s.URL, s.Body = long.URL, long.Body
	return nil
}

// Parse reads one source and looks at what it says; kinds are the names of the
// portals that are known. Errors name line and column as [3:1]; all that is wrong
// is told at once.
func Parse(b []byte, kinds []string) (s Source, err error) {
	defer func() { // the library has panicked on broken input
		if r := recover(); r != nil {
			s, err = Source{}, fmt.Errorf("%v", r)
		}
	}()
	if len(b) > maxFile {
		return Source{}, fmt.Errorf("larger than %d bytes", maxFile)
	}
	file, err := parser.ParseBytes(b, 0)
	if err != nil {
		return Source{}, told(err)
	}
	docs := slices.DeleteFunc(slices.Clone(file.Docs), func(d *ast.DocumentNode) bool { return d.Body == nil })
	if len(docs) != 1 {
		return Source{}, fmt.Errorf("%d documents in the file, want one", len(docs))
	}
	if err := plain(docs[0].Body); err != nil {
		return Source{}, err
	}
	var w written
	if err := yaml.NewDecoder(bytes.NewReader(b), yaml.Strict()).Decode(&w); err != nil && !errors.Is(err, io.EOF) {
		return Source{}, told(err)
	}
	c := &check{at: docs[0].Body, kinds: kinds}
	s = c.source(w)
	return s, errors.Join(c.errs...)
}

func told(err error) error {
	return errors.New(strings.TrimSpace(yaml.FormatError(err, false, false)))
}

// plain refuses what makes a file unfold: anchors, aliases, merges, tags.
func plain(n ast.Node) (err error) {
	ast.Walk(visit(func(n ast.Node) bool {
		switch n.(type) {
		case *ast.AnchorNode, *ast.AliasNode, *ast.MergeKeyNode, *ast.TagNode:
			if err == nil {
				p := n.GetToken().Position
				err = fmt.Errorf("[%d:%d] anchors, aliases and tags are not used here", p.Line, p.Column)
			}
			return false
		}
		return true
	}), n)
	return err
}

type visit func(n ast.Node) bool

// Visit implements ast.Visitor.
func (v visit) Visit(n ast.Node) ast.Visitor {
	if !v(n) {
		return nil
	}
	return v
}

// check turns what is written into what is meant.
type check struct {
	at    ast.Node
	kinds []string
	errs  []error
}

// fail keeps an error with the place of a key.
func (c *check) fail(path, format string, args ...any) {
	place := ""
	if p, err := yaml.PathString("$." + path); err == nil {
		if n, err := p.FilterNode(c.at); err == nil && n != nil && n.GetToken() != nil {
			place = fmt.Sprintf("[%d:%d] ", n.GetToken().Position.Line, n.GetToken().Position.Column)
		}
	}
	c.errs = append(c.errs, fmt.Errorf("%s%s: %s", place, path, fmt.Sprintf(format, args...)))
}

var (
	idForm       = regexp.MustCompile(`^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$`)
	divisionForm = regexp.MustCompile(`^(?:\d{6}|\d{9}|\d{12})$`)
	hoursForm    = regexp.MustCompile(`^(?:always|(?:[01]\d|2[0-4]):[0-5]\d-(?:[01]\d|2[0-4]):[0-5]\d)$`)
	hostForm     = regexp.MustCompile(`^[\p{L}\p{N}](?:[\p{L}\p{N}.-]{0,251}[\p{L}\p{N}])?(?::\d{1,5})?$`)
	types        = []string{"government", "department", "township", "subdistrict", "dispatched", "vertical"}
)

// ValidID tells whether a name can be that of a source and of its file.
func ValidID(id string) bool { return len(id) <= 64 && idForm.MatchString(id) }

// Bounds of what a source may say.
const (
	minDelay  = time.Second
	maxDelay  = 10 * time.Minute
	maxLines  = 2000 // start addresses, bodies
	firstYear = 2008
	lastYear  = 2099
)

func (c *check) source(w written) Source {
	s := Source{Contact: w.Contact, Notes: w.Notes, Channels: map[string]string{}}
	s.ID, s.Portal, s.Name, s.Params = w.ID, w.Portal, w.Name, w.Params
	if !ValidID(w.ID) {
		c.fail("id", "%q: want small letters, digits and single hyphens, a letter first, at most 64", w.ID)
	}
	if !slices.Contains(c.kinds, w.Portal) {
		c.fail("portal", "%q is none of %s", w.Portal, strings.Join(c.kinds, ", "))
	}
	if strings.TrimSpace(w.Name) == "" {
		c.fail("name", "a source needs a name for people")
	}
	c.start(&s, w)
	c.manner(&s, w)
	c.titles(&s, w)
	c.expect(&s, w)
	c.bodies(&s, w)
	return s
}

func (c *check) start(s *Source, w written) {
	if len(w.Start) == 0 {
		c.fail("start", "no address to begin at")
	}
	if len(w.Start) > maxLines {
		c.fail("start", "%d addresses, at most %d", len(w.Start), maxLines)
		return
	}
	for i, st := range w.Start {
		path := fmt.Sprintf("start[%d]", i)
		u, err := url.Parse(st.URL)
		switch {
		case err != nil:
			c.fail(path, "%q is no address", st.URL)
		case u.Scheme != "http" && u.Scheme != "https", u.Host == "", u.User != nil, len(st.URL) > 2048:
			c.fail(path, "%q: want an http or https address", st.URL)
		case slices.Contains(s.Start, st.URL):
			c.fail(path, "%s stands here twice", st.URL)
		}
		s.Start = append(s.Start, st.URL)
		if st.Body != "" {
			s.Channels[st.URL] = st.Body
		}
	}
	for i, h := range w.Hosts {
		if !hostForm.MatchString(h) {
			c.fail(fmt.Sprintf("hosts[%d]", i), "%q: want host or host:port", h)
		} else if _, port, ok := strings.Cut(h, ":"); ok {
			if n, _ := strconv.Atoi(port); n < 1 || n > 65535 {
				c.fail(fmt.Sprintf("hosts[%d]", i), "%q has no such port", h)
			}
		}
		s.Hosts = append(s.Hosts, h)
	}
}

func (c *check) manner(s *Source, w written) {
	m := &s.Manner
	if m.Delay = c.duration("delay", w.Delay); w.Delay != "" && (m.Delay < minDelay || m.Delay > maxDelay) {
		c.fail("delay", "%s: want %v to %v", w.Delay, minDelay, maxDelay)
	}
	if m.Hours = w.Hours; w.Hours != "" && !hoursForm.MatchString(w.Hours) {
		c.fail("hours", "%q: want 01:00-06:00, or always", w.Hours)
	}
	for i, t := range w.TLS {
		if t != "old" && t != "unverified" {
			c.fail(fmt.Sprintf("tls[%d]", i), "%q: want old or unverified", t)
		}
	}
	m.TLS = w.TLS
	if m.Requests = w.Budget.Requests; m.Requests < 0 {
		c.fail("budget.requests", "%d is less than nothing", m.Requests)
	}
	var err error
	if m.Bytes, err = parseBytes(w.Budget.Bytes); err != nil {
		c.fail("budget.bytes", "%v", err)
	}
	if m.Time = c.duration("budget.time", w.Budget.Time); m.Time < 0 {
		c.fail("budget.time", "%v is less than nothing", m.Time)
	}
}

func (c *check) duration(path, text string) time.Duration {
	if text == "" {
		return 0
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		c.fail(path, "%q: want a time like 5s or 2h", text)
	}
	return d
}

// parseBytes reads 200MB, 1GB, 4096.
func parseBytes(text string) (int64, error) {
	digits := strings.TrimRight(text, "KMGB ")
	if text == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(digits, 10, 32)
	unit, ok := map[string]int64{"": 1, "B": 1, "KB": 1 << 10, "MB": 1 << 20, "GB": 1 << 30}[strings.TrimSpace(text[len(digits):])]
	if err != nil || n < 0 || !ok {
		return 0, fmt.Errorf("%q: want a size like 200MB", text)
	}
	return n * unit, nil
}

// maxExpression bounds one regular expression.
const maxExpression = 1000

func (c *check) titles(s *Source, w written) {
	s.Titles = corpus.Titles{Take: w.Titles.Take, Drop: w.Titles.Drop}
	for _, list := range []struct {
		name  string
		exprs []string
	}{{"take", w.Titles.Take}, {"drop", w.Titles.Drop}} {
		for i, expr := range list.exprs {
			path := fmt.Sprintf("titles.%s[%d]", list.name, i)
			if expr == "" || len(expr) > maxExpression {
				c.fail(path, "want an expression of 1 to %d bytes", maxExpression)
			} else if _, err := regexp.Compile(expr); err != nil {
				c.fail(path, "%v", err)
			}
		}
	}
}

func (c *check) expect(s *Source, w written) {
	e := w.Expect
	s.Expect = corpus.Expect{Refs: e.Refs, Most: e.Most, New: e.New}
	for _, n := range []struct {
		name string
		is   int
	}{{"refs", e.Refs}, {"most", e.Most}, {"new", e.New}} {
		if n.is < 0 {
			c.fail("expect."+n.name, "%d is less than nothing", n.is)
		}
	}
	if e.Most != 0 && e.Most < e.Refs {
		c.fail("expect.most", "%d is less than refs, %d", e.Most, e.Refs)
	}
	for year, d := range e.Years {
		path := "expect.years." + year
		y, err := strconv.Atoi(year)
		if err != nil || y < firstYear || y > lastYear {
			c.fail(path, "%q is no year reported on", year)
			continue
		}
		if d.Reports < 1 {
			c.fail(path, "want reports, at least 1")
		}
		if s.Expect.Years == nil {
			s.Expect.Years, s.Expect.By = map[int]int{}, map[int]string{}
		}
		s.Expect.Years[y] = d.Reports
		if d.From == "" {
			d.From = fmt.Sprintf("%d-04-01", y+1) // when every body must have published
		}
		if _, err := time.Parse(time.DateOnly, d.From); err != nil {
			c.fail(path, "from %q: want a day like %d-04-01", d.From, y+1)
		}
		s.Expect.By[y] = d.From
	}
}

func (c *check) bodies(s *Source, w written) {
	if len(w.Bodies) > maxLines {
		c.fail("bodies", "%d bodies, at most %d", len(w.Bodies), maxLines)
		return
	}
	names := map[string]bool{}
	for i, b := range w.Bodies {
		path := fmt.Sprintf("bodies[%d]", i)
		if b.Name == "" || names[b.Name] {
			c.fail(path, "%q: every body needs a name of its own", b.Name)
		}
		names[b.Name] = true
		if b.Division != "" && !divisionForm.MatchString(b.Division) {
			c.fail(path, "division %q: want 6, 9 or 12 digits, quoted", b.Division)
		}
		if b.Type != "" && !slices.Contains(types, b.Type) {
			c.fail(path, "type %q is none of %s", b.Type, strings.Join(types, ", "))
		}
		for _, y := range []int{b.From, b.To} {
			if y != 0 && (y < firstYear || y > lastYear) {
				c.fail(path, "%d is no year reported on", y)
			}
		}
		if b.From != 0 && b.To != 0 && b.To < b.From {
			c.fail(path, "ends in %d before it begins in %d", b.To, b.From)
		}
		s.Bodies = append(s.Bodies, Body(b))
	}
}
