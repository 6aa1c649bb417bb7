package parquet

import (
	"context"
	"errors"
	"fmt"

	"github.com/gongkai-data/gongkai/sinks"
	"github.com/gongkai-data/gongkai/sinks/internal/fsx"
)

// Stream publishes a feed at dir without holding its results.
func Stream(ctx context.Context, dir string, opt sinks.Options, feed sinks.Feed) error {
	s, err := open(fsx.OS{}, dir, opt)
	if err != nil {
		return err
	}
	err = s.make(ctx, inOrder(feed))
	if err != nil {
		err = errors.Join(err, s.pub.discard())
	}
	return errors.Join(err, s.Close())
}

// inOrder holds the results of a feed against themselves and against their order.
func inOrder(feed sinks.Feed) sinks.Feed {
	results := feed.Results
	feed.Results = func(yield func(sinks.Result) error) error {
		last, without := "", false
		return results(func(r sinks.Result) error {
			if err := checkResult(r); err != nil {
				return fmt.Errorf("document %.12s: %w", r.Document.DocumentSHA256, err)
			}
			if r.Report != nil {
				if without || r.Report.ID <= last {
					return fmt.Errorf("report %s comes twice or out of order: %w", r.Report.ID, sinks.ErrIntegrity)
				}
				last = r.Report.ID
			} else {
				without = true
			}
			return yield(r)
		})
	}
	return feed
}
