package main

import (
	"encoding/json"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/gongkai-data/gongkai/sinks"
)

// version is the released version of the program.
const version = "0.1.0"

var versionText = phrases{
	"short":   {"print versions of the program, Go and the dataset's schema", "显示程序、Go 与数据结构的版本"},
	"example": {"  gongkai version\n  gongkai version --json", "  gongkai version\n  gongkai version --json"},
	"json":    {"print JSON", "输出 JSON"},
}

// build is what `version` prints. It holds no time of building: two builds of
// one commit say the same.
type build struct {
	Version  string `json:"version"`
	Module   string `json:"module"`
	Schema   string `json:"schema_version"`
	Go       string `json:"go"`
	Platform string `json:"platform"`
	Revision string `json:"revision,omitempty"`
}

func thisBuild() build {
	b := build{Version: version, Schema: sinks.SchemaVersion, Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH}
	if bi, ok := debug.ReadBuildInfo(); ok {
		b.Module = bi.Main.Path
		for _, s := range bi.Settings {
			if s.Key == "vcs.revision" {
				b.Revision = s.Value
			}
		}
	}
	return b
}

func (a *app) versionCmd() *cobra.Command {
	say := func(key string) string { return versionText.say(a.lang, key) }
	var asJSON bool
	cmd := &cobra.Command{
		Use: "version [--json]", DisableFlagsInUseLine: true, Short: say("short"), Example: say("example"), Args: a.noArgs,
		RunE: func(*cobra.Command, []string) error {
			b := thisBuild()
			if asJSON {
				return a.json(b)
			}
			_, err := fmt.Fprintf(a.out, "gongkai %s\nmodule  %s\nschema  %s\ngo      %s %s\n", b.Version, b.Module, b.Schema, b.Go, b.Platform)
			return err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, say("json"))
	return cmd
}

// json writes v as one line of JSON to stdout. Text stays as it is: no letter
// is escaped for the sake of HTML.
func (a *app) json(v any) error {
	enc := json.NewEncoder(a.out)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}
