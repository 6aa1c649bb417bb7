package fsx

import (
	"os"
	"sync/atomic"
)

var hook atomic.Pointer[func(op string) error]

// Before has f called before every operation of OS that changes something; what
// it returns is what the operation fails with. nil for nothing. Only tests call it.
func Before(f func(op string) error) {
	if f == nil {
		hook.Store(nil)
		return
	}
	hook.Store(&f)
}

func before(op string, do func() error) error {
	if f := hook.Load(); f != nil {
		if err := (*f)(op); err != nil {
			return err
		}
	}
	return do()
}

// hooked is a file whose operations a test may make fail.
type hooked struct{ *os.File }

// Write writes, unless it is to fail.
func (h hooked) Write(b []byte) (n int, err error) {
	err = before("write", func() (err error) { n, err = h.File.Write(b); return err })
	return n, err
}

// Sync makes the content durable, unless it is to fail.
func (h hooked) Sync() error { return before("sync", h.File.Sync) }

// Close closes the file in any case.
func (h hooked) Close() error {
	err := before("close", func() error { return nil })
	if e := h.File.Close(); err == nil {
		err = e
	}
	return err
}
