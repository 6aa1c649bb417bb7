package main

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/ocr"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/second"
	screen "github.com/gongkai-data/gongkai/cmd/gongkai/internal/term"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/worker"
	"github.com/gongkai-data/gongkai/corpus/archive"
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
	"limitsof":  {"a document: %d MB, %.0f s, with pages %.0f s; a worker: %d MB of memory, %d documents, %.0f minutes", "单个文件 %d MB、%.0f 秒，分页格式 %.0f 秒；单个进程：内存 %d MB、%d 份文件、%.0f 分钟"},
	"archives":  {"archives", "压缩包"},
	"archiveof": {"%d entries, %d GB of content, %d:1 once there is %d GB, nested %d times, one within another %d MB", "%d 个条目，内容 %d GB，超过 %[4]d GB 后至多 %[3]d:1，嵌套 %[5]d 层，内层 %[6]d MB"},
	"processor": {"processors", "处理器"},
	"pagecache": {"second PDF reader", "PDF 第二读取器"},
	"forocr":    {"for --ocr", "用于 --ocr"},
	"forsql":    {"for sql", "用于 sql"},
	"noprogram": {"%s is not in the PATH", "PATH 中没有 %s"},

	// what bounds a worker, by the names that package worker gives
	"address space": {"address space", "地址空间"}, "processor time": {"processor time", "处理器时间"}, "file size": {"file size", "写文件"},
	"open files": {"open files", "打开文件数"}, "core dumps": {"core dumps", "内存转储"}, "no new privileges": {"no new privileges", "不得提升权限"},
	"no sockets, no programs": {"no sockets, no programs", "不得联网、不得启动程序"},
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
				name, why, _ := strings.Cut(not, ": ")
				field("unbounded", strings.TrimSuffix(say(name)+": "+why, ": "))
			} else {
				field("bounded", say(c))
			}
		}
	}
	l := worker.DefaultLimits
	field("limits", say("limitsof", extract.DefaultLimits.Input>>20, l.Time.Seconds(), l.Slow.Seconds(), l.Resident>>20, l.Served, l.Age.Minutes()))
	x := archive.DefaultLimits
	field("archives", say("archiveof", x.Entries, x.Total>>30, x.Ratio, x.From>>30, x.Depth, x.Nested>>20))
	field("pagecache", second.Folder())
	for _, p := range []struct{ use, name string }{{"forocr", ocr.Program}, {"forsql", "duckdb"}} {
		path, err := exec.LookPath(p.name)
		if err != nil {
			path = say("noprogram", p.name)
		}
		field(p.use, path)
	}
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
