package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestInterruptEndsInOrder cancels before and while stdin is read: the exit
// code names the signal and nothing is written.
func TestInterruptEndsInOrder(t *testing.T) {
	for _, exit := range []int{exitInterrupted, exitTerminated} {
		for _, args := range [][]string{{"convert", "../../corpus/samples"}, {"convert", "-"}, {"read", "-"}, {"read", "../../corpus/samples/luhua-2023.txt"}} {
			dir := filepath.Join(t.TempDir(), "w")
			if args[0] == "convert" {
				args = append(args, "--out", dir)
			}
			ctx, cancel := context.WithCancelCause(context.Background())
			cancel(interrupted{exit})
			never, w := io.Pipe()
			var out, errs bytes.Buffer
			a := &app{in: never, out: &out, err: &errs}
			if got := a.run(ctx, args, func(string) string { return "" }); got != exit {
				t.Errorf("%v: exit %d, want %d: %s", args, got, exit, &errs)
			}
			if _, err := os.Stat(filepath.Join(dir, "dataset")); err == nil || out.Len() > 0 || !strings.Contains(errs.String(), "interrupted") {
				t.Errorf("%v: dataset %v, stdout %q, stderr %q", args, err, &out, &errs)
			}
			w.Close()
		}
	}
}
