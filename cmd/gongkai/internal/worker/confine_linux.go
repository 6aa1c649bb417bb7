package worker

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// confine takes from the running process what a reader does not need. What the
// system refuses is told in the answer, which doctor shows; the limits that the
// parent watches hold in any case.
func confine(l Limits) string {
	var done []string
	try := func(name string, err error) {
		if err != nil {
			name = fmt.Sprintf("!%s: %v", name, err)
		}
		done = append(done, name)
	}
	for _, r := range []struct {
		name     string
		resource int
		max      uint64
	}{
		{"address space", unix.RLIMIT_AS, uint64(l.Address)},
		{"processor time", unix.RLIMIT_CPU, uint64(l.CPU.Seconds())},
		{"file size", unix.RLIMIT_FSIZE, 0},
		{"open files", unix.RLIMIT_NOFILE, uint64(l.Files)},
		{"core dumps", unix.RLIMIT_CORE, 0},
	} {
		try(r.name, lower(r.resource, r.max))
	}
	// both on one thread: the filter is put on every thread, and takes the bit along
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	try("no new privileges", unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
	try("no sockets, no programs", filter())
	return strings.Join(done, "; ")
}

// lower sets a limit, which never rises above what the system gave.
func lower(resource int, to uint64) error {
	var now unix.Rlimit
	if err := unix.Getrlimit(resource, &now); err != nil {
		return err
	}
	to = min(to, now.Max)
	// by the system call itself: package syscall gives back a changed limit of open files
	return unix.Prlimit(0, resource, &unix.Rlimit{Cur: to, Max: to}, nil)
}

// alone makes a child the head of its own process group, to be killed with all
// that it started, and has the kernel kill it when its parent ends.
func alone(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

// killGroup ends a child and whatever it started.
func killGroup(p *os.Process) {
	_ = syscall.Kill(-p.Pid, syscall.SIGKILL)
	_ = p.Kill()
}

// widen gives a pipe room for a usual document, so that it is written in one go,
// and returns how many bytes an empty one takes.
func widen(f *os.File) (room int) {
	if c, err := f.SyscallConn(); err == nil {
		_ = c.Control(func(fd uintptr) {
			if n, err := unix.FcntlInt(fd, unix.F_SETPIPE_SZ, 1<<20); err == nil {
				room = n
			}
		})
	}
	return room
}

// resident is what a process has in memory, 0 where that is not known.
func resident(pid int) int64 {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
	if err != nil {
		return 0
	}
	var size, pages int64
	if _, err := fmt.Sscan(string(b), &size, &pages); err != nil {
		return 0
	}
	return pages * int64(os.Getpagesize())
}

// tick is the unit of times in /proc, the same on every architecture that Go knows.
const tick = 10 * time.Millisecond

// processor is the processor time that a process has used, 0 where that is not
// known. proc(5): utime and stime are fields 14 and 15; the name, field 2, may hold anything.
func processor(pid int) time.Duration {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(b[max(0, bytes.LastIndexByte(b, ')')):]), " ")
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0
	}
	user, err1 := strconv.ParseInt(fields[11], 10, 64)
	system, err2 := strconv.ParseInt(fields[12], 10, 64)
	if err1 != nil || err2 != nil {
		return 0
	}
	return max(1, time.Duration(user+system)*tick) // none yet is known, too
}
