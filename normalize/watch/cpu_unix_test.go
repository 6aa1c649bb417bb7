//go:build unix

package watch

import "syscall"

// cpu is the processor time of the process so far, in seconds: on a shared
// machine the clock says little.
func cpu() float64 {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e9
}
