package divisions

import (
	"strings"
	"unicode/utf8"
)

// The suffixes that a short form leaves out, longest first.
var (
	upperSuffixes    = []string{"维吾尔自治区", "壮族自治区", "回族自治区", "特别行政区", "自治区", "自治州", "自治县", "自治旗", "地区", "省", "市", "盟", "县", "区", "旗"}
	townshipSuffixes = []string{"街道", "镇", "乡", "苏木", "民族乡"}
)

// peoples are the names that stand before 自治州, 自治县 and 自治旗.
var peoples = strings.Fields(`蒙古族 蒙古 回族 藏族 维吾尔族 维吾尔 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 哈尼族
哈萨克族 哈萨克 傣族 黎族 傈僳族 佤族 畲族 高山族 拉祜族 水族 东乡族 纳西族 景颇族 柯尔克孜族 柯尔克孜 土族 达斡尔族 达斡尔 仫佬族
羌族 布朗族 撒拉族 毛南族 仡佬族 锡伯族 锡伯 阿昌族 普米族 塔吉克族 塔吉克 怒族 鄂温克族 德昂族 保安族 裕固族 独龙族 鄂伦春 鄂温克 各族`)

// shortForms returns the short names of a county or above: 包头市 → 包头,
// 恩施土家族苗族自治州 → 恩施 and 恩施州. A form of one character (东 for 东区) is no name.
func shortForms(d *Division) []string {
	for _, s := range upperSuffixes {
		stem, ok := strings.CutSuffix(d.Name, s)
		if !ok || stem == "" {
			continue
		}
		var forms []string
		if kind, ok := strings.CutPrefix(s, "自治"); ok && kind != "区" {
			stem = withoutPeoples(stem)
			if stem+s != d.Name {
				forms = append(forms, stem+kind, stem+s)
			}
		}
		if utf8.RuneCountInString(stem) >= 2 {
			forms = append(forms, stem)
		}
		return forms
	}
	return nil
}

func withoutPeoples(stem string) string {
	for {
		cut := stem
		for _, p := range peoples {
			if s, ok := strings.CutSuffix(stem, p); ok && utf8.RuneCountInString(s) >= 2 && len(s) < len(cut) {
				cut = s
			}
		}
		if cut == stem {
			return stem
		}
		stem = cut
	}
}
