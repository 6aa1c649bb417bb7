package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/overrides"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/pipeline"
	screen "github.com/gongkai-data/gongkai/cmd/gongkai/internal/term"
	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/sinks/parquet"
)

var fixText = phrases{
	"short":      {"write down, check and review corrections", "登记、检查、复核人工更正"},
	"long":       {"Corrections lie in WORKSPACE/overrides/**/*.yaml. Each names a cell, what is read there now (was), who looked and why. An\nextraction_fix changes the value, or takes away a number that the source does not print there (value: blank, dash, slash or none);\na source_error_confirmed (原文如此) keeps it and closes the issue. convert applies them; one that no longer fits what is read is\nnot applied, and told.", "更正存放于 WORKSPACE/overrides/**/*.yaml。每条写明单元格、现有读数（was）、核对人与理由。extraction_fix 改数值，\n或去除原文该处所无的数字（value 写 blank、dash、slash 或 none）；source_error_confirmed（原文如此）保留数值并关闭问题。\nconvert 时生效；与现有读数不符者不采用，并予提示。"},
	"example":    {"  gongkai fix add work 150203-2024 'applications.new|total' --value 18 --who 王某 --why 'page 3 prints 18'\n  gongkai fix add work 150203-2024 'applications.new|org_other' --value blank --who 王某 --why 'the 3 belongs to the column beside it'\n  gongkai fix add work 150203-2024 'applications.result.total|total' --confirm --rule R2 --who 王某 --why 原文如此\n  gongkai fix lint work\n  gongkai fix stale work", "  gongkai fix add 工作区 150203-2024 'applications.new|total' --value 18 --who 王某 --why '第3页为18'\n  gongkai fix add 工作区 150203-2024 'applications.new|org_other' --value blank --who 王某 --why '此数属于相邻一栏'\n  gongkai fix add 工作区 150203-2024 'applications.result.total|total' --confirm --rule R2 --who 王某 --why 原文如此\n  gongkai fix lint 工作区\n  gongkai fix stale 工作区"},
	"add":        {"write down a correction of one cell", "登记对一个单元格的更正"},
	"addlong":    {"Appends a correction to a file of the workspace. What is read there now is taken from the dataset, as its precondition.\nREPORT and CELL are named as for gongkai why: a report_id, or a body and a year; indicator|applicant, its end, or a place (t2r4c10).", "把更正追加到工作区的文件中。现有读数取自数据集，作为其前提。\nREPORT 与 CELL 的写法同 gongkai why：report_id，或机关与年度；指标|申请人、其末段，或原文位置（t2r4c10）。"},
	"addexample": {"  gongkai fix add work 150203-2024 'applications.new|total' --value 18 --who 王某 --why 'page 3 prints 18'", "  gongkai fix add 工作区 150203-2024 'applications.new|total' --value 18 --who 王某 --why '第3页为18'"},
	"wherefix":   {"name the workspace that holds the folder dataset", "请给出含有 dataset 文件夹的工作区"},
	"lint":       {"look for mistakes in the files of corrections", "检查更正文件中的错误"},
	"stale":      {"list corrections that the dataset does not hold", "列出数据集未采用的更正"},
	"value":      {"what the source prints there: a number, or blank, dash, slash, none", "原文所印的数；无数字时写 blank、dash、slash 或 none"},
	"confirm":    {"the source prints it so: keep the number, close the issue", "原文如此：保留数值，关闭问题"},
	"ruleflag":   {"with --confirm: close the issue of this rule only", "配合 --confirm：只关闭此规则的问题"},
	"who":        {"who looked at the source", "核对人"},
	"why":        {"what the source prints and where", "原文所印内容及位置"},
	"file":       {"file below overrides/ (default: one for each body)", "overrides/ 下的文件（默认每个机关一份）"},
	"id":         {"identifier of the correction (default: report, cell)", "更正编号（默认由年报与单元格组成）"},
	"args":       {"fix add takes a workspace, a report and a cell", "fix add 需要工作区、年报与单元格"},
	"onews":      {"one workspace, please", "请给出一个工作区"},
	"either":     {"give --value or --confirm", "请给出 --value 或 --confirm"},
	"twice":      {"there is a correction %s already", "已有更正 %s"},
	"twicefix":   {"change it in %s, or give another one --id", "请在 %s 中修改，或用 --id 另行编号"},
	"unusable":   {"the correction cannot be taken", "该更正无法采用"},
	"problems":   {"%d mistakes in the corrections", "更正文件中有 %d 处错误"},
	"unreadable": {"cannot read the corrections in %s", "无法读取 %s 中的更正"},
	"written":    {"%s written to %s; it takes effect with the next convert", "%[1]s 已写入 %[2]s，下次 convert 时生效"},
	"sound":      {"corrections: %d, no mistakes", "更正：%d 条，无错误"},
	"applied":    {"corrections in the dataset: %d of %d", "已进入数据集的更正：%d / %d"},
	"pending":    {"not in the dataset: run convert", "尚未进入数据集：请运行 convert"},
	"lintfix":    {"gongkai fix lint WORKSPACE", "gongkai fix lint 工作区"},
}

func (a *app) fixCmd() *cobra.Command {
	say := func(key string) string { return fixText.say(a.lang, key) }
	cmd := &cobra.Command{Use: "fix", Short: say("short"), Long: say("long"), Example: say("example"), DisableFlagsInUseLine: true, Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return cmd.Help()
			}
			return &failure{exit: exitUsage, code: "usage-command", text: mainText.say(a.lang, "badcmd", screen.Quote(args[0])), hint: mainText.say(a.lang, "helphint", cmd.CommandPath())}
		},
	}
	cmd.AddCommand(a.fixAddCmd(), a.fixLintCmd(), a.fixStaleCmd())
	return cmd
}

// oneWorkspace is the Args of commands that take a workspace alone.
func (a *app) oneWorkspace(cmd *cobra.Command, args []string) error {
	if len(args) != 1 {
		return &failure{exit: exitUsage, code: "usage-path", text: fixText.say(a.lang, "onews"), hint: mainText.say(a.lang, "helphint", cmd.CommandPath())}
	}
	return a.holdsCorrections(args[0])
}

// holdsCorrections reports why corrections of a path would come to nothing: it is
// not there, or is a dataset, which the next run replaces as a whole.
func (a *app) holdsCorrections(at string) error {
	if st, err := os.Stat(at); err == nil && st.IsDir() && !isDataset(at) {
		return nil
	}
	return &failure{exit: exitNoWorkspace, code: "workspace-missing", text: workspaceText.say(a.lang, "noworkspace", screen.Quote(at)), hint: fixText.say(a.lang, "wherefix")}
}

func (a *app) fixLintCmd() *cobra.Command {
	return &cobra.Command{Use: "lint WORKSPACE", Short: fixText.say(a.lang, "lint"), Example: "  gongkai fix lint work", DisableFlagsInUseLine: true, Args: a.oneWorkspace,
		RunE: func(cmd *cobra.Command, args []string) error {
			entries, err := a.corrections(args[0])
			if f := (*failure)(nil); errors.As(err, &f) {
				f.hint = "" // it would name this command
			}
			if err != nil {
				return err
			}
			conflicts := overrides.Conflicts(entries)
			for i := range entries {
				if e := &entries[i]; conflicts[e.ID] {
					a.tell("error", e.File+": "+e.ID+": "+a.gloss("override_conflict")+" (override_conflict)")
				}
			}
			if n := len(conflicts); n > 0 {
				return &failure{exit: exitUsage, code: "overrides-invalid", text: fixText.say(a.lang, "problems", n)}
			}
			_, err = fmt.Fprintln(a.out, fixText.say(a.lang, "sound", len(entries)))
			return err
		},
	}
}

// corrections reads the corrections of a workspace; every mistake is told before
// any work.
func (a *app) corrections(workspace string) ([]overrides.Entry, error) {
	entries, problems, err := overrides.Read(workspace)
	if err != nil {
		return nil, &failure{exit: exitUsage, code: "overrides-invalid", text: fixText.say(a.lang, "unreadable", screen.Quote(workspace)), err: err}
	}
	for _, p := range problems {
		a.tell("error", p.Error())
	}
	if len(problems) > 0 {
		return nil, &failure{exit: exitUsage, code: "overrides-invalid", text: fixText.say(a.lang, "problems", len(problems)), hint: fixText.say(a.lang, "lintfix")}
	}
	return entries, nil
}

func (a *app) fixStaleCmd() *cobra.Command {
	return &cobra.Command{Use: "stale WORKSPACE", Short: fixText.say(a.lang, "stale"), Example: "  gongkai fix stale work", DisableFlagsInUseLine: true, Args: a.oneWorkspace,
		RunE: func(cmd *cobra.Command, args []string) error {
			entries, err := a.corrections(args[0])
			if err != nil {
				return err
			}
			d, err := openWorkspace(cmd.Context(), a, args[0], "facts", "issues")
			if err != nil {
				return err
			}
			defer d.Close()
			states, err := correctionStates(cmd.Context(), d)
			if err != nil {
				return brokenDataset(a, args[0], err)
			}
			return a.printStale(entries, states)
		},
	}
}

// state is what a dataset says of a correction.
type state struct{ code, zh, en string }

// applied is the state of a correction that the dataset holds.
const applied = "applied"

// correctionStates reads from a dataset what became of each correction.
func correctionStates(ctx context.Context, d *parquet.Dataset) (map[string]state, error) {
	states := map[string]state{}
	type factRow struct {
		OverrideID *string `parquet:"override_id"`
	}
	for r, err := range parquet.Rows[factRow](d, "facts") {
		if err != nil {
			return nil, err
		}
		if r.OverrideID != nil {
			states[strings.Clone(*r.OverrideID)] = state{code: applied}
		}
	}
	type issueRow struct {
		Code      string  `parquet:"code"`
		MessageZh string  `parquet:"message_zh"`
		MessageEn string  `parquet:"message_en"`
		Evidence  *string `parquet:"evidence"`
	}
	for r, err := range parquet.Rows[issueRow](d, "issues") {
		if err != nil {
			return nil, err
		}
		id, _, _ := strings.Cut(deref(r.Evidence), ":")
		switch r.Code {
		case normalize.SourceErrorConfirmed:
			states[strings.Clone(id)] = state{code: applied}
		case "override_stale", "override_conflict":
			states[strings.Clone(id)] = state{strings.Clone(r.Code), strings.Clone(r.MessageZh), strings.Clone(r.MessageEn)}
		}
	}
	return states, ctx.Err()
}

func (a *app) printStale(entries []overrides.Entry, states map[string]state) error {
	var b strings.Builder
	n := 0
	for i := range entries {
		e := &entries[i]
		s, known := states[e.ID]
		text := s.en
		if a.lang == chinese {
			text = s.zh
		}
		switch {
		case s.code == applied:
			n++
			continue
		case !known:
			text = fixText.say(a.lang, "pending")
		}
		fmt.Fprintf(&b, "%s: %s\n  %s\n", screen.Line(e.File), e.ID, screen.Line(text))
	}
	b.WriteString(fixText.say(a.lang, "applied", n, len(entries)) + "\n")
	_, err := a.out.Write([]byte(b.String()))
	return err
}

func (a *app) fixAddCmd() *cobra.Command {
	say := func(key string, args ...any) string { return fixText.say(a.lang, key, args...) }
	var e overrides.Entry
	var confirm bool
	cmd := &cobra.Command{Use: "add WORKSPACE REPORT CELL (--value N | --confirm [--rule R]) --who W --why W [--file F] [--id I]",
		Short: say("add"), Long: say("addlong"), Example: say("addexample"), DisableFlagsInUseLine: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) != 3 {
				return &failure{exit: exitUsage, code: "usage-path", text: say("args"), hint: mainText.say(a.lang, "helphint", cmd.CommandPath())}
			}
			if confirm == (e.Value != "") {
				return &failure{exit: exitUsage, code: "usage-flag", text: say("either"), hint: mainText.say(a.lang, "helphint", cmd.CommandPath())}
			}
			e.Kind = normalize.ExtractionFix
			if confirm {
				e.Kind = normalize.SourceErrorConfirmed
			}
			return a.fixAdd(cmd.Context(), args[0], args[1], args[2], &e)
		},
	}
	f := cmd.Flags()
	f.StringVar(&e.Value, "value", "", say("value"))
	f.BoolVar(&confirm, "confirm", false, say("confirm"))
	f.StringVar(&e.Rule, "rule", "", say("ruleflag"))
	f.StringVar(&e.Who, "who", "", say("who"))
	f.StringVar(&e.Why, "why", "", say("why"))
	f.StringVar(&e.File, "file", "", say("file"))
	f.StringVar(&e.ID, "id", "", say("id"))
	return cmd
}

// fixAdd completes a correction from the dataset and writes it down.
func (a *app) fixAdd(ctx context.Context, workspace, report, cell string, e *overrides.Entry) error {
	bad := func(err error) error {
		return &failure{exit: exitUsage, code: "overrides-invalid", text: fixText.say(a.lang, "unusable"), err: err}
	}
	if err := a.holdsCorrections(workspace); err != nil {
		return err
	}
	others, err := a.corrections(workspace)
	if err != nil {
		return err
	}
	if err := a.readsNow(ctx, workspace, report, cell, e); err != nil {
		return err
	}
	e.ID = cmp.Or(e.ID, strings.NewReplacer("|", ".", "_", "-").Replace(strings.Trim(e.Report+"."+e.Cell.String(), "|")))
	e.File = cmp.Or(e.File, bodyOf(e.Report)+".yaml")
	if !safeFile(e.File) {
		return bad(fmt.Errorf("file %q", e.File))
	}
	if err := e.Check(); err != nil {
		return bad(err)
	}
	if i := slices.IndexFunc(others, func(o overrides.Entry) bool { return o.ID == e.ID }); i >= 0 {
		return &failure{exit: exitUsage, code: "overrides-invalid", text: fixText.say(a.lang, "twice", screen.Quote(e.ID)), hint: fixText.say(a.lang, "twicefix", screen.Line(path.Join(overrides.Folder, others[i].File)))}
	}
	if overrides.Conflicts(append(slices.Clone(others), *e))[e.ID] {
		return bad(fmt.Errorf("%s", a.gloss("override_conflict")))
	}
	unlock, err := pipeline.Lock(workspace)
	if err != nil {
		return &failure{exit: exitLocked, code: "workspace-locked", text: convertText.say(a.lang, "locked", screen.Quote(workspace)), hint: convertText.say(a.lang, "lockedfix")}
	}
	defer unlock()
	if err := overrides.Add(workspace, e.File, e); err != nil {
		return bad(err)
	}
	_, err = fmt.Fprintln(a.out, fixText.say(a.lang, "written", e.ID, screen.Line(path.Join(overrides.Folder, e.File))))
	return err
}

// readsNow finds the cell that is asked for, named as for why, and what the
// dataset reads there: the number, or the status.
func (a *app) readsNow(ctx context.Context, workspace, report, cell string, e *overrides.Entry) error {
	d, err := openWorkspace(ctx, a, workspace, "reports", "facts")
	if err != nil {
		return err
	}
	defer d.Close()
	w := asking{app: a}
	reports, err := w.readReports(ctx, d)
	if err != nil {
		return brokenDataset(a, workspace, err)
	}
	if err := w.chooseReport(reports, report); err != nil {
		return err
	}
	if err := w.readFacts(ctx, d); err != nil {
		return brokenDataset(a, workspace, err)
	}
	if err := w.chooseCell(cell); err != nil {
		return err
	}
	f := &w.Fact
	e.Report, e.Cell, e.Was = f.ReportID, normalize.Key{Indicator: f.Indicator, Applicant: deref(f.Applicant)}, f.Status
	if f.Value != nil {
		e.Was = number(*f.Value)
	}
	return nil
}

// bodyOf is the body of a report_id: what stands before the year.
func bodyOf(report string) string {
	if i := strings.LastIndexByte(report, '-'); i > 0 {
		return report[:i]
	}
	return report
}

// safeFile keeps a name below the folder.
func safeFile(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	return name == path.Clean(name) && !path.IsAbs(name) && !strings.HasPrefix(name, "..") && !strings.ContainsAny(name, "\\\x00") && (ext == ".yaml" || ext == ".yml")
}
