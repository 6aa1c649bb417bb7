package worker

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gongkai-data/gongkai/extract"
)

// TestMain is the child where the environment says so: the same binary, as the
// command does it.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == "worker" {
		if err := Serve(os.Stdin, os.Stdout, mock); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

var sink [][]byte

// mock answers, or does what no reader should.
func mock(settings []byte) (Handle, error) {
	if string(settings) == `"refuse"` {
		return nil, errors.New("refused")
	}
	return func(request []byte) []byte {
		what, rest, _ := strings.Cut(string(request[:min(len(request), 100)]), " ")
		switch what {
		case "panic":
			panic("on purpose")
		case "loop":
			for i := 0; ; i++ {
			}
		case "slowly": // a busy machine: a quarter of the time that passes is for this process
			for began := time.Now(); time.Since(began) < 2*small.Time; time.Sleep(30 * time.Millisecond) {
				for turn := time.Now(); time.Since(turn) < 10*time.Millisecond; {
				}
			}
		case "sleep":
			time.Sleep(time.Hour)
		case "alloc":
			for {
				b := make([]byte, 64<<20)
				for i := 0; i < len(b); i += 4096 {
					b[i] = 1
				}
				sink = append(sink, b)
			}
		case "stack":
			return []byte(fmt.Sprint(deep(1)))
		case "exit":
			os.Exit(0)
		case "flood":
			for {
				os.Stdout.Write(bytes.Repeat([]byte("flood "), 1000))
			}
		case "cry":
			for range 10000 {
				os.Stderr.WriteString(strings.Repeat("cry ", 100))
			}
		case "silence":
			syscall.Kill(os.Getpid(), syscall.SIGSTOP)
			time.Sleep(time.Hour) // the signal may come a moment later
		case "lie": // a frame of a kind that no child may send
			_ = writeFrame(os.Stdout, kindRequest, nil)
		case "close":
			os.Stdout.Close()
			time.Sleep(time.Hour)
		case "pid":
			return fmt.Append(nil, os.Getpid())
		case "reach":
			return []byte(reach())
		case "env":
			dir, _ := os.Getwd()
			return []byte(fmt.Sprint(os.Environ(), dir))
		case "long":
			return bytes.Repeat([]byte(rest), 1<<20)
		}
		return append([]byte("got "), request...)
	}, nil
}

func deep(n int) int { return deep(n+1) + 1 }

// reach tries what a reader must not do.
func reach() string {
	var got []string
	if _, err := net.Dial("tcp", "127.0.0.1:9"); err == nil || strings.Contains(err.Error(), "refused") {
		got = append(got, "network")
	}
	if err := exec.Command("/bin/true").Run(); err == nil {
		got = append(got, "program")
	}
	if f, err := os.Create("file"); err == nil {
		if _, err := f.Write([]byte("x")); err == nil {
			got = append(got, "file")
		}
		f.Close()
		os.Remove("file")
	}
	return strings.Join(got, " ")
}

// small are limits that a test can wait for.
var small = Limits{Time: 1500 * time.Millisecond, Slow: 20 * time.Second, Stall: 3 * time.Second, Resident: 256 << 20, Soft: 128 << 20, Address: 8 << 30, Served: 5}

func pool(t *testing.T, n int, l Limits) *Pool {
	t.Helper()
	p, err := Self(t.TempDir(), l)
	if err != nil {
		t.Fatal(err)
	}
	pool := Open(p, n)
	t.Cleanup(pool.Close)
	return pool
}

func TestAnswers(t *testing.T) {
	p := pool(t, 2, Limits{})
	for _, request := range []string{"", "x", strings.Repeat("a document ", 1<<18)} {
		got, err := p.Do(t.Context(), []byte(request), false)
		if err != nil || string(got) != "got "+request {
			t.Fatalf("%.20q: %.20q, %v", request, got, err)
		}
	}
	got, err := p.Do(t.Context(), []byte("long abcdefgh"), false)
	if err != nil || len(got) != 8<<20 {
		t.Errorf("%d bytes, %v", len(got), err)
	}
}

// TestMock lets a document do everything to its worker; the next one is answered.
func TestMock(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("signals")
	}
	for what, want := range map[string]extract.Code{
		"panic": Crash, "exit": Crash, "stack": Crash, "loop": Time, "sleep": Time, "alloc": Memory, "flood": Answer, "lie": Answer, "close": Crash, "silence": Stall,
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			if what == "alloc" && runtime.GOOS != "linux" {
				t.Skip("memory is not watched on this system")
			}
			p := pool(t, 1, small)
			var d *Death
			slow := want == Stall || want == Memory || what == "stack"
			if _, err := p.Do(t.Context(), []byte(what), slow); !errors.As(err, &d) || d.Code != want {
				t.Fatalf("%v (%+v), want %s", err, d, want)
			}
			if strings.ContainsAny(d.Error(), "0x") && want == Crash {
				t.Errorf("the message %q differs from run to run", d)
			}
			if got, err := p.Do(t.Context(), []byte("next"), false); err != nil || string(got) != "got next" {
				t.Errorf("after it: %q, %v", got, err)
			}
			if what == "alloc" && p.Peak() < 200<<20 {
				t.Errorf("peak %d", p.Peak())
			}
		})
	}
	t.Run("cry", func(t *testing.T) {
		if got, err := pool(t, 1, small).Do(t.Context(), []byte("cry"), false); err != nil || string(got) != "got cry" {
			t.Errorf("%q, %v", got, err)
		}
	})
}

func TestRecycled(t *testing.T) {
	p := pool(t, 1, small)
	seen := map[string]int{}
	for range 12 {
		pid, err := p.Do(t.Context(), []byte("pid"), false)
		if err != nil {
			t.Fatal(err)
		}
		seen[string(pid)]++
	}
	if len(seen) != 3 {
		t.Errorf("12 documents, 5 a child: %v", seen)
	}
}

func TestConfined(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("Linux only")
	}
	p := pool(t, 1, Limits{})
	got, err := p.Do(t.Context(), []byte("reach"), false)
	if err != nil || len(got) > 0 {
		t.Errorf("a child reaches %q, %v; %s", got, err, p.Confined())
	}
	if strings.Contains(p.Confined(), "!") {
		t.Logf("refused by this system: %s", p.Confined())
	}
	t.Setenv("SECRET", "x")
	env, err := p.Do(t.Context(), []byte("env"), false)
	if err != nil || strings.Contains(string(env), "SECRET") || !strings.Contains(string(env), p.program.Dir) {
		t.Errorf("environment and folder: %s, %v", env, err)
	}
}

// TestCloseEndsChildren wants no process left, whatever it does.
func TestCloseEndsChildren(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("signals")
	}
	p := pool(t, 2, Limits{})
	pid := 0
	b, err := p.Do(t.Context(), []byte("pid"), false)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Sscan(string(b), &pid)
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(300*time.Millisecond, cancel)
	if _, err := p.Do(ctx, []byte("sleep"), false); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	p.Close()
	if err := syscall.Kill(pid, 0); err == nil {
		t.Errorf("process %d lives", pid)
	}
}

func TestCannotStart(t *testing.T) {
	p := Open(Program{Path: "/nowhere/at/all"}, 1)
	defer p.Close()
	var d *Death
	if _, err := p.Do(t.Context(), nil, false); err == nil || errors.As(err, &d) {
		t.Errorf("%v", err)
	}
	q, err := Self(t.TempDir(), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	q.Settings = []byte(`"refuse"`)
	refusing := Open(q, 1)
	defer refusing.Close()
	if _, err := refusing.Do(t.Context(), nil, false); !errors.Is(err, ErrStart) {
		t.Errorf("%v", err)
	}
}

// TestOrphan wants the two ways in which a child ends with its parent.
func TestOrphan(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	in, w := io.Pipe()
	cmd := exec.Command(exe, "worker")
	cmd.Stdin = in
	alone(cmd)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS == "linux" && (cmd.SysProcAttr.Pdeathsig != syscall.SIGKILL || !cmd.SysProcAttr.Setpgid) {
		t.Error("the child would outlive its parent")
	}
	w.Close() // the end of its input
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		cmd.Process.Kill()
		t.Error("the child outlives its input")
	}
}

func FuzzFrame(f *testing.F) {
	var b bytes.Buffer
	_ = writeFrame(&b, kindAnswer, []byte("answer"))
	f.Add(b.Bytes())
	f.Add([]byte("gk1A\xff\xff\xff\xff    "))
	f.Fuzz(func(t *testing.T, b []byte) {
		kind, payload, err := readFrame(bytes.NewReader(b), 1<<20)
		if err != nil {
			if !errors.Is(err, errFrame) && !errors.Is(err, io.EOF) {
				t.Fatal(err)
			}
			return
		}
		var again bytes.Buffer
		if err := writeFrame(&again, kind, payload); err != nil || !bytes.HasPrefix(b, again.Bytes()) {
			t.Fatalf("%q %q: %v", kind, payload, err)
		}
	})
}

func TestFrameBelievesNoLength(t *testing.T) {
	head := []byte("gk1A\x00\x00\x00\x04\x00\x00\x00\x00") // 64 MB, and nothing follows
	before := new(runtime.MemStats)
	runtime.ReadMemStats(before)
	if _, _, err := readFrame(bytes.NewReader(head), maxFrame); !errors.Is(err, errFrame) {
		t.Errorf("%v", err)
	}
	after := new(runtime.MemStats)
	runtime.ReadMemStats(after)
	if n := after.TotalAlloc - before.TotalAlloc; n > 2<<20 {
		t.Errorf("%d bytes for nothing", n)
	}
	if _, _, err := readFrame(bytes.NewReader(head), 1<<20); !errors.Is(err, errFrame) {
		t.Errorf("above the limit: %v", err)
	}
}
