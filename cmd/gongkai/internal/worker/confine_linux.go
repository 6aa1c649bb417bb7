package worker

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"

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
