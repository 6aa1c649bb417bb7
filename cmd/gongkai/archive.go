package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/archive"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/ledger"
	screen "github.com/gongkai-data/gongkai/cmd/gongkai/internal/term"
	"github.com/gongkai-data/gongkai/corpus"
)

var archiveText = phrases{
	"short":    {"write what was fetched as a web archive (WARC) with its index", "把抓取内容写成网页存档（WARC）及索引"},
	"long":     {"Writes every fetch of the workspace that brought an answer, robots.txt, redirects and refusals among them, as a web archive (WARC/1.1) that\nreplay tools open, and beside it the index (CDXJ). The same workspace gives the same bytes. Bodies that came packed are unpacked;\ncookies are left out.", "把工作区内全部有应答的抓取（含 robots.txt、重定向与被拒绝的请求）写成可回放的网页存档（WARC/1.1），并在旁边写出索引（CDXJ）。\n同一工作区写出的字节相同。压缩传输的正文已解压；不含 Cookie。"},
	"example":  {"  gongkai archive work --out work.warc.gz\n  gongkai archive work --out kundulun.warc.gz --source kundulun", "  gongkai archive 工作区 --out 存档.warc.gz\n  gongkai archive 工作区 --out kundulun.warc.gz --source kundulun"},
	"out":      {"archive to write; must end in .warc.gz, the index ends in .cdxj", "要写出的存档，须以 .warc.gz 结尾；索引以 .cdxj 结尾"},
	"source":   {"only fetches of this source", "只写出该来源的抓取"},
	"json":     {"print the summary as JSON", "以 JSON 输出摘要"},
	"badout":   {"--out must name a file that ends in .warc.gz", "--out 须为以 .warc.gz 结尾的文件"},
	"nofetch":  {"nothing was fetched", "没有抓取记录"},
	"nofix":    {"gongkai crawl fetches what the sources of the workspace list", "gongkai crawl 可按工作区的来源抓取"},
	"missing":  {"the archive was not written", "未写出存档"},
	"unwrite":  {"cannot write %s", "无法写入 %s"},
	"archived": {"%d answers: %d in full, %d seen before, %d saved by hand; %d fetches without an answer", "应答 %d 份：全文 %d、与前相同 %d、人工保存 %d；另有 %d 次抓取无应答"},
}

func (a *app) archiveCmd() *cobra.Command {
	say := func(key string) string { return archiveText.say(a.lang, key) }
	var out, source string
	var asJSON bool
	cmd := &cobra.Command{
		Use: "archive WORKSPACE --out FILE.warc.gz [--source ID] [--json]", DisableFlagsInUseLine: true, Short: say("short"), Long: say("long"), Example: say("example"), Args: a.thisWorkspace,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.archive(cmd.Context(), args[0], out, source, asJSON)
		},
	}
	cmd.Flags().StringVarP(&out, "out", "o", "", say("out"))
	cmd.Flags().StringVar(&source, "source", "", say("source"))
	cmd.Flags().BoolVar(&asJSON, "json", false, say("json"))
	return cmd
}

func (a *app) archive(ctx context.Context, workspace, out, source string, asJSON bool) error {
	say := func(key string, args ...any) string { return archiveText.say(a.lang, key, args...) }
	stem, ok := strings.CutSuffix(out, ".warc.gz")
	if !ok || filepath.Base(out) == ".warc.gz" {
		return &failure{exit: exitUsage, code: "usage-flag", text: say("badout"), hint: mainText.say(a.lang, "helphint", "gongkai archive")}
	}
	l, err := ledger.Look(ctx, workspace)
	if err != nil {
		return err
	}
	defer l.Close()
	store := &corpus.Store{Root: filepath.Join(workspace, rawFolder)}
	var sum archive.Summary
	err = together([]string{out, stem + ".cdxj"}, func(w []io.Writer) error {
		sum, err = archive.Write(ctx, l.Fetches(ctx, 0), store, w[0], w[1], filepath.Base(out), "gongkai "+version, source)
		if err == nil && sum.Fetches == 0 {
			err = errNothing
		}
		return err
	})
	switch {
	case errors.Is(err, errNothing):
		return &failure{exit: exitFailed, code: "nothing-fetched", text: say("nofetch"), hint: say("nofix")}
	case errors.Is(err, archive.ErrMissing):
		return &failure{exit: exitIntegrity, code: "raw-damaged", text: say("missing"), err: err}
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case errors.As(err, new(*os.PathError)):
		return &failure{exit: exitUsage, code: "usage-path", text: say("unwrite", screen.Quote(out)), err: err}
	case err != nil:
		return err
	case asJSON:
		return a.json(sum)
	}
	_, err = io.WriteString(a.out, screen.Line(out)+"  "+say("archived", sum.Fetches, sum.Responses, sum.Revisits, sum.Resources, sum.Passed)+"\n")
	return err
}

// rawFolder holds the original bytes in a workspace.
const rawFolder = "raw"

var errNothing = errors.New("nothing")

// together writes files that appear together, complete, or not at all.
func together(paths []string, write func(w []io.Writer) error) (err error) {
	var files []*os.File
	var out []io.Writer
	defer func() {
		for _, f := range files {
			f.Close()
			if err != nil {
				os.Remove(f.Name())
			}
		}
	}()
	var buffers []*bufio.Writer
	for _, p := range paths {
		f, err := os.CreateTemp(filepath.Dir(p), ".tmp-*")
		if err != nil {
			return err
		}
		b := bufio.NewWriterSize(f, 1<<20)
		files, buffers, out = append(files, f), append(buffers, b), append(out, b)
	}
	if err := write(out); err != nil {
		return err
	}
	for i, f := range files {
		if err := errors.Join(buffers[i].Flush(), f.Chmod(0o644), f.Sync()); err != nil {
			return err
		}
	}
	for i, f := range files {
		if err := os.Rename(f.Name(), filepath.Clean(paths[i])); err != nil {
			return err
		}
	}
	return nil
}
