package ocr

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"time"

	"github.com/gongkai-data/gongkai/extract"
)

// Program is the recogniser that is looked for.
const Program = "tesseract"

const (
	pageTime  = 2 * time.Minute // for one picture
	maxOutput = 32 << 20        // of the program, for one picture
)

// limited keeps the first bytes of what is written and refuses more. The buffer
// is no part of its methods: ReadFrom would go past the limit.
type limited struct {
	kept bytes.Buffer
	most int
}

func (l *limited) Write(b []byte) (int, error) {
	if l.kept.Len()+len(b) > l.most {
		return 0, errors.New("too much output")
	}
	return l.kept.Write(b)
}

// recognise runs the program on one picture.
func (e *Engine) recognise(ctx context.Context, img *image.Gray, args ...string) ([]word, error) {
	var in bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&in, img); err != nil {
		return nil, err
	}
	out, err := e.run(ctx, &in, append([]string{"stdin", "stdout", "--dpi", fmt.Sprint(resolution)}, args...)...)
	return parseTSV(out), err
}

// run runs the program. It is started directly, not by a shell; the picture goes
// through a pipe, so nothing is left on the disk; no argument comes from a document.
func (e *Engine) run(ctx context.Context, in *bytes.Buffer, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, pageTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, e.path, args...)
	if in != nil {
		cmd.Stdin = in
	}
	out, complaint := &limited{most: maxOutput}, &limited{most: 64 << 10}
	cmd.Stdout, cmd.Stderr = out, complaint
	cmd.Env = []string{"OMP_THREAD_LIMIT=1", "LC_ALL=C.UTF-8"} // documents are read side by side already
	for _, k := range []string{"PATH", "TESSDATA_PREFIX", "SystemRoot", "LD_LIBRARY_PATH"} {
		if v, ok := os.LookupEnv(k); ok {
			cmd.Env = append(cmd.Env, k+"="+v)
		}
	}
	cmd.Dir = os.TempDir()
	cmd.WaitDelay = time.Second
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return "", failed("ocr-deadline", extract.ErrLimit, "%v", context.Cause(ctx))
		}
		return "", failed("ocr-failed", extract.ErrInternal, "%s: %v: %q", Program, err, tail(complaint.kept.String()))
	}
	return out.kept.String(), nil
}

// tail is the end of what a program complained.
func tail(s string) string { return s[max(0, len(s)-200):] }

func failed(code extract.Code, sentinel error, format string, args ...any) *extract.Error {
	return &extract.Error{Code: code, Format: "pdf", Offset: -1, Detail: fmt.Sprintf(format, args...), Err: sentinel}
}
