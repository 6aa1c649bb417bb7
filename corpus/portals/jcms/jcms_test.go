package jcms

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/corpus"
)

// site answers by path and query, sorted.
type site struct {
	by    map[string]string
	asked []string
}

// Get implements corpus.Getter.
func (s *site) Get(_ context.Context, r corpus.Request) (*corpus.Page, error) {
	u, err := url.Parse(r.URL)
	if err != nil {
		return nil, err
	}
	at := u.Path
	if u.RawQuery != "" {
		at += "?" + u.Query().Encode()
	}
	s.asked = append(s.asked, at)
	body, ok := s.by[at]
	if !ok {
		return nil, corpus.ErrGone
	}
	return &corpus.Page{Asked: r.URL, URL: r.URL, Status: 200, Header: http.Header{}, Body: []byte(body)}, nil
}

func listed(t *testing.T, s *site, src corpus.Source) (keys []string, errs []error) {
	t.Helper()
	for r, err := range Portal.List(t.Context(), s, src, nil) {
		if err != nil {
			errs = append(errs, err)
			continue
		}
		keys = append(keys, strings.TrimPrefix(r.Key, "www.qinghe.example/"))
	}
	return keys, errs
}

const report = `<record><![CDATA[<li><a href="/art/2024/1/12/art_1_%s.html" title="某局2023年政府信息公开年报">x…</a><span>2024-01-12</span></li>]]></record>`

func records(ids ...string) string {
	var b strings.Builder
	for _, id := range ids {
		b.WriteString(strings.ReplaceAll(report, "%s", id))
	}
	return "<recordset>" + b.String() + "</recordset></datastore>"
}

// TestSets follows sets to their end: with and without a count, where the next
// group is named with less than it needs, and where an answer is empty.
func TestSets(t *testing.T) {
	const start = "https://qinghe.example/col/col9/index.html"
	for name, c := range map[string]struct {
		by       map[string]string
		want     string
		requests int
	}{
		"next group": {map[string]string{
			"/col/col9/index.html": `<datastore><nextgroup><![CDATA[<a href="/module/web/jpage/dataproxy.jsp?page=1&amp;webid=2&amp;columnid=9"></a>]]></nextgroup>` + records("1", "2"),
			"/module/web/jpage/dataproxy.jsp?columnid=9&page=1&webid=2": `<datastore><nextgroup><![CDATA[<a href="./dataproxy.jsp?page=2&columnid=9"></a>]]></nextgroup>` + records("3"),
			"/module/web/jpage/dataproxy.jsp?columnid=9&page=2&webid=2": `<datastore>` + records("4"),
		}, "1 2 3 4", 3},
		"next group for ever": {map[string]string{
			"/col/col9/index.html":                   `<datastore><nextgroup><![CDATA[<a href="/module/web/jpage/dataproxy.jsp?page=1"></a>]]></nextgroup>` + records("1"),
			"/module/web/jpage/dataproxy.jsp?page=1": `<datastore><nextgroup><![CDATA[<a href="/module/web/jpage/dataproxy.jsp?page=2"></a>]]></nextgroup>` + records("2"),
			"/module/web/jpage/dataproxy.jsp?page=2": `<datastore><nextgroup><![CDATA[<a href="/module/web/jpage/dataproxy.jsp?page=3"></a>]]></nextgroup>` + records("2"),
			"/module/web/jpage/dataproxy.jsp?page=3": `<datastore>` + records("9"),
		}, "1 2", 3},
		"by number": {map[string]string{
			"/col/col9/index.html": `<script>$('#5').jpage({perPage:15,totalRecord:78,ajaxParam:{columnid:9,unitid:'5',path:"/"}})</script><datastore>` + records("1", "2"),
			"/module/web/jpage/dataproxy.jsp?columnid=9&endrecord=77&path=%2F&perpage=15&startrecord=3&unitid=5":   `<datastore><totalrecord>78</totalrecord>` + records("3"),
			"/module/web/jpage/dataproxy.jsp?columnid=9&endrecord=152&path=%2F&perpage=15&startrecord=78&unitid=5": `<datastore><totalrecord>78</totalrecord>` + records("78"),
		}, "1 2 3 78", 3},
		"by number without a count": {map[string]string{
			"/col/col9/index.html": `<script>$('#5').jpage({perPage:15,totalRecord:3,ajaxParam:{columnid:9,unitid:'5'}})</script><datastore>` + records("1"),
			"/module/web/jpage/dataproxy.jsp?columnid=9&endrecord=76&perpage=15&startrecord=2&unitid=5":   `<datastore>` + records("2"),
			"/module/web/jpage/dataproxy.jsp?columnid=9&endrecord=151&perpage=15&startrecord=77&unitid=5": `<datastore><recordset></recordset></datastore>`,
		}, "1 2", 3},
		"all in the page": {map[string]string{
			"/col/col9/index.html": `<script>$('#5').jpage({perPage:15,totalRecord:2,unitid:'5'})</script><datastore>` + records("1", "2"),
		}, "1 2", 1},
		"a unit of which the first page stands in the page": {map[string]string{
			"/col/col9/index.html": `<script queryData="{'webId':'2','pageId':'9'}"></script><ul><li><a href="/art/2024/art_1.html">某局2023年政府信息公开年报</a></ul><div class="pagination" rows="1" count="2"></div>`,
			unitPath + "?pageId=9&paramJson=%7B%22pageNo%22%3A2%2C%22pageSize%22%3A1%7D&webId=2": `{"data":{"html":"<a href=\"/art/2024/art_2.html\">某局2022年政府信息公开年报</a><div rows=\"1\" count=\"2\"></div>"}}`,
		}, "1 2", 2},
		"a unit that repeats the page": {map[string]string{
			"/col/col9/index.html":         `<script queryData='{"webId":"2","pageId":"9"}'></script><ul><li><a href="/art/2024/art_1.html">某局2023年政府信息公开年报</a></ul>`,
			unitPath + "?pageId=9&webId=2": `{"data":{"html":"<a href=\"/art/2024/art_1.html\">某局2023年政府信息公开年报</a><div rows=\"1\" count=\"2\"></div>"}}`,
			unitPath + "?pageId=9&paramJson=%7B%22pageNo%22%3A2%2C%22pageSize%22%3A1%7D&webId=2": `{"data":{"html":"<a href=\"/art/2024/art_2.html\">某局2022年政府信息公开年报</a>"}}`,
		}, "1 2", 3},
		"links alone": {map[string]string{
			"/col/col9/index.html": `<a href="/art/2024/art_7.html">某局2023年政府信息公开年报</a>`,
		}, "7", 1},
	} {
		s := &site{by: c.by}
		keys, errs := listed(t, s, corpus.Source{Start: []string{start}})
		if got := strings.ReplaceAll(strings.Join(keys, " "), "qinghe.example/art_", ""); got != c.want || len(errs) > 0 || len(s.asked) != c.requests {
			t.Errorf("%s: %s, %v by %q, want %s by %d", name, got, errs, s.asked, c.want, c.requests)
		}
	}
}

// TestModule asks the module for areas and years.
func TestModule(t *testing.T) {
	const start = "http://www.qinghe.example/module/xxgk/xxgkAnnualReport.jsp"
	s := &site{}
	src := corpus.Source{Start: []string{start}, Params: map[string][]string{"area": {"1502030001", "1502030002"}, "years": {"2023-2024", "2020"}}}
	var keys []string
	for r, err := range Portal.List(t.Context(), s, src, nil) {
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, strings.TrimPrefix(r.Key, "qinghe.example/xxgkAnnualReport/"))
		if Portal.Key(r.URL) != r.Key {
			t.Errorf("%s is %s", r.URL, r.Key)
		}
	}
	if diff := cmp.Diff([]string{"1502030001/2024", "1502030001/2023", "1502030001/2020", "1502030002/2024", "1502030002/2023", "1502030002/2020"}, keys); diff != "" || len(s.asked) != 0 {
		t.Errorf("%d requests (-want +got):\n%s", len(s.asked), diff)
	}
	for name, params := range map[string]map[string][]string{
		"no code":  {"area": {"../x"}},
		"no years": {"years": {"soon"}},
		"too many": {"years": {"2000-2099"}},
	} {
		src.Params = params
		if _, errs := listed(t, s, src); len(errs) != 1 {
			t.Errorf("%s: %v", name, errs)
		}
	}
	for name, body := range map[string]string{"no answer": `{"success":false}`, "empty": `{"data":{"html":""}}`, "no JSON": `{"`} {
		s.by = map[string]string{"/col/col9/index.html": `<script queryData="{'webId':'2','pageId':'9'}"></script>`, unitPath + "?pageId=9&webId=2": body}
		if keys, errs := listed(t, s, corpus.Source{Start: []string{"https://qinghe.example/col/col9/index.html"}}); keys != nil || len(errs) != 1 || !errors.Is(errs[0], corpus.ErrListing) {
			t.Errorf("unit, %s: %v %v", name, keys, errs)
		}
	}
	src.Params = nil
	s.by = map[string]string{"/module/xxgk/xxgkAnnualReport.jsp": "<p>暂无</p>"}
	if _, errs := listed(t, s, src); len(errs) != 1 || !errors.Is(errs[0], corpus.ErrListing) {
		t.Errorf("a page without areas: %v", errs)
	}
}
