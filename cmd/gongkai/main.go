package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"os"
	"os/signal"
	"runtime"
	"strconv"
	"strings"
	"syscall"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/pipeline"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"

	screen "github.com/gongkai-data/gongkai/cmd/gongkai/internal/term"
)

// app is what every subcommand shares: the streams and the language.
type app struct {
	lang     lang
	in       io.Reader
	out, err io.Writer
	terminal bool // stderr is a terminal: progress may be drawn
	width    int  // columns of stdout, 0 where it is no terminal
	glosses  map[string]string
	password string // of encrypted documents
	pages    pageFlags
	reach    func(netip.AddrPort) bool // addresses beside the public ones that tests let be asked; nil for none
}

// reachable lets tests of the whole command ask their own servers.
var reachable func(netip.AddrPort) bool

var mainText = phrases{
	"short":       {"turn published annual reports on government information disclosure into a dataset", "把政府信息公开工作年度报告转换为数据集"},
	"long":        {"gongkai reads annual reports on government information disclosure (政府信息公开工作年度报告)\nof the report years since 2008, as .docx, .doc, .wps, RTF, PDF, HTML, MHTML or text, and writes every printed\nnumber, with its address, as Parquet. Begin with: gongkai convert FOLDER --out WORKSPACE", "gongkai 读取 2008 年度以来的政府信息公开工作年度报告（.docx、.doc、.wps、RTF、PDF、HTML、MHTML、文本），\n把每个印出的数字连同其出处写成 Parquet。可从这一步开始：gongkai convert 文件夹 --out 工作区"},
	"lang":        {"language of messages: zh or en (default from the locale)", "界面语言：zh 或 en（默认取自环境）"},
	"help":        {"help for this command", "显示本命令的帮助"},
	"usage":       {"Usage:", "用法："},
	"command":     {"[command]", "[命令]"},
	"commands":    {"Commands:", "命令："},
	"examples":    {"Examples:", "示例："},
	"flags":       {"Flags:", "选项："},
	"global":      {"Global flags:", "全局选项："},
	"more":        {"Use \"%s [command] --help\" for more about a command.", "用“%s [命令] --help”查看某个命令的说明。"},
	"badcmd":      {"unknown command %s", "没有此命令：%s"},
	"badflag":     {"unknown flag %s", "没有此选项：%s"},
	"noflagvalue": {"flag --%s needs a value", "选项 --%s 缺少取值"},
	"badvalue":    {"invalid value %s for --%s", "选项 --%[2]s 的取值无效：%[1]s"},
	"badusage":    {"wrong usage: %s", "用法有误：%s"},
	"badlang":     {"unknown language %s", "没有此语言：%s"},
	"langhint":    {"use zh or en", "请用 zh 或 en"},
	"default":     {" (default %s)", "（默认：%s）"},
	"jobs":        {"documents read at the same time (default: one for each processor)", "同时读取的文件数（默认：每个处理器一份）"},
	"password":    {"password of encrypted .doc and PDF files (encrypted .docx is not read)", "加密的 .doc 与 PDF 文件的密码（加密的 .docx 不读取）"},
	"nopath":      {"no path given", "未给出路径"},
	"extra":       {"too many arguments", "参数过多"},
	"helphint":    {"see %s --help", "见 %s --help"},
	"error":       {"error: ", "错误："},
	"warning":     {"warning: ", "警告："},
	"hint":        {"hint: ", "提示："},
	"nojobs":      {"%d is less than 1", "%d 小于 1"},
	"outfull":     {"no room to write the output", "空间不足，无法写出结果"},
	"interrupted": {"interrupted, nothing was changed; run again", "已中断，未作任何改动；请重新运行"},
}

func main() {
	ctx, cancel := context.WithCancelCause(context.Background())
	ignoreFileSize()
	pipeline.Tune()
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		exit := exitInterrupted
		if <-signals == syscall.SIGTERM {
			exit = exitTerminated
		}
		cancel(interrupted{exit})
		<-signals // the user insists: whatever is open lies in a temporary folder
		os.Exit(exit)
	}()
	a := &app{in: os.Stdin, out: os.Stdout, err: os.Stderr, terminal: term.IsTerminal(int(os.Stderr.Fd())), reach: reachable}
	if w, _, err := term.GetSize(int(os.Stdout.Fd())); err == nil {
		a.width = w
	}
	os.Exit(a.run(ctx, os.Args[1:], os.Getenv))
}

// run executes one command line and returns its exit code.
func (a *app) run(ctx context.Context, args []string, env func(string) string) int {
	a.lang = chooseLang(args, env)
	root := a.root()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	var i interrupted
	if errors.As(context.Cause(ctx), &i) && err != nil {
		a.tell("warning", mainText.say(a.lang, "interrupted"))
		return i.exit
	}
	var f *failure
	switch {
	case err == nil:
	case errors.As(err, &f):
		if f.text != "" {
			a.tell("error", f.Error())
		}
		if f.hint != "" {
			a.tell("hint", f.hint)
		}
	case pipeline.IsFull(err):
		a.tell("error", fmt.Sprintf("%s: %v (disk-full)", mainText.say(a.lang, "outfull"), err))
		return exitFull
	default:
		a.tell("error", err.Error())
	}
	return exitOf(err)
}

// tell writes one line for people to stderr.
func (a *app) tell(kind, text string) {
	if kind != "" {
		kind = mainText.say(a.lang, kind)
	}
	fmt.Fprintf(a.err, "gongkai: %s%s\n", kind, screen.Line(text))
}

// gloss is what a code means, in the user's language and without its full stop;
// "" where the code has no meaning.
func (a *app) gloss(code string) string {
	if a.glosses == nil {
		a.glosses = map[string]string{}
		for _, m := range meanings() {
			if _, had := a.glosses[m.Code]; had {
				continue
			}
			text := m.En
			if a.lang == chinese {
				text = m.Zh
			}
			a.glosses[m.Code] = strings.TrimRight(text, ".。")
		}
	}
	code, _, _ = strings.Cut(code, ":")
	return a.glosses[code]
}

// reason is why a document is no report or could not be read: what its code
// means, the technical message, the code.
func (a *app) reason(code, message string) string {
	if g := a.gloss(code); g != "" {
		return fmt.Sprintf("%s [%s] (%s)", g, message, code)
	}
	return fmt.Sprintf("%s (%s)", message, code)
}

// coded is a code with its meaning beside it where the user does not read English.
func (a *app) coded(code string) string {
	if g := a.gloss(code); g != "" && a.lang == chinese {
		return code + "（" + g + "）"
	}
	return code
}

// root builds the command tree in the language of the user.
func (a *app) root() *cobra.Command {
	say := func(key string, args ...any) string { return mainText.say(a.lang, key, args...) }
	var language string
	root := &cobra.Command{
		Use: "gongkai", Short: say("short"), Long: say("long"),
		SilenceErrors: true, SilenceUsage: true, DisableFlagsInUseLine: true,
		Args: cobra.ArbitraryArgs,
		PersistentPreRunE: func(cmd *cobra.Command, args []string) error {
			if language != "" && language != string(english) && language != string(chinese) {
				return &failure{exit: exitUsage, code: "usage-language", text: say("badlang", screen.Quote(language)), hint: say("langhint")}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return cmd.Help()
			}
			return &failure{exit: exitUsage, code: "usage-command", text: say("badcmd", screen.Quote(args[0])), hint: say("helphint", "gongkai")}
		},
	}
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.err)
	root.SetFlagErrorFunc(a.flagError)
	root.SetUsageTemplate(a.usageTemplate())
	root.SetHelpTemplate("{{with (or .Long .Short)}}{{. | trimTrailingWhitespaces}}\n\n{{end}}{{.UsageString}}")
	root.PersistentFlags().StringVar(&language, "lang", "", say("lang"))
	root.AddCommand(a.readCmd(), a.tablesCmd(), a.convertCmd(), a.lsCmd(), a.whyCmd(), a.diffCmd(), a.checkCmd(), a.fixCmd(), a.exportCmd(), a.sqlCmd(), a.explainCmd(), a.listCmd(), a.sourceCmd(), a.versionCmd(), a.workerCmd())
	root.AddCommand(a.storeCmd(), a.planCmd(), a.commitCmd())
	root.AddCommand(a.workspaceCmds()...)
	root.AddCommand(a.crawlCmd(), a.syncCmd(), a.archiveCmd(), a.importCmd())
	root.AddCommand(a.doctorCmd(), a.completionCmd())
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetHelpCommand(&cobra.Command{Use: "no-help", Hidden: true}) // --help does it, in both languages
	a.nameFlags(root)
	return root
}

// nameFlags puts into the user's language what the libraries would write into help:
// the text of --help, and in Chinese what a flag is where it is not given.
func (a *app) nameFlags(c *cobra.Command) {
	c.InitDefaultHelpFlag()
	if f := c.Flags().Lookup("help"); f != nil {
		f.Usage = mainText.say(a.lang, "help")
	}
	if a.lang == chinese {
		c.Flags().VisitAll(func(f *pflag.Flag) {
			zero := map[string]string{"int": "0", "string": ""}
			if none, ok := zero[f.Value.Type()]; ok && f.DefValue != none {
				f.Usage, f.DefValue = f.Usage+mainText.say(a.lang, "default", f.DefValue), none
			}
		})
	}
	for _, s := range c.Commands() {
		a.nameFlags(s)
	}
}

// flagError says in the user's language what pflag met.
func (a *app) flagError(cmd *cobra.Command, err error) error {
	say := func(key string, args ...any) string { return mainText.say(a.lang, key, args...) }
	f := &failure{exit: exitUsage, code: "usage-flag", text: say("badusage", err), hint: say("helphint", cmd.CommandPath())}
	var unknown *pflag.NotExistError
	var missing *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown):
		name := "--" + unknown.GetSpecifiedName()
		if s := unknown.GetSpecifiedShortnames(); s != "" {
			name = "-" + s
		}
		f.text = say("badflag", screen.Quote(name))
	case errors.As(err, &missing):
		f.text = say("noflagvalue", missing.GetSpecifiedName())
	case errors.As(err, &invalid):
		f.text = say("badvalue", screen.Quote(invalid.GetValue()), invalid.GetFlag().Name)
	}
	return f
}

// needPaths is the Args of commands that want at least one path.
func (a *app) needPaths(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return &failure{exit: exitUsage, code: "usage-path", text: mainText.say(a.lang, "nopath"), hint: mainText.say(a.lang, "helphint", cmd.CommandPath())}
	}
	return nil
}

// noArgs is the Args of commands that want none.
func (a *app) noArgs(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return &failure{exit: exitUsage, code: "usage-path", text: mainText.say(a.lang, "extra"), hint: mainText.say(a.lang, "helphint", cmd.CommandPath())}
	}
	return nil
}

// jobsFlag adds -j. The default is not printed as a number: help is the same on
// every machine.
func (a *app) jobsFlag(cmd *cobra.Command, jobs *int) {
	*jobs = runtime.GOMAXPROCS(0)
	cmd.Flags().VarP(&workers{jobs, a.lang}, "jobs", "j", mainText.say(a.lang, "jobs"))
	cmd.Flags().Lookup("jobs").DefValue = "0"
}

// readFlags adds what every command that reads documents understands.
func (a *app) readFlags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&a.password, "password", "", mainText.say(a.lang, "password"))
	a.pages.add(cmd, a.lang)
}

// stages returns the stages of the command with its flags.
func (a *app) stages(s *pipeline.Stages) *pipeline.Stages {
	s.Password = a.password
	a.pages.apply(a, s)
	return s
}

// workers is the value of -j: a number from 1.
type workers struct {
	n *int
	l lang
}

// Set takes what the user wrote.
func (w *workers) Set(s string) error {
	n, err := strconv.Atoi(s)
	if err == nil && n < 1 {
		err = errors.New(mainText.say(w.l, "nojobs", n))
	}
	if err == nil {
		*w.n = n
	}
	return err
}

// String prints the number.
func (w *workers) String() string {
	if w.n == nil {
		return "0"
	}
	return strconv.Itoa(*w.n)
}

// Type names the value in help.
func (w *workers) Type() string { return "int" }

// usageTemplate is cobra's, with the headings in the user's language.
func (a *app) usageTemplate() string {
	r := strings.NewReplacer(
		"@usage", mainText.say(a.lang, "usage"), "@commands", mainText.say(a.lang, "commands"), "@command", mainText.say(a.lang, "command"),
		"@examples", mainText.say(a.lang, "examples"), "@flags", mainText.say(a.lang, "flags"), "@global", mainText.say(a.lang, "global"),
		"@more", mainText.say(a.lang, "more", "{{.CommandPath}}"))
	return r.Replace(`@usage{{if and .Runnable .HasParent}}
  {{.UseLine}}{{end}}{{if .HasAvailableSubCommands}}
  {{.CommandPath}} @command{{end}}{{if .HasExample}}

@examples
{{.Example}}{{end}}{{if .HasAvailableSubCommands}}

@commands{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding }} {{.Short}}{{end}}{{end}}{{end}}{{if .HasAvailableLocalFlags}}

@flags
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableInheritedFlags}}

@global
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableSubCommands}}

@more{{end}}
`)
}
