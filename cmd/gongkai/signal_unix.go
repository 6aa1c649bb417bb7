//go:build unix

package main

import (
	"os/signal"
	"syscall"
)

// ignoreFileSize turns the signal for a file above the size limit into an error
// of the write, which ends the run in order and with its own exit code.
func ignoreFileSize() { signal.Ignore(syscall.SIGXFSZ) }
