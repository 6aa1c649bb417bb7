//go:build unix

package main

import (
	"os"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/pipeline"
)

// hold takes a workspace as another run would: hold DIR.
func hold(ts *testscript.TestScript, neg bool, args []string) {
	ts.Check(os.MkdirAll(ts.MkAbs(args[0]), 0o755))
	unlock, err := pipeline.Lock(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Defer(unlock)
}
