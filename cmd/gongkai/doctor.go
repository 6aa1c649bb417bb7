package main

import (
	"fmt"
	"os"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/second"
	screen "github.com/gongkai-data/gongkai/cmd/gongkai/internal/term"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/worker"
	"github.com/gongkai-data/gongkai/extract"
)

var doctorText = phrases{
	"doctor":    {"tell what this system allows: workers and what bounds them, limits, programs", "检查本机条件：读取进程及其限制、各项上限、所需程序"},
	"doctoreg":  {"  gongkai doctor", "  gongkai doctor"},
	"workers":   {"worker processes", "读取进程"},
	"works":     {"start", "可启动"},
	"noworkers": {"do not start: %s; use --in-process", "无法启动：%s；请用 --in-process"},
	"bounded":   {"bounded by", "已限制"},
	"unbounded": {"NOT bounded by", "未能限制"},
	"limits":    {"limits", "上限"},
	"limitsof":  {"document %d bytes; %s, with pages %s; %d bytes of memory; a new worker after %d documents or %s", "文件 %d 字节；时限 %s，分页格式 %s；内存 %d 字节；每 %d 份文件或 %s 更换进程"},
	"processor": {"processors", "处理器"},
	"pagecache": {"second PDF reader", "PDF 第二读取器"},
}

func (a *app) doctorCmd() *cobra.Command {
	return &cobra.Command{
		Use: "doctor", Short: doctorText.say(a.lang, "doctor"), Example: doctorText.say(a.lang, "doctoreg"), Args: a.noArgs, DisableFlagsInUseLine: true,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.doctor(cmd) },
	}
}

// doctor starts a worker, asks it what bounds it, and lets it read a line.
func (a *app) doctor(cmd *cobra.Command) error {
	say := func(key string, args ...any) string { return doctorText.say(a.lang, key, args...) }
	var b strings.Builder
	field := func(key, value string) { fmt.Fprintf(&b, "%s %s\n", screen.Pad(say(key), 18), screen.Line(value)) }
	field("processor", fmt.Sprintf("%d, %s/%s", runtime.GOMAXPROCS(0), runtime.GOOS, runtime.GOARCH))
	confined, err := a.tryWorker(cmd)
	if err != nil {
		field("workers", say("noworkers", err))
	} else {
		field("workers", say("works"))
		for c := range strings.SplitSeq(confined, "; ") {
			if not, ok := strings.CutPrefix(c, "!"); ok {
				field("unbounded", not)
			} else {
				field("bounded", c)
			}
		}
	}
	l := worker.DefaultLimits
	field("limits", say("limitsof", extract.DefaultLimits.Input, l.Time, l.Slow, l.Resident, l.Served, l.Age))
	field("pagecache", second.Folder())
	_, err = a.out.Write([]byte(b.String()))
	return err
}

func (a *app) tryWorker(cmd *cobra.Command) (confined string, err error) {
	dir, err := os.MkdirTemp("", "gongkai-doctor-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	p, err := worker.Self(dir, worker.Limits{})
	if err != nil {
		return "", err
	}
	p.Settings = []byte("{}")
	pool := worker.Open(p, 1)
	defer pool.Close()
	if _, err := pool.Do(cmd.Context(), []byte("a line of text\n"), false); err != nil {
		return "", err
	}
	return pool.Confined(), nil
}
