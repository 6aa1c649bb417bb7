package divisions

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func codes(ds []Division) string {
	var cs []string
	for _, d := range ds {
		cs = append(cs, d.Code)
	}
	return strings.Join(cs, " ")
}

func TestResolve(t *testing.T) {
	for _, c := range []struct {
		body, want, path, rest string
		year                   int
	}{
		{body: "包头市昆都仑区卜尔汉图镇", year: 2024, want: "150203102", path: "150000 150200 150203"},
		{body: "包头市昆都仑区卜尔汉图镇人民政府", year: 2024, want: "150203102", path: "150000 150200 150203", rest: "人民政府"},
		{body: "内蒙古自治区包头市昆都仑区卜尔汉图镇", year: 2024, want: "150203102", path: "150000 150200 150203"},
		{body: "内蒙古包头昆都仑区卜尔汉图镇", year: 2024, want: "150203102", path: "150000 150200 150203"},
		{body: "卜尔汉图镇人民政府", year: 2024, want: "150203102", path: "150000 150200 150203", rest: "人民政府"},
		{body: "昆都仑区市府东路街道办事处", year: 2025, want: "150203010", path: "150000 150200 150203", rest: "办事处"},
		{body: "上海市人民政府办公厅", year: 2019, want: "310000", rest: "人民政府办公厅"},
		{body: "上海市科委", year: 2024, want: "310000", rest: "科委"},
		{body: "上海市浦东新区", year: 2024, want: "310115", path: "310000"},
		{body: "淮安市洪泽区人民政府", year: 2023, want: "320813", path: "320000 320800", rest: "人民政府"},
		{body: "洪泽县人民政府", year: 2014, want: "320829", path: "320000 320800", rest: "人民政府"},
		{body: "洪泽县人民政府", year: 2023, rest: "洪泽县人民政府"},
		{body: "儋州市", year: 2016, want: "460400", path: "460000"},
		{body: "儋州市", year: 2012, want: "469003", path: "460000"},
		{body: "东莞市虎门镇", year: 2022, want: "441900121", path: "440000 441900"},
		{body: "仙桃市人民政府", year: 2022, want: "429004", path: "420000", rest: "人民政府"},
		{body: "恩施州人民政府", year: 2022, want: "422800", path: "420000", rest: "人民政府"},
		{body: "佛山税务局", year: 2021, want: "440600", path: "440000", rest: "税务局"},
		{body: "武汉市机关事务管理局", year: 2025, want: "420100", path: "420000", rest: "机关事务管理局"},
		{body: "扎赉特旗宝力根花苏木", year: 2023, want: "152223202", path: "150000 152200 152223"},
		{body: "平潭综合实验区管委会", year: 2021, rest: "平潭综合实验区管委会"},
		{body: "长春新区科技局", year: 2023, rest: "长春新区科技局"},
		// No such place: a division of the same stem must not stand in.
		{body: "昆山湖区赵店镇人民政府", year: 2024, rest: "昆山湖区赵店镇人民政府"},
		{body: "定远旗公安局", year: 2021, rest: "定远旗公安局"},
		{body: "青川市临河区柳林镇人民政府", year: 2024, rest: "青川市临河区柳林镇人民政府"},
		{body: "金沙区人民政府", year: 2022, rest: "金沙区人民政府"},
		{body: "白云岭市北关街道办事处", year: 2022, rest: "白云岭市北关街道办事处"},
		{body: "", rest: ""},
		{body: "政府信息公开", rest: "政府信息公开"},
	} {
		t.Run(fmt.Sprintf("%s-%d", c.body, c.year), func(t *testing.T) {
			r := Resolve(c.body, c.year)
			if got := r.Division.Code; got != c.want || r.OK != (c.want != "") {
				t.Errorf("code %q ok %v, want %q (candidates %v)", got, r.OK, c.want, r.Candidates)
			}
			if d := cmp.Diff([]string{c.path, c.rest}, []string{codes(r.Path), r.Rest}); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestResolveAmbiguous(t *testing.T) {
	r := Resolve("鼓楼区人民政府", 2024)
	if r.OK || codes(r.Candidates) != "320106 320302 350102 410204" || r.Rest != "鼓楼区人民政府" {
		t.Errorf("ok %v, candidates %s, rest %q", r.OK, codes(r.Candidates), r.Rest)
	}
	if r := Resolve("东湖街道办事处", 2024); r.OK || len(r.Candidates) < 5 {
		t.Errorf("ok %v, %d candidates", r.OK, len(r.Candidates))
	}
	if r := Resolve("鼓楼区人民政府", 2024, "350102"); !r.OK || r.Division.Code != "350102" {
		t.Errorf("a site's code must break the tie: %+v", r)
	}
	if r := Resolve("鼓楼区人民政府", 2024, "320100", "999999", "x"); !r.OK || r.Division.Code != "320106" {
		t.Errorf("the code of the city must break the tie: %+v", r)
	}
	if r := Resolve("昆都仑区", 2024, "320100"); !r.OK || r.Division.Code != "150203" {
		t.Errorf("a hint must not overrule a clear name: %+v", r)
	}
}

func TestFind(t *testing.T) {
	for _, c := range []struct {
		name string
		year int
		want string
	}{
		{"昆都仑区", 2024, "150203"},
		{"昆都仑", 2024, "150203"},
		{"卜尔汉图镇", 2024, "150203102"},
		{"卜尔汉图", 2024, "150203102"},
		{"市府东路街道办事处", 2024, "150203010"},
		{"白云矿区", 2005, "150206"},
		{"白云矿区", 2020, ""},
		{"彭水县", 2020, "500243"},
		{"", 2020, ""},
	} {
		if got := codes(Find(c.name, c.year)); got != c.want {
			t.Errorf("Find(%q, %d) = %q, want %q", c.name, c.year, got, c.want)
		}
	}
}

func TestShortForms(t *testing.T) {
	for name, want := range map[string]string{
		"包头市": "包头", "内蒙古自治区": "内蒙古", "广西壮族自治区": "广西", "锡林郭勒盟": "锡林郭勒", "东区": "",
		"恩施土家族苗族自治州": "恩施州 恩施自治州 恩施", "积石山保安族东乡族撒拉族自治县": "积石山县 积石山自治县 积石山",
		"东乡族自治县": "东乡族", "鄂温克族自治旗": "鄂温克族", "伊犁哈萨克自治州": "伊犁州 伊犁自治州 伊犁",
	} {
		if got := strings.Join(shortForms(&Division{Name: name}), " "); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestPathAndLookup(t *testing.T) {
	if got := codes(Path("441900121", 2022)); got != "440000 441900" {
		t.Errorf("path %s", got)
	}
	if d, ok := Lookup("150206", 2005); !ok || d.Name != "白云矿区" {
		t.Errorf("%+v", d)
	}
	if d, ok := Lookup("150206", 2020); !ok || d.Name != "白云鄂博矿区" {
		t.Errorf("%+v", d)
	}
	for _, c := range []string{"", "1", "000000", "999999", "999999999", "15020310x"} {
		if d, ok := Lookup(c, 0); ok {
			t.Errorf("Lookup(%q) = %+v", c, d)
		}
	}
}

func FuzzResolve(f *testing.F) {
	f.Add("包头市昆都仑区卜尔汉图镇人民政府", 2024, "150203")
	f.Add("鼓楼区", 0, "3501")
	f.Add("\xff镇街道乡", -1, "")
	f.Fuzz(func(t *testing.T, body string, year int, hint string) {
		r := Resolve(body, year, hint)
		if !strings.HasSuffix(body, r.Rest) || r.OK == (r.Division.Code == "") || r.OK && len(r.Candidates) > 0 || !r.OK && r.Rest != body {
			t.Errorf("%q: %+v", body, r)
		}
		Find(body, year)
	})
}

func TestTables(t *testing.T) {
	for name, min := range map[string]int{"counties": 3900, "15": 900, "51": 4000} {
		if n := len(decode(name)); n < min {
			t.Errorf("table %s has %d rows", name, n)
		}
	}
	if len(shards) != 31 {
		t.Errorf("%d provinces with townships", len(shards))
	}
	total := 0
	for k, load := range shards {
		rows := load()
		total += len(rows)
		if !slices.IsSortedFunc(rows, func(a, b Division) int { return strings.Compare(a.Code, b.Code) }) {
			t.Errorf("table %s is not sorted", k)
		}
		for _, d := range rows {
			if len(d.Code) != 9 || !utf8.ValidString(d.Name) || d.Name == "" || d.From > d.To && d.To != 0 {
				t.Fatalf("table %s: %+v", k, d)
			}
		}
	}
	if total < 50000 {
		t.Errorf("%d townships", total)
	}
}

func BenchmarkDecodeCounties(b *testing.B) {
	for b.Loop() {
		u := &upper{rows: decode("counties")}
		u.index = make(map[string]int32, 2*len(u.rows))
		for i := range u.rows {
			u.add(u.rows[i].Name, int32(i), false)
			for _, s := range shortForms(&u.rows[i]) {
				u.add(s, int32(i), true)
			}
		}
	}
}

func BenchmarkDecodeProvince(b *testing.B) {
	for b.Loop() {
		decode("51")
	}
}

func BenchmarkDecodeAll(b *testing.B) {
	for b.Loop() {
		m := make(map[string][]*Division, 1<<16)
		for k := range shards {
			rows := decode(k)
			for i := range rows {
				m[rows[i].Name] = append(m[rows[i].Name], &rows[i])
			}
		}
	}
}

func BenchmarkResolve(b *testing.B) {
	for _, body := range []string{"包头市昆都仑区卜尔汉图镇人民政府", "上海市人民政府办公厅", "青川市临河区柳林镇人民政府", "鼓楼区人民政府"} {
		b.Run(body, func(b *testing.B) {
			for b.Loop() {
				Resolve(body, 2024)
			}
		})
	}
}
