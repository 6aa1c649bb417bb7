package normalize

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold makes two printings of one text equal: compatibility forms (full-width
// digits, letters and brackets) become plain, white space, zero-width signs,
// bidi controls and quotation marks go, traditional characters of the form's
// own vocabulary become simplified. It is total and idempotent.
func Fold(s string) string {
	n := foldedPrefix(s)
	if n == len(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; ; {
		b.WriteString(s[i : i+n])
		if i += n; i == len(s) {
			return b.String()
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if r != utf8.RuneError || size > 1 { // bytes that are no UTF-8 go
			foldRune(&b, r)
		}
		i += size
		n = foldedPrefix(s[i:])
	}
}

// foldedPrefix is how many bytes at the start of s Fold would not change.
func foldedPrefix(s string) int {
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c <= ' ' || c == '"' || c == '\'' || c == 0x7F {
				return i
			}
			i++
			continue
		}
		r := hanAt(s, i)
		if r == 0 || isTraditional(r) {
			return i
		}
		i += 3
	}
	return len(s)
}

// The characters that nearly all printed text is made of: three bytes each.
const firstHan, lastHan = 0x4E00, 0x9FA5

// hanAt returns the Chinese character at byte i of s, 0 where another one stands there.
func hanAt(s string, i int) rune {
	if i+3 > len(s) || s[i]>>4 != 0xE || s[i+1]>>6 != 2 || s[i+2]>>6 != 2 {
		return 0
	}
	r := rune(s[i]&0xF)<<12 | rune(s[i+1]&0x3F)<<6 | rune(s[i+2]&0x3F)
	if r < firstHan || r > lastHan {
		return 0
	}
	return r
}

func foldRune(b *strings.Builder, r rune) {
	switch {
	case r <= ' ' || r == 0x7F:
		return
	case r < 0x80:
		if r != '"' && r != '\'' {
			b.WriteByte(byte(r))
		}
		return
	case r >= firstHan && r <= lastHan:
		if isTraditional(r) {
			r = simplified[r]
		}
		b.WriteRune(r)
		return
	case r >= 0xFF01 && r <= 0xFF5E:
		foldRune(b, r-0xFEE0)
		return
	}
	switch r {
	case '“', '”', '‘', '’', '「', '」', '『', '』', '〝', '〞', '＂':
		return
	case '—', '–', '―', '−', '‐', '‑', '─', '━', 'ー', '﹣', '﹘':
		b.WriteByte('-')
		return
	case '…', '⋯':
		b.WriteString("...")
		return
	case '、', '。', '〇', '《', '》', '〈', '〉', '〔', '〕', '【', '】', '·', '•', '〃':
		b.WriteRune(r)
		return
	}
	if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Cc, r) {
		return
	}
	k := norm.NFKC.String(string(r))
	if k == string(r) {
		if !utf8.ValidRune(r) || r == utf8.RuneError {
			r = utf8.RuneError
		}
		b.WriteRune(r)
		return
	}
	for _, q := range k {
		if q == r {
			b.WriteRune(q)
			continue
		}
		foldRune(b, q)
	}
}

// simplified maps the traditional characters that occur in the labels of the
// forms, in titles and in section headings.
var simplified = pairs("規规範范檔档開开關关業业務务機机構构織织當当會会準准執执許许強强費费處处總总計计" +
	"訴诉訟讼復复議议維维糾纠轉转結结續续辦办現现無无據据類类護护權权發发製制廢废數数對对項项購购採采" +
	"額额單单萬万內内報报門门舉举報报複复請请無无當当補补過过應应繳缴納纳費费沒没為为確确認认獲获" +
	"專专屬属戶户規规則则條条點点導导責责優优進进實实際际圍围問问題题與与國国務务體体團团聯联絡络電电話话" +
	"郵邮編编號号縣县區区鄉乡鎮镇廳厅黨党員员組组職职財财稅税衛卫環环護护產产農农業业貿贸質质監监" +
	"審审計计統统檢检稱称標标題题統统際际廣广東东陽阳陰阴華华龍龙馬马雲云長长慶庆爾尔濟济濱滨寧宁" +
	"個个產产層层級级論论辯辩讀读書书載载錄录設设備备協协調调製制訂订證证據据週周裏里網网頁页訊讯" +
	"經经濟济營营運运輸输歷历屆届終终從从術术義义無无災灾後后維维續续還还過过達达遞递選选鄰邻針针" +
	"銷销鐵铁錯错鍵键閱阅隊队隨随難难雜杂離离電电靜静韓韩項项順顺須须預预領领頒颁頻频類类顯显飛飞" +
	"動动熱热輿舆談谈訪访負负參参聞闻眾众聽听隱隐穩稳訓训傳传時时徑径駁驳場场諮咨減减滿满輯辑" +
	"詢询於于係系決决罰罚駐驻驗验體体鮮鲜麗丽麥麦黃黄齊齐齡龄")

// traditional holds a bit for each key of simplified: a look at each character
// of a report has to be cheap.
var traditional = func() (set [(lastHan-firstHan)/64 + 1]uint64) {
	for r := range simplified {
		n := uint32(r - firstHan)
		set[n/64] |= 1 << (n % 64)
	}
	return set
}()

// isTraditional reports a key of simplified; r is a Chinese character.
func isTraditional(r rune) bool {
	n := uint32(r - firstHan)
	return traditional[n/64]>>(n%64)&1 != 0
}

func pairs(s string) map[rune]rune {
	m := make(map[rune]rune)
	rs := []rune(s)
	for i := 0; i+1 < len(rs); i += 2 {
		if rs[i] != rs[i+1] {
			m[rs[i]] = rs[i+1]
		}
	}
	return m
}
