package main

import (
	"github.com/spf13/cobra"

	screen "github.com/gongkai-data/gongkai/cmd/gongkai/internal/term"
)

var completionText = phrases{
	"short":   {"print the completion script of a shell", "输出命令行补全脚本"},
	"long":    {"Prints the script that lets a shell complete commands and flags.", "输出脚本，使命令行可以补全命令与选项。"},
	"example": {"  source <(gongkai completion bash)\n  gongkai completion zsh > \"${fpath[1]}/_gongkai\"\n  gongkai completion fish | source", "  source <(gongkai completion bash)\n  gongkai completion zsh > \"${fpath[1]}/_gongkai\"\n  gongkai completion fish | source"},
	"bad":     {"no completion for shell %s", "不支持该命令行的补全：%s"},
	"none":    {"no shell given", "未给出命令行名称"},
	"fix":     {"use bash, zsh, fish or powershell", "可用：bash、zsh、fish、powershell"},
}

func (a *app) completionCmd() *cobra.Command {
	say := func(key string, args ...any) string { return completionText.say(a.lang, key, args...) }
	return &cobra.Command{
		Use: "completion bash|zsh|fish|powershell", Short: say("short"), Long: say("long"), Example: say("example"),
		ValidArgs: []string{"bash", "zsh", "fish", "powershell"}, DisableFlagsInUseLine: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return &failure{exit: exitUsage, code: "usage-path", text: say("none"), hint: say("fix")}
			}
			switch root := cmd.Root(); args[0] {
			case "bash":
				return root.GenBashCompletionV2(a.out, true)
			case "zsh":
				return root.GenZshCompletion(a.out)
			case "fish":
				return root.GenFishCompletion(a.out, true)
			case "powershell":
				return root.GenPowerShellCompletionWithDesc(a.out)
			}
			return &failure{exit: exitUsage, code: "usage-path", text: say("bad", screen.Quote(args[0])), hint: say("fix")}
		},
	}
}
