//go:build linux && !amd64 && !arm64

package worker

import "errors"

func filter() error { return errors.ErrUnsupported }
