// Package watch holds annual reports against each other and against what a
// reader may expect of them: the rules across years X1 to X5, the soft rules
// R6 to R9, and the watchdog checks W1 to W18 (domain.md §2, §6.1).
//
//	rule.go       every rule: code, issue, severity, how its arithmetic is printed
//	settings.go   deadlines, expected reports and thresholds as data
//	alone.go      rules that one report answers by itself: R6 to R9, W12, W16
//	narrative.go wording.go   what sentences say against the tables: X5/W6, W10, W17
//	brief.go      what is kept of a report: some cells, rates, a sketch of its text
//	series.go     one body over consecutive years: X1 to X3, R6, W7, W8, W18, gaps
//	rollup.go     a government and those it reports for: X4
//	outlier.go    rates against the bodies of one level and year: W13, W14
//	text.go reuse.go   text without digits, bodies and years; who says the same: W8, W9
//	expect.go     reports that are missing or late: W1, W2
//	witness.go    several documents of one report: whose error, silent edits: W15
//
// A rule is evaluated on printed numbers. Where one is missing it passes only
// if what is simply empty counts as zero (pass_if_blank_zero), else it is
// not_evaluable; it fails only where all its numbers are printed. A missing
// year never bridges: consecutive means the year before.
//
// The whole dataset is never held: Add keeps some 2 KB of a report, whatever its
// size, and every step of Finish is linear in the number of reports but for
// sorting.
//
//	w := watch.New(settings)
//	for each standing report { w.Add(r) }
//	findings := w.Finish(textOf)
//
// The package is pure: the same reports, in whatever order, give the same findings.
package watch
