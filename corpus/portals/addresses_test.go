package portals

import (
	"net/http"
	"slices"
	"testing"

	"github.com/gongkai-data/gongkai/corpus"
)

// addresses are those of published reports (domain.md 7): the kind that must know
// each, and no other, and the key. An empty kind is a site of a kind that is not
// known.
var addresses = []struct{ kind, url, key string }{
	{"thinkphp", "https://www.kdl.gov.cn/detail/cid/1899/aid/126541", "kdl.gov.cn/aid/126541"},
	{"thinkphp", "https://kdl.gov.cn/detail/cid/1705/aid/123262", "kdl.gov.cn/aid/123262"},
	{"thinkphp", "https://www.kdl.gov.cn/detail/cid/1771/aid/104248", "kdl.gov.cn/aid/104248"},
	{"thinkphp", "http://www.kdl.gov.cn/detail/cid/1899/aid/104248.html", "kdl.gov.cn/aid/104248"},
	{"thinkphp", "https://kdl.gov.cn/mobile/detail/cid/1899/aid/104248", "kdl.gov.cn/aid/104248"},
	{"trs", "https://www.baotou.gov.cn/zfxxgk/zfxxgknb/nb_szfbm/srmzfwsb/202401/t20240119_664642.html", "baotou.gov.cn/t20240119_664642"},
	{"trs", "http://zwgk.changchun.gov.cn/ng/xzjdrmzf/ngqyjjdbsc/zfxxgknb/202501/t20250117_3376028.html", "zwgk.changchun.gov.cn/t20250117_3376028"},
	{"trs", "https://www.wuhan.gov.cn/zwgk/szfbg/202202/t20220210_1920948.shtml", "wuhan.gov.cn/t20220210_1920948"},
	{"trs", "http://www.huli.gov.cn/zwgk/zfxxgkzl/zfxxyjxndbg/201901/t20190111_182924.htm", "huli.gov.cn/t20190111_182924"},
	{"trs", "http://122.137.242.24:8080/pub/ltqxxgkw/cyqzf/ndbg/201803/t20180314_407316.html", "122.137.242.24:8080/t20180314_407316"},
	{"jcms", "http://www.zjwy.gov.cn/art/2024/1/12/art_1229847345_4201881.html", "zjwy.gov.cn/art_4201881"},
	{"jcms", "http://www.wuxing.gov.cn/xxgk/wxxzxxgk/hdjd/zfxxgkznb/art/2025/art_920774925.html", "wuxing.gov.cn/art_920774925"},
	{"jcms", "https://www.tinghu.gov.cn/art/2025/1/10/art_32526_4274063.html", "tinghu.gov.cn/art_4274063"},
	{"jcms", "http://www.lucheng.gov.cn/module/xxgk/xxgkAnnualReport.jsp?area=001008003001049&fbtime=2022", "lucheng.gov.cn/xxgkAnnualReport/001008003001049/2022"},
	{"jcms", "http://www.lishui.gov.cn/module/xxgk/xxgkAnnualReport.jsp?fbtime=2017&area=113325000026455663", "lishui.gov.cn/xxgkAnnualReport/113325000026455663/2017"},
	{"anhui", "https://www.xuancheng.gov.cn/XxgkAnnualReport/show/4309.html", "xuancheng.gov.cn/XxgkAnnualReport/show/4309"},
	{"anhui", "https://www.xuanzhou.gov.cn/OpennessContent/show/3321987.html", "xuanzhou.gov.cn/OpennessContent/show/3321987"},
	{"anhui", "https://www.bengbu.gov.cn/public/21981/23672221.html", "bengbu.gov.cn/public/23672221"},
	{"guangdong", "https://www.lg.gov.cn/xxgk/xxgknb/qzfgzbm/content/post_11956962.html", "lg.gov.cn/post_11956962"},
	{"guangdong", "http://m.nntyqh.com/stzrmzf/zwgk/xxgknb/content/mpost_555844.html", "nntyqh.com/post_555844"},
	{"guangdong", "https://jyj.gz.gov.cn/gkmlpt/content/9/9738/post_9738644.html", "jyj.gz.gov.cn/post_9738644"},
	{"ucap", "http://www.xjnlk.gov.cn/xjnlk/c112945/202401/46aba5e181454bc798b5443c493da056.shtml", "xjnlk.gov.cn/46aba5e181454bc798b5443c493da056"},
	{"ucap", "http://www.nq.gov.cn/nqzd/nqzwgk/xxgknb/2021/zfbm/202201/f4b55af8dcab43bd84a4457dc79b1b7f.shtml", "nq.gov.cn/f4b55af8dcab43bd84a4457dc79b1b7f"},
	{"ucap", "https://shanghai.gov.cn/nw12344/20230331/4a03b5fa47ae4c73b7ec42801de6be66.html", "shanghai.gov.cn/4a03b5fa47ae4c73b7ec42801de6be66"},
	{"jeecms", "http://wlgd.baotou.gov.cn/xxgknb/24908607.jhtml", "wlgd.baotou.gov.cn/24908607"},
	{"boda", "https://www.xjwq.gov.cn/info/1050/64208.htm", "xjwq.gov.cn/64208"},
	{"boda", "https://www.example.gov.cn/xxgk/info/1050/64208.htm", "example.gov.cn/xxgk/64208"},
	{"eportal", "http://wtlygdj.xlgl.gov.cn/eportal/ui?articleKey=b1710741588949f1955364d3f24984ae&columnId=1&pageId=2", "wtlygdj.xlgl.gov.cn/b1710741588949f1955364d3f24984ae"},
	{"", "https://www.ankang.gov.cn/Content-2027931.html", ""},
	{"", "http://www.linhe.gov.cn/html/290/28114.html", ""},
	{"", "http://zltq.gov.cn/zltq/2026-02/02/article_2026020215383939768.html", ""},
	{"", "http://www.lixia.gov.cn/gongkai/site_x/channel_63899b0337599182826238bc/doc_678da94a04f353179c1d50ff.html", ""},
	{"", "https://www.jintan.gov.cn/html/czjt/2020/DCBJAAMQ_0203/20727.html", ""},
	{"", "https://www.kdl.gov.cn/lists/cid/1899", ""},
	{"", "javascript:void(0)", ""},
	{"", "::", ""},
}

func TestAddresses(t *testing.T) {
	known := map[string]bool{}
	for _, a := range addresses {
		for _, p := range All {
			want := ""
			if p.Name == a.kind {
				want = a.key
				known[p.Name] = true
			}
			if got := p.Key(a.url); got != want {
				t.Errorf("%s: %s has key %q, want %q", p.Name, a.url, got, want)
			}
		}
	}
	if len(known) != len(All) {
		t.Errorf("addresses of %d kinds, there are %d", len(known), len(All))
	}
}

// FuzzKinds shows any page under any address to every kind.
func FuzzKinds(f *testing.F) {
	for i, a := range addresses {
		f.Add(a.url, []string{
			`<datastore><totalrecord>99</totalrecord><nextgroup><![CDATA[<a href="dataproxy.jsp?page=2"></a>]]></nextgroup><recordset><record><![CDATA[<li><a href="/art/2024/1/12/art_1_2.html">某局2023年政府信息公开年报</a><span>2024-01-12</span></li>]]></record></recordset></datastore>`,
			`<script>$('#1').jpage({perPage:15,totalRecord:200,ajaxParam:{webid:'2',path:'/',columnid:9,unitid:'3',webname:"x"}})</script><record><![CDATA[<a href=/art/2024/art_9.html>x</a>]]></record>`,
			`<a href="/module/xxgk/xxgkAnnualReport.jsp?area=1234&fbtime=2020">x</a>`,
			`<a href="/detail/cid/1/aid/2" title="某局2023年政府信息公开年报">某…</a><li>2024-01-01</li><a href="/lists/cid/1?page=2">&raquo;</a>`,
		}[i%4])
	}
	f.Fuzz(func(t *testing.T, address, body string) {
		page := &corpus.Page{Asked: address, URL: address, Status: 200, Header: http.Header{}, Body: []byte(body)}
		Recognise(page)
		for _, k := range All {
			k.Key(address)
			k.Meta(page)
			k.Files(page)
			g := &same{page: page}
			seen := map[string]bool{}
			n := 0
			for r, err := range k.List(t.Context(), g, corpus.Source{Start: []string{address}}, nil) {
				if err == nil && (r.Key == "" || seen[r.Key] || !slices.Contains(r.Channels, address)) {
					t.Errorf("%s: %+v", k.Name, r)
				}
				seen[r.Key] = true
				n++
			}
			if g.n > 4 {
				t.Errorf("%s: %d requests to a site of one page", k.Name, g.n)
			}
		}
	})
}
