//go:build !unix

package pagetable_test

import "time"

var began = time.Now()

// used is the time so far, where the system does not tell that of a process.
func used() time.Duration { return time.Since(began) }
