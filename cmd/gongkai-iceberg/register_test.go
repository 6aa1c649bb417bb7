package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/apache/iceberg-go"
	"github.com/apache/iceberg-go/table"
)

// TestRegister: each table holds what the snapshot does, twice is as good as
// once, a later snapshot takes the place of the former one, which stays readable.
func TestRegister(t *testing.T) {
	p := newPlace(t, sampleStore(t))
	dry := p.register(exitDone, "--dry-run")
	if actions(dry) != created || !dry.DryRun || len(files(t, p.warehouse)) != 0 {
		t.Errorf("dry run: %s, %q", actions(dry), files(t, p.warehouse))
	}
	if _, err := os.Stat(p.catalog); err == nil {
		t.Error("a dry run made a catalog")
	}
	first := p.register(exitDone, "--snapshot", "1")
	if actions(first) != created || len(first.Tables) != 12 {
		t.Errorf("%+v", first)
	}
	if n := len(first.Tables); first.Tables[n-1].Table != "facts" || first.Tables[n-2].Table != "reports" {
		t.Error("reports and facts do not come last")
	}
	p.holdsAll(1)

	before := files(t, p.warehouse)
	again := p.register(exitDone, "--snapshot", "1")
	if actions(again) != unchanged || !slices.Equal(files(t, p.warehouse), before) {
		t.Errorf("the second time changed something: %+v", again)
	}
	for i, o := range again.Tables {
		if o.Iceberg != first.Tables[i].Iceberg || o.Iceberg == 0 {
			t.Errorf("%s: snapshot %d, then %d", o.Table, first.Tables[i].Iceberg, o.Iceberg)
		}
	}

	second := p.register(exitDone)
	if second.Snapshot != 2 || actions(second) != replaced {
		t.Errorf("%+v", second)
	}
	p.holdsAll(2)
	old := datasetOf(t, p.store, 1)
	for name, tbl := range p.tables() {
		if n := len(tbl.Metadata().Snapshots()); n != 2 {
			t.Errorf("%s: %d commits for 2 snapshots", name, n)
		}
		if got, _ := content(t, tbl, table.WithSnapshotID(first.Tables[slices.IndexFunc(first.Tables, func(o outcome) bool { return o.Table == name })].Iceberg)); got != old[name] {
			t.Errorf("%s: time travel to snapshot 1 gives other rows", name)
		}
		if props := tbl.CurrentSnapshot().Summary.Properties; props[keySnapshot] != "2" || props[keySums] != second.Sums || props[keyPlan] != second.Plan {
			t.Errorf("%s: summary %v", name, props)
		}
		if tbl.Properties()["gc.enabled"] != "false" {
			t.Errorf("%s: engines may delete files of the store", name)
		}
	}

	p.register(exitPlan, "--snapshot", "1")
	p.holdsAll(2)
	if back := p.register(exitDone, "--snapshot", "1", "--force"); actions(back) != replaced {
		t.Errorf("%+v", back)
	}
	p.holdsAll(1)
}

// TestFilter: the bounds that are taken from the files leave out no row, whatever
// the value; names are Chinese.
func TestFilter(t *testing.T) {
	p := newPlace(t, sampleStore(t))
	p.register(exitDone)
	for name, columns := range map[string][]string{"facts": {"body_name", "indicator", "applicant", "value"}, "cells": {"text"}, "sections": {"heading"}} {
		tbl := p.tables()[name]
		_, rows, err := tbl.Scan().ToArrowRecords(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		counts := map[string]map[string]int{}
		for r, err := range rows {
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range columns {
				at := r.Schema().FieldIndices(c)
				if len(at) != 1 {
					t.Fatalf("%s has no column %s", name, c)
				}
				if counts[c] == nil {
					counts[c] = map[string]int{}
				}
				for i := range int(r.NumRows()) {
					if col := r.Column(at[0]); !col.IsNull(i) {
						counts[c][col.ValueStr(i)]++
					}
				}
			}
		}
		for c, values := range counts {
			tried := 0
			for v, n := range values {
				if tried++; tried > 12 {
					break
				}
				var is iceberg.BooleanExpression
				switch c {
				case "report_year":
					year, _ := strconv.Atoi(v)
					is = iceberg.EqualTo(iceberg.Reference(c), int32(year))
				case "value":
					x, _ := strconv.ParseFloat(v, 64)
					is = iceberg.EqualTo(iceberg.Reference(c), x)
				default:
					is = iceberg.EqualTo(iceberg.Reference(c), v)
				}
				if _, got := content(t, tbl, table.WithRowFilter(is)); got != n {
					t.Errorf("%s.%s = %q: %d rows, not %d", name, c, v, got, n)
				}
			}
			if tried == 0 {
				t.Errorf("%s.%s has no values", name, c)
			}
		}
	}
}

// killPoints is how many moments TestKilled tries; GONGKAI_KILLS asks for more.
func killPoints(least int) int {
	if n, err := strconv.Atoi(os.Getenv("GONGKAI_KILLS")); err == nil {
		return n
	}
	return least
}

// operations tells how many file operations a registration takes.
func (p *place) operations(more ...string) int {
	cmd := p.process("count", more...)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	if err := cmd.Run(); err != nil {
		p.t.Fatal(err, errs.String())
	}
	_, told, _ := strings.Cut(errs.String(), "operations ")
	n, err := strconv.Atoi(strings.TrimSpace(told))
	if err != nil || n < 50 {
		p.t.Fatalf("%d operations: %q", n, errs.String())
	}
	return n
}

// TestKilled: a registration that is killed, at any of its file operations or at any
// moment, leaves each table with the old rows or the new ones; the next one heals.
func TestKilled(t *testing.T) {
	store := sampleStore(t)
	for _, from := range []int{1, 0} { // a snapshot is replaced; tables are new
		p := newPlace(t, store)
		if from > 0 {
			p.register(exitDone, "--snapshot", "1")
		} else {
			p.args() // makes the folders
		}
		saved := p.save()
		total := p.operations()
		p.restore(saved)
		old, now := map[string]string{}, datasetOf(t, store, 2)
		if from > 0 {
			old = datasetOf(t, store, 1)
		}
		points := killPoints(15)
		hit, mixed := 0, 0
		try := func(what string, cmd *exec.Cmd, wait func()) {
			p.restore(saved)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			if wait != nil {
				wait()
				_ = cmd.Process.Kill()
			}
			if killed(cmd.Wait()) {
				hit++
			}
			found, news := p.tables(), 0
			if from > 0 && len(found) != len(now) {
				t.Fatalf("%s: %d tables are left", what, len(found))
			}
			for name, tbl := range found {
				got, rows := content(t, tbl)
				switch {
				case got == now[name] && tbl.CurrentSnapshot() != nil && tbl.CurrentSnapshot().Summary.Properties[keySnapshot] == "2":
					news++
				case from > 0 && got == old[name], from == 0 && rows == 0 && tbl.CurrentSnapshot() == nil:
				default:
					t.Errorf("%s: %s holds neither the old rows nor the new ones", what, name)
				}
			}
			if news > 0 && news < len(now) {
				mixed++
			}
			p.register(exitDone)
			p.holdsAll(2)
			if again := p.register(exitDone); actions(again) != unchanged {
				t.Errorf("%s: not healed: %+v", what, again)
			}
		}
		for i := range points {
			at := 1 + i*(total-1)/max(1, points-1)
			try(fmt.Sprintf("operation %d of %d", at, total), p.process(strconv.Itoa(at)), nil)
		}
		if hit != points {
			t.Errorf("%d of %d kills took place", hit, points)
		}
		for i := range points / 3 {
			wait := time.Duration(20+i*60) * time.Millisecond
			try(wait.String(), p.process("0"), func() { time.Sleep(wait) })
		}
		if mixed == 0 {
			t.Error("no kill fell between two tables")
		}
		t.Logf("from snapshot %d: %d kills in %d operations, %d with some tables done", from, hit, total, mixed)
	}
}

// TestAtOnce: of registrations at the same time each ends well or is refused, and
// the later snapshot is what is left.
func TestAtOnce(t *testing.T) {
	store := sampleStore(t)
	for _, c := range []struct {
		name    string
		before  bool
		numbers []string
	}{{"same", true, []string{"2", "2", "2"}}, {"new", false, []string{"2", "2", "2"}}, {"versions", false, []string{"1", "2"}}} {
		t.Run(c.name, func(t *testing.T) {
			for range 3 {
				p := newPlace(t, store)
				if c.before {
					p.register(exitDone, "--snapshot", "1")
				}
				var all sync.WaitGroup
				for _, n := range c.numbers {
					cmd := p.process("0", "--snapshot", n)
					var errs bytes.Buffer
					cmd.Stderr = &errs
					all.Go(func() {
						if err := cmd.Run(); err != nil && !(n == "1" && cmd.ProcessState.ExitCode() == exitPlan) {
							t.Errorf("snapshot %s: %v %s", n, err, errs.String())
						}
					})
				}
				all.Wait()
				p.holdsAll(2)
				for name, tbl := range p.tables() {
					var made []string
					for _, s := range tbl.Metadata().Snapshots() {
						made = append(made, s.Summary.Properties[keySnapshot])
					}
					if got := strings.Join(made, " "); got != "2" && got != "1 2" {
						t.Errorf("%s: commits %s", name, got)
					}
				}
			}
		})
	}
}
