//go:build !unix

package worker

import (
	"os"
	"os/exec"
	"time"
)

// confine: the parent's clock is all that bounds a child here.
func confine(Limits) string { return "!limits: not on this system" }

func alone(*exec.Cmd) {}

func killGroup(p *os.Process) { _ = p.Kill() }

func widen(*os.File) int { return 0 }

func resident(int) int64 { return 0 }

func processor(int) time.Duration { return 0 }
