//go:build !(linux || darwin || freebsd || netbsd || openbsd || dragonfly)

package fsx

import "errors"

func lock(path string) (func(), error) { return nil, errors.ErrUnsupported }

// syncDir does nothing: the system keeps names durable by itself or not at all.
func syncDir(path string) error { return nil }
