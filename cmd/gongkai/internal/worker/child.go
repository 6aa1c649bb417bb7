package worker

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"
)

// child is one process, or none yet. One goroutine uses it at a time.
type child struct {
	pool   *Pool
	cmd    *exec.Cmd // nil where none runs
	in     *os.File
	room   int // bytes that an idle child's input takes without a reader
	frames chan frame
	last   *tail
	born   time.Time
	served int
	looked time.Time     // at its memory
	gone   chan struct{} // closed when the process has been waited for
	left   chan struct{} // closed when nobody listens to it any more
}

// frame is what came from a child, or the error that ended its output.
type frame struct {
	kind    byte
	payload []byte
	err     error
}

// watchEvery is how often the memory of a child is looked at.
const watchEvery = 50 * time.Millisecond

// environment is all that a child is told by the system.
func environment(l Limits) []string {
	return []string{fmt.Sprintf("GOMEMLIMIT=%d", l.Soft), "GOTRACEBACK=single", "GOGC=400", "GOMAXPROCS=1"}
}

// do is one request.
func (c *child) do(ctx context.Context, a ask) ([]byte, error) {
	l := &c.pool.program.Limits
	if c.cmd != nil && (c.served >= l.Served || time.Since(c.born) >= l.Age) {
		c.end()
	}
	if c.cmd == nil {
		if err := c.start(ctx); err != nil {
			return nil, err
		}
	}
	c.served++
	sent := make(chan error, 1)
	send := func() { sent <- writeFrame(c.in, a.kind, a.payload) }
	if 2*len(a.payload) < c.room {
		send() // it cannot block: nothing is in the pipe
	} else {
		go send()
	}
	answer, err := c.await(ctx, kindAnswer, a.limit, a.part)
	if err != nil {
		c.kill()
		<-sent // the pipe is closed by now
		return nil, err
	}
	if err := <-sent; err != nil { // an answer to what it was never told
		c.kill()
		return nil, death(Answer, "", "answered before the request was sent: %v", err)
	}
	return answer, nil
}

// start makes the process and waits until it has limited itself.
func (c *child) start(ctx context.Context) error {
	p := &c.pool.program
	cmd := exec.CommandContext(c.pool.ctx, p.Path, p.Args...)
	cmd.Env, cmd.Dir, cmd.ExtraFiles = p.Env, p.Dir, p.Files
	alone(cmd)
	cmd.Cancel = func() error { killGroup(cmd.Process); return nil }
	c.last = &tail{}
	cmd.Stderr = c.last
	cmd.WaitDelay = time.Second // whoever inherited stderr does not keep us
	inR, inW, err := os.Pipe()
	if err != nil {
		return err
	}
	outR, outW, err := os.Pipe()
	if err != nil {
		inR.Close()
		inW.Close()
		return err
	}
	room := widen(inW)
	widen(outR)
	cmd.Stdin, cmd.Stdout = inR, outW
	err = cmd.Start()
	inR.Close()
	outW.Close()
	if err != nil {
		inW.Close()
		outR.Close()
		return fmt.Errorf("start a worker: %w", err)
	}
	c.cmd, c.in, c.room, c.born, c.served, c.looked = cmd, inW, room, time.Now(), 0, time.Time{}
	c.listen(outR)
	said, err := c.greet(ctx)
	if err != nil {
		c.kill()
		var d *Death
		if errors.As(err, &d) {
			return fmt.Errorf("start a worker: %w: %s", ErrStart, d.Detail)
		}
		return err
	}
	c.pool.mu.Lock()
	c.pool.said = said
	c.pool.mu.Unlock()
	return nil
}

// ErrStart is a child that ended before it was given a document: no document's fault.
var ErrStart = errors.New("it ended before it was ready")

func (c *child) greet(ctx context.Context) (string, error) {
	p := &c.pool.program
	b, err := json.Marshal(hello{Limits: p.Limits, Settings: p.Settings})
	if err != nil {
		return "", err
	}
	if err := writeFrame(c.in, kindHello, b); err != nil {
		return "", death(Crash, "", "%v; %s", err, c.last)
	}
	said, err := c.await(ctx, kindReady, p.Limits.Start, nil)
	return string(said), err
}

// listen passes the frames of the child on until its output ends, and waits for
// the process.
func (c *child) listen(out *os.File) {
	frames, gone, left := make(chan frame), make(chan struct{}), make(chan struct{})
	c.frames, c.gone, c.left = frames, gone, left
	cmd := c.cmd
	c.pool.wg.Go(func() {
		defer out.Close()
		for {
			kind, payload, err := readFrame(out, maxFrame)
			select {
			case frames <- frame{kind, payload, err}:
			case <-left:
				return
			}
			if err != nil {
				return
			}
		}
	})
	c.pool.wg.Go(func() {
		_ = cmd.Wait()
		close(gone)
	})
}

// await takes frames until the one that is wanted, and watches the child meanwhile.
// Where part is given it takes the parts of the answer, and the limit of time is
// that of each.
func (c *child) await(ctx context.Context, want byte, limit time.Duration, part func([]byte) error) ([]byte, error) {
	l := &c.pool.program.Limits
	pid := c.cmd.Process.Pid
	var over, silent clock
	over.start(pid, limit)
	silent.start(pid, l.Stall)
	watch := time.NewTicker(watchEvery)
	defer watch.Stop()
	for {
		select {
		case f := <-c.frames:
			switch {
			case f.err != nil:
				return nil, c.autopsy(f.err)
			case f.kind == want:
				if now := time.Now(); now.Sub(c.looked) >= watchEvery {
					c.looked = now
					c.pool.saw(resident(pid))
				}
				return f.payload, nil
			case f.kind == kindAlive && len(f.payload) == 0 && want == kindAnswer:
				silent.start(pid, l.Stall)
			case f.kind == kindPart && part != nil:
				if err := part(f.payload); err != nil {
					return nil, err
				}
				over.start(pid, limit)
				silent.start(pid, l.Stall)
			default:
				return nil, death(Answer, "", "a frame of kind %q", f.kind)
			}
		case <-watch.C:
			if over.over(pid) {
				return nil, death(Time, "time = "+limit.String(), "")
			}
			if silent.over(pid) {
				return nil, death(Stall, "stall = "+l.Stall.String(), "")
			}
			if r := resident(pid); r > 0 {
				c.pool.saw(r)
				if r > l.Resident {
					return nil, death(Memory, fmt.Sprintf("memory = %d", l.Resident), "%d bytes resident", r)
				}
			}
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		case <-c.pool.ctx.Done():
			return nil, context.Canceled
		}
	}
}

// autopsy tells how a child ended whose output did.
func (c *child) autopsy(err error) *Death {
	if errors.Is(err, errFrame) {
		return death(Answer, "", "%v", err)
	}
	select {
	case <-c.gone:
	case <-time.After(time.Second): // it closed its output and lives on
		killGroup(c.cmd.Process)
		<-c.gone
	}
	said := c.last.String()
	// of the Go runtime, where the system gives it no more
	if strings.Contains(said, "out of memory") || strings.Contains(said, "cannot allocate memory") {
		return death(Memory, fmt.Sprintf("address space = %d", c.pool.program.Limits.Address), "%s", said)
	}
	return death(Crash, "", "%v: %s", c.cmd.ProcessState, said)
}

// kill ends the process with its group, and waits.
func (c *child) kill() {
	if c.cmd == nil {
		return
	}
	killGroup(c.cmd.Process)
	c.in.Close()
	close(c.left)
	<-c.gone
	c.cmd = nil
}

// end lets an idle child go, by the end of its input.
func (c *child) end() {
	if c.cmd == nil {
		return
	}
	c.in.Close()
	close(c.left)
	select {
	case <-c.gone:
	case <-time.After(time.Second):
		killGroup(c.cmd.Process)
		<-c.gone
	}
	c.cmd = nil
}

// tail keeps the first and the last of what a child says on stderr: a panic
// begins with its reason, a flood ends somewhere.
type tail struct {
	mu   sync.Mutex
	head []byte
	rest int
}

const tailKept = 2 << 10

// Write never fails and never blocks.
func (t *tail) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	n := min(len(b), tailKept-len(t.head))
	t.head = append(t.head, b[:n]...)
	t.rest += len(b) - n
	return len(b), nil
}

// String is one line.
func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	first, _, _ := bytes.Cut(bytes.TrimSpace(t.head), []byte("\n"))
	return fmt.Sprintf("%.300q", first)
}

var _ io.Writer = (*tail)(nil)
