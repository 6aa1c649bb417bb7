package changes

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Names in a workspace.
const (
	Folder   = "changes"      // what changed, a file each time
	Page     = "CHANGES.md"   // the last, for people
	Last     = "changes.json" // the last, for programs
	Feed     = "changes.atom"
	feedSize = 30 // entries of the feed
	told     = 200
)

// Tell writes what changed into a workspace. Told twice it is there once.
func Tell(workspace string, c *Changes) error {
	b, err := json.MarshalIndent(c, "", " ")
	if err != nil {
		return err
	}
	dir := filepath.Join(workspace, Folder)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	name := strings.TrimPrefix(short(c.From)+"-"+short(c.To)+".json", "-")
	if err := Replace(filepath.Join(dir, name), b); err != nil {
		return err
	}
	feed, err := feedOf(dir)
	if err != nil {
		return err
	}
	return errors.Join(Replace(filepath.Join(workspace, Last), b), Replace(filepath.Join(workspace, Page), []byte(Markdown(c))), Replace(filepath.Join(workspace, Feed), feed))
}

// short is enough of a version to name a file, and nothing else.
func short(version string) string {
	s := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ToLower(version))
	return s[:min(len(s), 16)]
}

// Replace puts a file in the place of another, whole.
func Replace(path string, b []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".tmp-*")
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if err = errors.Join(err, f.Chmod(0o644), f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}

// Headline says what changed in one line, in both languages.
func Headline(c *Changes) string {
	var en, zh []string
	for _, n := range []struct {
		n      int
		en, zh string
	}{
		{len(c.New), "new", "新增年报"}, {len(c.Replaced), "replaced", "替换年报"}, {len(c.Vanished), "vanished", "消失年报"}, {c.Changed, "values changed", "变动数值"},
		{len(c.Opened), "issues opened", "新问题"}, {len(c.Closed), "issues closed", "已消除问题"},
	} {
		if n.n > 0 {
			en, zh = append(en, fmt.Sprintf("%d %s", n.n, n.en)), append(zh, fmt.Sprintf("%s %d", n.zh, n.n))
		}
	}
	if len(en) == 0 {
		return "no change · 无变化"
	}
	return strings.Join(en, ", ") + " · " + strings.Join(zh, "，")
}

// Markdown is a page for people, in both languages.
func Markdown(c *Changes) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s\n", c.At.UTC().Format(time.DateOnly), Headline(c))
	reports := func(head string, list []Report) {
		if len(list) == 0 {
			return
		}
		fmt.Fprintf(&b, "\n## %s\n\n", head)
		for i, r := range list {
			if i == told {
				fmt.Fprintf(&b, "- … %d\n", len(list)-i)
				break
			}
			fmt.Fprintf(&b, "- %s %d `%s`", escape(r.Body), r.Year, r.ID)
			if strings.HasPrefix(r.URL, "http") {
				fmt.Fprintf(&b, " <%s>", strings.NewReplacer("<", "%3C", ">", "%3E", " ", "%20").Replace(r.URL))
			}
			b.WriteString("\n")
		}
	}
	reports("New reports · 新增年报", c.New)
	reports("Replaced reports · 替换年报", c.Replaced)
	reports("Vanished reports · 消失年报", c.Vanished)
	if len(c.Values) > 0 {
		b.WriteString("\n## Values · 数值\n\n| report 年报 | indicator 指标 | before 原 | after 今 | cause 原因 |\n|---|---|---|---|---|\n")
		for i, v := range c.Values {
			if i == told {
				fmt.Fprintf(&b, "\n… %d, see %s\n", c.Changed-i, Last)
				break
			}
			fmt.Fprintf(&b, "| %s %d | %s | %s | %s | %s |\n", escape(v.Body), v.Year, strings.TrimSuffix(v.Indicator+" / "+v.Applicant, " / "), v.Before, v.After, causeText[v.Cause])
		}
	}
	issues := func(head string, list []Issue) {
		if len(list) == 0 {
			return
		}
		fmt.Fprintf(&b, "\n## %s\n\n", head)
		for i, x := range list {
			if i == told {
				fmt.Fprintf(&b, "- … %d\n", len(list)-i)
				break
			}
			fmt.Fprintf(&b, "- %s `%s` %s %s\n", x.Severity, x.Code, x.ReportID, escape(x.Zh))
		}
	}
	issues("Issues opened · 新问题", c.Opened)
	issues("Issues closed · 已消除问题", c.Closed)
	return b.String()
}

var causeText = map[Cause]string{Document: "document changed · 文件变动", Correction: "correction · 更正", Reading: "read otherwise · 读取方式变动"}

// escape keeps untrusted text from acting in a page of Markdown.
func escape(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r < ' ' || r == 0x7f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069:
			continue
		case r == '<':
			b.WriteString("&lt;")
			continue
		case strings.ContainsRune("\\`*_{}[]>()#+!|&~", r):
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Atom, RFC 4287.
type atom struct {
	XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"`
	Author  author   `xml:"author"`
	Entries []entry  `xml:"entry"`
}

type author struct {
	Name string `xml:"name"`
}

type entry struct {
	ID      string  `xml:"id"`
	Title   string  `xml:"title"`
	Updated string  `xml:"updated"`
	Content content `xml:"content"`
}

type content struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

// feedOf is a feed of the last changes in a folder.
func feedOf(dir string) ([]byte, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var all []*Changes
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".json") || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		b, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		c := &Changes{}
		if err := errors.Join(err, json.Unmarshal(b, c)); err != nil {
			return nil, fmt.Errorf("%s: %w", e.Name(), err)
		}
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b *Changes) int { return b.At.Compare(a.At) })
	f := atom{ID: "urn:gongkai:changes", Title: "gongkai 公开: changes of the dataset · 数据集变动", Author: author{"gongkai"}, Updated: all[0].At.Format(time.RFC3339)}
	for _, c := range all[:min(len(all), feedSize)] {
		f.Entries = append(f.Entries, entry{
			ID: "urn:gongkai:changes:" + short(c.From) + "-" + short(c.To), Title: Headline(c), Updated: c.At.Format(time.RFC3339), Content: content{"text", Markdown(c)},
		})
	}
	b, err := xml.MarshalIndent(f, "", " ")
	return append([]byte(xml.Header), append(b, '\n')...), err
}
