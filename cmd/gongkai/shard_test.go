package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/bulk"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/store"
)

// shards runs the command as engines do: one process a part.
type shards struct {
	t     *testing.T
	store string
	plan  string
}

func (s *shards) command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, os.Args[0], args...)
	cmd.Env = append(os.Environ(), "GONGKAI_COMMAND=1")
	return cmd
}

func (s *shards) run(into any, args ...string) {
	s.t.Helper()
	cmd := s.command(s.t.Context(), append(args, "--store", s.store, "--json", "--quiet")...)
	var out, log bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &log
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !(errors.As(err, &exit) && exit.ExitCode() == exitUnread) {
		s.t.Fatalf("%q: %v\n%s", args, err, log.String())
	}
	if err := json.Unmarshal(out.Bytes(), into); err != nil {
		s.t.Fatalf("%q: %v: %s", args, err, out.String())
	}
}

// frozen is a store with a plan over the files of a folder.
func frozen(t *testing.T, at, documents string) *shards {
	s := &shards{t: t, store: at}
	var p planned
	s.run(&p, "plan", documents, "--chunk", "3")
	if p.Chunks < 4 {
		t.Fatalf("only %d chunks", p.Chunks)
	}
	s.plan = p.Plan
	return s
}

func (s *shards) part(i, n int) {
	var made struct{}
	s.run(&made, "convert", "--plan", s.plan, "--shard", fmt.Sprintf("%d/%d", i, n))
}

func (s *shards) commit() committed {
	var c committed
	s.run(&c, "commit", "--plan", s.plan)
	return c
}

// partly runs a part and kills it when so many receipts are there.
func (s *shards) partly(i, n, receipts int) {
	cmd := s.command(s.t.Context(), "convert", "--plan", s.plan, "--store", s.store, "--shard", fmt.Sprintf("%d/%d", i, n), "--quiet", "-j", "1")
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		found, _ := filepath.Glob(filepath.Join(s.store, "results", "*", "*", "0*.json"))
		select {
		case <-ended:
			return // too fast to be killed
		case <-time.After(2 * time.Millisecond):
		}
		if len(found) >= receipts {
			_ = cmd.Process.Kill()
			<-ended
			return
		}
	}
}

// variants makes a folder of documents from the samples: some distinct, some twice,
// one that cannot be read.
func variants(t *testing.T) string {
	samples, err := filepath.Glob("../../corpus/samples/*-*.*")
	if err != nil || len(samples) < 4 {
		t.Fatal(samples, err)
	}
	dir := t.TempDir()
	write := func(name string, b []byte) {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, file := range samples {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		write(filepath.Base(file), b)
		if filepath.Ext(file) == ".html" && !strings.Contains(file, "gb") {
			for year := range 6 {
				write(fmt.Sprintf("%d-%s", year, filepath.Base(file)), bytes.ReplaceAll(b, []byte("2024"), []byte(fmt.Sprint(2021+year))))
			}
			write("again-"+filepath.Base(file), b)
		}
	}
	write("broken.docx", []byte("PK\x03\x04 cut off"))
	return dir
}

// TestShardsGiveOneDataset: however many processes read a plan, in whatever order,
// killed or doubled, the dataset has the same bytes as that of one convert.
func TestShardsGiveOneDataset(t *testing.T) {
	documents := variants(t)
	one := t.TempDir()
	cmd := (&shards{}).command(t.Context(), "convert", documents, "--out", one, "--quiet")
	_ = cmd.Run() // exit 3: one document is broken
	sums, err := os.ReadFile(filepath.Join(one, "dataset", "SHA256SUMS"))
	if err != nil {
		t.Fatal(err)
	}
	same := func(t *testing.T, s *shards) {
		t.Helper()
		c := s.commit()
		dir := filepath.Join(s.store, strings.TrimPrefix(c.Dataset, s.store))
		got, err := os.ReadFile(filepath.Join(dir, "SHA256SUMS"))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, sums) {
			t.Errorf("another dataset:\n%s\n%s", got, sums)
		}
		if !c.New || c.Snapshot != 1 {
			t.Errorf("snapshot %d, new %v", c.Snapshot, c.New)
		}
		if again := s.commit(); again.New || again.Snapshot != 1 || again.SHA256 != c.SHA256 {
			t.Errorf("committed twice: %+v", again)
		}
	}
	t.Run("one", func(t *testing.T) {
		s := frozen(t, t.TempDir(), documents)
		s.part(0, 1)
		same(t, s)
		out, err := s.command(t.Context(), "export", s.store, "--to", "csv", "--lang", "en").CombinedOutput()
		if exit := (*exec.ExitError)(nil); !errors.As(err, &exit) || exit.ExitCode() != exitUsage || !strings.Contains(string(out), "add --out PATH") {
			t.Errorf("an export of a store to nowhere: %v\n%s", err, out)
		}
	})
	t.Run("eight", func(t *testing.T) {
		s := frozen(t, t.TempDir(), documents)
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() { s.part(i, 8) })
		}
		wg.Wait()
		same(t, s)
	})
	t.Run("eight-killed-and-doubled", func(t *testing.T) {
		s := frozen(t, t.TempDir(), documents)
		for n, i := range []int{3, 0, 1} {
			s.partly(i, 8, n)
		}
		var wg sync.WaitGroup
		for _, i := range []int{7, 6, 5, 5, 4, 3, 2, 1, 0} {
			wg.Go(func() { s.part(i, 8) })
		}
		wg.Wait()
		same(t, s)
	})
}

func TestCommitNeedsEveryReceipt(t *testing.T) {
	s := frozen(t, t.TempDir(), variants(t))
	s.part(0, 2)
	var log bytes.Buffer
	cmd := s.command(t.Context(), "commit", "--plan", s.plan, "--store", s.store, "--lang", "en")
	cmd.Stderr = &log
	if err := cmd.Run(); cmd.ProcessState.ExitCode() != exitFailed || !strings.Contains(log.String(), "have no receipt, the first is 1 (plan-incomplete)") {
		t.Errorf("%v: %s", err, log.String())
	}
	if _, err := os.Stat(filepath.Join(s.store, "snapshots")); err == nil {
		t.Error("a snapshot was made")
	}
}

// TestPlansOfOthersAreRefused: what cannot become right by trying again exits 42.
func TestPlansOfOthersAreRefused(t *testing.T) {
	s := frozen(t, t.TempDir(), variants(t))
	for name, args := range map[string][]string{
		"settings": {"convert", "--plan", s.plan, "--password", "another"},
		"commit":   {"commit", "--plan", s.plan, "--no-witness"},
		"unknown":  {"convert", "--plan", "0123456789abcdef"},
		"path":     {"convert", "--plan", "../plans"},
	} {
		cmd := s.command(t.Context(), append(args, "--store", s.store, "--quiet")...)
		_ = cmd.Run()
		if got := cmd.ProcessState.ExitCode(); got != exitPlan {
			t.Errorf("%s: exit %d", name, got)
		}
	}
	head := filepath.Join(s.store, "plans", s.plan+".json")
	b, err := os.ReadFile(head)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(head, bytes.Replace(b, []byte(`"settings"`), []byte(`"Settings"`), 1), 0o644); err != nil {
		t.Fatal(err)
	}
	if got := s.exit("convert", "--plan", s.plan); got != exitPlan {
		t.Errorf("changed: exit %d", got)
	}
	if err := os.WriteFile(head, b, 0o644); err != nil {
		t.Fatal(err)
	}
	chunks, err := filepath.Glob(filepath.Join(s.store, "results", "*", "*", "plan.jsonl.zst"))
	if err != nil || len(chunks) != 1 {
		t.Fatal(chunks, err)
	}
	if err := os.Remove(chunks[0]); err != nil {
		t.Fatal(err)
	}
	if got := s.exit("convert", "--plan", s.plan); got != exitPlan {
		t.Errorf("without its chunks: exit %d", got)
	}
}

// exit runs a command on the store and returns its status.
func (s *shards) exit(args ...string) int {
	cmd := s.command(s.t.Context(), append(args, "--store", s.store, "--quiet")...)
	_ = cmd.Run() // its status counts
	return cmd.ProcessState.ExitCode()
}

// TestAnOlderPlanDoesNotRollBack: what was frozen before the snapshot in force does
// not take its place unless that is asked for; the commit of that snapshot, again,
// is no error.
func TestAnOlderPlanDoesNotRollBack(t *testing.T) {
	documents := variants(t)
	first := frozen(t, t.TempDir(), documents)
	if err := os.Remove(filepath.Join(documents, "broken.docx")); err != nil {
		t.Fatal(err)
	}
	second := frozen(t, first.store, documents)
	first.part(0, 1)
	second.part(0, 1)
	if c := second.commit(); c.Snapshot != 1 || !c.New {
		t.Fatalf("%+v", c)
	}
	if got := first.exit("commit", "--plan", first.plan); got != exitPlan {
		t.Errorf("exit %d", got)
	}
	var c committed
	first.run(&c, "commit", "--plan", first.plan, "--force")
	if c.Snapshot != 2 || !c.New {
		t.Errorf("forced: %+v", c)
	}
	if again := second.commit(); again.Snapshot != 1 || again.New {
		t.Errorf("committed before: %+v", again)
	}
}

// TestASecondPlanReadsWhatIsNew: results of a complete plan of the same program are used.
func TestASecondPlanReadsWhatIsNew(t *testing.T) {
	documents := variants(t)
	s := frozen(t, t.TempDir(), documents)
	s.part(0, 1)
	first := s.commit()
	b, err := os.ReadFile(filepath.Join(documents, "qinghe-2024.html"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(documents, "new.html"), bytes.ReplaceAll(b, []byte("2024"), []byte("2019")), 0o644); err != nil {
		t.Fatal(err)
	}
	var p planned
	s.run(&p, "plan", documents, "--chunk", "3")
	if p.Chunks != 1 {
		t.Errorf("%d chunks for one new document", p.Chunks)
	}
	s.plan = p.Plan
	s.part(0, 1)
	if c := s.commit(); c.Snapshot != 2 || !c.New || c.SHA256 == first.SHA256 || c.Summary.Documents != first.Summary.Documents+1 {
		t.Errorf("%+v", c)
	}
	var out bytes.Buffer
	cmd := s.command(t.Context(), "check", s.store, "--json")
	cmd.Stdout, cmd.Env = &out, append(cmd.Env, "XDG_CACHE_HOME="+t.TempDir())
	if err := cmd.Run(); err != nil || out.Len() == 0 {
		t.Errorf("check of a store: %v, %d bytes", err, out.Len())
	}
}

func TestWhichPart(t *testing.T) {
	for _, c := range []struct {
		shard string
		env   map[string]string
		want  string
	}{
		{"2/8", nil, "2/8"},
		{"", nil, "0/1"},
		{"", map[string]string{"JOB_COMPLETION_INDEX": "3", "SHARDS": "8"}, "3/8"},
		{"", map[string]string{"SLURM_ARRAY_TASK_ID": "4", "SLURM_ARRAY_TASK_COUNT": "8", "SLURM_ARRAY_TASK_MIN": "1"}, "3/8"},
		{"", map[string]string{"SLURM_ARRAY_TASK_ID": "4", "SLURM_ARRAY_TASK_COUNT": "2", "SLURM_ARRAY_TASK_MIN": "4", "SHARDS": "8"}, "4/8"}, // some tasks of an array, again
		{"", map[string]string{"AWS_BATCH_JOB_ARRAY_INDEX": "0", "AWS_BATCH_JOB_ARRAY_SIZE": "2"}, "0/2"},
		{"1/2", map[string]string{"JOB_COMPLETION_INDEX": "3", "SHARDS": "8"}, "1/2"},
		{"8/8", nil, "error"}, {"-1/8", nil, "error"}, {"1", nil, "error"}, {"a/b", nil, "error"}, {"0/0", nil, "error"},
		{"", map[string]string{"JOB_COMPLETION_INDEX": "3"}, "error"},
		{"", map[string]string{"JOB_COMPLETION_INDEX": "9", "SHARDS": "8"}, "error"},
	} {
		s := sharing{conversion: conversion{app: &app{lang: english}}, shard: c.shard}
		i, n, err := s.which(func(k string) string { return c.env[k] })
		got := fmt.Sprintf("%d/%d", i, n)
		if err != nil {
			got = "error"
		}
		if got != c.want {
			t.Errorf("%q %v: %s, want %s", c.shard, c.env, got, c.want)
		}
	}
}

// TestCommitsAtOnce: each gets a number of its own, or finds the other's.
func TestCommitsAtOnce(t *testing.T) {
	s := frozen(t, t.TempDir(), variants(t))
	s.part(0, 1)
	var wg sync.WaitGroup
	got := make([]committed, 4)
	for i := range got {
		wg.Go(func() { got[i] = s.commit() })
	}
	wg.Wait()
	fresh := 0
	for _, c := range got {
		if c.New {
			fresh++
		}
		if c.SHA256 != got[0].SHA256 || c.Snapshot != 1 {
			t.Errorf("%+v", c)
		}
	}
	if fresh != 1 {
		t.Errorf("%d commits say that they made the snapshot", fresh)
	}
	at, err := store.Open(t.Context(), s.store)
	if err != nil {
		t.Fatal(err)
	}
	if shot, err := bulk.Latest(t.Context(), at); err != nil || shot.Number != 1 || !slices.ContainsFunc(shot.Files, func(f bulk.SnapshotFile) bool { return f.Name == "facts.parquet" }) {
		t.Errorf("%+v %v", shot, err)
	}
}

// TestPlansTryAgain: what ended its worker stays set aside in plans, and is read
// again in one that asks for it, as often as it asks.
func TestPlansTryAgain(t *testing.T) {
	documents := variants(t)
	write(t, filepath.Join(documents, "panic.txt"), "mock:panic ")
	s := frozen(t, t.TempDir(), documents)
	s.part(0, 1)
	if c := s.commit(); c.Summary.Quarantined != 1 {
		t.Fatalf("%+v", c)
	}
	names := map[string]bool{}
	for i, args := range [][]string{{}, {"--retry"}, {"--retry"}} {
		var p planned
		s.run(&p, append([]string{"plan", documents}, args...)...)
		if p.Chunks != min(i, 1) || names[p.Plan] {
			t.Errorf("plan %q: %+v", args, p)
		}
		s.plan, names[p.Plan] = p.Plan, true
		s.part(0, 1)
		if c := s.commit(); c.Summary.Quarantined != 1 || !c.New || c.Snapshot != i+2 {
			t.Errorf("plan %q: %+v", args, c)
		}
	}
}
