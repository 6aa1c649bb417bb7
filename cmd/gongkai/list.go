package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	screen "github.com/gongkai-data/gongkai/cmd/gongkai/internal/term"
	"github.com/gongkai-data/gongkai/extract/formats"
	"github.com/gongkai-data/gongkai/sinks/targets"
)

var listText = phrases{
	"short":    {"list formats, forms, sinks or codes", "列出文件格式、报告格式、输出目标或代码"},
	"long":     {"Without an argument, lists the file formats that are read, the forms that are understood and the sinks that are\nwritten. `gongkai list codes` adds every code that the dataset or an error can hold.", "不带参数时列出可读取的文件格式、可识别的报告格式与输出目标。\n“gongkai list codes”列出数据集与错误信息中的全部代码。"},
	"example":  {"  gongkai list\n  gongkai list codes\n  gongkai list --json formats", "  gongkai list\n  gongkai list codes\n  gongkai list --json formats"},
	"json":     {"print JSON", "输出 JSON"},
	"bad":      {"nothing is listed under %s", "没有可列出的类别：%s"},
	"badfix":   {"use formats, forms, sinks or codes", "可用：formats、forms、sinks、codes"},
	"formats":  {"formats", "文件格式"},
	"forms":    {"forms", "报告格式"},
	"sinks":    {"sinks", "输出目标"},
	"codes":    {"codes", "代码"},
	"form":     {"form", "报告格式"},
	"format":   {"format", "文件格式"},
	"years":    {"report years", "报告年度"},
	"basis":    {"set by", "依据"},
	"reads":    {"reads", "可读取"},
	"skips":    {"does not read", "不读取"},
	"notyet":   {"known by name, not read yet", "已能识别，尚未支持读取"},
	"complete": {"read in full", "完整支持"},
}

// formListed is one generation of the official form.
type formListed struct {
	Name  string `json:"name"`
	Years string `json:"years"`
	Basis string `json:"basis"`
	Cells int    `json:"cells"` // 0 where the form differs from place to place
	Read  bool   `json:"read"`
}

// formatListed is one kind of file.
type formatListed struct {
	Name   string `json:"name"`
	Reader int    `json:"reader_version"`
	Reads  string `json:"reads"`
	Skips  string `json:"skips"`
}

// listing is what `list --json` prints.
type listing struct {
	Formats []formatListed `json:"formats,omitempty"`
	Forms   []formListed   `json:"forms,omitempty"`
	Sinks   []string       `json:"sinks,omitempty"`
	Codes   []meaning      `json:"codes,omitempty"`
}

var listKinds = []string{"formats", "forms", "sinks", "codes"}

func (a *app) listCmd() *cobra.Command {
	say := func(key string, args ...any) string { return listText.say(a.lang, key, args...) }
	var asJSON bool
	cmd := &cobra.Command{
		Use: "list [formats|forms|sinks|codes] [--json]", DisableFlagsInUseLine: true, Short: say("short"), Long: say("long"), Example: say("example"),
		ValidArgs: listKinds,
		RunE: func(_ *cobra.Command, args []string) error {
			l, err := a.listing(args)
			if err != nil {
				return err
			}
			if asJSON {
				return a.json(l)
			}
			_, err = a.out.Write([]byte(a.listed(l)))
			return err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, say("json"))
	return cmd
}

// listing collects what the arguments ask for.
func (a *app) listing(args []string) (listing, error) {
	if len(args) == 0 {
		args = []string{"formats", "forms", "sinks"}
	}
	var l listing
	for _, kind := range args {
		switch kind {
		case "formats":
			for _, f := range formats.All {
				l.Formats = append(l.Formats, formatListed{f.Name, f.Reader, f.Reads, f.Skips})
			}
		case "forms":
			l.Forms = formsListed()
		case "sinks":
			for _, t := range targets.All {
				l.Sinks = append(l.Sinks, t.Name)
			}
		case "codes":
			l.Codes = meanings()
		default:
			return l, &failure{exit: exitUsage, code: "usage-path", text: listText.say(a.lang, "bad", screen.Quote(kind)), hint: listText.say(a.lang, "badfix")}
		}
	}
	return l, nil
}

// formatsZh is what a format reads and does not, in Chinese.
var formatsZh = map[string]struct{ reads, skips string }{
	"docx":     {"Word .docx、.docm、.dotx、.dotm：正文、标题、含合并单元格的表格、自动编号、脚注尾注、文本框", "图片、图表、艺术字、公式域、宏、加密文件"},
	"doc":      {"Word 6 及以后版本的 .doc、.dot，金山 WPS 的 .wps：正文、标题、含合并单元格的表格、自动编号、脚注尾注、文本框、艺术字", "图片、其他图形、公式域、宏、嵌入对象、Word 2 及更早版本"},
	"rtf":      {"RTF，包括以 .doc 为名者：正文、标题、含合并单元格的表格、自动编号、脚注尾注、文本框、艺术字", "图片、嵌入对象、公式域"},
	"pdf":      {"PDF：按页面重建的正文与表格；空密码或给定密码的加密文件；损坏或不完整的文件，读取尚存的页面", "未经文字识别的扫描页、图片"},
	"html":     {"门户网页及 Word 导出的网页，任意字符集：正文、表格、页面元数据", "脚本、样式表、图片"},
	"mhtml":    {"网页存档（.mht），包括承载正文的框架页", "存档中的图片与样式表"},
	"textdump": {"纯文本：以制表符、竖线或空格分列的表格；UTF-8、UTF-16、GB18030", "文本中未保留的合并单元格"},
}

// formatText is what a format reads and does not, in the user's language.
func (a *app) formatText(f formatListed) (reads, skips string) {
	if zh, ok := formatsZh[f.Name]; ok && a.lang == chinese {
		return zh.reads, zh.skips
	}
	return f.Reads, f.Skips
}

// listed is the listing for people.
func (a *app) listed(l listing) string {
	say := func(key string, args ...any) string { return listText.say(a.lang, key, args...) }
	var b strings.Builder
	if l.Formats != nil {
		b.WriteString(say("formats") + "\n")
		for _, f := range l.Formats {
			reads, skips := a.formatText(f)
			fmt.Fprintf(&b, "  %-9s %s: %s\n", f.Name, say("reads"), reads)
			if skips != "" {
				fmt.Fprintf(&b, "  %-9s %s: %s\n", "", say("skips"), skips)
			}
		}
	}
	if l.Forms != nil {
		b.WriteString(say("forms") + "\n")
		for _, f := range l.Forms {
			state := say("notyet")
			if f.Read {
				state = say("complete")
			}
			fmt.Fprintf(&b, "  %-3s %s  %s  %s\n", f.Name, screen.Pad(f.Years, 10), screen.Pad(f.Basis, 28), state)
		}
	}
	if l.Sinks != nil {
		b.WriteString(say("sinks") + "\n  " + strings.Join(l.Sinks, "\n  ") + "\n")
	}
	if l.Codes != nil {
		b.WriteString(say("codes") + "\n")
		for _, m := range l.Codes {
			text := m.En
			if a.lang == chinese {
				text = m.Zh
			}
			fmt.Fprintf(&b, "  %-10s %s  %s\n", m.Kind, screen.Pad(m.Code, 36), text)
		}
	}
	return b.String()
}
