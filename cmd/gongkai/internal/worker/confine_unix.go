//go:build unix && !linux

package worker

import (
	"os"
	"os/exec"
	"syscall"
	"time"
)

// confine: the parent's clock is all that bounds a child here.
func confine(Limits) string { return "!limits: not on this system" }

// alone makes a child the head of its own process group.
func alone(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// killGroup ends a child and whatever it started.
func killGroup(p *os.Process) {
	_ = syscall.Kill(-p.Pid, syscall.SIGKILL)
	_ = p.Kill()
}

func widen(*os.File) int { return 0 }

func resident(int) int64 { return 0 }

func processor(int) time.Duration { return 0 }
