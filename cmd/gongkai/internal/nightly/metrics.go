package nightly

import (
	"fmt"
	"strings"
	"time"
)

// Run outcomes that metrics tell.
const (
	RunDone        = "done"
	RunExpectation = "expectation"
	RunFailed      = "failed"
)

// Metrics is what Prometheus' textfile collector reads: how the last run ended,
// and what came of each source.
func Metrics(n *Night, slots []Slot, reports int, outcome string, at time.Time) []byte {
	var b strings.Builder
	head := func(name, help string) {
		fmt.Fprintf(&b, "# HELP gongkai_%s %s\n# TYPE gongkai_%s gauge\n", name, help, name)
	}
	head("run_timestamp_seconds", "When the last run ended.")
	fmt.Fprintf(&b, "gongkai_run_timestamp_seconds %d\n", at.Unix())
	head("run_outcome", "How the last run ended: 1 for the outcome that it had.")
	for _, o := range []string{RunDone, RunExpectation, RunFailed} {
		fmt.Fprintf(&b, "gongkai_run_outcome{outcome=\"%s\"} %d\n", o, count(o == outcome))
	}
	if outcome == RunDone {
		head("reports", "Reports that stand in the dataset.")
		fmt.Fprintf(&b, "gongkai_reports %d\n", reports)
	}
	for _, m := range []struct {
		name, help string
		of         func(s *Summary) int
	}{
		{"source_listed", "Reports that the listings of a source name.", func(s *Summary) int { return s.Listed }},
		{"source_complete", "1 where every listing of a source was read.", func(s *Summary) int { return count(s.Complete) }},
		{"source_new", "Reports had for the first time.", func(s *Summary) int { return s.New }},
		{"source_changed", "Reports and files had again with another content.", func(s *Summary) int { return s.Changed }},
		{"source_gone", "Reports that the site says it has no more.", func(s *Summary) int { return s.Gone }},
		{"source_blocked", "Reports that the site does not give to programs.", func(s *Summary) int { return s.Blocked }},
		{"source_unread", "Reports that could not be had for another reason.", func(s *Summary) int { return s.Unread }},
		{"source_waiting", "Reports that were not asked for any more.", func(s *Summary) int { return s.Waiting }},
		{"source_requests", "Requests to the site.", func(s *Summary) int { return s.Requests }},
		{"source_walled", "1 where the site answers no programs.", func(s *Summary) int { return count(s.Wall != "") }},
		{"source_broken", "Expectations of a source that do not hold.", func(s *Summary) int { return len(s.Broken) }},
	} {
		head(m.name, m.help)
		for i := range n.Sources {
			fmt.Fprintf(&b, "gongkai_%s{source=\"%s\"} %d\n", m.name, n.Sources[i].Source, m.of(&n.Sources[i]))
		}
	}
	if slots == nil {
		return []byte(b.String())
	}
	head("slots", "Bodies and years of a source by state.")
	states := map[string]map[SlotState]int{}
	for _, s := range slots {
		if states[s.Source] == nil {
			states[s.Source] = map[SlotState]int{}
		}
		states[s.Source][s.State]++
	}
	for i := range n.Sources {
		for _, state := range SlotStates {
			fmt.Fprintf(&b, "gongkai_slots{source=\"%s\",state=\"%s\"} %d\n", n.Sources[i].Source, state, states[n.Sources[i].Source][state])
		}
	}
	return []byte(b.String())
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}
