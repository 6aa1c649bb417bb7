package msdoc

import (
	"context"
	"errors"
	"testing"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/extracttest"
	"github.com/gongkai-data/gongkai/extract/internal/cfb/cfbtest"
)

func TestGolden(t *testing.T) {
	cases := make(map[string][]byte)
	for name, d := range fixtures() {
		cases[name] = d.bytes()
	}
	for name, d := range fixtures6() {
		cases[name] = d.bytes()
	}
	sound := fixtures()["tables"].streams()
	for name, b := range map[string][]byte{
		"broken-no-document":        cfbtest.Write(cfbtest.Stream{Name: "Workbook", Bytes: make([]byte, 5000)}),
		"broken-fib":                changed(sound, 0, func(b []byte) { b[0] = 0 }),
		"broken-fib-counts":         changed(sound, 0, func(b []byte) { b[62], b[63] = 0xFF, 0xFF }),
		"broken-no-table":           cfbtest.Write(sound[0]),
		"broken-piece-table":        changed(sound, 1, func(b []byte) { b[9] = 0xFF }),
		"broken-fkp":                changed(sound, 0, func(b []byte) { clear(b[2048:]) }),
		"broken-no-character-pages": changed(sound, 0, func(b []byte) { clear(b[154+8*fcPlcfBteChpx+4:][:4]) }),
		"broken-no-paragraph-pages": changed(sound, 0, func(b []byte) { clear(b[154+8*fcPlcfBtePapx+4:][:4]) }),
		"broken-character-count":    changed(sound, 0, func(b []byte) { b[64+12]--; b[64+12]-- }),
		"broken-text-cut":           cut(sound, 0, 1200),
		"broken-table-cut":          cut(sound, 1, 30),
		"encrypted":                 changed(sound, 0, func(b []byte) { b[11] |= 1 }),
		"table-named-wrong":         changed(sound, 0, func(b []byte) { b[11] &^= 2 }),
		"stream-names-in-lower":     cfbtest.Write(cfbtest.Stream{Name: "worddocument", Bytes: sound[0].Bytes}, cfbtest.Stream{Name: "1TABLE", Bytes: sound[1].Bytes}),
	} {
		cases[name] = b
	}
	delete(cases, "broken-no-document") // not detected: see TestDetect
	extracttest.GoldenOf(t, Format, "testdata", cases)
}

// changed writes the streams with one of them changed.
func changed(streams []cfbtest.Stream, i int, change func(b []byte)) []byte {
	out := append([]cfbtest.Stream(nil), streams...)
	out[i].Bytes = append([]byte(nil), out[i].Bytes...)
	change(out[i].Bytes)
	return cfbtest.Write(out...)
}

func cut(streams []cfbtest.Stream, i, n int) []byte {
	out := append([]cfbtest.Stream(nil), streams...)
	out[i].Bytes = out[i].Bytes[:n]
	return cfbtest.Write(out...)
}

func TestDetect(t *testing.T) {
	for name, b := range map[string][]byte{
		"empty": nil, "zip": []byte("PK\x03\x04"), "xls": cfbtest.Write(cfbtest.Stream{Name: "Workbook", Bytes: make([]byte, 5000)}),
	} {
		if Format.Detect(b) {
			t.Errorf("%s is detected", name)
		}
		var e *extract.Error
		if _, err := Format.Read(context.Background(), b, extract.Options{}); !errors.As(err, &e) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// fixtures are documents of one trait each.
func fixtures() map[string]*doc {
	deleted, inserted, hidden := prl(sprmCFRMarkDel, 1), prl(0x0801, 1), prl(sprmCFVanish, 1)
	styles := writeStyles(
		std(0, 0xFFF, "Normal", nil, nil),
		std(1, 0, "heading 1", nil, nil),
		std(2, 0, "标题 2,h2", prl(sprmPOutLvl, 1), nil),
		std(0xFFE, 1, "章", nil, nil),
		std(0xFFE, 0, "暗", nil, hidden),
		std(0xFFE, 0, "编号", join(prl(sprmPIlfo, 1, 0), prl(sprmPIlvl, 1)), nil),
		std(34, 0, "caption", nil, nil),
	)
	spec := prl(sprmCFSpec, 1)
	m := map[string]*doc{}
	m["paragraphs"] = &doc{stshf: styles, title: "2024\xc4\xea\xb6\xc8\xb1\xa8\xb8\xe6", fonts: []string{"宋体", "Wingdings"}, pars: [storyCount][]par{{
		{runs: []run{{text: "一、总体情况"}}, istd: 1},
		{runs: []run{{text: "（一）主动公开"}}, istd: 2},
		{runs: []run{{text: "按样式为标题"}}, istd: 3},
		{runs: []run{{text: "按大纲级别为标题"}}, papx: prl(sprmPOutLvl, 2)},
		{runs: []run{{text: "样式为标题，正文级别"}}, istd: 1, papx: prl(sprmPOutLvl, 9)},
		text("行一\v行二\t𠮷\x1e\x1f末"),
		{runs: []run{{text: "保留"}, {text: "删除", chpx: deleted}, {text: "插入", chpx: inserted}, {text: "隐藏", chpx: hidden}, {text: "切换", chpx: prl(sprmCFRMarkDel, 0x81)}}},
		{runs: []run{{text: "段落标记已删除，"}}, chpx: deleted},
		text("与下段相连"),
		{runs: []run{{text: "全隐"}, {text: "现", chpx: prl(sprmCFVanish, 0x81)}, {text: "隐", chpx: prl(sprmCFVanish, 0x80)}}, istd: 4},
		{runs: []run{{text: "勾选("}, {text: "(", chpx: join(prl(sprmCSymbol, 1, 0, 0xFE, 0xF0), spec)}, {text: "）"}}},
		{runs: []run{{text: "共"}, {text: "\x13", chpx: spec}, {text: " PAGE "}, {text: "\x14", chpx: spec}, {text: "3"}, {text: "\x15", chpx: spec}, {text: "页"}}},
		{runs: []run{{text: "\x13 HYPERLINK \"x\" \x14外\x13 REF a \x14内\x15层\x15"}}},
		text("\x13 EQ \\o\\ac(○,1) \x15圈"),
		text("\x13 PAGE 未结束的域"),
		text("后文不受影响"),
		text("甲\x13 IF \x13 REF a\x14 1 \x15 = \"乙"), text("99\" \"丙\" \x14结果\x15丁"),
		{runs: []run{{text: "8-bit \x93quoted\x94 \xe9", narrow: true}, {text: "双字节"}}},
		{runs: []run{{text: "节"}}, mark: "\f"},
		text("图\x01注\x05\x02完"),
	}}}
	wingdings := join(prl(sprmCRgFtc0, 1, 0), prl(sprmCRgFtc1, 0, 0), prl(sprmCRgFtc2, 1, 0))
	m["symbol-fonts"] = &doc{
		fonts: []string{"宋体", "Wingdings", "Symbol", "Times New Roman"},
		stshf: writeStyles(std(0, 0xFFF, "Normal", nil, nil), std(0xFFE, 0, "符号", nil, join(prl(sprmCRgFtc0, 2, 0), prl(sprmCRgFtc2, 2, 0))), std(0xFFE, 1, "承", nil, nil)),
		pars: [storyCount][]par{{
			{runs: []run{{text: "\uf0fe是 \uf0a8否 123", chpx: wingdings}}},
			{runs: []run{{text: "样式：\uf031\uf032\uf0b7\uf0b3\uf033"}}, istd: 2},
			{runs: []run{{text: "\uf0fe", chpx: join(wingdings, prl(sprmCPlain, 0))}, {text: "\uf06d", chpx: prl(sprmCRgFtc2, 3, 0)}}, istd: 2},
			{runs: []run{{text: "符号：\uf0fe", chpx: prl(sprmCIstd, 1, 0)}, {text: "\uf0fe"}}},
		}}}
	m["surrogates"] = &doc{pars: [storyCount][]par{{
		{runs: []run{{units: []uint16{0xD842}}, {units: []uint16{0xDFB7}, chpx: prl(sprmCIss, 0)}}},
		{runs: []run{{units: []uint16{0xD842, 'a', 0xDFB7, 0xD842, 0x4E00, 0xD842}}}}, text("后"),
	}}}
	up := prl(sprmCIss, 1)
	m["raised-digits"] = &doc{
		stshf: writeStyles(std(0, 0xFFF, "Normal", nil, prl(sprmCHps, 32, 0)), std(0xFFE, 0, "上标", nil, up)),
		pars: [storyCount][]par{{
			{runs: []run{{text: "15"}, {text: "2", chpx: up}, {text: "3", chpx: prl(sprmCIss, 2)}, {text: "4", chpx: prl(sprmCIss, 0)}, {text: "5a", chpx: prl(sprmCIstd, 1, 0)}}},
			{runs: []run{{text: "20"}, {text: "1", chpx: prl(sprmCHpsPos, 8, 0)}, {text: "2", chpx: prl(sprmCHpsPos, 7, 0)}, {text: "3", chpx: join(prl(sprmCHpsPos, 0xFC, 0xFF), prl(sprmCHps, 16, 0))}}},
			{runs: []run{{text: "9", chpx: join(up, prl(sprmCPlain, 0))}, {text: "8 bit 7", chpx: up, narrow: true}}},
			{runs: []run{{text: "1", chpx: prl(sprmCIss, 0)}, {text: "2"}}, istd: 1},
			{runs: []run{{text: "删"}}, chpx: prl(sprmCFStrike, 1)}, {runs: []run{{text: "线外", chpx: prl(sprmCFStrike, 1)}}},
			{runs: []run{{text: "12", chpx: prl(sprmCFStrike, 1)}, {text: " ", chpx: prl(sprmCFDStrike, 1)}, {text: "34"}}, mark: "\a", papx: cell("").papx}, rowEnd([]int{0, 1000}, []int{0}),
		}}}
	m["tables"] = &doc{stshf: styles, pars: [storyCount][]par{{
		{runs: []run{{text: "表 1"}}, istd: 6},
		cell("合计"), cell(""), cell("数"), rowEnd([]int{-108, 2000, 2999, 5000}, []int{1, 2, 0}, prl(sprmTTableHeader, 1)),
		cell("甲"), cell("1\x0b2"), {runs: []run{{text: "第一段"}}, papx: join(prl(sprmPFInTable, 1), prl(sprmPItap, 1, 0, 0, 0))}, cell("第二段"), rowEnd([]int{-108, 2000, 3000, 5000}, []int{0x60, 0, 0}),
		cell(""), cell("3"), cell("4"), rowEnd([]int{-100, 2010, 3000, 5000}, []int{0x20, 0, 0}),
		cell("宽"), cell("5"), rowEnd([]int{-108, 3000, 5000}, []int{0, 0}),
		text("表后"),
	}}}
	m["nested-tables"] = &doc{pars: [storyCount][]par{{
		cell("外"), inner(cell("内一"), 2), inner(cell("内二"), 2), inner(rowEnd([]int{0, 500, 1000}, []int{0, 0}), 2),
		inner(cell("更内"), 3), inner(rowEnd([]int{0, 500}, []int{0}), 3), inner(cell("第二行"), 2), inner(rowEnd([]int{0, 1000}, []int{0}), 2),
		cell("嵌套之后"), rowEnd([]int{0, 2000, 4000}, []int{0, 0}),
		text("完"),
	}}}
	m["row-operations"] = &doc{pars: [storyCount][]par{{
		cell("一"), cell("二"), cell("三"), rowEnd([]int{0, 1000, 2000}, []int{0, 0}, prl(sprmTInsert, 1, 1, 0xF4, 1)),
		cell("一"), cell("二"), rowEnd([]int{0, 500, 1000, 2500}, []int{0, 0, 0}, prl(sprmTDelete, 0, 1), prl(sprmTDxaCol, 0, 2, 0xF4, 1)),
		cell("一"), cell("二"), cell("三"), rowEnd([]int{0, 1000, 1500, 2500}, []int{0, 0, 0}, prl(sprmTMerge, 0, 2)),
		cell("一"), cell("二"), cell("三"), rowEnd([]int{0, 1000, 1500, 2500}, []int{1, 2, 0}, prl(sprmTSplit, 0, 2), prl(sprmTVertMerge, 2, 2, 3)),
		cell("一"), cell("二"), cell("续"), rowEnd([]int{700, 1700, 2200, 3200}, []int{0, 0, 0}, prl(sprmTDxaLeft, 0, 0), prl(sprmTVertMerge, 2, 2, 1)),
		cell("多"), cell("余"), rowEnd([]int{0, 1000}, []int{0}),
		{mark: "\a", chpx: deleted, papx: rowEnd([]int{0, 1000}, []int{0}).papx},
		cell("缺行尾"),
		text("完"),
	}}}
	m["ragged-rows"] = &doc{pars: [storyCount][]par{{
		cell("甲"), cell("1"), rowEnd([]int{-108, 2000, 4000}, []int{0, 0x60}),
		cell("乙"), cell(""), rowEnd([]int{0, 2020, 3900}, []int{0, 0x20}),
		cell("缩进"), rowEnd([]int{500, 4000}, []int{0}),
	}}}
	m["hidden-row"] = &doc{pars: [storyCount][]par{{
		cell("甲"), rowEnd([]int{0, 1000}, []int{0}),
		{runs: []run{{text: "隐", chpx: hidden}}, mark: "\a", chpx: hidden, papx: cell("").papx}, {mark: "\a", chpx: hidden, papx: rowEnd([]int{0, 1000}, []int{0}).papx},
		cell("现"), {mark: "\a", chpx: hidden, papx: rowEnd([]int{0, 1000}, []int{0}).papx},
		cell(""), rowEnd([]int{0, 1000}, []int{0}),
	}}}
	m["deleted-mark-before-table"] = &doc{pars: [storyCount][]par{{
		{runs: []run{{text: "2023"}}, chpx: deleted}, cell("12"), cell("5"), rowEnd([]int{0, 1000, 2000}, []int{0, 0}),
		{runs: []run{{text: "7"}}, chpx: deleted}, {runs: []run{{text: "8"}}, chpx: deleted}, text("x"), {runs: []run{{text: "末"}}, chpx: deleted},
	}}}
	m["row-end-text"] = &doc{pars: [storyCount][]par{{
		cell("甲"), {runs: []run{{text: "77"}}, mark: "\a", papx: rowEnd([]int{0, 1000, 2000}, []int{0, 0}).papx}, text("x"),
	}}}
	m["edges-out-of-order"] = &doc{pars: [storyCount][]par{{
		cell("甲"), cell("1"), cell("2"), rowEnd([]int{0, 1000, 2000, 3000}, []int{0, 0, 0}),
		cell("乙"), cell("3"), cell("4"), rowEnd([]int{0, 2000, 1000, 3000}, []int{0, 0, 0}),
		cell("丙"), cell("5"), rowEnd([]int{0, 2000, 2000}, []int{0, 0}),
		cell("丁"), cell("x"), cell("6"), cell("7"), rowEnd([]int{0, 1000, 1020, 2010, 3000}, []int{0, 0, 0, 0}),
	}}}
	m["merged-down-not-in-line"] = &doc{pars: [storyCount][]par{{
		cell("甲"), cell("1"), cell("2"), rowEnd([]int{0, 1000, 2000, 3000}, []int{0x60, 0x60, 0}),
		cell(""), cell(""), cell("3"), rowEnd([]int{0, 1060, 1900, 3000}, []int{0x20, 0x20, 0}),
		cell(""), cell("4"), cell("5"), rowEnd([]int{0, 1500, 2000, 3000}, []int{0x20, 0, 0}),
	}}}
	m["narrow-first-column"] = &doc{pars: [storyCount][]par{{
		cell("序"), cell("名"), cell("数"), rowEnd([]int{0, 200, 2000, 3000}, []int{0x60, 0, 0}),
		cell("乙"), cell("2"), rowEnd([]int{200, 2000, 3000}, []int{0, 0}),
		cell("丙"), cell("3"), rowEnd([]int{108, 2000, 3100}, []int{0, 0}),
	}}}
	m["row-not-defined"] = &doc{pars: [storyCount][]par{{
		cell("甲"), cell(""), cell("1"), rowEnd([]int{0, 1000, 2000, 3000}, []int{1, 2, 0}),
		cell("乙"), cell("2"), cell("3"), {mark: "\a", papx: join(prl(sprmPFInTable, 1), prl(sprmPFTtp, 1))},
	}}}
	m["nested-too-deep"] = &doc{pars: [storyCount][]par{{
		cell("外"), inner(cell("内"), 40), inner(rowEnd([]int{0, 500}, []int{0}), 40), rowEnd([]int{0, 2000}, []int{0}), text("完"),
	}}}
	huge := rowEnd([]int{0, 500, 1500, 3000}, []int{0, 0, 0}).papx
	own := rowEnd([]int{0, 1000, 2000}, []int{0, 0}).papx
	m["huge-papx-in-order"] = &doc{data: join([]byte("xxxx"), u16(len(huge)), huge), pars: [storyCount][]par{{
		cell("一"), cell("二"), cell("三"), {mark: "\a", papx: join(own, prl(sprmPHugePapx, 4, 0, 0, 0))},
		cell("一"), cell("二"), {mark: "\a", papx: join(prl(sprmPHugePapx, 4, 0, 0, 0), own)}, text("完"),
	}}}
	m["row-deleted"] = &doc{pars: [storyCount][]par{{
		cell("留"), rowEnd([]int{0, 1000}, []int{0}),
		cell("删"), {mark: "\a", chpx: deleted, papx: rowEnd([]int{0, 1000}, []int{0}).papx},
		text("完"),
	}}}
	m["lists"] = &doc{stshf: styles,
		lst: writeLists(
			[][]byte{lvl(39, 1, "%1、"), lvl(37, 1, "（%2）"), lvl(0, 1, "%3."), lvl(18, 1, "%4"), lvl(30, 1, "%5、"), lvl(14, 1, "%6．"), lvl(0, 1, "%1.%7"), lvl(2, 3, "%8)"), lvl(23, 1, "\uf0b7")},
			[][]byte{lvl(0, 5, "第%1条")}),
		lfo: writeLfos([]int{0, 1, 0}, nil, nil, [][]byte{join(u32(7), u32(0x10)), join(u32(0), u32(0x31), lvl(1, 2, "%2-"))}),
		pars: [storyCount][]par{{
			item("总体情况", 1, 0), item("主动公开", 1, 1), item("依申请", 1, 1), item("甲", 1, 2), item("圈", 1, 3), item("干支", 1, 4), item("全角", 1, 5),
			item("两级", 1, 6), item("罗马", 1, 7), item("点", 1, 8), item("第二章", 1, 0), item("重新开始", 1, 1),
			item("简单", 2, 0), item("简单", 2, 0), item("", 2, 0),
			item("从七开始", 3, 0), item("替换的级别", 3, 1), item("接着", 1, 0),
			{runs: []run{{text: "样式带编号"}}, istd: 5}, item("无编号", 0, 0), item("已去除", -1, 0), item("没有此列表", 9, 0),
		}}}
	m["stories"] = &doc{stshf: styles, spa: [2][]spa{{{2, 1026}}, {{0, 2050}}}, boxes: [2][]int{{1025, 1026}, {2050}}, pars: [storyCount][]par{
		storyMain:            {text("正文一\b"), text("正文二\x02"), text("正文三\x05")},
		storyFootnotes:       {text("\x02 脚注"), text("")},
		storyHeaders:         {text("页眉"), cell("眉中表"), rowEnd([]int{0, 900}, []int{0}), text("")},
		storyAnnotations:     {text("\x05批注"), text("")},
		storyEndnotes:        {text("\x02 尾注"), text("")},
		storyTextboxes:       {text("组内文本框"), text("文本框"), text("")},
		storyHeaderTextboxes: {text("页眉文本框"), text("")},
	}}
	m["fast-saved"] = &doc{flags: 4, prcs: [][]byte{join(prl(sprmCFVanish, 1)), prl(sprmPFInTable, 1)}, pieces: reversed, pars: [storyCount][]par{{
		{runs: []run{{text: "后写的", prm: 0}}},
		{runs: []run{{text: "Prm1 隐藏", prm: 1}}, prm: 0},
		{runs: []run{{text: "8 bit", narrow: true}}},
		{runs: []run{{text: "Prm0 删除", prm: 0x41<<1 | 1<<8}, {text: "留"}}},
		{runs: []run{{text: "单元格"}}, mark: "\a", prm: 3},
		{mark: "\a", prm: 3, papx: rowEnd([]int{0, 800}, []int{0}).papx},
	}}}
	huge = rowEnd([]int{0, 1000, 2000}, []int{0, 0}).papx
	m["huge-papx"] = &doc{data: join([]byte("xxxx"), u16(len(huge)), huge), pars: [storyCount][]par{{
		cell("一"), cell("二"), {mark: "\a", papx: prl(sprmPHugePapx, 4, 0, 0, 0)}, text("完"),
	}}}
	m["check-box"] = &doc{data: checkBoxes(), pars: [storyCount][]par{{
		{runs: []run{{text: "\x13 FORMCHECKBOX "}, {text: "\x01", chpx: join(prl(sprmCPicLocation, 0, 0, 0, 0), prl(sprmCFData, 1), spec)}, {text: "\x14\x15是"}}},
	}}}
	m["wordart"] = wordArtFixture()
	m["autonumber"] = &doc{pars: [storyCount][]par{{anld("甲", 10), anld("乙", 10)}}}
	return m
}

func item(s string, ilfo, ilvl int) par {
	return par{runs: []run{{text: s}}, papx: join(prl(sprmPIlfo, u16(ilfo)...), prl(sprmPIlvl, byte(ilvl)))}
}

// reversed puts the piece that was written first at the end, as fast saving
// appends what is new, and cuts others in two.
func reversed(ps []pcd) []pcd {
	var out []pcd
	for _, p := range ps[1:] {
		if p.fc&0x40000000 == 0 && p.chars > 2 {
			out = append(out, pcd{1, p.fc, p.prm}, pcd{p.chars - 1, p.fc + 2, p.prm})
		} else {
			out = append(out, p)
		}
	}
	return append(out, ps[0])
}

// checkBoxes is a Data stream with one checked box of a form.
func checkBoxes() []byte {
	ff := join(u32(-1), u16(1|1<<2), u16(0), u16(20), u16(0), u16(0), u16(0))
	return join(u32(0x44+len(ff)), u16(0x44), make([]byte, 0x44-6), ff)
}

func anld(s string, nfc int) par {
	a := make([]byte, 84)
	a[0], a[1], a[2], a[10] = byte(nfc), 1, 1, 1
	copy(a[20:], utf16Bytes("（）"))
	return par{runs: []run{{text: s}}, papx: join(prl(sprmPIlfo, 0xFF, 7), prl(sprmPAnld80), []byte{84}, a)}
}
