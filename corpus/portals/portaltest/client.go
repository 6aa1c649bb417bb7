package portaltest

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/gongkai-data/gongkai/corpus"
)

// Client is a getter for tests: it asks as often as it is told, keeps what it got
// and asks for it again on condition.
type Client struct {
	Requests int // so far
	kept     map[string]*corpus.Page
}

// Get implements corpus.Getter.
func (c *Client) Get(ctx context.Context, r corpus.Request) (*corpus.Page, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, r.URL, nil)
	if err != nil {
		return nil, err
	}
	last := c.kept[r.URL]
	if last != nil && last.Header.Get("ETag") != "" {
		req.Header.Set("If-None-Match", last.Header.Get("ETag"))
	}
	c.Requests++
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	switch resp.StatusCode {
	case http.StatusNotModified:
		p := *last
		p.Status, p.Unchanged, p.Fetched = resp.StatusCode, true, time.Now().UTC()
		return &p, nil
	case http.StatusOK:
	case http.StatusNotFound, http.StatusGone:
		return nil, corpus.ErrGone
	case http.StatusForbidden, http.StatusPreconditionFailed, 521:
		return nil, corpus.ErrBlocked
	default:
		return nil, fmt.Errorf("status %d", resp.StatusCode)
	}
	b, err := io.ReadAll(io.LimitReader(resp.Body, 30<<20))
	if err != nil {
		return nil, err
	}
	p := &corpus.Page{Asked: r.URL, URL: resp.Request.URL.String(), Status: resp.StatusCode, Header: resp.Header, Body: b, Fetched: time.Now().UTC()}
	if c.kept == nil {
		c.kept = map[string]*corpus.Page{}
	}
	c.kept[r.URL] = p
	return p, nil
}
