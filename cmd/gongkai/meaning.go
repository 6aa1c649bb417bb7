package main

import (
	"slices"
	"strings"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/worker"
	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/formats"
	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/normalize/watch"
	"github.com/gongkai-data/gongkai/sinks"
)

// meaning is one code with what it means and what to do, as `explain` and
// `list codes` print it.
type meaning struct {
	Kind   string `json:"kind"` // error, notice, status, flag, rule, hint, threshold, issue, indicator, applicant, outcome
	Code   string `json:"code"`
	En     string `json:"en"`
	Zh     string `json:"zh"`
	NextEn string `json:"next_en,omitempty"`
	NextZh string `json:"next_zh,omitempty"`
}

// meanings lists every code: what a dataset can hold and what an error can name.
func meanings() []meaning {
	var ms []meaning
	had := map[string]bool{}
	add := func(list []extract.Meaning, kind func(extract.Meaning) string) {
		for _, m := range list {
			if had[string(m.Code)] {
				continue
			}
			had[string(m.Code)] = true
			k := kind(m)
			if p, ok := codeSteps[string(m.Code)]; ok && m.NextEn == "" {
				m.NextEn, m.NextZh = p.En, p.Zh
			}
			if m.NextEn == "" {
				m.NextEn, m.NextZh = nextSteps[k].En, nextSteps[k].Zh
			}
			ms = append(ms, meaning{k, string(m.Code), m.En, m.Zh, m.NextEn, m.NextZh})
		}
	}
	is := func(kind string) func(extract.Meaning) string { return func(extract.Meaning) string { return kind } }
	add(outcomeCodes, is("outcome"))
	add(normalize.OutcomeMeanings, is("error"))
	add(normalize.IssueMeanings, is("issue"))
	add(normalize.StatusMeanings, is("status"))
	add(normalize.FlagMeanings, is("flag"))
	add(normalize.ReasonMeanings, is("reason"))
	add(normalize.RuleMeanings, is("rule"))
	add(normalize.CorrectionMeanings, is("issue"))
	add(watch.IssueMeanings, is("issue"))
	add(watch.RuleMeanings, is("rule"))
	add(watch.HintMeanings, is("hint"))
	add(watch.ThresholdMeanings(watch.Settings{}), is("threshold"))
	add(issueCodes, is("issue"))
	add(resultCodes, is("result"))
	add(formats.Codes(), func(m extract.Meaning) string {
		if m.Severity == extract.Err {
			return "error"
		}
		return "notice"
	})
	add(worker.Codes, is("error"))
	add(commandCodes, is("error"))
	add(archiveCodes, is("error"))
	add(exportCodes, is("notice"))
	add(sourceCodes, func(m extract.Meaning) string {
		if m.Severity == extract.Err {
			return "error"
		}
		return "notice"
	})
	for _, ap := range normalize.Applicants {
		ms = append(ms, meaning{Kind: "applicant", Code: ap.Code, En: ap.En, Zh: ap.Zh})
	}
	at := map[string]int{} // an indicator of several generations is one code
	for i := range normalize.Indicators {
		ind := &normalize.Indicators[i]
		if k, ok := at[ind.Code]; ok {
			ms[k].NextEn += ", " + ind.Generation
			ms[k].NextZh += "、" + ind.Generation
			continue
		}
		at[ind.Code] = len(ms)
		ms = append(ms, meaning{"indicator", ind.Code, ind.En, ind.Zh, "on form " + ind.Generation, "见于格式 " + ind.Generation})
	}
	return ms
}

// lookup finds the meanings of a code. A flag may carry what it is about after
// a colon: "rows_missing:applications.new".
func lookup(code string) []meaning {
	code, _, _ = strings.Cut(code, ":")
	return slices.DeleteFunc(meanings(), func(m meaning) bool { return m.Code != code })
}

// terms are the codes that a sink cannot know itself, thresholds with the values
// of the workspace.
func terms(s watch.Settings) []sinks.Term {
	var ts []sinks.Term
	for _, m := range watch.ThresholdMeanings(s) {
		ts = append(ts, sinks.Term{Kind: "threshold", Code: string(m.Code), Zh: m.Zh, En: m.En})
	}
	for _, m := range meanings() {
		switch m.Kind {
		case "threshold":
		case "indicator", "applicant", "status", "outcome", "result": // the sink has these from the schema
		default:
			ts = append(ts, sinks.Term{Kind: m.Kind, Code: m.Code, Zh: m.Zh, En: m.En})
		}
	}
	return ts
}
