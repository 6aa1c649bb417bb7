package normalize

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/gongkai-data/gongkai/extract"
)

// page makes a document of lines; a line "|a|b" becomes a table of one row.
func page(lines ...string) *extract.Document {
	doc := &extract.Document{}
	for _, l := range lines {
		if cells, ok := strings.CutPrefix(l, "|"); ok {
			var cs []extract.Cell
			for i, c := range strings.Split(cells, "|") {
				cs = append(cs, extract.Cell{Col: i, RowSpan: 1, ColSpan: 1, Text: c})
			}
			g, err := extract.NewGrid(cs)
			if err != nil {
				panic(err)
			}
			doc.Blocks = append(doc.Blocks, &extract.Table{Grid: g})
			continue
		}
		doc.Blocks = append(doc.Blocks, &extract.Paragraph{Text: l})
	}
	return doc
}

func withProperties(doc *extract.Document, nameValue ...string) *extract.Document {
	for i := 0; i+1 < len(nameValue); i += 2 {
		doc.Properties = append(doc.Properties, extract.Property{Name: nameValue[i], Value: nameValue[i+1]})
	}
	return doc
}

// shared returns a file of the documents for testing, which are no part of the project.
func shared(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", "shared", "documents", filepath.FromSlash(path)))
	if err != nil {
		t.Skipf("documents for testing are not here: %v", err)
	}
	return b
}

// dumpPage makes a document of a text dump: lines with a tab are cells and left out.
func dumpPage(b []byte) *extract.Document {
	doc := &extract.Document{}
	inCell := false
	for _, l := range strings.Split(string(b), "\n") {
		switch {
		case strings.HasPrefix(l, "\t"):
			inCell = true
		case strings.TrimSpace(l) == "":
			inCell = false
		case !inCell:
			doc.Blocks = append(doc.Blocks, &extract.Paragraph{Text: l})
		}
	}
	return doc
}

func issueCodes(r *Report) string {
	var cs []string
	for _, i := range r.Issues {
		cs = append(cs, i.Code)
	}
	return strings.Join(cs, " ")
}

func sectionCodes(r *Report) string {
	var cs []string
	for _, s := range r.Sections {
		cs = append(cs, strings.TrimPrefix(s.Code, "sec."))
	}
	return strings.Join(cs, " ")
}

func TestHeaderOfSeed(t *testing.T) {
	doc := dumpPage(shared(t, "seed/burhantu-2024.txt"))
	if ev, ok := reportEvidence(doc); !ok {
		t.Errorf("not taken for a report: %q", ev)
	}
	r := &Report{}
	readHeader(doc, r)
	no := false
	want := &Report{
		ID:                 "150203102-2024",
		Body:               Body{ID: "150203102", Printed: "包头市昆都仑区卜尔汉图镇", Name: "包头市昆都仑区卜尔汉图镇", Type: "township", Level: "township", Division: "150203102", Parent: "150203"},
		Year:               2024,
		GenerationExpected: "C",
		Title:              "包头市昆都仑区卜尔汉图镇2024年政府信息公开工作年度报告",
		PeriodStart:        "2024-01-01", PeriodEnd: "2024-12-31",
		Deadline:   "2025-01-31",
		Contact:    Contact{Unit: "昆都仑区卜尔汉图镇党群服务中心", Address: "哈业脑包中学对面卜尔汉图镇党群服务中心", Postcode: "014010", Phone: "0472-6980677"},
		FeeCharged: &no,
	}
	if d := cmp.Diff(want, r, cmpopts.IgnoreFields(Report{}, "Sections", "Issues")); d != "" {
		t.Error(d)
	}
	if got, want := sectionCodes(r), "preface overview proactive applications litigation problems other"; got != want {
		t.Errorf("sections %q, want %q", got, want)
	}
	if got, want := issueCodes(r), "heading_numbering_mixed"; got != want {
		t.Errorf("issues %q, want %q", got, want)
	}
	if s := r.Sections[1]; s.Heading != "1、 总体情况" || !strings.HasSuffix(s.Text, "做到责任到人。") {
		t.Errorf("overview: heading %q, text ends %q", s.Heading, s.Text[max(0, len(s.Text)-60):])
	}
}

func TestTitle(t *testing.T) {
	for _, c := range []struct {
		name  string
		doc   *extract.Document
		org   string
		title string
		year  int
	}{
		{"org-year", page("昆都仑区人民政府2021年政府信息公开工作年度报告"), "昆都仑区人民政府", "昆都仑区人民政府2021年政府信息公开工作年度报告", 2021},
		{"year-org", page("2024年南关区永吉街道办事处政府信息公开工作年度报告"), "南关区永吉街道办事处", "2024年南关区永吉街道办事处政府信息公开工作年度报告", 2024},
		{"year-org-du", page("2022年度螅镇政府信息公开工作年度报告"), "螅镇", "2022年度螅镇政府信息公开工作年度报告", 2022},
		{"two-lines", page("包头市昆都仑区卜尔汉图镇", "2024年政府信息公开工作年度报告"), "包头市昆都仑区卜尔汉图镇", "包头市昆都仑区卜尔汉图镇2024年政府信息公开工作年度报告", 2024},
		{"spaced", page("包 头 市 昆 都 仑 区", "２０２４年政府信息公开 工作年度报告"), "包头市昆都仑区", "包 头 市 昆 都 仑 区２０２４年政府信息公开 工作年度报告", 2024},
		{"broken-key", page("正文", "2024 年上海市科委政府信息公开工作", "年度报告", "根据规定。"), "上海市科委", "2024 年上海市科委政府信息公开工作年度报告", 2024},
		{"three-lines", page("宁康县教育局", "2023年", "政府信息公开工作年度报告"), "宁康县教育局", "宁康县教育局2023年政府信息公开工作年度报告", 2023},
		{"about", page("昆都仑区人民政府 关于2021年度政府信息公开工作年度报告"), "昆都仑区人民政府", "昆都仑区人民政府 关于2021年度政府信息公开工作年度报告", 2021},
		{"about-lines", page("宁强县自然资源局", "关于2021年度政府信息公开情况的报告"), "宁强县自然资源局", "宁强县自然资源局关于2021年度政府信息公开情况的报告", 2021},
		{"one-government", page("昆都仑区人民政府信息公开工作年度报告（2021年）"), "昆都仑区人民政府", "昆都仑区人民政府信息公开工作年度报告（2021年）", 2021},
		{"politics", page("舒兰市2016年政务信息公开年度报告"), "舒兰市", "舒兰市2016年政务信息公开年度报告", 2016},
		{"nianbao", page("武汉市2018年政府信息公开年报"), "武汉市", "武汉市2018年政府信息公开年报", 2018},
		{"han-digits", page("宁都县对坊乡", "二〇二三年政府信息公开工作年度报告"), "宁都县对坊乡", "宁都县对坊乡二〇二三年政府信息公开工作年度报告", 2023},
		{"han-digits-zero", page("宁都县对坊乡二○二三年度政府信息公开工作年度报告"), "宁都县对坊乡", "宁都县对坊乡二○二三年度政府信息公开工作年度报告", 2023},
		{"dump", page("标题: 平潭综合实验区2021年度政府信息公开工作年度报告", "发布时间: 2022-02-08 16:34"), "平潭综合实验区", "平潭综合实验区2021年度政府信息公开工作年度报告", 2021},
		{"meta", withProperties(page("根据《条例》编制。"), "meta:ArticleTitle", "武汉市2022年政府信息公开工作年度报告"), "武汉市", "武汉市2022年政府信息公开工作年度报告", 2022},
		{"html-title", &extract.Document{Title: "武汉市2022年政府信息公开工作年度报告_政府信息公开年报_武汉市"}, "武汉市", "武汉市2022年政府信息公开工作年度报告", 2022},
		{"traditional", page("上海市稅務局第三分局2021年政府信息公開工作年度報告"), "上海市税务局第三分局", "上海市稅務局第三分局2021年政府信息公開工作年度報告", 2021},
		{"glued", page("平潭综合实验区2018年度政府信息公开工作年度报告 根据《中华人民共和国政府信息公开条例》（以下简称《条例》），区管委会办公室编制完成了本报告。"), "平潭综合实验区", "平潭综合实验区2018年度政府信息公开工作年度报告", 2018},
		{"none", page("关于召开会议的通知"), "", "", 0},
		{"year-inside-body", page("苏州市2024年教育局政府信息公开工作年度报告"), "苏州市教育局", "苏州市2024年教育局政府信息公开工作年度报告", 2024},
		{"year-inside-office", page("苏州市人民政府2024年办公室政府信息公开工作年度报告"), "苏州市人民政府办公室", "苏州市人民政府2024年办公室政府信息公开工作年度报告", 2024},
		{"body-on-both-sides", page("苏州市2024年苏州市教育局政府信息公开工作年度报告"), "苏州市教育局", "苏州市2024年苏州市教育局政府信息公开工作年度报告", 2024},
		{"date-before", page("2025年1月苏州市教育局2024年政府信息公开工作年度报告"), "苏州市教育局", "2025年1月苏州市教育局2024年政府信息公开工作年度报告", 2024},
		{"date-is-no-year", page("2025年1月20日苏州市教育局政府信息公开工作年度报告"), "苏州市教育局", "2025年1月20日苏州市教育局政府信息公开工作年度报告", 0},
		{"date-after", page("苏州市教育局政府信息公开工作年度报告（2025年1月）"), "苏州市教育局", "苏州市教育局政府信息公开工作年度报告（2025年1月）", 0},
		{"date-above", page("（二〇二五年一月）", "苏州市教育局政府信息公开工作年度报告"), "苏州市教育局", "苏州市教育局政府信息公开工作年度报告", 0},
		{"list-above", headed(page("苏州市民政局2024年政府信息公开工作年度报告", "苏州市财政局2024年政府信息公开工作年度报告", "苏州市教育局2024年政府信息公开工作年度报告", "根据《条例》编制。"), 2), "苏州市教育局", "苏州市教育局2024年政府信息公开工作年度报告", 2024},
		{"heading-above-list", headed(page("苏州市教育局2024年政府信息公开工作年度报告", "苏州市民政局2024年政府信息公开工作年度报告"), 0), "苏州市教育局", "苏州市教育局2024年政府信息公开工作年度报告", 2024},
		{"claimed", withProperties(page("苏州市教育局2024年政府信息公开工作年度报告", "苏州市民政局2024年政府信息公开工作年度报告"), "meta:ArticleTitle", "苏州市教育局2024年政府信息公开工作年度报告"), "苏州市教育局", "苏州市教育局2024年政府信息公开工作年度报告", 2024},
		{"nearest", page("苏州市民政局2024年政府信息公开工作年度报告", "苏州市教育局2024年政府信息公开工作年度报告"), "苏州市教育局", "苏州市教育局2024年政府信息公开工作年度报告", 2024},
		{"years-above", page("苏州市教育局2023年政府信息公开工作年度报告", "苏州市教育局2024年政府信息公开工作年度报告"), "苏州市教育局", "苏州市教育局2024年政府信息公开工作年度报告", 2024},
		{"next-page", page("苏州市教育局2024年政府信息公开工作年度报告", "上一篇：苏州市民政局2024年政府信息公开工作年度报告", "下一篇：苏州市财政局2024年政府信息公开工作年度报告"), "苏州市教育局", "苏州市教育局2024年政府信息公开工作年度报告", 2024},
		{"in-a-sentence-below", page("苏州市教育局2024年政府信息公开工作年度报告", "本报告参照昆山市教育局2024年政府信息公开工作年度报告的体例编制，由总体情况、主动公开政府信息情况等六部分组成，并附有关统计数据。"), "苏州市教育局", "苏州市教育局2024年政府信息公开工作年度报告", 2024},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := newFront(c.doc).title
			if d := cmp.Diff([]any{c.org, c.title, c.year}, []any{got.org, got.text, got.year}); d != "" {
				t.Error(d)
			}
		})
	}
}

// headed makes block n a heading.
func headed(doc *extract.Document, n int) *extract.Document {
	doc.Blocks[n] = &extract.Heading{Level: 1, Text: doc.Blocks[n].(*extract.Paragraph).Text}
	return doc
}

func TestTitlesThatCompeteAreTold(t *testing.T) {
	const here, other = "苏州市教育局2024年政府信息公开工作年度报告", "苏州市民政局2024年政府信息公开工作年度报告"
	for _, c := range []struct {
		name string
		doc  *extract.Document
		want string
	}{
		{"equal", page(other, here), "苏州市教育局 / 苏州市民政局"},
		{"heading decides", headed(page(other, here), 1), ""},
		{"heading against claim", withProperties(headed(page(other, here), 1), "meta:ArticleTitle", other), "苏州市教育局 / 苏州市民政局"},
		{"claim against text", withProperties(page(here), "core:title", other), "苏州市教育局 / 苏州市民政局"},
		{"shorter name", withProperties(page("教育局2024年政府信息公开工作年度报告"), "core:title", here), ""},
		{"abbreviation", withProperties(page("上海市科委2024年政府信息公开工作年度报告"), "core:title", "上海市科学技术委员会2024年政府信息公开工作年度报告"), ""},
	} {
		r := &Report{}
		readHeader(c.doc, r)
		got := ""
		for _, i := range r.Issues {
			if i.Code == "body_conflict" {
				got = i.Evidence
			}
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestPeriodOfTheNumbers(t *testing.T) {
	const untitled = "苏州市教育局政府信息公开工作年度报告"
	for _, c := range []struct {
		name     string
		doc      *extract.Document
		year     int
		conflict bool
	}{
		{"told", page(untitled, "根据2020年1月1日至12月31日的要求。", "统计期限自2024年1月1日起至2024年12月31日止。"), 2024, false},
		{"told-in-one-line", page(untitled, "根据2020年1月1日至12月31日的要求，本报告所列数据的统计期限为2024年1月1日至12月31日。"), 2024, false},
		{"told-first", page(untitled, "统计期限自2024年1月1日起至2024年12月31日止。", "2023年1月1日至12月31日，"), 2024, false},
		{"title-decides", page("苏州市教育局2024年政府信息公开工作年度报告", "2020年1月1日至12月31日，", "2024年1月1日至12月31日，"), 2024, false},
		{"publication-decides", withProperties(page(untitled, "2020年1月1日至12月31日，", "2024年1月1日至12月31日，"), "meta:PubDate", "2025-01-20"), 2024, false},
		{"undecided", page(untitled, "2020年1月1日至12月31日，", "2024年1月1日至12月31日，"), 2020, true},
		{"whole-year", page(untitled, "2024年1月1日至3月31日，", "2024年1月1日至12月31日，"), 2024, false},
	} {
		r := &Report{}
		readHeader(c.doc, r)
		if r.Year != c.year || strings.Contains(issueCodes(r), "year_conflict") != c.conflict || !strings.HasSuffix(r.PeriodEnd, "-12-31") {
			t.Errorf("%s: %d, period to %s, issues %s", c.name, r.Year, r.PeriodEnd, issueCodes(r))
		}
	}
}

func TestPeriod(t *testing.T) {
	for _, c := range []struct {
		text    string
		year    int
		end     string
		damaged bool
	}{
		{"统计期限为2024年1月1日至2024年12月31日。", 2024, "2024-12-31", false},
		{"统计期限自2021年1月1日起至2021年12月31日止。", 2021, "2021-12-31", false},
		{"统计期限从2019年1月1日到12月31日止。", 2019, "2019-12-31", false},
		{"统计周期为 2024 年 1 月 1 日至 12 月 31 日。", 2024, "2024-12-31", false},
		{"２０２３年１月１日—２０２３年１２月３１日", 2023, "2023-12-31", false},
		{"2022年1月1日～12月31日", 2022, "2022-12-31", false},
		{"统计期限从二〇二三年一月一日起至二〇二三年十二月三十一日止。", 2023, "2023-12-31", false},
		{"统计期限为二○二三年元月一日至十二月三十一日。", 2023, "2023-12-31", false},
		{"统计期限自2022年12月1日起至2023年11月30日止。", 2023, "2023-11-30", false},
		{"整改期限自2023年3月1日起至2023年11月30日止。", 0, "", false},
		{"20231月1日起至202312月31日止", 2023, "2023-12-31", true},
		{"202111日起至20211231日止", 2021, "2021-12-31", true},
		{"201711日至20171231日", 2017, "2017-12-31", true},
		{"2018年11日至2018年1231日", 2018, "2018-12-31", true},
		{"活动时间2024年5月1日至5月31日", 0, "", false},
		{"截至 2024 年 12 月 31 日，发布", 0, "", false},
		{"电话0591-23165370", 0, "", false},
	} {
		var got period
		if ps := periodsIn(c.text); len(ps) > 0 {
			got = ps[0]
		}
		if got.year != c.year || got.end != c.end || (got.damaged != "") != c.damaged {
			t.Errorf("%s: %+v", c.text, got)
		}
	}
}

// TestDamagedText: what is wrong with sentences (domain.md §4.4) is kept as printed
// and misleads no field of the header.
func TestDamagedText(t *testing.T) {
	for _, c := range []struct{ v, text, phone string }{
		{"V41", "（地址：团结路1号，电话：0482-6590001)。", "0482-6590001"},
		{"V42", "以新时代思想为指导，全面贯彻本年度报告根据新修订的《中华人民共和国政府信息公开条例》编制。", ""},
		{"V43", "网址：http://www、zltq、gov、cn/，电话：0482-6590001。", "0482-6590001"},
		{"V44", "- 主动公开情况。公开5条。\n• 政府信息管理情况\n- 2023年以来", ""},
		{"V53", "资金资金使用情况公开，加强审查管", ""},
	} {
		doc := page(append([]string{"乌山县2024年政府信息公开工作年度报告", "本报告所列数据的统计期限自2024年1月1日起至2024年12月31日止。"}, append(strings.Split(c.text, "\n"), "一、总体情况", "二、主动公开政府信息情况")...)...)
		if ev, ok := reportEvidence(doc); !ok {
			t.Errorf("%s: not taken for a report: %q", c.v, ev)
		}
		r := &Report{}
		readHeader(doc, r)
		want := []string{"乌山县", "2024", c.phone, "preface overview proactive", "true", "body_unresolved section_missing"}
		got := []string{r.Body.Name, fmt.Sprint(r.Year), r.Contact.Phone, sectionCodes(r), fmt.Sprint(strings.HasSuffix(r.Sections[0].Text, c.text)), issueCodes(r)}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s: %s", c.v, d)
		}
	}
	// V39: a copy with readings spliced into its words is no report of a body.
	if ev, ok := reportEvidence(page("乌山县2024年政府信息公(gong)開工作年度報(bào)告", "一、总体情况")); ok {
		t.Errorf("V39: taken for a report: %q", ev)
	}
}

func TestContact(t *testing.T) {
	for _, c := range []struct {
		text    string
		want    Contact
		suspect bool
	}{
		{"如有疑问，请与昆都仑区卜尔汉图镇党群服务中心联系（地址：哈业脑包中学对面卜尔汉图镇党群服务中心，邮编：014010，电话：0472-6980677)。",
			Contact{Unit: "昆都仑区卜尔汉图镇党群服务中心", Address: "哈业脑包中学对面卜尔汉图镇党群服务中心", Postcode: "014010", Phone: "0472-6980677"}, false},
		{"请与平潭综合实验区管委会办公室联系。通讯地址：平潭综合实验区商务营运中心7号楼14层；邮编：350400；电话：0591-23165385。",
			Contact{Unit: "平潭综合实验区管委会办公室", Address: "平潭综合实验区商务营运中心7号楼14层", Postcode: "350400", Phone: "0591-23165385"}, false},
		{"联系地址：北厝金井湾片区管委会大楼主楼14层；邮编：350400；电话/传真：0591-23165370。",
			Contact{Address: "北厝金井湾片区管委会大楼主楼14层", Postcode: "350400", Phone: "0591-23165370"}, false},
		{"请与我镇党政办联系（电话：07976854110）。", Contact{Phone: "07976854110"}, true},
		{"电话：0883--2122424", Contact{Phone: "0883--2122424"}, true},
		{"联系电话：0482-65900014", Contact{Phone: "0482-65900014"}, true},
		{"联系电话：（0472）6980677，电子邮箱：kdl_zw@163.com。", Contact{Phone: "（0472）6980677", Email: "kdl_zw@163.com"}, false},
		{"办公地址：友谊大街26号（市政府大院），邮政编码：0140100", Contact{Address: "友谊大街26号（市政府大院）"}, false},
		{"电话：０５１９－８７２２２２２２转８０１２", Contact{Phone: "０５１９－８７２２２２２２转８０１２"}, false},
		{"电话：（0519）87222222-8012", Contact{Phone: "（0519）87222222-8012"}, false},
		{"联系电话：0519-87222222、87222223，邮编：213300", Contact{Phone: "0519-87222222、87222223", Postcode: "213300"}, false},
		{"联系电话：0519-87222222、8722222", Contact{Phone: "0519-87222222、8722222"}, false},
		{"联系电话：0519-8722222", Contact{Phone: "0519-8722222"}, true},
		{"联系电话：0519-87222222，0519-8722", Contact{Phone: "0519-87222222，0519-8722"}, true},
		{"电话：+86-519-87222222", Contact{Phone: "+86-519-87222222"}, true},
		{"电话：12345", Contact{Phone: "12345"}, false},
	} {
		r := &Report{}
		newFront(page("某县2024年政府信息公开工作年度报告", c.text, "一、总体情况")).readContact(r)
		if d := cmp.Diff(c.want, r.Contact); d != "" {
			t.Errorf("%s: %s", c.text, d)
		}
		if got := issueCodes(r) == "phone_suspect"; got != c.suspect {
			t.Errorf("%s: suspect %v", c.text, got)
		}
	}
}

func TestBrokenEmail(t *testing.T) {
	for _, c := range []struct {
		lines   []string
		want    string
		suspect bool
	}{
		{[]string{"电子邮箱：liyang", "czj@163.com）。"}, "liyang czj@163.com", true},
		{[]string{"电子邮箱：liyangczj@", "163.com）。"}, "liyangczj@ 163.com", true},
		{[]string{"邮箱：czj@ liyang.gov.cn"}, "czj@ liyang.gov.cn", true},
		{[]string{"电子邮箱：czj@163.com", "abc@163.com"}, "czj@163.com", false},
		{[]string{"电子邮箱", "见网站。"}, "", false},
		{[]string{"ȺȺȺȺȺȺE-Mail", "见网站。"}, "", false},
		{[]string{"E-mail", "czj@163.com"}, "", false},
	} {
		r := &Report{}
		newFront(page(slices.Concat([]string{"某县2024年政府信息公开工作年度报告"}, c.lines, []string{"一、总体情况"})...)).readContact(r)
		if r.Contact.Email != c.want || strings.Contains(issueCodes(r), "email_suspect") != c.suspect {
			t.Errorf("%q: %q, issues %s", c.lines, r.Contact.Email, issueCodes(r))
		}
	}
}

// TestDatesInDoubt wants a date or a period that cannot be taken as printed told.
func TestDatesInDoubt(t *testing.T) {
	const title = "溧阳市财政局2023年政府信息公开工作年度报告"
	const good = "统计期限自2023年1月1日起至2023年12月31日止。"
	end := []string{"一、总体情况", "六、其他需要报告的事项", "无。"}
	for _, c := range []struct {
		name  string
		doc   *extract.Document
		issue string // "" where nothing is in doubt
	}{
		{"sound", withProperties(page(append([]string{title, good}, end...)...), "meta:PubDate", "2024-01-20"), ""},
		{"no-such-day", withProperties(page(append([]string{title, good}, end...)...), "meta:PubDate", "2024-02-30"), "date_damaged"},
		{"no-such-day-signed", page(append(append([]string{title, good}, end...), "2024年2月30日")...), "date_damaged"},
		{"no-such-day-printed", page(append([]string{title, "发布时间：2024-13-01 10:00", good}, end...)...), "date_damaged"},
		{"part-of-year", page(append([]string{title, "统计期限自2023年3月1日起至2023年12月31日止。"}, end...)...), "period_unusual"},
		{"two-years", page(append([]string{title, "统计期限自2022年1月1日起至2023年12月31日止。"}, end...)...), "period_unusual"},
		{"first-year", page(append([]string{"溧阳市财政局2008年政府信息公开工作年度报告", "统计期限自2008年5月1日起至2008年12月31日止。"}, end...)...), ""},
		{"page-time-alone", withProperties(page(append([]string{title, good}, end...)...), "page:时间", "15:30"), ""},
		{"first-year-cut", page(append([]string{"溧阳市财政局2008年政府信息公开工作年度报告", "统计期限自2008年6月1日起至2008年12月31日止。"}, end...)...), "period_unusual"},
		{"unread", page(append([]string{title, "统计期限为2023全年。"}, end...)...), "period_unread"},
	} {
		r := &Report{}
		readHeader(c.doc, r)
		for _, code := range []string{"date_damaged", "period_unusual", "period_unread"} {
			if strings.Contains(issueCodes(r), code) != (code == c.issue) {
				t.Errorf("%s: %s", c.name, issueCodes(r))
			}
		}
	}
}

func TestBasis(t *testing.T) {
	for _, c := range []struct {
		text     string
		year     int
		want     string
		mismatch bool
	}{
		{"根据《…格式》的通知》（国办公开办函〔2021〕30号）要求", 2023, "国办公开办函〔2021〕30号", false},
		{"根据《…格式》的通知》（国办公开办函[2019]60 号）要求", 2020, "国办公开办函〔2019〕60号", false},
		{"（国办发〔2021〕30号）", 2023, "国办发〔2021〕30号", true},
		{"（国办公开函〔2019〕60号）", 2019, "国办公开函〔2019〕60号", true},
		{"（国办公开办函〔2019〕60号）", 2024, "国办公开办函〔2019〕60号", true},
		{"（岚综管办便函（2021）39号）、（闽政办网传〔2018〕41号）", 2023, "岚综管办便函〔2021〕39号 闽政办网传〔2018〕41号", false},
		{"国务院令第711号", 2023, "", false},
	} {
		r := &Report{GenerationExpected: generationOf(c.year)}
		newFront(page("标题", c.text, "一、总体情况")).readBasis(r)
		if got := strings.Join(r.BasisDocs, " "); got != c.want || (issueCodes(r) != "") != c.mismatch {
			t.Errorf("%s: %q, issues %q", c.text, got, issueCodes(r))
		}
	}
}

func TestFee(t *testing.T) {
	yes, no := true, false
	for _, c := range []struct {
		text   string
		want   *bool
		amount string
	}{
		{"本年度未收取政府信息公开信息处理费。", &no, ""},
		{"2024年，无收取信息处理费情况。", &no, ""},
		{"（一）收取信息处理费情况。2023年我局没有收取费用。", &no, ""},
		{"全年收取政府信息公开信息处理费 3940 元。", &yes, "3940"},
		{"发出收费通知1件，收取信息处理费380元。", &yes, "380"},
		{"收取信息处理费0元。", &no, "0"},
		{"信息处理费收取0.00元。", &no, "0"},
		{"发出收费通知3件，总金额1.2万元，实际收取信息处理费0元。", &no, "0"},
		{"按每页10元的标准，共收取380元。", &yes, "380"},
		{"按照每页10元的标准，共收取信息处理费380元。", &yes, "380"},
		{"收取信息处理费10元/页，共计380元。", &yes, "380"},
		{"收取标准为每件100元，全年收取信息处理费300元，合计300.00元。", &yes, "300"},
		{"信息处理费按件计收标准为每件100元，本年度无人超过，未收取。", &no, ""},
		{"减免200元，实际收取100元。", &yes, "100"},
		{"减免信息处理费200元，实际收取100元。", &yes, "100"},
		{"减免后实际收取信息处理费100元。", &yes, "100"},
		{"减免信息处理费200元。", nil, ""},
		{"退还已收取的信息处理费200元。", nil, ""},
		{"应收取信息处理费380元。", nil, ""},
		{"服务费用5000元。收取信息处理费10元。", &yes, "10"},
		{"政府购买服务费用5000元。", nil, ""},
		{"收取信息处理费10元，收取信息处理费20元。", nil, ""},
		{"收取信息处理费10元。收取信息处理费20元。", nil, ""},
		{"收取信息处理费1件，380元。", nil, ""},
		{"收取信息处理费380元，其余未收取。", nil, ""},
		{"收取信息处理费3，940元。", &yes, "3940"},
		{"收取信息处理费叁佰元。", nil, ""},
		{"收取信息处理费1.25万元。", &yes, "12500"},
		{"要求各单位依法落实信息处理费有关规定。", nil, ""},
		{"无。", nil, ""},
	} {
		r := &Report{Sections: []Section{{Code: "sec.other", Text: c.text}}}
		readFee(r)
		amount := ""
		if r.FeeAmount != nil {
			amount = r.FeeAmount.String()
		}
		if d := cmp.Diff(c.want, r.FeeCharged); d != "" || amount != c.amount {
			t.Errorf("%s: amount %q %s", c.text, amount, d)
		}
	}
}

func TestBody(t *testing.T) {
	six := []string{"一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项"}
	doc := func(lines ...string) *extract.Document { return page(append(lines, six...)...) }
	for _, c := range []struct {
		name   string
		doc    *extract.Document
		want   Body // without ID
		issues string
		id     string
	}{
		{"government", doc("淮安市洪泽区人民政府2023年政府信息公开工作年度报告"), Body{Name: "淮安市洪泽区人民政府", Type: "government", Level: "county", Division: "320813"}, "", "320813-2023"},
		{"office", doc("2019年上海市人民政府办公厅政府信息公开工作年度报告"), Body{Name: "上海市人民政府办公厅", Type: "department", Level: "province", Division: "310000"}, "", ""},
		{"abbreviated", doc("2024年上海市科委政府信息公开工作年度报告"), Body{Printed: "上海市科委", Name: "上海市科学技术委员会", Type: "department", Level: "province", Division: "310000"}, "", ""},
		{"street", doc("2024年南关区永吉街道办事处政府信息公开工作年度报告"), Body{Name: "南关区永吉街道办事处", Type: "subdistrict", Level: "township", Division: "220102008"}, "", "220102008-2024"},
		{"zone", withProperties(doc("平潭综合实验区2021年度政府信息公开工作年度报告"), "meta:SiteName", "平潭综合实验区党工委管委会"), Body{Printed: "平潭综合实验区", Name: "平潭综合实验区管委会", Type: "dispatched"}, "body_unresolved", ""},
		{"vertical", doc("佛山市税务局2021年政府信息公开工作年度报告"), Body{Name: "佛山市税务局", Type: "vertical", Level: "prefecture", Division: "440600"}, "", ""},
		{"vertical-national", doc("国家税务总局佛山市税务局2021年政府信息公开工作年度报告"), Body{Name: "国家税务总局佛山市税务局", Type: "vertical", Level: "prefecture", Division: "440600"}, "", ""},
		{"ambiguous", doc("鼓楼区人民政府2022年政府信息公开工作年度报告"), Body{Name: "鼓楼区人民政府", Type: "government", Level: "county"}, "body_ambiguous body_unresolved", ""},
		{"ambiguous-site", withProperties(doc("鼓楼区人民政府2022年政府信息公开工作年度报告"), "meta:SiteIDCode", "3501020001"), Body{Name: "鼓楼区人民政府", Type: "government", Level: "county", Division: "350102"}, "", "350102-2022"},
		{"unknown", doc("青川市临河区柳林镇人民政府2024年政府信息公开工作年度报告"), Body{Name: "青川市临河区柳林镇人民政府", Type: "township", Level: "township"}, "body_unresolved", ""},
		{"unknown-department", doc("梁州市城关区市场监督管理局2023年政府信息公开工作年度报告"), Body{Name: "梁州市城关区市场监督管理局", Type: "department", Level: "county"}, "body_unresolved", ""},
		{"compiler", doc("2023年政府信息公开工作年度报告", "根据《条例》（国令第711号）要求，宁强县自然资源局编制本报告。"), Body{Name: "宁强县自然资源局", Type: "department", Level: "county", Division: "610726"}, "body_from_metadata", ""},
		{"compiler-by", doc("2023年政府信息公开工作年度报告", "本报告由武汉市机关事务管理局编制。"), Body{Name: "武汉市机关事务管理局", Type: "department", Level: "prefecture", Division: "420100"}, "body_from_metadata", ""},
		{"compiler-zone", doc("2023年政府信息公开工作年度报告", "按要求，武汉经济技术开发区管委会组织编制本报告。"), Body{Name: "武汉经济技术开发区管委会", Type: "dispatched"}, "body_from_metadata body_unresolved", ""},
		{"staffing-office", doc("中共佳县县委机构编制委员会办公室2023年政府信息公开工作年度报告"), Body{Name: "中共佳县县委机构编制委员会办公室", Type: "department", Level: "county", Division: "610828"}, "", ""},
		{"page", withProperties(doc("2023年政府信息公开工作年度报告", "我局编制本报告。"), "page:发布机构", "武汉市经济和信息化局"), Body{Name: "武汉市经济和信息化局", Type: "department", Level: "prefecture", Division: "420100"}, "body_from_metadata", ""},
		{"signature", page(append(append([]string{"2023年政府信息公开工作年度报告"}, six...), "无。", "佳县统计局", "2024年1月20日")...), Body{Name: "佳县统计局", Type: "department", Level: "county", Division: "610828"}, "body_from_metadata", ""},
		{"divisions-of-preface", doc("洪泽区人民政府2023年政府信息公开工作年度报告", "本报告由淮安市洪泽区人民政府办公室根据《条例》要求编制。"), Body{Printed: "洪泽区人民政府", Name: "淮安市洪泽区人民政府", Type: "government", Level: "county", Division: "320813"}, "", "320813-2023"},
		{"divisions-settle", doc("鼓楼区人民政府2022年政府信息公开工作年度报告", "如有疑问，请与福州市鼓楼区人民政府办公室联系。"), Body{Printed: "鼓楼区人民政府", Name: "福州市鼓楼区人民政府", Type: "government", Level: "county", Division: "350102"}, "", "350102-2022"},
		{"divisions-of-another", doc("洪泽区人民政府2023年政府信息公开工作年度报告", "与福州市洪泽区人民政府无关。"), Body{Name: "洪泽区人民政府", Type: "government", Level: "county", Division: "320813"}, "", "320813-2023"},
		{"before-its-time", doc("杭州市临平区人民政府2018年政府信息公开工作年度报告"), Body{Name: "杭州市临平区人民政府", Type: "government", Level: "county"}, "body_unresolved", ""},
		{"department-before-its-time", doc("杭州市临平区财政局2018年政府信息公开工作年度报告"), Body{Name: "杭州市临平区财政局", Type: "department", Level: "county"}, "body_unresolved", ""},
		{"words-before-its-time", doc("杭州市临平区住房和城乡建设局2018年政府信息公开工作年度报告"), Body{Name: "杭州市临平区住房和城乡建设局", Type: "department", Level: "county"}, "body_unresolved", ""},
		{"in-its-time", doc("杭州市临平区财政局2023年政府信息公开工作年度报告"), Body{Name: "杭州市临平区财政局", Type: "department", Level: "county", Division: "330113"}, "", ""},
		{"abolished", doc("洪泽县财政局2015年政府信息公开工作年度报告"), Body{Name: "洪泽县财政局", Type: "department", Level: "county", Division: "320829"}, "", ""},
		{"organs-with-suffixes", doc("杭州市社区服务中心2018年政府信息公开工作年度报告"), Body{Name: "杭州市社区服务中心", Type: "department", Level: "prefecture", Division: "330100"}, "", ""},
		{"organs-of-areas", doc("杭州市行政区划管理中心2018年政府信息公开工作年度报告"), Body{Name: "杭州市行政区划管理中心", Type: "department", Level: "prefecture", Division: "330100"}, "", ""},
		{"zone-of-city", doc("杭州市钱塘开发区管委会2018年政府信息公开工作年度报告"), Body{Name: "杭州市钱塘开发区管委会", Type: "dispatched", Level: "prefecture", Division: "330100"}, "", ""},
		{"street-of-government", doc("北京市朝阳区人民政府望京街道办事处2023年政府信息公开工作年度报告"), Body{Name: "北京市朝阳区人民政府望京街道办事处", Type: "subdistrict", Level: "township", Division: "110105026"}, "", "110105026-2023"},
		{"street-unknown", doc("北京市朝阳区无名街道办事处2023年政府信息公开工作年度报告"), Body{Name: "北京市朝阳区无名街道办事处", Type: "subdistrict", Level: "township", Division: "110105"}, "body_unresolved", ""},
		{"nobody", doc("2023年政府信息公开工作年度报告"), Body{}, "body_ambiguous body_unresolved", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := &Report{}
			readHeader(c.doc, r)
			if c.want.Printed == "" {
				c.want.Printed = c.want.Name
			}
			r2 := r.Body
			r2.ID, r2.Parent = "", ""
			if d := cmp.Diff(c.want, r2); d != "" {
				t.Error(d)
			}
			var got []string
			for _, i := range r.Issues {
				if strings.HasPrefix(i.Code, "body") {
					got = append(got, i.Code)
				}
			}
			if s := strings.Join(got, " "); s != c.issues {
				t.Errorf("issues %q, want %q", s, c.issues)
			}
			if c.id != "" && r.ID != c.id {
				t.Errorf("id %q, want %q", r.ID, c.id)
			}
			for _, b := range []byte(r.ID) {
				if b >= utf8.RuneSelf || b <= ' ' {
					t.Errorf("id %q is not plain ASCII", r.ID)
				}
			}
		})
	}
}

func TestParent(t *testing.T) {
	for name, want := range map[string]string{
		"江苏省人民政府": "", "江苏省财政厅": "320000", "淮安市人民政府": "320000", "淮安市教育局": "320800", "淮安市洪泽区人民政府": "320800", "淮安市洪泽区财政局": "320813",
		"昆都仑区卜尔汉图镇人民政府": "150203", "北京市朝阳区无名街道办事处": "110105", "国家税务总局佛山市税务局": "", "苏州工业园区管委会": "320500", "梁州市教育局": "", "洪泽县财政局": "",
		"杭州市无名区财政局": "", "杭州市无名区城乡建设局": "", "杭州市无名区人民政府": "330100",
	} {
		r := &Report{}
		readHeader(page(name+"2023年政府信息公开工作年度报告", "一、总体情况"), r)
		if r.Body.Parent != want {
			t.Errorf("%s: %q, want %q (%+v)", name, r.Body.Parent, want, r.Body)
		}
	}
}

func TestIndexNumber(t *testing.T) {
	const title = "溧阳市财政局2023年政府信息公开工作年度报告"
	for _, c := range []struct {
		doc  *extract.Document
		want string
	}{
		{page(title, "一、总体情况"), ""},
		{withProperties(page(title, "一、总体情况"), "page:索引号", "11330781751901053P/2022-84009"), "11330781751901053P/2022-84009"},
		{page("索 引 号：01411 0305/2024-00012   主题分类：综合", title, "一、总体情况"), "01411 0305/2024-00012"},
		{page("索引号：０１４１１/2024-12", title, "一、总体情况"), "０１４１１/2024-12"},
		{page("索引号：无　发布日期：2024-01-20", title, "一、总体情况"), ""},
		{page("索引号："+strings.Repeat("1", 81), title, "一、总体情况"), ""},
		{withProperties(page(title, "一、总体情况"), "page:索引号", strings.Repeat("1", 81)), ""},
		{page(title, "索引编制情况良好，共 3 册。", "一、总体情况"), ""},
	} {
		r := &Report{}
		readHeader(c.doc, r)
		if r.IndexNumber != c.want {
			t.Errorf("%q, want %q", r.IndexNumber, c.want)
		}
	}
}

func TestBodyIDIsOneForOneBody(t *testing.T) {
	ids := map[string]bool{}
	for _, org := range []string{"武汉市青山区大街街道办事处", "武汉市青山区大街街道"} {
		r := &Report{}
		readHeader(page(org+"2023年政府信息公开工作年度报告"), r)
		ids[r.ID] = true
	}
	if len(ids) != 1 {
		t.Errorf("ids %v", ids)
	}
}

// TestBodyIDOfSharedNames: bodies of one name have identifiers of their own,
// one body has the same for all its documents.
func TestBodyIDOfSharedNames(t *testing.T) {
	id := func(org string, year, document int, nameValue ...string) string {
		doc := withProperties(page(fmt.Sprintf("%s%d年政府信息公开工作年度报告", org, year)), nameValue...)
		doc.Digest[0] = byte(document)
		r := &Report{}
		readHeader(doc, r)
		return r.Body.ID
	}
	text := func(org, line string, document int) string {
		doc := page(org+"2024年政府信息公开工作年度报告", line)
		doc.Digest[0] = byte(document)
		r := &Report{}
		readHeader(doc, r)
		return r.Body.ID
	}
	for _, org := range []string{"市教育局", "教育局", "和平镇人民政府", "朝阳区人民政府", "经济开发区管委会"} {
		one, other := id(org, 2023, 1, "meta:SiteDomain", "www.sz.gov.cn"), id(org, 2024, 2, "meta:SiteDomain", "cz.gov.cn")
		if one == other {
			t.Errorf("%s of two sites: %s", org, one)
		}
		if again := id(org, 2024, 3, "link:canonical", "https://www.SZ.gov.cn:443/a/1.html"); again != one {
			t.Errorf("%s of one site: %s, %s", org, one, again)
		}
		if a, b := id(org, 2024, 4, "meta:SiteName", "甲网"), id(org, 2024, 4, "meta:SiteName", "乙网"); a == b {
			t.Errorf("%s of two named sites: %s", org, a)
		}
		if a, b := id(org, 2024, 5), id(org, 2024, 6); a == b || a != id(org, 2024, 5) {
			t.Errorf("%s in two documents: %s, %s", org, a, b)
		}
	}
	if a, b := text("市教育局", "请与苏州市教育局联系。", 1), text("市教育局", "请与常州市教育局联系。", 2); a == b || a != text("市教育局", "来信寄苏州市教育局办公室。", 3) {
		t.Errorf("cities in the text: %s, %s", a, b)
	}
	if a, b := text("和平镇人民政府", "由长兴县和平镇人民政府编制", 1), text("和平镇人民政府", "由长兴县和平镇人民政府编制", 2); a != b {
		t.Errorf("county in the text: %s, %s", a, b)
	}
	for _, org := range []string{"青川市临河区柳林镇人民政府", "宁康县人民政府", "梁州市城关区市场监督管理局", "国家铁路局", "同济大学"} {
		if a, b := id(org, 2023, 1, "meta:SiteDomain", "a.gov.cn"), id(org, 2024, 2); a != b {
			t.Errorf("%s: %s, %s", org, a, b)
		}
	}
}

func TestYearAndDates(t *testing.T) {
	const title = "武汉市文化旅游局2021年政府信息公开工作年度报告"
	for _, c := range []struct {
		name      string
		doc       *extract.Document
		year      int
		published string
		late      int
		issues    string
	}{
		{"agree", withProperties(page(title, "自2021年1月1日至2021年12月31日"), "meta:PubDate", "2022-01-28 10:00"), 2021, "2022-01-28 meta", 0, ""},
		{"period-other", page(title, "自2020年1月1日至2020年12月31日"), 2021, "", 0, "year_conflict"},
		{"outvoted", withProperties(page(title, "自2022年1月1日至2022年12月31日"), "page:发布日期", "2023年1月3日"), 2022, "2023-01-03 page", 0, "year_conflict"},
		{"late", withProperties(page(title), "page:发布时间", "2022/04/09"), 2021, "2022-04-09 page", 68, "late"},
		{"before", withProperties(page(title), "meta:PubDate", "2021-05-01"), 2021, "2021-05-01 meta", 0, "year_conflict"},
		{"url", withProperties(page(title), "mime:Content-Location", "https://example.org/202201/t20220119_1.html"), 2021, "2022-01-19 url", 0, ""},
		{"listed-under", withProperties(page(title), "mime:Content-Location", "http://www.lucheng.gov.cn/module/xxgk/xxgkAnnualReport.jsp?area=1&fbtime=2021"), 2021, "", 0, ""},
		{"listed-under-another", withProperties(page(title), "mime:Content-Location", "http://www.lucheng.gov.cn/module/xxgk/xxgkAnnualReport.jsp?area=1&fbtime=2022"), 2021, "", 0, "year_conflict"},
		{"listed-alone", withProperties(page("武汉市文化旅游局政府信息公开工作年度报告"), "mime:Content-Location", "http://www.lucheng.gov.cn/module/xxgk/xxgkAnnualReport.jsp?area=1&fbtime=2022"), 2022, "", 0, ""},
		{"url-art", withProperties(page(title), "link:canonical", "https://example.org/art/2022/1/12/art_1_2.html"), 2021, "2022-01-12 url", 0, ""},
		{"only-url-month", withProperties(page("武汉市文化旅游局政府信息公开工作年度报告"), "meta:og:url", ""), 0, "", 0, ""},
		{"visible", page(title, "发布日期：2022-01-30 06:06  发布单位：政务局"), 2021, "2022-01-30 page", 0, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := &Report{}
			readHeader(c.doc, r)
			late := 0
			if r.DaysLate != nil {
				late = *r.DaysLate
			}
			var got []string
			for _, i := range r.Issues {
				if i.Code == "late" || i.Code == "year_conflict" {
					got = append(got, i.Code)
				}
			}
			if d := cmp.Diff([]any{c.year, c.published, c.late, c.issues}, []any{r.Year, strings.TrimSpace(r.PublishedAt + " " + r.PublishedFrom), late, strings.Join(got, " ")}); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestSections(t *testing.T) {
	const title = "武汉市2022年政府信息公开工作年度报告"
	for _, c := range []struct {
		name   string
		doc    *extract.Document
		want   string
		issues string
	}{
		{"official", page(title, "根据《条例》编制。", "一、总体情况", "（一）主动公开情况", "二、主动公开政府信息情况", "|规章|0", "三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项", "无。"),
			"preface overview proactive applications litigation problems other", ""},
		{"variants", page(title, "一、总体情况", "二、行政机关主动公开政府信息情况", "三、行政机关收到和处理政府信息公开申请情况", "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", "五、政府信息公开工作存在的主要问题及改进情况", "六、需要报告的其他事项"),
			"overview proactive applications litigation problems other", ""},
		{"contents-first", page(title, "一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "前言", "一、总体情况", "正文一", "二、主动公开政府信息情况", "正文二", "三、收到和处理政府信息公开申请情况", "正文三"),
			"preface overview proactive applications", "section_missing"},
		{"list-in-chapter", page(title, "一、总体情况", "1.主动公开情况", "2.依申请公开情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况", "五、存在的问题及改进措施", "一、加强领导", "六、其他需要报告的事项"),
			"overview proactive applications litigation problems other", ""},
		{"run-on", page(title, "前言如下。一、总体情况2021年，我区工作。（一）主动公开方面。二、主动公开政府信息情况 第二十条第（一）项三、收到和处理政府信息公开申请情况（本列数据）四、政府信息公开行政复议、行政诉讼情况行政复议行政诉讼五、存在的主要问题及改进情况2024年，不足。六、其他需要报告的事项 无。"),
			"preface overview proactive applications litigation problems other", ""},
		{"parts", page(title, "第一部分 总体情况", "第二部分 主动公开政府信息情况", "正文"), "overview proactive", "section_missing"},
		{"brackets", page(title, "（一）总体情况", "（二）主动公开政府信息情况", "（三）收到和处理政府信息公开申请情况", "（四）政府信息公开行政复议、行政诉讼情况", "（五）存在的主要问题及改进情况", "（六）其他需要报告的事项"),
			"overview proactive applications litigation problems other", ""},
		{"unknown", page(title, "一、总体情况", "二、工作机制保障", "三、主动公开工作情况"), "overview unknown proactive", "section_missing"},
		{"mixed", page(title, "1、 总体情况", "二、主动公开政府信息情况", "3、 收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项"),
			"overview proactive applications litigation problems other", "heading_numbering_mixed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := &Report{}
			readHeader(c.doc, r)
			if d := cmp.Diff([]string{c.want, c.issues}, []string{sectionCodes(r), issueCodes(r)}); d != "" {
				t.Errorf("%s%+v", d, r.Sections)
			}
		})
	}
}

func TestRunOnHeadings(t *testing.T) {
	r := &Report{}
	readHeader(page("武汉市2022年政府信息公开工作年度报告", "前言。一、总体情况2021年，我区。二、主动公开政府信息情况 第二十条五、存在的主要问题及改进情况2024年，不足。六、其他需要报告的事项 无。"), r)
	want := []Section{
		{"sec.preface", "", "前言。"}, {"sec.overview", "一、总体情况", "2021年，我区。"}, {"sec.proactive", "二、主动公开政府信息情况", "第二十条"},
		{"sec.problems", "五、存在的主要问题及改进情况", "2024年，不足。"}, {"sec.other", "六、其他需要报告的事项", "无。"},
	}
	if d := cmp.Diff(want, r.Sections); d != "" {
		t.Error(d)
	}
}

func TestWrittenAt(t *testing.T) {
	for text, want := range map[string]string{"2025年1月20日": "2025-01-20", "二〇二五年一月二十日": "2025-01-20", "二○二五年十二月三十一日": "2025-12-31", "2025.1.20": "2025-01-20", "2025-01-20": "2025-01-20", "二〇二五年元月二十日": "2025-01-20", "武汉市财政局 2025年1月20日": "2025-01-20", "3.1": "", "2025.13.1": "", "2025年2月30日": "", "至2025年1月20日": ""} {
		r := &Report{}
		readHeader(page("武汉市2024年政府信息公开工作年度报告", "六、其他需要报告的事项", "无。", text), r)
		if r.WrittenAt != want {
			t.Errorf("%s: %q", text, r.WrittenAt)
		}
	}
}

func TestDeadline(t *testing.T) {
	for _, c := range []struct {
		kind string
		year int
		want string
	}{
		{"department", 2024, "2025-01-31"}, {"township", 2019, "2020-01-31"}, {"government", 2024, "2025-03-31"},
		{"department", 2018, "2019-03-31"}, {"government", 2014, "2015-03-31"}, {"dispatched", 2024, "2025-03-31"},
	} {
		r := &Report{Year: c.year, Body: Body{Type: c.kind}}
		newFront(page()).readDeadline(r)
		if r.Deadline != c.want {
			t.Errorf("%s %d: %s", c.kind, c.year, r.Deadline)
		}
	}
}

func TestOfficeForGovernment(t *testing.T) {
	for _, c := range []struct{ name, preface, deadline string }{
		{"溧阳市人民政府办公室", "本报告由溧阳市人民政府办公室根据各镇、各部门的报告汇总编制。", "2024-03-31"},
		{"溧阳市人民政府办公室", "本报告由溧阳市人民政府办公室编制。", "2024-01-31"},
		{"溧阳市财政局", "本报告由溧阳市财政局根据各部门的报告汇总编制。", "2024-01-31"},
	} {
		r := &Report{}
		readHeader(withProperties(page(c.name+"2023年政府信息公开工作年度报告", c.preface, "一、总体情况"), "meta:PubDate", "2024-03-20"), r)
		if r.Deadline != c.deadline || strings.Contains(issueCodes(r), "office_for_government") != (c.deadline == "2024-03-31") {
			t.Errorf("%s: due %s, issues %s", c.preface, r.Deadline, issueCodes(r))
		}
	}
}

func TestEvidence(t *testing.T) {
	const title, period = "武汉市统计局2023年政府信息公开工作年度报告", "统计期限为2023年1月1日至2023年12月31日。"
	for _, c := range []struct {
		name string
		doc  *extract.Document
		want bool
	}{
		{"report", page(title, period, "一、总体情况", "二、主动公开政府信息情况"), true},
		{"table-only", page(title, "|信息内容|本年制发件数", "|一、本年新收政府信息公开申请数量|0"), true},
		{"no-title", page(period, "一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "五、存在的主要问题及改进情况"), true},
		{"title-only", page(title, "正文见附件。"), false},
		{"listing", page("首页", "政府信息公开年报", title, "武汉市财政局2023年政府信息公开工作年度报告", "武汉市2022年政府信息公开工作年度报告"), false},
		{"notice", page("关于做好2023年政府信息公开工作年度报告编制发布工作的通知", "各单位：", "一、总体要求", "二、时间安排。2024年1月31日前"), false},
		{"format", page("中华人民共和国政府信息公开工作年度报告格式", "一、总体情况", "二、主动公开政府信息情况", "|一、本年新收政府信息公开申请数量|"), false},
		{"template", page("XX年政府信息公开工作年度报告", "一、总体情况", "二、主动公开政府信息情况", "|一、本年新收政府信息公开申请数量|", "六、其他需要报告的事项"), false},
		{"news", page("一图读懂武汉市2023年政府信息公开工作年度报告", "近日，市政府公布了2023年政府信息公开工作年度报告。"), false},
		{"budget", page("武汉市统计局2024年部门预算", "一、部门概况", "二、收支情况", "按照政府信息公开要求公布。"), false},
		{"empty", page(), false},
	} {
		if ev, ok := reportEvidence(c.doc); ok != c.want {
			t.Errorf("%s: %v %q", c.name, ok, ev)
		}
	}
}

// TestHeadersOfKnownReports reads the headers of reports whose body and year are known.
func TestHeadersOfKnownReports(t *testing.T) {
	for path, want := range map[string]string{
		"docs/cn_gov/changwu_pingtan-gov-zwgk-archive/平潭2021__page.txt":                                 "平潭综合实验区管委会 2021",
		"docs/cn_gov/changwu_pingtan-gov-zwgk-archive/平潭2023__page.txt":                                 "平潭综合实验区管委会 2023",
		"docs/cn_gov/changwu_pingtan-gov-zwgk-archive/平潭2024__page.txt":                                 "平潭综合实验区管委会 2024",
		"docs/cn_gov/changwu_pingtan-gov-zwgk-archive/平潭2019__page.abridged.txt":                        "平潭综合实验区管委会 2019",
		"docs/cn_gov/zxj6827111-blip_KIROGOVCOMPARE/tests_fixtures_annual-report__kewei-2024-source.md": "上海市科学技术委员会 2024",
	} {
		doc := dumpPage(shared(t, path))
		r := &Report{}
		readHeader(doc, r)
		if got := r.Body.Name + " " + reportID("", r.Year)[1:]; got != want {
			t.Errorf("%s: %s", path, got)
		}
		if _, ok := reportEvidence(doc); !ok {
			t.Errorf("%s: not taken for a report", path)
		}
		t.Log(path, sectionCodes(r), issueCodes(r), r.PublishedAt, r.PublishedFrom, r.Contact, r.BasisDocs, r.FeeCharged != nil && *r.FeeCharged, r.SourceURL)
	}
}

func FuzzHeader(f *testing.F) {
	f.Add("武汉市2023年政府信息公开工作年度报告\n2023年1月1日至12月31日\n一、总体情况\n（电话：027-12345678）\n六、其他需要报告的事项\n收取信息处理费3元\n2024年1月2日")
	f.Add("二〇二三年政务公开年报。一、总体情况2023年，二、主动公开政府信息情况（国办发〔2021〕30号）与X联系地址：(邮编:111111")
	f.Add("ȺȺȺȺȺȺE-Mail\n邮箱 a@\nb.cn")
	f.Add("31日3\xff1月\xe3\x80")
	f.Fuzz(func(t *testing.T, text string) {
		doc := withProperties(page(strings.Split(text, "\n")...), "meta:ArticleTitle", text, "meta:PubDate", text, "page:原文链接", "http://"+text)
		doc.Title = text
		r := &Report{}
		readHeader(doc, r)
		reportEvidence(doc)
		for _, s := range []string{r.ID, r.Title, r.Body.Printed, r.Body.Name, r.Contact.Unit, r.Contact.Address, r.Contact.Phone, r.Contact.Email, r.IndexNumber, r.PublishedAt, r.SourceURL, strings.Join(r.BasisDocs, "")} {
			if !utf8.ValidString(s) {
				t.Errorf("not UTF-8: %q", s)
			}
		}
		for _, s := range r.Sections {
			if !utf8.ValidString(s.Heading) || !utf8.ValidString(s.Text) {
				t.Errorf("section %q", s.Heading)
			}
		}
		for _, i := range r.Issues {
			if i.Zh == "" || i.En == "" || !utf8.ValidString(i.Evidence) {
				t.Errorf("issue %+v", i)
			}
		}
	})
}

func BenchmarkHeader(b *testing.B) {
	for _, c := range []struct{ name, path string }{{"seed", "seed/burhantu-2024.txt"}, {"run-on", "docs/cn_gov/changwu_pingtan-gov-zwgk-archive/平潭2021__page.txt"}} {
		b.Run(c.name, func(b *testing.B) {
			doc := dumpPage(shared(b, c.path))
			b.ReportAllocs()
			for b.Loop() {
				readHeader(doc, &Report{})
			}
		})
	}
}

func readHeader(doc *extract.Document, r *Report) { newFront(doc).header(r) }

func reportEvidence(doc *extract.Document) (string, bool) {
	if !aboutDisclosure(doc) {
		return "", false
	}
	return newFront(doc).evidence()
}
