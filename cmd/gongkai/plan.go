package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/bulk"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/chunk"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/pipeline"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/store"
	screen "github.com/gongkai-data/gongkai/cmd/gongkai/internal/term"
	"github.com/gongkai-data/gongkai/sinks"
	"github.com/gongkai-data/gongkai/sinks/targets"
)

var planText = phrases{
	"planshort":     {"freeze what is to be converted, for many machines", "固定待转换的内容，供多台机器共同处理"},
	"planlong":      {"Puts the documents into a store and freezes the list of them: every machine then takes a part of it (convert --plan), in any order,\nas often as it likes, and commit makes the dataset when all parts are there. Settings and corrections of --workspace go\ninto the plan. Documents that a complete plan of the same program has read are not read again.", "把文件放入存放处，并固定清单：随后每台机器处理其中一部分（convert --plan），次序与次数不限；全部完成后由 commit 生成数据集。\n--workspace 的设置与更正一并写入计划。同一程序的已完成计划读过的文件不再读取。"},
	"planexample":   {"  gongkai plan reports/ --store s3://foi/2026\n  id=$(gongkai plan reports/ --store /srv/foi --json | jq -r .plan)\n  for i in 0 1 2 3; do gongkai convert --plan $id --store /srv/foi --shard $i/4 & done; wait\n  gongkai commit --plan $id --store /srv/foi", "  gongkai plan 年报/ --store s3://foi/2026\n  id=$(gongkai plan 年报/ --store /srv/foi --json | jq -r .plan)\n  for i in 0 1 2 3; do gongkai convert --plan $id --store /srv/foi --shard $i/4 & done; wait\n  gongkai commit --plan $id --store /srv/foi"},
	"commitshort":   {"make the dataset of a plan from its parts", "由计划的各部分生成数据集"},
	"commitlong":    {"Needs the receipt of every chunk. Writes the tables, puts them into the store and makes them the next snapshot; done twice it\nchanges nothing. Commands that look at a dataset take the store in the place of a workspace: gongkai check s3://foi/2026", "需要每个数据块的回执。写出各表、放入存放处，并成为下一个快照；重复执行不改变任何内容。\n查看数据集的命令可用存放处代替工作区：gongkai check s3://foi/2026"},
	"commitexample": {"  gongkai commit --plan 5f0c2a91d37be604 --store s3://foi/2026", "  gongkai commit --plan 5f0c2a91d37be604 --store s3://foi/2026"},
	"store":         {"store: a folder, or s3://, gs://, azblob://", "存放处：文件夹，或 s3://、gs://、azblob://"},
	"plan":          {"plan, as gongkai plan printed it", "计划编号，由 gongkai plan 给出"},
	"shard":         {"part i of N, from 0; default from JOB_COMPLETION_INDEX, SLURM_ARRAY_TASK_ID or AWS_BATCH_JOB_ARRAY_INDEX with SHARDS", "第 i/N 部分，i 从 0 起；默认取自 JOB_COMPLETION_INDEX、SLURM_ARRAY_TASK_ID 或 AWS_BATCH_JOB_ARRAY_INDEX 与 SHARDS"},
	"chunk":         {"documents a chunk: what a killed process may lose", "每个数据块的文件数：进程被终止时最多损失的量"},
	"workspace":     {"workspace whose settings and corrections count", "采用其设置与更正的工作区"},
	"unreadok":      {"exit 0 also where documents could not be read: schedulers take any other status for a failure", "有文件无法读取时也以 0 退出：调度系统把其他退出码视为失败"},
	"force":         {"commit also where another plan was committed since this one was frozen", "即使固定本计划之后已有其他计划提交，仍然提交"},
	"superseded":    {"another plan was committed since this one was frozen", "固定本计划之后已有其他计划提交"},
	"supersededfix": {"freeze the documents anew (results are used again), or --force", "请重新固定（已有结果会被采用），或使用 --force"},
	"json":          {"print the result as JSON", "以 JSON 输出结果"},
	"quiet":         {"no progress on stderr", "不在标准错误输出进度"},
	"nostore":       {"no store given", "未给出存放处"},
	"nostorefix":    {"add --store STORE", "请加 --store 存放处"},
	"noplan":        {"no plan given", "未给出计划"},
	"noplanfix":     {"gongkai plan PATH… --store STORE prints one", "gongkai plan 路径… --store 存放处 可生成"},
	"both":          {"a plan names its documents: give no paths and no --out", "计划已包含文件清单：请勿再给路径或 --out"},
	"badshard":      {"shard %s is not i/N with 0 ≤ i < N", "分片 %s 不是 0 ≤ i < N 的 i/N"},
	"nocount":       {"%s says which part this is, and nothing says of how many", "%s 指明了第几部分，但未说明共几部分"},
	"nocountfix":    {"set SHARDS, or use --shard i/N", "请设置 SHARDS，或使用 --shard i/N"},
	"otherengine":   {"the plan is of another program or of other settings", "该计划属于其他程序版本或其他设置"},
	"otherfix":      {"run the program that froze the plan, or freeze it anew", "请使用生成该计划的程序，或重新生成计划"},
	"incomplete":    {"parts of the plan are missing", "计划尚有部分未完成"},
	"incompletefix": {"run convert --plan %s for all shards, then commit again", "请为全部分片运行 convert --plan %s，再重新提交"},
	"badplan":       {"cannot use the plan %s", "无法使用计划 %s"},
	"planned":       {"%d documents, %d chunks to read", "%d 份文件，%d 个数据块待读取"},
	"did":           {"%d documents were read for part %d of %d", "第 %[2]d/%[3]d 部分：读取 %[1]d 份文件"},
	"snapshot":      {"snapshot", "快照"},
	"known":         {"committed before", "此前已提交"},
}

// sharing is what plan, commit and convert --plan have in common.
type sharing struct {
	conversion
	store string
	plan  string
	shard string
	size  int
	using string // workspace of settings

	force    bool // commit over what the plan does not know
	unreadOK bool // documents that could not be read are no failure of the command
}

func (s *sharing) tellPlan(key string, args ...any) string {
	return planText.say(s.app.lang, key, args...)
}

func (a *app) planCmd() *cobra.Command {
	s := sharing{conversion: conversion{app: a}}
	cmd := &cobra.Command{
		Use: "plan PATH… --store STORE [--workspace WORKSPACE] [--chunk N] [--retry] [-j N] [--json]", DisableFlagsInUseLine: true, Args: a.needPaths,
		Short: s.tellPlan("planshort"), Long: s.tellPlan("planlong"), Example: s.tellPlan("planexample"),
		RunE: func(cmd *cobra.Command, args []string) error { return s.freeze(cmd.Context(), args) },
	}
	s.flags(cmd)
	cmd.Flags().StringVar(&s.using, "workspace", "", s.tellPlan("workspace"))
	cmd.Flags().BoolVar(&s.retry, "retry", false, workerText.say(s.app.lang, "retry"))
	cmd.Flags().IntVar(&s.size, "chunk", bulk.ChunkSize, s.tellPlan("chunk"))
	return cmd
}

func (a *app) commitCmd() *cobra.Command {
	s := sharing{conversion: conversion{app: a}}
	cmd := &cobra.Command{
		Use: "commit --plan P --store STORE [--unread-ok] [--force] [-j N] [--json]", DisableFlagsInUseLine: true, Args: a.noArgs,
		Short: s.tellPlan("commitshort"), Long: s.tellPlan("commitlong"), Example: s.tellPlan("commitexample"),
		RunE: func(cmd *cobra.Command, _ []string) error { return s.commit(cmd.Context()) },
	}
	s.flags(cmd)
	cmd.Flags().StringVar(&s.plan, "plan", "", s.tellPlan("plan"))
	cmd.Flags().BoolVar(&s.force, "force", false, s.tellPlan("force"))
	cmd.Flags().BoolVar(&s.unreadOK, "unread-ok", false, s.tellPlan("unreadok"))
	return cmd
}

// flags are those of plan and commit. What changes what is read is told to both:
// the plan is of it.
func (s *sharing) flags(cmd *cobra.Command) {
	a := s.app
	cmd.Flags().StringVar(&s.store, "store", "", s.tellPlan("store"))
	a.jobsFlag(cmd, &s.jobs)
	a.readFlags(cmd)
	cmd.Flags().BoolVarP(&s.quiet, "quiet", "q", false, s.tellPlan("quiet"))
	cmd.Flags().BoolVar(&s.json, "json", false, s.tellPlan("json"))
}

// open opens the store.
func (s *sharing) openStore(ctx context.Context) (store.Store, error) {
	if s.store == "" {
		return nil, &failure{exit: exitUsage, code: "usage-flag", text: s.tellPlan("nostore"), hint: s.tellPlan("nostorefix")}
	}
	return s.app.openStore(ctx, s.store)
}

// scratch prepares a run with a folder of this process alone.
func (s *sharing) scratch(ctx context.Context, sources []pipeline.Source) (*bulk.Run, func(), error) {
	dir, err := os.MkdirTemp("", "gongkai-")
	if err != nil {
		return nil, nil, s.unusable(screen.Quote(os.TempDir()), err)
	}
	s.workspace = dir
	shown := s.progress()
	run, err := s.bulk(ctx, sources, shown)
	if err != nil {
		return nil, nil, errors.Join(err, os.RemoveAll(dir))
	}
	run.Target, run.Options = targets.All[0], sinks.Options{Generator: "gongkai " + version}
	return run, func() {
		shown.end()
		_ = os.RemoveAll(dir) // what is left of it is the system's to clean
	}, nil
}

// planned is what `plan` prints.
type planned struct {
	Plan      string `json:"plan"`
	Store     string `json:"store"`
	Documents int    `json:"documents"`
	Chunks    int    `json:"chunks"`
}

func (s *sharing) freeze(ctx context.Context, args []string) error {
	if s.size < 1 || s.size > 100_000 {
		return &failure{exit: exitUsage, code: "usage-flag", text: storeText.say(s.app.lang, "badcount", "--chunk", 100_000), hint: mainText.say(s.app.lang, "helphint", "gongkai plan")}
	}
	at, err := s.openStore(ctx)
	if err != nil {
		return err
	}
	defer at.Close()
	s.workspace = at.Name() // a folder that lies among the documents is passed over
	sources, err := s.gather(ctx, args)
	if err != nil {
		return err
	}
	run, done, err := s.scratch(ctx, sources)
	if err != nil {
		return err
	}
	defer done()
	if s.using != "" {
		if run.Settings, err = s.app.settings(s.using); err != nil {
			return err
		}
		if run.Entries, err = s.app.corrections(s.using); err != nil {
			return err
		}
	}
	run.Chunk = s.size
	f, err := run.Freeze(ctx, at)
	done()
	if err != nil {
		return s.storeError(ctx, err)
	}
	p := planned{f.ID, at.Name(), f.Head.Documents, f.Head.Chunks}
	if s.json {
		return s.app.json(p)
	}
	_, err = fmt.Fprintf(s.app.out, "%s\n%s\n\n%s\n  gongkai convert --plan %s --store %s --shard 0/1\n  gongkai commit --plan %s --store %s\n", p.Plan, s.tellPlan("planned", p.Documents, p.Chunks), s.say("next"),
		p.Plan, screen.Line(s.store), p.Plan, screen.Line(s.store))
	return err
}

// part is convert --plan: one part of a plan.
func (s *sharing) part(ctx context.Context) error {
	i, n, err := s.which(os.Getenv)
	if err != nil {
		return err
	}
	at, f, err := s.thaw(ctx)
	if err != nil {
		return err
	}
	defer at.Close()
	run, done, err := s.scratch(ctx, nil)
	if err != nil {
		return err
	}
	defer done()
	made, err := run.Shard(ctx, at, f, i, n)
	done()
	if err != nil {
		return s.storeError(ctx, err)
	}
	if s.json {
		return s.app.json(map[string]any{"plan": f.ID, "shard": i, "shards": n, "documents_read": made.Read})
	}
	_, err = fmt.Fprintln(s.app.out, s.tellPlan("did", made.Read, i, n))
	return err
}

// engines are the variables in which engines say which part a process is.
var engineVariables = []struct{ index, count, first string }{
	{"JOB_COMPLETION_INDEX", "", ""},                                          // Kubernetes, batch/v1 Job with completionMode Indexed
	{"SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_COUNT", "SLURM_ARRAY_TASK_MIN"}, // sbatch --array
	{"AWS_BATCH_JOB_ARRAY_INDEX", "AWS_BATCH_JOB_ARRAY_SIZE", ""},             // array jobs
}

// which says which part of how many this process is.
func (s *sharing) which(env func(string) string) (i, n int, err error) {
	bad := func(text string) (int, int, error) {
		return 0, 0, &failure{exit: exitUsage, code: "usage-flag", text: s.tellPlan("badshard", screen.Quote(text)), hint: s.tellPlan("nocountfix")}
	}
	part, count := "", ""
	if s.shard != "" {
		part, count, _ = strings.Cut(s.shard, "/")
		if i, n, ok := shardOf(part, count, ""); ok {
			return i, n, nil
		}
		return bad(s.shard)
	}
	for _, v := range engineVariables {
		if part = env(v.index); part == "" {
			continue
		}
		first := ""
		if count = env("SHARDS"); count == "" && v.count != "" {
			count, first = env(v.count), v.first
		}
		if count == "" {
			return 0, 0, &failure{exit: exitUsage, code: "usage-flag", text: s.tellPlan("nocount", v.index), hint: s.tellPlan("nocountfix")}
		}
		if first != "" {
			first = env(first)
		}
		if i, n, ok := shardOf(part, count, first); ok {
			return i, n, nil
		}
		return bad(part + "/" + count)
	}
	return 0, 1, nil
}

// shardOf reads a part and a count; first is the number of the first part, "" for 0.
func shardOf(part, count, first string) (i, n int, ok bool) {
	i, err1 := strconv.Atoi(part)
	n, err2 := strconv.Atoi(count)
	from := 0
	var err3 error
	if first != "" {
		from, err3 = strconv.Atoi(first)
	}
	i -= from
	return i, n, err1 == nil && err2 == nil && err3 == nil && i >= 0 && i < n
}

// thaw opens the store and the plan in it.
func (s *sharing) thaw(ctx context.Context) (store.Store, *bulk.Frozen, error) {
	if s.plan == "" {
		return nil, nil, &failure{exit: exitUsage, code: "usage-flag", text: s.tellPlan("noplan"), hint: s.tellPlan("noplanfix")}
	}
	at, err := s.openStore(ctx)
	if err != nil {
		return nil, nil, err
	}
	f, err := bulk.ThawFrozen(ctx, at, s.plan)
	if err != nil {
		return nil, nil, errors.Join(s.storeError(ctx, err), at.Close())
	}
	return at, f, nil
}

// committed is what `commit` prints.
type committed struct {
	Snapshot int            `json:"snapshot"`
	New      bool           `json:"new"`
	Dataset  string         `json:"dataset"`
	SHA256   string         `json:"sha256"` // of its SHA256SUMS
	Summary  convertSummary `json:"summary"`
}

func (s *sharing) commit(ctx context.Context) error {
	at, f, err := s.thaw(ctx)
	if err != nil {
		return err
	}
	defer at.Close()
	run, done, err := s.scratch(ctx, nil)
	if err != nil {
		return err
	}
	defer done()
	run.Options.Terms = terms(f.Head.Settings)
	made, shot, err := run.Commit(ctx, at, f, s.force)
	done()
	if err != nil {
		return s.storeError(ctx, err)
	}
	s.listUnread(made.Unread)
	s.listUnfit(made.Unfit)
	sum := summarize(made, at.Name()+"/"+strings.TrimSuffix(shot.Dataset, "/"))
	sum.Unchanged = !shot.New
	if s.json {
		err = s.app.json(committed{shot.Number, shot.New, sum.Dataset, shot.Sums, sum})
	} else {
		s.workspace = s.store
		if err = s.print(sum); err == nil {
			_, err = fmt.Fprintf(s.app.out, "%s %06d\n", screen.Pad(s.tellPlan("snapshot"), 10), shot.Number)
		}
	}
	if err != nil {
		return err
	}
	if n := sum.Outcomes[sinks.Failed]; n > 0 && !s.unreadOK {
		return &failure{exit: exitUnread, code: "documents-unread", text: s.say("unread", n, sum.Documents), hint: "gongkai explain documents-unread"}
	}
	return nil
}

// storeError tells the exit code of what did not come to its end. 42 means that
// trying again is of no use: schedulers fail the index.
func (s *sharing) storeError(ctx context.Context, err error) error {
	var missing *bulk.Incomplete
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case errors.Is(err, bulk.ErrEngine):
		return &failure{exit: exitPlan, code: "plan-engine", text: s.tellPlan("otherengine"), hint: s.tellPlan("otherfix"), err: err}
	case errors.Is(err, bulk.ErrSuperseded):
		return &failure{exit: exitPlan, code: "plan-superseded", text: s.tellPlan("superseded"), hint: s.tellPlan("supersededfix"), err: err}
	case errors.Is(err, chunk.ErrPlan):
		if errors.Is(err, fs.ErrNotExist) {
			err = fs.ErrNotExist
		}
		return &failure{exit: exitPlan, code: "plan-unusable", text: s.tellPlan("badplan", screen.Quote(s.plan)), hint: s.tellPlan("noplanfix"), err: err}
	case errors.As(err, &missing):
		return &failure{exit: exitFailed, code: "plan-incomplete", text: s.tellPlan("incomplete"), hint: s.tellPlan("incompletefix", s.plan), err: err}
	}
	told := s.runError(ctx, err)
	var f *failure
	if errors.As(told, &f) && f.code == "workspace-unusable" {
		return &failure{exit: exitFailed, code: "store-unusable", text: storeText.say(s.app.lang, "badstore", screen.Quote(store.Shown(s.store))), hint: mainText.say(s.app.lang, "helphint", "gongkai store doctor"), err: err}
	}
	return told
}

// fromStore brings the dataset in force of a store into the user's cache.
func (a *app) fromStore(ctx context.Context, at string) (string, error) {
	s, err := a.openStore(ctx, at)
	if err != nil {
		return "", err
	}
	defer s.Close()
	shot, err := bulk.Latest(ctx, s)
	if errors.Is(err, bulk.ErrNoSnapshot) {
		return "", &failure{exit: exitNoWorkspace, code: "workspace-missing", text: checkText.say(a.lang, "nowhere", screen.Quote(store.Shown(at))), err: err, hint: planText.say(a.lang, "noplanfix")}
	}
	cache, e := os.UserCacheDir()
	if e != nil {
		cache = os.TempDir()
	}
	var dir string
	if err == nil {
		dir, err = shot.Fetch(ctx, s, filepath.Join(cache, "gongkai", "datasets"))
	}
	if err != nil {
		return "", &failure{exit: exitFailed, code: "store-unusable", text: storeText.say(a.lang, "badstore", screen.Quote(store.Shown(at))), err: err}
	}
	return dir, nil
}
