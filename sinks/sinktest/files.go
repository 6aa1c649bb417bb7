package sinktest

import "github.com/gongkai-data/gongkai/sinks/internal/fsx"

// BeforeFiles has f called before every operation by which a sink changes files:
// mkdir, create, write, sync, close, chmod, rename, remove. What it returns is what
// the operation fails with. nil for nothing.
func BeforeFiles(f func(op string) error) { fsx.Before(f) }
