//go:build !linux

package fsx

import "errors"

func exchange(a, b string) error { return errors.ErrUnsupported }
