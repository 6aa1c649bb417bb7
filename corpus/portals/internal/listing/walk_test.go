package listing

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/corpus"
)

// fixed answers everything with one page.
type fixed struct {
	body string
	n    int
}

func (f *fixed) Get(_ context.Context, r corpus.Request) (*corpus.Page, error) {
	f.n++
	return &corpus.Page{Asked: r.URL, URL: r.URL, Status: 200, Header: http.Header{}, Body: []byte(f.body)}, nil
}

// pages answers by address; what is missing is gone.
type pages struct {
	by    map[string]any // string or error
	asked []string
}

func (p *pages) Get(_ context.Context, r corpus.Request) (*corpus.Page, error) {
	u, _ := url.Parse(r.URL)
	p.asked = append(p.asked, u.RequestURI())
	switch v := p.by[u.RequestURI()].(type) {
	case string:
		return pageOf(r.URL, v), nil
	case error:
		return nil, v
	}
	return nil, corpus.ErrGone
}

// rows lists reports by number.
func rows(pager string, ids ...int) string {
	var b strings.Builder
	for _, id := range ids {
		fmt.Fprintf(&b, `<li><a href="/a/%d.html">某局%d年政府信息公开年报</a></li>`, id, 2000+id)
	}
	return "<ul>" + b.String() + "</ul>" + pager
}

func numberedKind() Kind {
	return Kind{Name: "x", Article: func(u *url.URL) string {
		if m := digitsName.FindStringSubmatch(u.Path); m != nil {
			return m[1]
		}
		return ""
	}, Page: Numbered("index", "html", true)}
}

// TestWalk walks listings that lie, loop, break off and have holes.
func TestWalk(t *testing.T) {
	const trs = `<script>createPageHTML(%d, 0, "index", "html");</script>`
	blocked := fmt.Errorf("412: %w", corpus.ErrBlocked)
	for name, c := range map[string]struct {
		by       map[string]any
		known    []int
		want     string // ids
		requests int
		errs     []error
	}{
		"three pages":         {by: map[string]any{"/l/": rows(fmt.Sprintf(trs, 3), 1, 2), "/l/index_1.html": rows("", 3), "/l/index_2.html": rows("", 4)}, want: "1 2 3 4", requests: 3},
		"too many promised":   {by: map[string]any{"/l/": rows(fmt.Sprintf(trs, 400), 1, 2), "/l/index_1.html": rows("", 3)}, want: "1 2 3", requests: 4},
		"the last again":      {by: map[string]any{"/l/": rows(fmt.Sprintf(trs, 400), 1), "/l/index_1.html": rows("", 3), "/l/index_2.html": rows("", 3)}, want: "1 3", requests: 3},
		"too few promised":    {by: map[string]any{"/l/": rows(fmt.Sprintf(trs, 1)+`<a href="index_1.html">下一页</a>`, 1), "/l/index_1.html": rows("", 3)}, want: "1 3", requests: 2},
		"a loop":              {by: map[string]any{"/l/": rows(`<a href="p2.html">下一页</a>`, 1), "/l/p2.html": rows(`<a href="./">下一页</a>`, 2)}, want: "1 2", requests: 2},
		"away":                {by: map[string]any{"/l/": rows(`<a href="https://elsewhere.example/p2.html">下一页</a>`, 1)}, want: "1", requests: 1},
		"a hole":              {by: map[string]any{"/l/": rows(fmt.Sprintf(trs, 4), 1), "/l/index_1.html": rows("", 2), "/l/index_3.html": rows("", 4)}, want: "1 2 4", requests: 4, errs: []error{corpus.ErrListing}},
		"an empty page":       {by: map[string]any{"/l/": rows(fmt.Sprintf(trs, 3), 1), "/l/index_1.html": "<p>系统繁忙", "/l/index_2.html": rows("", 4)}, want: "1 4", requests: 3, errs: []error{corpus.ErrListing}},
		"an empty last page":  {by: map[string]any{"/l/": rows(`<a href="p2.html">下一页</a>`, 1), "/l/p2.html": "<p>系统繁忙"}, want: "1", requests: 2, errs: []error{corpus.ErrListing}},
		"a next that is gone": {by: map[string]any{"/l/": rows(`<a href="p2.html">下一页</a>`, 1)}, want: "1", requests: 2},
		"nothing at all":      {by: map[string]any{"/l/": "<p>栏目建设中"}, requests: 1, errs: []error{corpus.ErrListing}},
		"gone":                {by: map[string]any{}, requests: 1, errs: []error{corpus.ErrGone}},
		"blocked":             {by: map[string]any{"/l/": blocked}, requests: 1, errs: []error{corpus.ErrBlocked}},
		"blocked later":       {by: map[string]any{"/l/": rows(fmt.Sprintf(trs, 9), 1), "/l/index_1.html": blocked}, want: "1", requests: 2, errs: []error{corpus.ErrBlocked}},
		"budget":              {by: map[string]any{"/l/": rows(fmt.Sprintf(trs, 9), 1), "/l/index_1.html": corpus.ErrBudget}, want: "1", requests: 2, errs: []error{corpus.ErrBudget}},
		"a fault in between":  {by: map[string]any{"/l/": rows(fmt.Sprintf(trs, 3), 1), "/l/index_1.html": corpus.ErrTime, "/l/index_2.html": rows("", 4)}, want: "1 4", requests: 3, errs: []error{corpus.ErrTime}},
		"a script":            {by: map[string]any{"/l/": rows(`<a href="#" onclick="goPage(2)">下一页</a>`, 1), "/l/index_1.html": rows(`<a href="#" onclick="goPage(3)">下一页</a>`, 2)}, want: "1 2", requests: 4},
		"known":               {by: map[string]any{"/l/": rows(fmt.Sprintf(trs, 3), 1, 2), "/l/index_1.html": rows("", 3), "/l/index_2.html": rows("", 4)}, known: []int{1, 2, 3, 4}, want: "1 2", requests: 1},
		"one new":             {by: map[string]any{"/l/": rows(fmt.Sprintf(trs, 3), 1, 2), "/l/index_1.html": rows("", 3), "/l/index_2.html": rows("", 4)}, known: []int{2, 3, 4}, want: "1 2 3", requests: 2},
	} {
		t.Run(strings.ReplaceAll(name, " ", "-"), func(t *testing.T) {
			g := &pages{by: c.by}
			var known func(string) bool
			if c.known != nil {
				known = func(key string) bool {
					for _, id := range c.known {
						if key == fmt.Sprintf("h.example/%d", id) {
							return true
						}
					}
					return false
				}
			}
			var got []string
			var errs []error
			for r, err := range Portal(numberedKind()).List(t.Context(), g, corpus.Source{Start: []string{"https://www.h.example/l/"}}, known) {
				if err != nil {
					errs = append(errs, err)
					continue
				}
				got = append(got, strings.TrimPrefix(r.Key, "h.example/"))
			}
			if s := strings.Join(got, " "); s != c.want || len(g.asked) != c.requests {
				t.Errorf("listed %q by %q, want %q by %d", s, g.asked, c.want, c.requests)
			}
			if len(errs) != len(c.errs) {
				t.Fatalf("errors %v, want %v", errs, c.errs)
			}
			for i := range errs {
				if !errors.Is(errs[i], c.errs[i]) {
					t.Errorf("error %v, want %v", errs[i], c.errs[i])
				}
			}
		})
	}
}

// TestScriptsThatNobodyCanFollow says so where pages have no addresses.
func TestScriptsThatNobodyCanFollow(t *testing.T) {
	k := numberedKind()
	k.Page = nil
	g := &pages{by: map[string]any{"/l/": rows(`<a href="#" onclick="goPage(2)">下一页</a>`, 1)}}
	n, errs := 0, 0
	for _, err := range Portal(k).List(t.Context(), g, corpus.Source{Start: []string{"https://h.example/l/"}}, nil) {
		if errors.Is(err, corpus.ErrListing) {
			errs++
		} else {
			n++
		}
	}
	if n != 1 || errs != 1 {
		t.Errorf("%d refs, %d errors", n, errs)
	}
}

// endless has a next page for every page, with articles of its own.
type endless struct{ n int }

func (e *endless) Get(_ context.Context, r corpus.Request) (*corpus.Page, error) {
	e.n++
	return pageOf(r.URL, rows(fmt.Sprintf(`<a href="/l/p%d.html">下一页</a>`, e.n), e.n)), nil
}

// TestEndlessListings ends at the bound, and says so.
func TestEndlessListings(t *testing.T) {
	e := &endless{}
	var last error
	for _, err := range Portal(numberedKind()).List(t.Context(), e, corpus.Source{Start: []string{"https://h.example/l/"}}, nil) {
		if err != nil {
			last = err
		}
	}
	if e.n != MaxPages || !errors.Is(last, corpus.ErrListing) {
		t.Errorf("%d requests, %v", e.n, last)
	}
}

// TestFilesAndPagesOfOtherKinds lists reports that a listing leads to directly,
// but no channels.
func TestFilesAndPagesOfOtherKinds(t *testing.T) {
	g := &pages{by: map[string]any{"/l/": rows("", 1) + `<p><a href="/f/2.pdf">某局2002年政府信息公开年报</a><a href="http://other.example/n/3.htm">某局2003年政府信息公开年报</a>
<a href="/2023/">2023年政府信息公开年报</a><a href="/2023/index.html">2023年政府信息公开年报</a><a href="/x.html">某局政府信息公开年报</a>`}}
	var got []string
	for r, err := range Portal(numberedKind()).List(t.Context(), g, corpus.Source{Start: []string{"https://www.h.example/l/"}}, nil) {
		if err != nil {
			t.Error(err)
		}
		got = append(got, r.Key+" "+r.URL)
	}
	if diff := cmp.Diff([]string{"h.example/1 https://www.h.example/a/1.html", "h.example/f/2.pdf https://www.h.example/f/2.pdf", "other.example/n/3.htm http://other.example/n/3.htm"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
