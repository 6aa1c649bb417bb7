package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/store"
	screen "github.com/gongkai-data/gongkai/cmd/gongkai/internal/term"
)

var storeText = phrases{
	"short":         {"places for documents and results that many machines share", "供多台机器共用的文件与结果存放处"},
	"long":          {"A store is a folder (/srv/foi, file:///srv/foi) or a bucket (s3://bucket/prefix, gs://bucket/prefix, azblob://container/prefix).\nCredentials come from the environment, as the tools of each service take them; an S3 service of your own is named by the query:\ns3://bucket?endpoint=http://localhost:7070&region=us-east-1&use_path_style=true", "存放处可以是文件夹（/srv/foi、file:///srv/foi）或对象存储（s3://桶/前缀、gs://桶/前缀、azblob://容器/前缀）。\n凭据取自环境变量，与各服务自己的工具相同；自建 S3 服务用查询参数指明：\ns3://桶?endpoint=http://localhost:7070&region=us-east-1&use_path_style=true"},
	"doctorshort":   {"prove that a store keeps the promise that results rest on", "检验存放处是否遵守结果所依赖的承诺"},
	"doctorlong":    {"Writes, reads and lists keys below doctor/, then lets several processes race to create the same keys: of each, exactly one\nmay be told that it did. Some services that speak S3 ignore conditional writes; two commits at once would then overwrite each\nother. What was written is removed. Exit status 12 where the promise is broken: do not use the store.", "在 doctor/ 下写入、读取、列出若干键，再由多个进程同时争建同一批键：每个键只能有一个进程得到“已建立”。\n某些兼容 S3 的服务忽略条件写入，两次同时提交会互相覆盖。写入的内容随后删除。承诺不成立时退出码 12：请勿使用该存放处。"},
	"doctorexample": {"  gongkai store doctor /srv/foi\n  gongkai store doctor s3://foi-results/2026 --processes 6 --keys 300", "  gongkai store doctor /srv/foi\n  gongkai store doctor s3://foi-results/2026 --processes 6 --keys 300"},
	"keys":          {"keys that are raced for", "争建的键数"},
	"processes":     {"processes that race", "参与争建的进程数"},
	"json":          {"print the steps as JSON", "以 JSON 输出各步结果"},
	"racer":         {"race for keys, for store doctor", "供 store doctor 争建键"},
	"one":           {"store doctor takes one store", "store doctor 只接受一个存放处"},
	"badcount":      {"%s must be from 1 to %d", "%s 须在 1 到 %d 之间"},
	"badstore":      {"cannot use the store %s", "无法使用存放处 %s"},
	"broken":        {"the store %s does not keep its promise", "存放处 %s 不遵守承诺"},
	"kept":          {"%s keeps its promise", "%s 遵守承诺"},
	"yes":           {"yes", "是"},
	"no":            {"NO", "否"},
	"create":        {"new keys are created", "可建立新键"},
	"read":          {"what was written comes back", "写入的内容可原样读回"},
	"range":         {"parts come back", "可读取部分内容"},
	"absent":        {"what is not there is told as absent", "不存在的键如实告知"},
	"list":          {"all keys are listed", "列出全部键"},
	"keep":          {"what is there is not replaced", "已有内容不会被替换"},
	"race":          {"of processes that race, one wins each key", "多进程争建时每键只有一个成功"},
}

// stepText is the text of each promise of a store.
var stepText = map[string]string{"create": "create", "read": "read", "range": "range", "absent": "absent", "list": "list", "keep": "keep", "race": "race"}

func (a *app) storeCmd() *cobra.Command {
	say := func(key string, args ...any) string { return storeText.say(a.lang, key, args...) }
	cmd := &cobra.Command{Use: "store", Short: say("short"), Long: say("long"), DisableFlagsInUseLine: true, Args: a.noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	cmd.AddCommand(a.storeDoctorCmd(), a.storeRacerCmd())
	return cmd
}

func (a *app) storeDoctorCmd() *cobra.Command {
	say := func(key string, args ...any) string { return storeText.say(a.lang, key, args...) }
	var keys, processes int
	var asJSON bool
	cmd := &cobra.Command{
		Use: "doctor STORE [--keys N] [--processes N] [--json]", DisableFlagsInUseLine: true, Short: say("doctorshort"), Long: say("doctorlong"), Example: say("doctorexample"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return &failure{exit: exitUsage, code: "usage-path", text: say("one"), hint: mainText.say(a.lang, "helphint", cmd.CommandPath())}
			}
			for _, n := range []struct {
				flag   string
				n, max int
			}{{"--keys", keys, 100_000}, {"--processes", processes, 64}} {
				if n.n < 1 || n.n > n.max {
					return &failure{exit: exitUsage, code: "usage-flag", text: say("badcount", n.flag, n.max), hint: mainText.say(a.lang, "helphint", cmd.CommandPath())}
				}
			}
			return a.storeDoctor(cmd.Context(), args[0], keys, processes, asJSON)
		},
	}
	cmd.Flags().IntVar(&keys, "keys", 300, say("keys"))
	cmd.Flags().IntVar(&processes, "processes", 6, say("processes"))
	cmd.Flags().BoolVar(&asJSON, "json", false, say("json"))
	return cmd
}

// storeStep is a step as --json prints it.
type storeStep struct {
	Step  string `json:"step"`
	Kept  bool   `json:"kept"`
	Error string `json:"error,omitempty"`
}

func (a *app) storeDoctor(ctx context.Context, at string, keys, processes int, asJSON bool) error {
	say := func(key string, args ...any) string { return storeText.say(a.lang, key, args...) }
	s, err := a.openStore(ctx, at)
	if err != nil {
		return err
	}
	defer s.Close()
	name := screen.Quote(s.Name())
	race := func(ctx context.Context, prefix string, keys int) ([][]string, error) {
		return raceProcesses(ctx, at, prefix, keys, processes)
	}
	steps, err := store.Doctor(ctx, s, race, keys)
	var broken error
	told := []storeStep{}
	for _, p := range steps {
		t := storeStep{Step: p.Name, Kept: p.Err == nil}
		answer := say("yes")
		if p.Err != nil {
			broken, answer, t.Error = p.Err, say("no"), p.Err.Error()
		}
		told = append(told, t)
		if !asJSON {
			fmt.Fprintf(a.out, "%s  %s\n", screen.Pad(answer, 4), say(stepText[p.Name]))
		}
	}
	if asJSON {
		if err := a.json(map[string]any{"store": s.Name(), "kept": broken == nil && err == nil, "steps": told}); err != nil {
			return err
		}
	}
	switch {
	case err != nil && ctx.Err() != nil:
		return err
	case err != nil:
		return &failure{exit: exitFailed, code: "store-unusable", text: say("badstore", name), err: err}
	case broken != nil:
		return &failure{exit: exitIntegrity, code: "store-promise", text: say("broken", name), err: broken}
	case !asJSON:
		fmt.Fprintln(a.out, say("kept", s.Name()))
	}
	return nil
}

// openStore opens a store that the user named.
func (a *app) openStore(ctx context.Context, at string) (store.Store, error) {
	s, err := store.Open(ctx, at)
	if err != nil {
		return nil, &failure{exit: exitUsage, code: "store-unusable", text: storeText.say(a.lang, "badstore", screen.Quote(store.Shown(at))), err: err, hint: mainText.say(a.lang, "helphint", "gongkai store")}
	}
	return s, nil
}

// racer is what a process of a race is told. It comes on a pipe: an address may
// hold what other users of the machine must not see.
type racer struct {
	Store, Prefix string
	Keys, Process int
}

func (a *app) storeRacerCmd() *cobra.Command {
	return &cobra.Command{
		Use: "racer", Hidden: true, Short: storeText.say(a.lang, "racer"), Args: a.noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			in := json.NewDecoder(a.in)
			var r racer
			if err := in.Decode(&r); err != nil {
				return err
			}
			s, err := store.Open(cmd.Context(), r.Store)
			if err != nil {
				return err
			}
			defer s.Close()
			fmt.Fprintln(a.out, `"ready"`)
			var start string
			if err := in.Decode(&start); err != nil { // all begin at once
				return err
			}
			won, err := store.RaceOnce(cmd.Context(), s, r.Prefix, r.Keys, r.Process)
			if err != nil {
				return err
			}
			return json.NewEncoder(a.out).Encode(won)
		},
	}
}

// raceProcesses is a store.Race of processes of this program.
func raceProcesses(ctx context.Context, at, prefix string, keys, processes int) ([][]string, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	type running struct {
		cmd *exec.Cmd
		in  *json.Encoder
		out *json.Decoder
		err *bytes.Buffer
	}
	all := make([]running, processes)
	defer func() {
		cancel()
		for _, p := range all {
			if p.cmd != nil {
				_ = p.cmd.Wait()
			}
		}
	}()
	failed := func(p running, err error) error {
		if text := strings.TrimSpace(p.err.String()); text != "" {
			return errors.New(text)
		}
		return err
	}
	for n := range all {
		cmd := exec.CommandContext(ctx, self, "store", "racer")
		in, err := cmd.StdinPipe()
		if err != nil {
			return nil, err
		}
		out, err := cmd.StdoutPipe()
		if err != nil {
			return nil, err
		}
		text := &bytes.Buffer{}
		cmd.Stderr = text
		if err := cmd.Start(); err != nil {
			return nil, err
		}
		all[n] = running{cmd, json.NewEncoder(in), json.NewDecoder(bufio.NewReader(out)), text}
		if err := all[n].in.Encode(racer{at, prefix, keys, n}); err != nil {
			return nil, err
		}
	}
	for _, p := range all {
		var ready string
		if err := p.out.Decode(&ready); err != nil {
			return nil, failed(p, err)
		}
	}
	for _, p := range all {
		if err := p.in.Encode("go"); err != nil {
			return nil, failed(p, err)
		}
	}
	won := make([][]string, processes)
	for n, p := range all {
		if err := p.out.Decode(&won[n]); err != nil {
			return nil, failed(p, err)
		}
	}
	return won, nil
}
