package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"github.com/gongkai-data/gongkai/sinks"
)

// Bytes takes the bytes of a document through the stages, wherever they came
// from. It never fails: whatever goes wrong is the outcome.
func (s *Stages) Bytes(ctx context.Context, b []byte) Result {
	sum := sha256.Sum256(b)
	res := Result{Digest: hex.EncodeToString(sum[:]), Size: int64(len(b))}
	s.walk(ctx, b, &res)
	return res
}

// Sink is the result as sinks take it; report is the ID of the report that it
// gave or repeats, "" for none.
func (r *Result) Sink(report string) sinks.Result {
	reports := map[string]string{}
	if report != "" {
		reports[r.Digest] = report
	}
	return sinkResult(r, reports)
}
