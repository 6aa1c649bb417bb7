package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/bulk"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/changes"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/failpoint"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/ledger"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/nightly"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/pipeline"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/record"
	screen "github.com/gongkai-data/gongkai/cmd/gongkai/internal/term"
	"github.com/gongkai-data/gongkai/corpus"
	"github.com/gongkai-data/gongkai/corpus/sources"
	"github.com/gongkai-data/gongkai/sinks"
)

var syncText = phrases{
	"short":    {"crawl, read, check, publish, and tell what changed", "抓取、读取、检查、发布，并报告变动"},
	"long":     {"One command for every night: crawls the sources of the workspace, reads what is new, publishes WORKSPACE/dataset as a whole, and tells what\nchanged since the last: CHANGES.md, changes.json, changes.atom; slots.csv says of every body and year whether its report is published,\nlate, missing, gone, blocked, unreadable, not due or unknown. Ended at any moment, the next run goes on. Exit 5: a source lists what it is not\nexpected to; nothing was published and the last dataset stands. With --quiet nothing is printed where nothing happened.", "供每夜运行的一条命令：抓取各来源，读取新内容，整体发布 WORKSPACE/dataset，并报告与上次相比的变动（CHANGES.md、changes.json、\nchanges.atom）；slots.csv 列明每个机关每个年度的状态：已发布、迟报、缺报、消失、被拒、不可读、未到期、未知。任何时刻中断，下次续作。\n退出码 5：来源不符合预期，未发布，原数据集保持不变。加 --quiet 时无变化即无输出。"},
	"example":  {"  gongkai sync work --contact crawl@example.org\n  gongkai sync work --quiet --metrics /var/lib/node_exporter/gongkai.prom\n  gongkai sync --example systemd\n  gongkai sync --example cron", "  gongkai sync 工作区 --contact crawl@example.org\n  gongkai sync 工作区 --quiet --metrics /var/lib/node_exporter/gongkai.prom\n  gongkai sync --example systemd\n  gongkai sync --example cron"},
	"metrics":  {"file for the textfile collector of Prometheus (default: WORKSPACE/metrics.prom)", "供 Prometheus textfile 采集器读取的文件（默认：WORKSPACE/metrics.prom）"},
	"eg":       {"print an example of a schedule: systemd or cron", "输出定时任务示例：systemd 或 cron"},
	"badeg":    {"no example %s", "没有此示例：%s"},
	"egfix":    {"use systemd or cron", "可用：systemd、cron"},
	"nothing":  {"nothing was fetched yet; there is no dataset to publish", "尚未抓取到内容，无数据集可发布"},
	"nobefore": {"what changed this night cannot be told", "无法说明本次的变化"},
	"reports":  {"reports that stand in %[2]s: %[1]d", "%[2]s 现有年报 %[1]d 份"},
	"aside":    {"the last dataset cannot be put aside", "无法保留上一数据集以供比较"},
}

// syncing is one run of `sync`.
type syncing struct {
	crawling
	metrics string
}

func (a *app) syncCmd() *cobra.Command {
	say := func(key string) string { return syncText.say(a.lang, key) }
	s := syncing{crawling: crawling{conversion: conversion{app: a}}}
	var example string
	cmd := &cobra.Command{
		Use:                   "sync WORKSPACE [--source ID]… [--contact WHO] [--sweep] [--any-hour] [--sites N] [--metrics FILE] [-j N] [--quiet] [--json]\n  gongkai sync --example systemd|cron",
		DisableFlagsInUseLine: true, Short: say("short"), Long: say("long"), Example: say("example"),
		Args: func(cmd *cobra.Command, args []string) error {
			if example != "" {
				return a.noArgs(cmd, args)
			}
			return a.workspaceOfSources(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if example != "" {
				return a.schedule(example)
			}
			s.workspace = args[0]
			return s.run(cmd.Context())
		},
	}
	s.flags(cmd)
	a.jobsFlag(cmd, &s.jobs)
	a.readFlags(cmd)
	s.bulkFlags(cmd)
	cmd.Flags().StringVar(&s.metrics, "metrics", "", say("metrics"))
	cmd.Flags().StringVar(&example, "example", "", say("eg"))
	return cmd
}

// run is the whole night.
func (s *syncing) run(ctx context.Context) error {
	list, err := s.sources()
	if err != nil {
		return err
	}
	if s.metrics == "" {
		s.metrics = filepath.Join(s.workspace, "metrics.prom")
	}
	unlock, err := s.open()
	if err != nil {
		return err
	}
	defer unlock()
	s.trust = true // what lies in raw/ is named by what it is; verify reads it
	night, err := s.crawl(ctx, list)
	if err != nil {
		if ctx.Err() != nil {
			return err
		}
		return errors.Join(err, s.measure(&nightly.Night{}, nil, 0, nightly.RunFailed))
	}
	if err := s.broken(night); err != nil {
		return errors.Join(err, s.measure(night, nil, 0, nightly.RunExpectation))
	}
	docs, err := s.documents(ctx)
	if err != nil {
		return err
	}
	if len(docs) == 0 {
		if !s.quiet {
			s.app.tell("", syncText.say(s.app.lang, "nothing"))
		}
		return s.measure(night, nil, 0, nightly.RunDone)
	}
	if err := s.putAside(); err != nil {
		return &failure{exit: exitFailed, code: "workspace-unusable", text: syncText.say(s.app.lang, "aside"), err: err}
	}
	if err := failpoint.Hit(failpoint.SyncBefore); err != nil {
		return err
	}
	made, err := s.make(ctx, docs)
	if err != nil {
		return errors.Join(err, s.measure(night, nil, 0, nightly.RunFailed))
	}
	if err := failpoint.Hit(failpoint.SyncChanges); err != nil {
		return err
	}
	return s.tellAll(ctx, list, night, made)
}

// tellAll writes what changed, the slots and the metrics.
func (s *syncing) tellAll(ctx context.Context, list []sources.Source, night *nightly.Night, made *bulk.Summary) error {
	c, err := s.tellChanges(ctx)
	if err != nil {
		return err
	}
	slots, err := s.slots(ctx, list, night)
	if err != nil {
		return err
	}
	if err := s.measure(night, slots, made.Reports, nightly.RunDone); err != nil {
		return err
	}
	switch {
	case s.json:
		err = s.app.json(syncSummary{changes.Headline(c), len(c.New), len(c.Replaced), len(c.Vanished), c.Changed, len(c.Opened), len(c.Closed), made.Reports, states(slots)})
	case !s.quiet || c.Any():
		_, err = fmt.Fprintf(s.app.out, "%s\n%s\n", screen.Line(changes.Headline(c)), screen.Line(syncText.say(s.app.lang, "reports", made.Reports, filepath.ToSlash(filepath.Join(s.workspace, "dataset")))))
	}
	if err != nil {
		return err
	}
	return s.unread(made)
}

// syncSummary is the last line of `sync --json`, after a line for each source.
type syncSummary struct {
	Headline string                    `json:"headline"`
	New      int                       `json:"new"`
	Replaced int                       `json:"replaced"`
	Vanished int                       `json:"vanished"`
	Changed  int                       `json:"values_changed"`
	Opened   int                       `json:"issues_opened"`
	Closed   int                       `json:"issues_closed"`
	Reports  int                       `json:"reports"`
	Slots    map[nightly.SlotState]int `json:"slots"`
}

func states(slots []nightly.Slot) map[nightly.SlotState]int {
	n := map[nightly.SlotState]int{}
	for _, s := range slots {
		n[s.State]++
	}
	return n
}

// documents is all that was had, each address with what it held last: also what
// the sites have no more. Where that is no report, or cannot be read, what it held
// before is there as well: a page that says that the site is being mended takes no
// report away. New contents are read first to tell.
func (s *syncing) documents(ctx context.Context) ([]pipeline.Source, error) {
	docs, unknown, err := s.gatherHad(ctx)
	if err != nil || len(unknown) == 0 {
		return docs, err
	}
	if _, err := s.read(ctx, unknown, true); err != nil {
		return nil, err
	}
	docs, _, err = s.gatherHad(ctx)
	return docs, err
}

// gatherHad is what documents returns as far as it is known; unknown are contents
// that took the place of others and were not read yet.
func (s *syncing) gatherHad(ctx context.Context) (docs, unknown []pipeline.Source, err error) {
	l, err := ledger.Open(ctx, s.workspace)
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	refs, err := l.Refs(ctx, "")
	if err != nil {
		return nil, nil, err
	}
	saved, err := l.Saved(ctx)
	if err != nil {
		return nil, nil, err
	}
	versions, err := l.Versions(ctx)
	if err != nil {
		return nil, nil, err
	}
	outcomes, err := l.Outcomes(ctx)
	if err != nil {
		return nil, nil, err
	}
	earlier := map[[2]string][]corpus.Digest{}
	for _, v := range versions {
		k := [2]string{v.Source, v.Key}
		earlier[k] = append(earlier[k], v.Digest)
	}
	store := corpus.Store{Root: filepath.Join(s.workspace, rawFolder)}
	seen := map[string]bool{}
	add := func(address string, d corpus.Digest, had []corpus.Digest) {
		if c, err := corpus.Canonical(address); err == nil {
			address = c
		}
		if seen[address] {
			return
		}
		seen[address] = true
		docs = append(docs, pipeline.Source{Path: address, File: store.Path(d)})
		switch outcome := outcomes[record.Digest(d)]; {
		case len(had) == 0 || isReport(outcome):
		case outcome == "":
			unknown = append(unknown, docs[len(docs)-1])
		default:
			for _, e := range had {
				if e != d && isReport(outcomes[record.Digest(e)]) {
					docs = append(docs, pipeline.Source{Path: address, File: store.Path(e)})
					break
				}
			}
		}
	}
	for _, r := range refs {
		if r.Digest != (corpus.Digest{}) {
			add(r.URL, r.Digest, earlier[[2]string{r.Source, r.Key}])
		}
	}
	for _, f := range saved {
		add(f.URL, f.Digest, nil)
	}
	return docs, unknown, nil
}

// isReport reports whether an outcome is that of a document that says something.
func isReport(outcome string) bool {
	return outcome == sinks.OK || outcome == sinks.Partial || outcome == sinks.Duplicate
}

// beforeFolder holds the last dataset until its changes are told.
const beforeFolder = ".before"

// putAside keeps the dataset under a second name, unless one waits there whose
// changes were not told. Links cost nothing.
func (s *syncing) putAside() error {
	from, to := filepath.Join(s.workspace, "dataset"), filepath.Join(s.workspace, beforeFolder)
	if _, err := os.Stat(to); err == nil {
		return nil
	}
	entries, err := os.ReadDir(from)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	temp := to + ".tmp"
	if err := errors.Join(os.RemoveAll(temp), os.Mkdir(temp, 0o755)); err != nil {
		return err
	}
	if err := link(from, temp, entries); err != nil {
		return err
	}
	return os.Rename(temp, to)
}

// link gives the files of a folder a second name in another; a large table is a
// folder of files.
func link(from, to string, entries []os.DirEntry) error {
	for _, e := range entries {
		a, b := filepath.Join(from, e.Name()), filepath.Join(to, e.Name())
		if e.IsDir() {
			inner, err := os.ReadDir(a)
			if err = errors.Join(err, os.Mkdir(b, 0o755)); err == nil {
				err = link(a, b, inner)
			}
			if err != nil {
				return err
			}
			continue
		}
		if !e.Type().IsRegular() || os.Link(a, b) == nil {
			continue
		}
		content, err := os.ReadFile(a) // a file system without links
		if err == nil {
			err = os.WriteFile(b, content, 0o644)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// dropBefore removes what was put aside: it is whole, or it has another name.
func (s *syncing) dropBefore() error {
	before := filepath.Join(s.workspace, beforeFolder)
	temp := before + ".tmp"
	return errors.Join(os.RemoveAll(temp), os.Rename(before, temp), os.RemoveAll(temp))
}

// tellChanges compares the dataset with the one that was put aside.
func (s *syncing) tellChanges(ctx context.Context) (*changes.Changes, error) {
	before := filepath.Join(s.workspace, beforeFolder)
	c, err := changes.Between(ctx, before, filepath.Join(s.workspace, "dataset"), time.Now())
	if errors.Is(err, changes.ErrBefore) { // else every night to come would end here
		s.app.tell("warning", syncText.say(s.app.lang, "nobefore")+": "+screen.Quote(err.Error()))
		err = nil
	}
	if err != nil {
		return nil, err
	}
	if c.Any() {
		if err := changes.Tell(s.workspace, c); err != nil {
			return nil, err
		}
	}
	if err := failpoint.Hit(failpoint.SyncTold); err != nil {
		return nil, err
	}
	return c, s.dropBefore()
}

// slots writes slots.csv.
func (s *syncing) slots(ctx context.Context, list []sources.Source, night *nightly.Night) (slots []nightly.Slot, err error) {
	settings, err := s.app.settings(s.workspace)
	if err != nil {
		return nil, err
	}
	l, err := ledger.Open(ctx, s.workspace)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	outcomes, err := l.Outcomes(ctx)
	if err != nil {
		return nil, err
	}
	for i := range list {
		refs, err := l.Refs(ctx, list[i].ID)
		if err != nil {
			return nil, err
		}
		swept, err := l.Get(ctx, "swept "+list[i].ID)
		if err != nil {
			return nil, err
		}
		slots = append(slots, nightly.Slots(&list[i], refs, outcomes, &night.Sources[i], swept != "", &settings, time.Now())...)
	}
	file := filepath.Join(s.workspace, "slots.csv")
	var b bytes.Buffer
	if err := nightly.WriteSlots(&b, append(s.others(file, list), slots...)); err != nil {
		return nil, err
	}
	return slots, changes.Replace(file, b.Bytes())
}

// others are the slots of the sources that were not asked this time, as they were
// last told; none where all were.
func (s *syncing) others(file string, list []sources.Source) []nightly.Slot {
	if len(s.only) == 0 {
		return nil
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	slots, err := nightly.ReadSlots(bytes.NewReader(b))
	if err != nil { // made by another hand: the next night that asks all writes it anew
		return nil
	}
	return slices.DeleteFunc(slots, func(x nightly.Slot) bool {
		return slices.ContainsFunc(list, func(l sources.Source) bool { return l.ID == x.Source })
	})
}

func (s *syncing) measure(night *nightly.Night, slots []nightly.Slot, reports int, outcome string) error {
	return changes.Replace(s.metrics, nightly.Metrics(night, slots, reports, outcome, time.Now()))
}

// schedules are examples of how a system starts sync every night.
var schedules = map[string]string{
	"systemd": `# /etc/systemd/system/gongkai.service
[Unit]
Description=gongkai: nightly crawl and dataset
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
User=gongkai
Environment=GONGKAI_CONTACT=crawl@example.org
ExecStart=/usr/local/bin/gongkai sync /srv/gongkai --quiet --metrics /var/lib/node_exporter/textfile/gongkai.prom
# 3: some documents could not be read; 5: a source did not list what is expected
SuccessExitStatus=3
TimeoutStartSec=8h
NoNewPrivileges=yes
ProtectSystem=strict
ReadWritePaths=/srv/gongkai /var/lib/node_exporter/textfile
CacheDirectory=gongkai
Environment=XDG_CACHE_HOME=/var/cache/gongkai

# /etc/systemd/system/gongkai.timer: systemctl enable --now gongkai.timer
[Unit]
Description=gongkai every night

[Timer]
OnCalendar=*-*-* 00:50:00 Asia/Shanghai
RandomizedDelaySec=10min
Persistent=true

[Install]
WantedBy=timers.target
`,
	"cron": `# crontab -e; times are those of the machine: 00:50 in China is 16:50 UTC
GONGKAI_CONTACT=crawl@example.org
MAILTO=data@example.org
# with --quiet there is a mail only where something happened
50 16 * * * /usr/local/bin/gongkai sync /srv/gongkai --quiet --metrics /var/lib/node_exporter/textfile/gongkai.prom
`,
}

func (a *app) schedule(name string) error {
	text, ok := schedules[name]
	if !ok {
		return &failure{exit: exitUsage, code: "usage-flag", text: syncText.say(a.lang, "badeg", screen.Quote(name)), hint: syncText.say(a.lang, "egfix")}
	}
	_, err := a.out.Write([]byte(text))
	return err
}
