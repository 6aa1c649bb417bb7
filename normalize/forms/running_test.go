package forms_test

import (
	"strings"
	"testing"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/normalize/forms"
)

// TestRunningTextThatRepeatsGroups reads a matrix that lost its cells, where
// every line repeats the labels of the groups that its row stands in.
func TestRunningTextThatRepeatsGroups(t *testing.T) {
	const zero = " 0 0 0 0 0 0 0"
	lines := []string{
		"（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和） 申请人情况",
		"自然人 法人或其他组织 总计 商业企业 科研机构 社会公益组织 法律服务机构 其他",
		"一、本年新收政府信息公开申请数量 1 2 0 0 0 0 3", "二、上年结转政府信息公开申请数量" + zero,
		"三、本年度办理结果 （一）予以公开" + zero, "三、本年度办理结果 （二）部分公开" + zero,
	}
	group := ""
	for _, l := range leavesC {
		if l.group != "" {
			group = l.group
		}
		numbers := zero
		if group == "（六）其他处理" && strings.HasSuffix(l.label, "其他") {
			numbers = " 1 2 0 0 0 0 3"
		}
		lines = append(lines, "三、本年度办理结果 "+group+" "+l.label+numbers)
	}
	lines = append(lines, "三、本年度办理结果 （七）总计 1 2 0 0 0 0 3", "四、结转下年度继续办理"+zero)
	var blocks []extract.Block
	for _, l := range lines {
		blocks = append(blocks, &extract.Paragraph{Text: l})
	}
	r, err := normalize.Normalize(reportOf(blocks...), forms.All)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"natural_person": "1", "org_commercial": "2", "org_research": "0", "total": "3"}
	for i := range r.Facts {
		f := &r.Facts[i]
		if w, ok := want[f.Applicant]; ok && f.Indicator == "applications.result.other.other" {
			if got := f.Value.String(); !f.HasValue() || got != w {
				t.Errorf("%s: %s %q, want %s", f.Key(), f.Status, got, w)
			}
			delete(want, f.Applicant)
		}
	}
	if len(want) > 0 {
		t.Errorf("no facts for %v", want)
	}
}
