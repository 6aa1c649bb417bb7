package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/bulk"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/chunk"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/ledger"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/pipeline"
	screen "github.com/gongkai-data/gongkai/cmd/gongkai/internal/term"
)

var workspaceText = phrases{
	"status":      {"tell what a workspace holds and how its last run ended", "显示工作区内容与上次运行情况"},
	"verify":      {"read everything in a workspace again and hold it against its digests", "重新读取工作区全部内容并核对散列"},
	"gc":          {"remove what no run needs any more: results of other versions, broken and unfinished parts", "清除不再需要的内容：其他版本的结果、损坏与未完成的部分"},
	"statuseg":    {"  gongkai status work\n  gongkai status work --json", "  gongkai status work\n  gongkai status work --json"},
	"verifyeg":    {"  gongkai verify work", "  gongkai verify work"},
	"gceg":        {"  gongkai gc work", "  gongkai gc work"},
	"wjson":       {"print JSON", "输出 JSON"},
	"noworkspace": {"no workspace at %s", "%s 处没有工作区"},
	"nowsfix":     {"gongkai convert PATH… --out WORKSPACE makes one", "gongkai convert PATH… --out WORKSPACE 可新建"},
	"lastrun":     {"last run", "上次运行"},
	"running":     {"going on, or broken off: run convert again", "进行中，或已中断：请重新运行 convert"},
	"known":       {"documents", "文件"},
	"engines":     {"results", "结果"},
	"enginesof":   {"of %d documents, in %d chunks, by %d versions of the program", "%d 份文件，%d 个数据块，%d 个程序版本"},
	"noset":       {"none", "无"},
	"wset":        {"dataset", "数据集"},
	"allwell":     {"everything is as it was written", "全部内容与写入时一致"},
	"damaged":     {"%d things are not as they were written", "%d 处与写入时不一致"},
	"damagedfix":  {"gongkai gc removes broken results; convert then makes them and the dataset anew", "gongkai gc 清除损坏的结果；随后 convert 会重新生成"},
	"freed":       {"%d files, %d bytes", "%d 个文件，%d 字节"},
}

// workspaceCmds are the commands that look after a workspace.
func (a *app) workspaceCmds() []*cobra.Command {
	say := func(key string) string { return workspaceText.say(a.lang, key) }
	var asJSON bool
	status := &cobra.Command{Use: "status WORKSPACE [--json]", Short: say("status"), Example: say("statuseg"), RunE: func(cmd *cobra.Command, args []string) error {
		return a.status(cmd.Context(), args[0], asJSON)
	}}
	status.Flags().BoolVar(&asJSON, "json", false, say("wjson"))
	verify := &cobra.Command{Use: "verify WORKSPACE", Short: say("verify"), Example: say("verifyeg"), RunE: func(cmd *cobra.Command, args []string) error {
		return a.verify(cmd.Context(), args[0])
	}}
	gc := &cobra.Command{Use: "gc WORKSPACE", Short: say("gc"), Example: say("gceg"), RunE: func(cmd *cobra.Command, args []string) error {
		return a.gc(cmd.Context(), args[0])
	}}
	cmds := []*cobra.Command{status, verify, gc}
	for _, c := range cmds {
		c.DisableFlagsInUseLine = true
		c.Args = a.thisWorkspace
	}
	return cmds
}

// thisWorkspace is the Args of commands that want a workspace that is there.
func (a *app) thisWorkspace(cmd *cobra.Command, args []string) error {
	if err := a.needPaths(cmd, args); err != nil {
		return err
	}
	if len(args) > 1 {
		return a.noArgs(cmd, args)
	}
	if _, err := os.Stat(filepath.Join(args[0], ledger.Name)); err != nil {
		return &failure{exit: exitNoWorkspace, code: "workspace-missing", text: workspaceText.say(a.lang, "noworkspace", screen.Quote(args[0])), hint: workspaceText.say(a.lang, "nowsfix")}
	}
	return nil
}

// workspaceStatus is what `status` prints.
type workspaceStatus struct {
	Started string         `json:"last_run_started"`
	Ended   string         `json:"last_run_ended,omitempty"`
	Outcome string         `json:"last_run_outcome,omitempty"`
	States  map[string]int `json:"documents"`
	Engines int            `json:"engines"`
	Chunks  int            `json:"chunks"`
	Results int            `json:"results"`
	Dataset bool           `json:"dataset"`
}

func (a *app) status(ctx context.Context, workspace string, asJSON bool) error {
	l, err := ledger.Look(ctx, workspace)
	if err != nil {
		return err
	}
	defer l.Close()
	var s workspaceStatus
	last, err := l.LastRun(ctx)
	if err != nil {
		return err
	}
	s.Started, s.Ended, s.Outcome = last.Started, last.Ended, last.Outcome
	if s.States, err = l.States(ctx); err != nil {
		return err
	}
	engines, err := engines(workspace)
	if err != nil {
		return err
	}
	store := chunk.Dir{Root: filepath.Join(workspace, "results")}
	for _, e := range engines {
		r, err := chunk.Load(ctx, store, e, "")
		if err != nil {
			return err
		}
		s.Engines, s.Chunks, s.Results = s.Engines+1, s.Chunks+len(r.Keys), s.Results+len(r.Places)
	}
	_, err = os.Stat(filepath.Join(workspace, "dataset", "SHA256SUMS"))
	s.Dataset = err == nil
	if asJSON {
		return a.json(s)
	}
	return a.printStatus(&s, workspace)
}

func (a *app) printStatus(s *workspaceStatus, workspace string) error {
	say := func(key string, args ...any) string { return workspaceText.say(a.lang, key, args...) }
	var b strings.Builder
	field := func(key, value string) { fmt.Fprintf(&b, "%s %s\n", screen.Pad(say(key), 10), screen.Line(value)) }
	outcome := s.Outcome
	if outcome == "" {
		outcome = say("running")
	}
	field("lastrun", s.Started+"  "+outcome)
	var parts []string
	for _, state := range append(append([]string{}, pipeline.Outcomes...), "quarantined", "attempted", "seen") {
		if n := s.States[state]; n > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", state, n))
		}
	}
	field("known", strings.Join(parts, " + "))
	field("engines", say("enginesof", s.Results, s.Chunks, s.Engines))
	dataset := say("noset")
	if s.Dataset {
		dataset = filepath.ToSlash(filepath.Join(workspace, "dataset"))
	}
	field("wset", dataset)
	_, err := a.out.Write([]byte(b.String()))
	return err
}

// engines lists the versions of the program that left results.
func engines(workspace string) ([]string, error) {
	entries, err := os.ReadDir(filepath.Join(workspace, "results"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var names []string
	for _, e := range entries {
		if e.IsDir() {
			names = append(names, e.Name())
		}
	}
	return names, err
}

// verify tells everything that is not as it was written; exit 12 if there is any.
func (a *app) verify(ctx context.Context, workspace string) error {
	say := func(key string, args ...any) string { return workspaceText.say(a.lang, key, args...) }
	var wrong []string
	dataset := filepath.Join(workspace, "dataset")
	if _, err := os.Stat(dataset); err == nil {
		w, err := bulk.VerifyDataset(ctx, dataset)
		if err != nil {
			w = append(w, err.Error())
		}
		for _, x := range w {
			wrong = append(wrong, "dataset/"+x)
		}
	}
	names, err := engines(workspace)
	if err != nil {
		return err
	}
	for _, e := range names {
		_, _, w, err := chunk.Verify(ctx, chunk.Dir{Root: filepath.Join(workspace, "results")}, e)
		if err != nil {
			return err
		}
		for _, x := range w {
			wrong = append(wrong, "results/"+x)
		}
	}
	l, err := ledger.Look(ctx, workspace)
	if err != nil {
		return err
	}
	defer l.Close()
	if said, err := l.Check(ctx); err != nil || said != "ok" {
		wrong = append(wrong, fmt.Sprintf("%s: %s %v", ledger.Name, said, err))
	}
	for _, w := range wrong {
		fmt.Fprintln(a.out, screen.Line(w))
	}
	if len(wrong) > 0 {
		return &failure{exit: exitIntegrity, code: "workspace-damaged", text: say("damaged", len(wrong)), hint: say("damagedfix")}
	}
	_, err = fmt.Fprintln(a.out, say("allwell"))
	return err
}

// gc removes the results of other versions of the program, the parts that are
// broken and what dead runs left.
func (a *app) gc(ctx context.Context, workspace string) error {
	c := conversion{app: a, workspace: workspace}
	unlock, err := c.open()
	if err != nil {
		return err
	}
	defer unlock()
	l, err := ledger.Look(ctx, workspace)
	if err != nil {
		return err
	}
	last, err := l.LastRun(ctx)
	if err = errors.Join(err, l.Close()); err != nil {
		return err
	}
	before, err := size(filepath.Join(workspace, "results"))
	if err != nil {
		return err
	}
	names, err := engines(workspace)
	if err != nil {
		return err
	}
	store := chunk.Dir{Root: filepath.Join(workspace, "results")}
	for _, e := range names {
		if e != last.Engine {
			if err := os.RemoveAll(filepath.Join(store.Root, e)); err != nil {
				return err
			}
			continue
		}
		if err := store.Clean(ctx, e); err != nil {
			return err
		}
	}
	if err := store.Sweep(); err != nil {
		return err
	}
	after, err := size(store.Root)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(a.out, workspaceText.say(a.lang, "freed", before.files-after.files, before.bytes-after.bytes))
	return err
}

type extent struct{ files, bytes int64 }

// size adds up the files below a folder.
func size(dir string) (x extent, err error) {
	err = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			return err
		}
		info, err := d.Info()
		if err == nil {
			x.files++
			x.bytes += info.Size()
		}
		return nil
	})
	return x, err
}
