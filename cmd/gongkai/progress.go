package main

import (
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/record"
	screen "github.com/gongkai-data/gongkai/cmd/gongkai/internal/term"
	"github.com/gongkai-data/gongkai/sinks"
)

var progressText = phrases{
	"hash":    {"looking at files", "检查文件"},
	"read":    {"reading", "读取"},
	"compare": {"comparing reports", "比对年报"},
	"publish": {"writing tables", "写表"},
	"commit":  {"committing", "提交"},
	"line":    {"%s: %d of %d, %.0f a second, %s left", "%s：%d / %d，每秒 %.0f 份，剩余约 %s"},
	"inside":  {"%s: %d files in it so far", "%s：已列出其中 %d 份文件"},
	"unread":  {"; %d not read", "；%d 份无法读取"},
}

// lineEvery is how often progress is told where no terminal can draw it.
const lineEvery = 5 * time.Second

// progress tells how far a run is: a bar on a terminal, else plain lines.
type progress struct {
	app   *app
	quiet bool

	name              string
	done, total, lost int
	began, last       time.Time
	bar               *progressbar.ProgressBar
	mu                sync.Mutex // archives are told of while files are
}

func (c *conversion) progress() *progress { return &progress{app: c.app, quiet: c.quiet} }

// stageText is the text of each stage of a run.
var stageText = map[string]string{"hash": "hash", "read": "read", "compare": "compare", "publish": "publish", "commit": "commit"}

// Stage begins the next part of the run.
func (p *progress) Stage(name string, total int) {
	p.end()
	p.name, p.done, p.total, p.lost = progressText.say(p.app.lang, stageText[name]), 0, total, 0
	p.began = time.Now()
	p.last = p.began
	if p.app.terminal && !p.quiet {
		p.bar = newBar(p.app.err, total, p.name)
	}
}

func newBar(w io.Writer, total int, name string) *progressbar.ProgressBar {
	return progressbar.NewOptions(total, progressbar.OptionSetWriter(w), progressbar.OptionSetDescription(name), progressbar.OptionShowCount(), progressbar.OptionShowIts(),
		progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish(), progressbar.OptionSetPredictTime(true))
}

// Step is one file, document or report more.
func (p *progress) Step(b *record.Brief) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done++
	if b != nil && b.Outcome == sinks.Failed {
		p.lost++
		if p.bar != nil {
			p.bar.Describe(p.name + progressText.say(p.app.lang, "unread", p.lost))
		}
	}
	switch {
	case p.quiet:
	case p.bar != nil:
		_ = p.bar.Add(1)
	case time.Since(p.last) >= lineEvery:
		p.last = time.Now()
		fmt.Fprintf(p.app.err, "gongkai: %s\n", p.line(time.Since(p.began)))
	}
}

// Inside tells how many files of an archive were seen. A large one is one step, and
// a long one.
func (p *progress) Inside(archive string, n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	text := screen.Line(progressText.say(p.app.lang, "inside", archive, n))
	switch {
	case p.quiet:
	case p.bar != nil:
		p.bar.Describe(p.name + "  " + text)
	case time.Since(p.last) >= lineEvery:
		p.last = time.Now()
		fmt.Fprintf(p.app.err, "gongkai: %s: %s\n", p.name, text)
	}
}

// line says how far the part is, how fast it goes and how long it will take.
func (p *progress) line(so time.Duration) string {
	rate := float64(p.done) / so.Seconds()
	left := time.Duration(float64(p.total-p.done) / rate * float64(time.Second)).Round(time.Second)
	s := progressText.say(p.app.lang, "line", p.name, p.done, p.total, rate, left)
	if p.lost > 0 {
		s += progressText.say(p.app.lang, "unread", p.lost)
	}
	return s
}

// end clears the bar.
func (p *progress) end() {
	if p.bar != nil {
		_ = p.bar.Finish()
		p.bar = nil
	}
}
