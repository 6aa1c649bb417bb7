package pipeline

import "testing"

// TestAddress: what was fetched has its address in the dataset, and a type that the
// address claims; names of files in other archives are no addresses.
func TestAddress(t *testing.T) {
	for path, want := range map[string][2]string{
		"a/年报.DOC":                                       {"", "doc"},
		"http://a.gov.cn/x/t1.html":                      {"http://a.gov.cn/x/t1.html", "html"},
		"https://a.gov.cn/down.jsp?file=1.pdf":           {"https://a.gov.cn/down.jsp?file=1.pdf", "jsp"},
		"b/c.warc.gz!/http://a.gov.cn/x.docx":            {"http://a.gov.cn/x.docx", "docx"},
		"b/c.warc!/http://a.gov.cn/x.zip!/in/a.doc":      {"http://a.gov.cn/x.zip!/in/a.doc", "doc"},
		"b/c.zip!/http:/a.gov.cn/x.docx":                 {"", "docx"},
		"b/c.zip!/httpd.conf":                            {"", "conf"},
		"http://a.gov.cn/%zz":                            {"http://a.gov.cn/%zz", ""},
		"folder/http://is-not-at-the-beginning.gov.cn/a": {"", ""},
	} {
		if got := [2]string{address(path), claimed(path)}; got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}
