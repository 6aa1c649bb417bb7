package msdoc

import "testing"

// art writes one record of a drawing; a container has version 15.
func art(kind, instance int, body ...[]byte) []byte {
	b := join(body...)
	version := 0
	if kind <= artSp {
		version = 15
	}
	return join(u16(instance<<4|version), u16(kind), u32(len(b)), b)
}

// wordArtShape writes a shape with another long property in front of its text.
func wordArtShape(id, flags int, text string) []byte {
	s := append(utf16Bytes(text), 0, 0)
	return art(artSp, 0, art(artFSP, 0, u32(id), u32(flags)),
		art(artFOPT, 3, u16(0x7F), u32(4), u16(0x8145), u32(2), u16(0x80C0), u32(len(s)), []byte("xx"), s))
}

func wordArtFixture() *doc {
	page := func(shapes ...[]byte) []byte {
		return join([]byte{0}, art(artDg, 0, art(0xF008, 1), art(artSpgr, 0, shapes...)))
	}
	group := art(artSpgr, 0, wordArtShape(1027, 0, ""), wordArtShape(1028, 0, "组中一"), art(artSpgr, 0, wordArtShape(1029, 0, ""), wordArtShape(1030, 0, "组中二\r下行")))
	inline := join(make([]byte, 0x44-8), wordArtShape(1, 0, "行内"))
	return &doc{
		spa: [2][]spa{{{0, 1026}, {1, 1027}, {3, 1031}, {4, 1026}}, {{0, 2050}}},
		parts: map[int][]byte{fcDggInfo: join(art(0xF000, 0, make([]byte, 24)),
			page(wordArtShape(1024, 0, ""), wordArtShape(1026, 0, "年度报告"), group, wordArtShape(1031, fspDeleted, "已删除")),
			page(wordArtShape(2048, 0, ""), wordArtShape(2050, 0, "草稿")))},
		data: join(u32(8+len(inline)), u16(0x44), u16(0x64), inline),
		pars: [storyCount][]par{
			storyMain: {text("甲\b"), text("乙\b"),
				{runs: []run{{text: "前"}, {text: "\x01", chpx: prl(sprmCPicLocation, 0, 0, 0, 0)}, {text: "\x01", chpx: join(prl(sprmCPicLocation, 0, 0, 0, 0), prl(sprmCFVanish, 1))}, {text: "后"}}}},
			storyHeaders: {text("页眉"), text("")},
		},
	}
}

// TestWordArtDamaged holds that a drawing cut anywhere is read as far as it goes.
func TestWordArtDamaged(t *testing.T) {
	b := wordArtFixture().parts[fcDggInfo]
	whole := len(wordArt(b))
	if whole != 3 {
		t.Fatalf("%d shapes with text", whole)
	}
	for n := range len(b) {
		if got := len(wordArt(b[:n])); got > whole {
			t.Errorf("%d shapes in %d bytes", got, n)
		}
		c := append([]byte(nil), b...)
		c[n] ^= 0xFF
		wordArt(c) // must return
	}
}
